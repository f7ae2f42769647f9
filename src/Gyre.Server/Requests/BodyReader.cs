using Gyre.Server.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using BadHttpRequestException = Microsoft.AspNetCore.Http.BadHttpRequestException;

namespace Gyre.Server.Requests;

/// <summary>Reads a body into memory once, within the budget and the limit of its route.</summary>
internal static class BodyReader
{
    private const int FirstBytes = 16 * 1024;

    /// <summary>Who announces much must not hold its place for longer than this.</summary>
    private static readonly TimeSpan LongestTransfer = TimeSpan.FromMinutes(10);

    /// <summary>The body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="share">Grows by what is held.</param>
    /// <param name="most">At most so many bytes; null for what the server takes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadHttpRequestException">It is too large.</exception>
    /// <exception cref="RefusedException">The budget is used up.</exception>
    public static Task<ReadOnlyMemory<byte>> ReadAsync(
        HttpRequest request, BodyShare share, long? most, CancellationToken cancellationToken)
    {
        var ofRoute = request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        var limit = Math.Min(most ?? long.MaxValue, ofRoute ?? long.MaxValue);
        if (request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
            return Task.FromResult(ReadOnlyMemory<byte>.Empty);
        if (request.ContentLength is not { } length)
            return ReadToEndAsync(request, share, limit, cancellationToken);
        if (length > limit || length > Array.MaxLength)
            throw TooLarge();
        if (length > BodyBudget.Large)
            Hurry(request.HttpContext, length);
        return ReadKnownAsync(request, share, (int)length, cancellationToken);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadKnownAsync(
        HttpRequest request, BodyShare share, int length, CancellationToken cancellationToken)
    {
        if (length == 0)
            return ReadOnlyMemory<byte>.Empty;
        Take(share, length);
        var bytes = GC.AllocateUninitializedArray<byte>(length);
        await request.Body.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    private static async Task<ReadOnlyMemory<byte>> ReadToEndAsync(
        HttpRequest request, BodyShare share, long limit, CancellationToken cancellationToken)
    {
        byte[] bytes = [];
        for (var count = 0; ;)
        {
            if (count == bytes.Length)
            {
                var larger = (int)Math.Min(Math.Max(FirstBytes, bytes.Length * 2L), Array.MaxLength);
                Take(share, larger - bytes.Length);
                Array.Resize(ref bytes, larger);
            }
            var read = await request.Body.ReadAsync(bytes.AsMemory(count), cancellationToken);
            if (read == 0)
                return bytes.AsMemory(0, count);
            count += read;
            if (count > limit)
                throw TooLarge();
        }
    }

    private static void Take(BodyShare share, long bytes)
    {
        if (!share.TryGrow(bytes))
            throw new RefusedException(Problems.TooMany(
                "http.busy", "The server is handling as many request bodies as it can hold.", BodyBudget.RetryAfter));
    }

    private static void Hurry(HttpContext context, long length)
    {
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is not { MinDataRate: { } usual } feature)
            return;
        var needed = length / LongestTransfer.TotalSeconds;
        if (needed > usual.BytesPerSecond)
            feature.MinDataRate = new MinDataRate(needed, usual.GracePeriod);
    }

    private static BadHttpRequestException TooLarge() => new("The body is too large.", StatusCodes.Status413PayloadTooLarge);
}
