using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gyre.Server.Http;
using Gyre.Server.Store;
using Gyre.Storage;
using static Gyre.Server.Formats.Valohai.CompatibleJson;

namespace Gyre.Server.Formats.Valohai;

/// <summary>Addresses of content that are good for an hour without a token, because that is how clients fetch it.</summary>
internal static class SignedLinks
{
    private const string KeyName = "downloads";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <param name="request">Whose host the address names.</param>
    /// <param name="place">Below <c>/api/v0/</c>, with a slash at its end.</param>
    /// <param name="store">Holds the key.</param>
    /// <param name="clock">Says when the hour begins.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<string> MakeAsync(HttpRequest request, string place, IStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        var end = (clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds();
        var key = await HomeKeys.LoadAsync(store, KeyName, cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"{Base(request)}/api/v0/{place}?expires={end}&signature={Sign(key, place, end)}");
    }

    /// <summary>Why the address of a request is not one of these; null when it is.</summary>
    public static async Task<IResult?> RefuseAsync(HttpRequest request, string place, IStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (request.Query["signature"] is not [{ } signature]
            || request.Query["expires"] is not [{ } text] || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            || !Fits(await HomeKeys.LoadAsync(store, KeyName, cancellationToken), place, end, signature))
            return Problems.NotFound("download", place);
        return clock.GetUtcNow().ToUnixTimeSeconds() > end
            ? Problems.Of(StatusCodes.Status410Gone, "download.expired", "The link has expired.", "Request a new link.")
            : null;
    }

    private static string Sign(byte[] key, string place, long end) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{place} {end}"))));

    private static bool Fits(byte[] key, string place, long end, string signature) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(key, place, end)), Encoding.UTF8.GetBytes(signature));
}
