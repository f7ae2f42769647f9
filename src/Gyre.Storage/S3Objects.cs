using Gyre.Core;
using Gyre.Storage.Blobs.S3;

namespace Gyre.Storage;

/// <summary>An object in a bucket.</summary>
/// <param name="Key">Its key.</param>
/// <param name="SizeInBytes">Its size.</param>
public sealed record S3Object(string Key, long SizeInBytes);

/// <summary>
/// Reads a bucket that is not Gyre's own. Credentials come from <c>AWS_ACCESS_KEY_ID</c>, <c>AWS_SECRET_ACCESS_KEY</c> and <c>AWS_SESSION_TOKEN</c>; server and
/// region from <c>AWS_ENDPOINT_URL_S3</c> or <c>AWS_ENDPOINT_URL</c>, and <c>AWS_REGION</c> or <c>AWS_DEFAULT_REGION</c>.
/// </summary>
public sealed class S3Objects : IDisposable
{
    private readonly S3Calls _calls;

    private S3Objects(S3Calls calls) => _calls = calls;

    /// <summary>Opens a bucket; nothing is asked of the server yet.</summary>
    /// <exception cref="InvalidInputException">There are no credentials, or the address is none (codes <c>artifacts.*</c>).</exception>
    public static S3Objects Open(string bucket)
    {
        var address = S3Address.Parse($"{S3Address.Scheme}{bucket}");
        if (Variable("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL") is { } endpoint && Uri.TryCreate(endpoint, UriKind.Absolute, out var server))
            address = address with { Endpoint = server };
        if (Variable("AWS_REGION", "AWS_DEFAULT_REGION") is { } region)
            address = address with { Region = region };
        return new S3Objects(new S3Calls(address, TimeProvider.System, TimeSpan.Zero));
    }

    /// <summary>Objects whose key begins with a prefix, in the order of the keys.</summary>
    /// <param name="prefix">May be empty.</param>
    /// <param name="most">More than so many are not given.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="IOException">The server cannot be reached or refuses.</exception>
    public async Task<IReadOnlyList<S3Object>> ListAsync(string prefix, int most, CancellationToken cancellationToken)
    {
        var found = new List<S3Object>();
        string? after = null;
        do
        {
            var page = await _calls.ListAsync(prefix, after, cancellationToken);
            found.AddRange((page.S3Objects ?? []).Select(item => new S3Object(item.Key, item.Size ?? 0)));
            after = page.IsTruncated == true && found.Count < most ? page.NextContinuationToken : null;
        }
        while (after is not null);
        return [.. found.Take(most).OrderBy(item => item.Key, StringComparer.Ordinal)];
    }

    /// <summary>The content of an object, or null when there is none.</summary>
    /// <exception cref="IOException">The server cannot be reached or refuses.</exception>
    public async Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) => (await _calls.GetAsync(key, 0, cancellationToken))?.Content;

    /// <inheritdoc/>
    public void Dispose() => _calls.Dispose();

    private static string? Variable(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
                return value;
        }
        return null;
    }
}
