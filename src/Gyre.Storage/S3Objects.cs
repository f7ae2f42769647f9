using Gyre.Core;
using Gyre.Storage.Blobs.S3;

namespace Gyre.Storage;

/// <summary>An object in a bucket.</summary>
/// <param name="Key">Its key.</param>
/// <param name="SizeInBytes">Its size.</param>
public sealed record S3Object(string Key, long SizeInBytes);

/// <summary>
/// Objects in a bucket, or below a prefix of one, under keys of somebody else's choice. Credentials come from
/// <c>AWS_ACCESS_KEY_ID</c>, <c>AWS_SECRET_ACCESS_KEY</c> and <c>AWS_SESSION_TOKEN</c>; server and region from <c>AWS_ENDPOINT_URL_S3</c> or <c>AWS_ENDPOINT_URL</c>, and <c>AWS_REGION</c> or <c>AWS_DEFAULT_REGION</c>.
/// </summary>
public sealed class S3Objects : IDisposable
{
    /// <summary>One part of a large upload; what is smaller is sent in one request.</summary>
    private const int PartSize = 16 * 1024 * 1024;

    private readonly S3Address _address;
    private readonly S3Calls _calls;

    private S3Objects(S3Address address)
    {
        _address = address;
        _calls = new S3Calls(address, TimeProvider.System, TimeSpan.Zero);
    }

    /// <summary>For messages: bucket and prefix.</summary>
    public string Name => _address.ToString().TrimEnd('/');

    /// <summary>Opens a bucket; nothing is asked of the server yet.</summary>
    /// <exception cref="InvalidInputException">There are no credentials, or the address is none (codes <c>artifacts.*</c>).</exception>
    public static S3Objects Open(string bucket) => OpenAt($"{S3Address.Scheme}{bucket}");

    /// <summary>Opens a place in a bucket, below which all keys are from then on; nothing is asked of the server yet.</summary>
    /// <param name="address"><c>s3://bucket/prefix?endpoint=URL&amp;region=R</c>; what is left out comes from the variables.</param>
    /// <exception cref="InvalidInputException">There are no credentials, or the address is none (codes <c>artifacts.*</c>).</exception>
    public static S3Objects OpenAt(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.StartsWith(S3Address.Scheme, StringComparison.Ordinal))
            throw new InvalidInputException("artifacts.address", "The address does not begin with s3://.", "Use s3://bucket/prefix.");
        var given = S3Address.Parse(address);
        if (given.Endpoint is null && Variable("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL") is { } endpoint
            && Uri.TryCreate(endpoint, UriKind.Absolute, out var server))
            given = given with { Endpoint = server };
        if (!address.Contains("region=", StringComparison.Ordinal) && Variable("AWS_REGION", "AWS_DEFAULT_REGION") is { } region)
            given = given with { Region = region };
        return new S3Objects(given);
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
            var page = await _calls.ListAsync(_address.Prefix + prefix, after, cancellationToken);
            found.AddRange((page.S3Objects ?? []).Select(item => new S3Object(item.Key[_address.Prefix.Length..], item.Size ?? 0)));
            after = page.IsTruncated == true && found.Count < most ? page.NextContinuationToken : null;
        }
        while (after is not null);
        return [.. found.Take(most).OrderBy(item => item.Key, StringComparer.Ordinal)];
    }

    /// <summary>Names of the folders right below a folder: what comes between it and the next <c>/</c> of a key.</summary>
    /// <param name="folder">Empty, or with <c>/</c> at its end.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="IOException">The server cannot be reached or refuses.</exception>
    public async Task<IReadOnlyList<string>> FoldersAsync(string folder, CancellationToken cancellationToken)
    {
        var (found, prefix) = (new List<string>(), _address.Prefix + folder);
        string? after = null;
        do
        {
            var page = await _calls.ListFoldersAsync(prefix, after, cancellationToken);
            found.AddRange((page.CommonPrefixes ?? []).Select(name => name[prefix.Length..].TrimEnd('/')));
            after = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (after is not null);
        return found;
    }

    /// <summary>The content of an object, or null when there is none.</summary>
    /// <exception cref="IOException">The server cannot be reached or refuses.</exception>
    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) => OpenAsync(key, 0, cancellationToken);

    /// <summary>The content of an object from an offset on, which is at most its size; null when there is none.</summary>
    /// <exception cref="IOException">The server cannot be reached or refuses.</exception>
    public async Task<Stream?> OpenAsync(string key, long offset, CancellationToken cancellationToken)
    {
        // The service refuses a range that begins at the end.
        if (offset > 0 && await _calls.HeadAsync(_address.Prefix + key, cancellationToken) is { } found && found.Size <= offset)
            return Stream.Null;
        return (await _calls.GetAsync(_address.Prefix + key, offset, cancellationToken))?.Content;
    }

    /// <summary>Whether there is an object.</summary>
    /// <exception cref="IOException">The server cannot be reached or refuses.</exception>
    public async Task<bool> ExistsAsync(string key, CancellationToken cancellationToken) =>
        await _calls.HeadAsync(_address.Prefix + key, cancellationToken) is not null;

    /// <summary>Stores a file, large ones in parts. The object appears whole, replacing what is there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="path">The file.</param>
    /// <param name="content">What the file was found to be.</param>
    /// <param name="cancellationToken">Gives up; nothing appears.</param>
    /// <exception cref="IOException">The file changed, the server cannot be reached or refuses; nothing was stored.</exception>
    public async Task PutFileAsync(string key, string path, BlobInfo content, CancellationToken cancellationToken)
    {
        await using var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        if (source.Length >= PartSize)
        {
            await new S3Upload(_calls, _address.Prefix + key, PartSize).SendAsync(source, content, cancellationToken);
            return;
        }
        var bytes = new byte[source.Length];
        await source.ReadExactlyAsync(bytes, cancellationToken);
        if (Digest.Of(bytes) != content.Digest)
            throw new IOException("The file changed while it was being stored.");
        await PutAsync(key, bytes, cancellationToken);
    }

    /// <summary>Stores bytes, replacing what is there.</summary>
    /// <exception cref="IOException">The server cannot be reached or refuses.</exception>
    public async Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        await _calls.PutAsync(_address.Prefix + key, stream, cancellationToken);
    }

    /// <summary>Stores bytes unless there is an object under the key, and says whether it did.</summary>
    /// <exception cref="IOException">The server cannot be reached or refuses.</exception>
    public async Task<bool> TryPutNewAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        // A server that does not know the condition would replace the object, so that it is looked for as well.
        if (await ExistsAsync(key, cancellationToken))
            return false;
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        return await _calls.TryPutNewAsync(_address.Prefix + key, stream, cancellationToken);
    }

    /// <summary>Removes an object; there need not be one.</summary>
    /// <exception cref="IOException">The server cannot be reached or refuses.</exception>
    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        _calls.DeleteAsync(_address.Prefix + key, cancellationToken);

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
