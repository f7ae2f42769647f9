using Gyre.Core;

namespace Gyre.Storage.Blobs.S3;

/// <summary>Where artifacts are in S3-compatible storage.</summary>
/// <param name="Bucket">An existing bucket.</param>
/// <param name="Prefix">Put before each key, with <c>/</c> at its end; empty for none.</param>
/// <param name="Endpoint">The server, or null for the public service.</param>
/// <param name="Region">The region that requests are signed for.</param>
internal sealed record S3Address(string Bucket, string Prefix, Uri? Endpoint, string Region)
{
    public const string Scheme = "s3://";
    private const string Remedy = "Use s3://bucket/prefix?endpoint=URL&region=R.";

    /// <exception cref="InvalidInputException">It is refused (code <c>artifacts.address</c>).</exception>
    public static S3Address Parse(string text)
    {
        var rest = text[Scheme.Length..];
        var question = rest.IndexOf('?', StringComparison.Ordinal);
        var place = question < 0 ? rest : rest[..question];
        var slash = place.IndexOf('/', StringComparison.Ordinal);
        var bucket = slash < 0 ? place : place[..slash];
        if (bucket.Length is < 3 or > 63 || bucket.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('-' or '.')))
            throw Refuse("The address of the artifact store has no valid bucket name");
        var address = new S3Address(bucket, ReadPrefix(slash < 0 ? "" : place[(slash + 1)..]), null, "us-east-1");
        return question < 0 ? address : ReadQuery(address, rest[(question + 1)..]);
    }

    /// <summary>The key of content.</summary>
    public string KeyOf(Digest digest) => $"{Prefix}sha256/{digest.Hex[..2]}/{digest.Hex[2..]}";

    /// <inheritdoc/>
    public override string ToString() => $"{Scheme}{Bucket}/{Prefix}";

    private static string ReadPrefix(string text)
    {
        var trimmed = text.TrimEnd('/');
        if (trimmed.Length == 0)
            return "";
        return SafePath.TryParse(trimmed, out var path, out var reason) ? $"{path}/" : throw Refuse($"The prefix of the artifact store is not valid: {reason}");
    }

    private static S3Address ReadQuery(S3Address address, string query)
    {
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var value = equals < 0 ? "" : Uri.UnescapeDataString(pair[(equals + 1)..]);
            address = (equals < 0 ? pair : pair[..equals]) switch
            {
                "endpoint" => address with { Endpoint = ReadEndpoint(value) },
                "region" when value.Length > 0 => address with { Region = value },
                _ => throw Refuse("The address of the artifact store has an unknown option; use 'endpoint' and 'region'"),
            };
        }
        return address;
    }

    // The text is not repeated: it may hold a password.
    private static Uri ReadEndpoint(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Query.Length == 0
            ? uri
            : throw Refuse("The endpoint of the artifact store must be an http or https URL without user, password and query");

    private static InvalidInputException Refuse(string message) => new("artifacts.address", message + ".", Remedy);
}
