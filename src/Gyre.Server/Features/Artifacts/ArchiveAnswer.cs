using System.Buffers;
using System.IO.Compression;
using Gyre.Pipelines;
using Gyre.Storage;
using Microsoft.Net.Http.Headers;

namespace Gyre.Server.Features.Artifacts;

/// <summary>
/// Files of a node run as one archive, written as it is sent: it needs neither memory nor disk of its size. The same files give the same
/// bytes.
/// </summary>
/// <param name="blobs">Where the content is.</param>
/// <param name="files">The files, in the order in which they are written.</param>
/// <param name="fileName">Under which a browser saves it.</param>
internal sealed class ArchiveAnswer(IBlobStore blobs, IReadOnlyList<NodeFile> files, string fileName) : IResult
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>The first time that the format knows: when the files were made is no property of their content.</summary>
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/zip";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(fileName);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.CacheControl = "private, no-cache";
        if (HttpMethods.IsHead(httpContext.Request.Method))
            return;
        try
        {
            await WriteAsync(response.Body, httpContext.RequestAborted);
        }
        catch (Exception exception) when (exception is BlobMissingException or BlobCorruptException && response.HasStarted)
        {
            // The head has left: only a broken connection still tells the reader that this is not the whole.
            httpContext.Abort();
        }
    }

    private async Task WriteAsync(Stream target, CancellationToken cancellationToken)
    {
        await using var answer = new AnswerStream(target);
        await using (var archive = await ZipArchive.CreateAsync(
            answer, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken))
        {
            foreach (var file in files)
            {
                var entry = archive.CreateEntry(file.Path.ToString(), CompressionLevel.Fastest);
                entry.LastWriteTime = NoTime;
                await using var content = await blobs.OpenReadAsync(file.Digest, 0, cancellationToken);
                await using var part = await entry.OpenAsync(cancellationToken);
                await CopyAsync(content, part, answer, cancellationToken);
            }
        }
        await answer.SendAsync(cancellationToken);
    }

    /// <summary>Piece by piece: nothing that waits to be sent grows with the file.</summary>
    private static async Task CopyAsync(Stream content, Stream part, AnswerStream answer, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (await content.ReadAsync(buffer.AsMemory(0, BufferBytes), cancellationToken) is var count and > 0)
            {
                await part.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                await answer.SendAsync(cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
