using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gyre.Core;
using Gyre.Server.Store;
using Gyre.Storage;

namespace Gyre.Server.Http;

/// <summary>Reads what lists are asked with, strictly: a parameter nobody reads would be a wish that is silently not granted.</summary>
internal static class QueryParameters
{
    /// <exception cref="InvalidInputException">A parameter that is not known, or given twice.</exception>
    public static void Only(HttpRequest request, params ReadOnlySpan<string> known)
    {
        foreach (var (name, values) in request.Query)
        {
            if (!known.Contains(name))
                throw Refusal("query.unknown", name, $"Unknown query parameter '{Quotes.Shorten(name)}'.");
            if (values.Count != 1)
                throw Refusal("query.twice", name, $"The query parameter '{name}' is specified {values.Count} times.");
        }
    }

    /// <exception cref="InvalidInputException">It is no whole number in the range.</exception>
    public static int Number(HttpRequest request, string name, int @default, int most)
    {
        if (request.Query[name] is not [{ } text])
            return @default;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? number
            : throw Refusal($"query.{name}", name, $"'{name}' must be a whole number from 1 to {most}.");
    }

    /// <summary>A whole number from 1; null where there is none.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static long? Whole(HttpRequest request, string name)
    {
        if (request.Query[name] is not [{ Length: > 0 } text])
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1
            ? number
            : throw Refusal($"query.{name}", name, $"'{name}' must be a whole number from 1.");
    }

    /// <summary>How many to skip; 0 where it is not said.</summary>
    /// <exception cref="InvalidInputException">It is no whole number in the range.</exception>
    public static int Offset(HttpRequest request, int most)
    {
        if (request.Query["offset"] is not [{ Length: > 0 } text])
            return 0;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw Refusal("query.offset", "offset", $"'offset' must be a whole number from 0 to {most}.");
    }

    /// <exception cref="InvalidInputException">It is neither <c>true</c> nor <c>false</c>.</exception>
    public static bool Flag(HttpRequest request, string name) => request.Query[name] switch
    {
        [] or ["false"] => false,
        ["true"] => true,
        _ => throw Refusal($"query.{name}", name, $"'{name}' must be 'true' or 'false'."),
    };

    public static InvalidInputException Refusal(string code, string name, string message) =>
        new([new Diagnostic(Severity.Error, code, message) { Path = name }]);
}

/// <summary>Cursors that only this home's servers make: a place in a list, bound to the list by a signature.</summary>
internal sealed class Cursors(byte[] key)
{
    private const int MacBytes = 16;
    private const int MaxText = 4000;

    /// <summary>The key of the home, made when there is none.</summary>
    public static async Task<Cursors> LoadAsync(IStore store, CancellationToken cancellationToken) =>
        new(await HomeKeys.LoadAsync(store, "cursors", cancellationToken));

    /// <param name="list">The list, with everything that its order depends on.</param>
    /// <param name="place">Id of the last thing that was given.</param>
    /// <param name="key">What that thing is ordered by, where it is not the id; at most 500 characters.</param>
    public string Write(string list, Guid place, string key = "")
    {
        byte[] content = [.. place.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(key)];
        Span<byte> mac = stackalloc byte[MacBytes];
        Sign(list, content, mac);
        return Base64Url.EncodeToString([.. content[..16], .. mac, .. content[16..]]);
    }

    /// <exception cref="InvalidInputException">It was not made here, or for another list.</exception>
    public (Guid Place, string Key) Read(string list, string text)
    {
        Span<byte> mac = stackalloc byte[MacBytes];
        // White space counts as valid and gives no bytes.
        if (text.Length <= MaxText && Base64Url.IsValid(text) && Base64Url.DecodeFromChars(text) is { Length: >= 16 + MacBytes } bytes)
        {
            byte[] content = [.. bytes[..16], .. bytes[(16 + MacBytes)..]];
            Sign(list, content, mac);
            if (CryptographicOperations.FixedTimeEquals(mac, bytes.AsSpan(16, MacBytes)))
                return (new Guid(content.AsSpan(0, 16), bigEndian: true), Encoding.UTF8.GetString(content.AsSpan(16)));
        }
        throw QueryParameters.Refusal("query.cursor", "cursor", "The cursor does not belong to this list.");
    }

    private void Sign(string list, ReadOnlySpan<byte> place, Span<byte> mac)
    {
        Span<byte> whole = stackalloc byte[32];
        HMACSHA256.HashData(key, [.. Encoding.UTF8.GetBytes(list), 0, .. place], whole);
        whole[..MacBytes].CopyTo(mac);
    }
}
