using System.Buffers;
using System.Globalization;
using Gyre.Server.Http;
using Gyre.Storage;
using Microsoft.Net.Http.Headers;

namespace Gyre.Server.Features.Artifacts;

/// <summary>
/// The bytes of an artifact, all or a range. Content comes from steps, so a browser only ever saves it: attachment, exact type, no sniffing, and a
/// sandbox without scripts should it be shown after all.
/// </summary>
/// <param name="blobs">Where the content is.</param>
/// <param name="blob">The content.</param>
/// <param name="fileName">Under which a browser saves it.</param>
/// <param name="mediaType">Null takes the type from the name.</param>
/// <param name="changes">Whether other content may stand at this address later.</param>
internal sealed class ArtifactAnswer(IBlobStore blobs, BlobInfo blob, string fileName, string? mediaType = null, bool changes = false) : IResult
{
    private const int BufferBytes = 128 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var request = httpContext.Request;
        var response = httpContext.Response;
        var tag = $"\"{blob.Digest.Hex}\"";
        SetHeaders(response.Headers, tag);
        if (request.Headers.IfNoneMatch.Any(value => value is not null && (value.Trim() == "*" || value.Contains(tag, StringComparison.Ordinal))))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        var wanted = request.Headers.IfRange is [{ } condition] && condition != tag ? null : request.Headers.Range is [{ } header] ? header : null;
        var range = ByteRange.Parse(wanted, blob.SizeInBytes, out var satisfiable);
        if (!satisfiable)
        {
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{blob.SizeInBytes}");
            await Problems.Of(StatusCodes.Status416RangeNotSatisfiable, "artifact.range", "The requested range is outside the content.").ExecuteAsync(httpContext);
            return;
        }
        await SendAsync(httpContext, range);
    }

    private async Task SendAsync(HttpContext context, ByteRange? range)
    {
        var response = context.Response;
        var (start, length) = range is { } part ? (part.Start, part.Length) : (0, blob.SizeInBytes);
        if (range is not null)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {start}-{start + length - 1}/{blob.SizeInBytes}");
        }
        response.ContentType = mediaType ?? MediaTypes.Of(fileName);
        response.ContentLength = length;
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        await using var content = await blobs.OpenReadAsync(blob.Digest, start, context.RequestAborted);
        await CopyAsync(content, response, length, context.RequestAborted);
    }

    /// <summary>Reads one byte further than it sends when the content should end there, so that the store's check of the whole is run.</summary>
    private static async Task CopyAsync(Stream content, HttpResponse response, long length, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (length > 0)
            {
                var count = await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(BufferBytes, length)), cancellationToken);
                if (count == 0)
                    throw new EndOfStreamException();
                length -= count;
                if (length == 0)
                    _ = await content.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, cancellationToken);
                await response.Body.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void SetHeaders(IHeaderDictionary headers, string tag)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        if (fileName.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
            disposition.FileName = fileName;
        else
            disposition.SetHttpFileName(fileName);
        headers.ContentDisposition = disposition.ToString();
        headers.ETag = tag;
        headers.AcceptRanges = "bytes";
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'; frame-ancestors 'none'";
        // An address that names the content never gives another one; it is still nobody else's.
        headers.CacheControl = changes ? "private, no-cache" : "private, max-age=31536000, immutable";
    }
}
