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
                throw Refusal("query.unknown", name, $"Unknown query parameter '{(name.Length > 80 ? name[..80] : name)}'.");
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

    /// <summary>The key of the home, made when there is none.</summary>
    public static async Task<Cursors> LoadAsync(IStore store, CancellationToken cancellationToken) =>
        new(await HomeKeys.LoadAsync(store, "cursors", cancellationToken));

    public string Write(string list, Guid place)
    {
        Span<byte> bytes = stackalloc byte[16 + MacBytes];
        place.TryWriteBytes(bytes, bigEndian: true, out _);
        Sign(list, bytes[..16], bytes[16..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <exception cref="InvalidInputException">It was not made here, or for another list.</exception>
    public Guid Read(string list, string text)
    {
        Span<byte> bytes = stackalloc byte[16 + MacBytes];
        Span<byte> mac = stackalloc byte[MacBytes];
        if (text.Length == 43 && Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var count) && count == bytes.Length)
        {
            Sign(list, bytes[..16], mac);
            if (CryptographicOperations.FixedTimeEquals(mac, bytes[16..]))
                return new Guid(bytes[..16], bigEndian: true);
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
