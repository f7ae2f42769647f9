using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gyre.Server.Features.Triggers;

/// <summary>
/// Who knows a webhook's secret signs the time, the id of the delivery and the body with it (HMAC, RFC 2104, with SHA-256): all three, so that a request that
/// was overheard can be sent again neither later nor under another id.
/// </summary>
internal sealed record HookSignature(string Timestamp, string Delivery, byte[] Signature)
{
    public const string TimestampHeader = "X-Gyre-Timestamp";
    public const string DeliveryHeader = "X-Gyre-Delivery";
    public const string SignatureHeader = "X-Gyre-Signature";

    /// <summary>Secrets that are shorter could be guessed from one signed request.</summary>
    public const int MinSecretLength = 16;

    private const int MaxDeliveryLength = 200;
    private const string Scheme = "sha256=";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>What the headers say; null when they do not say it all.</summary>
    public static HookSignature? Read(IHeaderDictionary headers)
    {
        if (headers[TimestampHeader] is not [{ Length: > 0 and <= 20 } timestamp] || headers[DeliveryHeader] is not [{ Length: > 0 and <= MaxDeliveryLength } delivery]
            || headers[SignatureHeader] is not [{ } text] || !text.StartsWith(Scheme, StringComparison.Ordinal) || text.Length != Scheme.Length + 64)
            return null;
        if (!timestamp.All(char.IsAsciiDigit) || !delivery.All(static c => c is > ' ' and <= '~') || !text.AsSpan(Scheme.Length).ContainsOnlyHex())
            return null;
        return new HookSignature(timestamp, delivery, Convert.FromHexString(text.AsSpan(Scheme.Length)));
    }

    /// <summary>Whether it was made with the secret.</summary>
    public bool Fits(string secret, ReadOnlySpan<byte> body)
    {
        Span<byte> expected = stackalloc byte[32];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), [.. Encoding.ASCII.GetBytes($"{Timestamp}.{Delivery}."), .. body], expected);
        return CryptographicOperations.FixedTimeEquals(expected, Signature);
    }

    /// <summary>Whether it was made within five minutes of now.</summary>
    public bool IsFresh(DateTimeOffset now) =>
        long.TryParse(Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && Math.Abs((decimal)now.ToUnixTimeSeconds() - seconds) <= (decimal)Window.TotalSeconds;
}

internal static class HexText
{
    public static bool ContainsOnlyHex(this ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit(c))
                return false;
        }
        return true;
    }
}
