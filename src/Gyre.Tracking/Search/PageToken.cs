using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gyre.Tracking.Search;

/// <summary>
/// Where the next page of a search begins. Clients send it back as it is: base64 of JSON with the offset, a digest of the query that it belongs to, and a signature, so that nobody
/// makes the server skip along a search that was never made.
/// </summary>
internal static class PageToken
{
    private const int MaxLength = 512 * 1024;

    /// <summary>A digest of what a query consists of; parts cannot flow into each other.</summary>
    public static string Digest(params IEnumerable<string?> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part ?? "");
            hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(part is null ? "-" : "+")}{bytes.Length}:")));
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    /// <summary>Writes a token.</summary>
    /// <param name="key">The server's own; the same for all processes on one store.</param>
    /// <param name="offset">Results before the page, at least 0.</param>
    /// <param name="query">From <see cref="Digest"/>.</param>
    public static string Write(ReadOnlySpan<byte> key, long offset, string query) => Seal(key, new Payload { Offset = offset, Query = query });

    /// <summary>Reads a token; null or empty is the first page.</summary>
    /// <param name="key">The server's own.</param>
    /// <param name="token">As the client sent it.</param>
    /// <param name="query">Of the query that came with it.</param>
    /// <returns>Results to skip.</returns>
    /// <exception cref="TrackingException">It is no token, not of this server, or of another query (<see cref="TrackingError.InvalidParameter"/>).</exception>
    public static long Read(ReadOnlySpan<byte> key, string? token, string query)
    {
        if (string.IsNullOrEmpty(token))
            return 0;
        var payload = Open(key, token);
        return payload.Query == query
            ? payload.Offset
            : throw SearchText.Refuse(
                "Invalid page token: it belongs to a search with a different filter, order or scope. Repeat the same query, or omit "
                    + "the token to start from the beginning.");
    }

    internal static string Seal(ReadOnlySpan<byte> key, Payload payload)
    {
        var signed = payload with { Signature = Sign(key, payload) };
        return Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(signed, SearchJson.Default.Payload));
    }

    internal static Payload Open(ReadOnlySpan<byte> key, string token)
    {
        if (token.Length > MaxLength || !Base64.IsValid(token))
            throw SearchText.Refuse("Invalid page token, could not base64-decode");
        Payload? payload;
        try
        {
            payload = JsonSerializer.Deserialize(Convert.FromBase64String(token), SearchJson.Default.Payload);
        }
        catch (JsonException)
        {
            payload = null;
        }
        if (payload is null || payload.Offset < 0 || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(payload.Signature ?? ""), Encoding.UTF8.GetBytes(Sign(key, payload))))
            throw SearchText.Refuse("Invalid page token: it was not issued by this server. Omit it to start from the beginning.");
        return payload;
    }

    private static string Sign(ReadOnlySpan<byte> key, Payload payload)
    {
        var text = Digest([payload.Offset.ToString(CultureInfo.InvariantCulture), payload.Query, payload.Experiments, payload.Filter, payload.OrderBy]);
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text)).AsSpan(0, 16));
    }

    /// <summary>What is in a token. Searches of logged models keep the query itself, because their messages show it.</summary>
    internal sealed record Payload
    {
        public long Offset { get; init; }

        public string? Query { get; init; }

        public string? Experiments { get; init; }

        public string? Filter { get; init; }

        public string? OrderBy { get; init; }

        public string? Signature { get; init; }
    }
}
