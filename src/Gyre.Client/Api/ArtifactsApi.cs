using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Client.Api;

/// <summary>Content in the artifact store.</summary>
/// <param name="Digest">What it is; null when the server does not say.</param>
/// <param name="SizeInBytes">Its size.</param>
public sealed record ContentInfo(Digest? Digest, long SizeInBytes)
{
    internal static ContentInfo Of(HttpResponseMessage response) => new(
        Gyre.Core.Digest.TryParse($"sha256:{response.Headers.ETag?.Tag.Trim('"')}", out var digest) ? digest : null,
        response.Content.Headers.ContentLength ?? 0);
}

/// <summary>
/// Contents of the artifact store, by digest or as a file that a node run left behind. They are streamed, whatever their size.
/// </summary>
public sealed class ArtifactsApi
{
    private const int BufferBytes = 128 * 1024;
    private readonly ApiTransport _api;

    internal ArtifactsApi(ApiTransport api) => _api = api;

    /// <summary>How large content is; null when it is not in the store.</summary>
    public Task<ContentInfo?> FindAsync(Digest digest, CancellationToken cancellationToken = default) =>
        _api.HeadAsync(PathOf(digest), cancellationToken);

    /// <summary>What a file that a node run left behind is; null when there is none.</summary>
    public Task<ContentInfo?> FindOutputAsync(RunId run, string node, string path, CancellationToken cancellationToken = default) =>
        _api.HeadAsync(OutputOf(run, node, path), cancellationToken);

    /// <summary>Which of these contents the store lacks; asked for in portions, however many there are.</summary>
    public async Task<IReadOnlyList<Digest>> FindMissingAsync(IEnumerable<Digest> digests, CancellationToken cancellationToken = default)
    {
        var missing = new List<Digest>();
        foreach (var portion in digests.Distinct().Chunk(MissingContentRequest.MaxDigests))
        {
            var answer = await _api.AskAsync<MissingContentRequest, MissingContentInfo>(
                ApiPath.Of("artifacts", "missing"), new MissingContentRequest { Digests = portion }, cancellationToken);
            missing.AddRange(answer.Missing);
        }
        return missing;
    }

    /// <summary>Uploads content under its digest, which the server checks. Content that is there already is not changed.</summary>
    /// <param name="digest">What it is.</param>
    /// <param name="open">Opens it from its beginning; called again when a connection breaks.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<StoredContentInfo> UploadAsync(
        Digest digest, Func<Stream> open, long length, CancellationToken cancellationToken = default) =>
        _api.UploadAsync<StoredContentInfo>(PathOf(digest), open, length, cancellationToken);

    /// <summary>
    /// Opens content to read it as it comes; the caller disposes it. A broken connection is an <see cref="IOException"/>.
    /// </summary>
    /// <param name="digest">Which.</param>
    /// <param name="offset">The first byte that is wanted.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    public Task<Stream> OpenAsync(Digest digest, long offset = 0, CancellationToken cancellationToken = default) =>
        OpenAsync(PathOf(digest), offset, cancellationToken);

    /// <summary>
    /// Opens a file that a node run left behind to read it as it comes; the caller disposes it. A broken connection is an <see
    /// cref="IOException"/>.
    /// </summary>
    public Task<Stream> OpenOutputAsync(RunId run, string node, string path, CancellationToken cancellationToken = default) =>
        OpenAsync(OutputOf(run, node, path), 0, cancellationToken);

    /// <summary>
    /// Opens all files that a node run left behind, as one zip archive, to read it as it comes; the caller disposes it. A broken
    /// connection is an
    /// <see cref="IOException"/>.
    /// </summary>
    public Task<Stream> OpenArchiveAsync(RunId run, string node, CancellationToken cancellationToken = default) =>
        OpenAsync(ArchiveOf(run, node), 0, cancellationToken);

    /// <summary>Whether a node run and all content of its files are there.</summary>
    public async Task<bool> HasArchiveAsync(RunId run, string node, CancellationToken cancellationToken = default) =>
        await _api.HeadAsync(ArchiveOf(run, node), cancellationToken) is not null;

    /// <summary>Copies content, goes on where a connection broke, and checks it against its digest.</summary>
    /// <param name="digest">Which.</param>
    /// <param name="target">Where to; holds part of the content when this fails.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many bytes.</returns>
    /// <exception cref="GyreApiException">
    /// The content is not what its digest says (<c>artifact.damaged</c>), or as every method.
    /// </exception>
    public async Task<long> CopyToAsync(Digest digest, Stream target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var copied = 0L;
        for (var inVain = 0; ; inVain++)
        {
            var before = copied;
            try
            {
                await using var content = await OpenAsync(digest, copied, cancellationToken);
                await foreach (var part in PartsAsync(content, cancellationToken))
                {
                    hash.AppendData(part.Span);
                    await target.WriteAsync(part, cancellationToken);
                    copied += part.Length;
                }
                break;
            }
            catch (GyreApiException error) when (copied > 0 && error.Status == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                // It broke behind the last byte.
                break;
            }
            catch (ContentBrokenException error)
            {
                if (copied > before)
                    inVain = 0;
                if (inVain >= _api.Options.Retry.MaxRetries)
                    throw new GyreApiException(
                        $"The download of {digest} from {_api.Address} stopped after {copied} bytes: {error.InnerException!.Message}",
                        error.InnerException)
                    {
                        IsUnreachable = true,
                    };
            }
        }
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != digest.Hex)
            throw new GyreApiException(
                $"The content that {_api.Address} sent for {digest} has another digest.")
            { Code = "artifact.damaged" };
        return copied;
    }

    /// <summary>Writes content to a file, which is there whole or not at all.</summary>
    /// <inheritdoc cref="CopyToAsync"/>
    /// <param name="digest">Which.</param>
    /// <param name="file">The file; one of the name is replaced.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<long> DownloadAsync(Digest digest, string file, CancellationToken cancellationToken = default)
    {
        var partial = $"{file}.{Path.GetRandomFileName()}.part";
        try
        {
            long copied;
            await using (var target = new FileStream(
                partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes, FileOptions.Asynchronous))
                copied = await CopyToAsync(digest, target, cancellationToken);
            File.Move(partial, file, overwrite: true);
            return copied;
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    private async Task<Stream> OpenAsync(string path, long offset, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var response = await _api.OpenAsync(
            path,
            headers =>
            {
                if (offset > 0)
                    headers.Range = new RangeHeaderValue(offset, null);
            },
            cancellationToken);
        if (offset > 0 && response.StatusCode != HttpStatusCode.PartialContent)
        {
            response.Dispose();
            throw new GyreApiException($"{_api.Address} does not support range requests for {path}.") { Status = response.StatusCode };
        }
        return await WatchedStream.OfAsync(response, _api.Options, maxBytes: null, cancellationToken);
    }

    /// <summary>Tells a connection that broke from a target that could not be written.</summary>
    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> PartsAsync(
        Stream content, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        while (true)
        {
            int count;
            try
            {
                count = await content.ReadAsync(buffer, cancellationToken);
            }
            catch (Exception error) when (ApiTransport.IsConnectionError(error) && !cancellationToken.IsCancellationRequested)
            {
                throw new ContentBrokenException(error);
            }
            if (count == 0)
                yield break;
            yield return buffer.AsMemory(0, count);
        }
    }

    private static string PathOf(Digest digest) => ApiPath.Of("artifacts", digest.ToString());

    private static string ArchiveOf(RunId run, string node) => ApiPath.WithTail(node, "runs", run.ToString(), "archive");

    private static string OutputOf(RunId run, string node, string path) =>
        ApiPath.Query(ApiPath.WithTail(node, "runs", run.ToString(), "outputs"), ("path", path));

    private sealed class ContentBrokenException(Exception inner) : Exception(inner.Message, inner);
}
