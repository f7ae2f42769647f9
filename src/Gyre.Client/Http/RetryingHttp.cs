using System.Net;
using System.Net.Http.Headers;
using Gyre.Core;

namespace Gyre.Client.Http;

/// <summary>Sends requests and tries again what may work later.</summary>
internal sealed class RetryingHttp(HttpClient http, RetryOptions retry, TimeProvider clock)
{
    /// <summary>Sends until an answer comes that is not worth another try.</summary>
    /// <param name="make">Makes the request anew for each try.</param>
    /// <param name="maxRetries">Overrules the options when it is less.</param>
    /// <param name="use">Reads the answer, within the time of the try; its status may be anything.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="TrackingException">No answer, or an answer that says to come later, until tries were used up (unreachable).</exception>
    public async Task<T> SendAsync<T>(Func<HttpRequestMessage> make, Func<HttpResponseMessage, CancellationToken, Task<T>> use, int? maxRetries, CancellationToken cancellationToken)
    {
        var tries = Math.Min(retry.MaxRetries, maxRetries ?? int.MaxValue);
        for (var attempt = 0; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (answer, asked, error) = await TryAsync(make, use, attempt == tries, cancellationToken);
            if (error is null)
                return answer!;
            if (attempt == tries)
                throw error;
            var wait = asked ?? retry.WaitBefore(attempt + 1);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait < retry.MaxBackoff ? wait : retry.MaxBackoff, clock, cancellationToken);
        }
    }

    private async Task<(T? Answer, TimeSpan? Asked, TrackingException? Error)> TryAsync<T>(
        Func<HttpRequestMessage> make, Func<HttpResponseMessage, CancellationToken, Task<T>> use, bool last, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(retry.RequestTimeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = make();
        var place = $"{request.Method} {request.RequestUri?.GetLeftPart(UriPartial.Path)}";
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            if (!retry.Statuses.Contains((int)response.StatusCode))
                return (await use(response, both.Token), null, null);
            var words = last ? await WordsAsync(response, both.Token) : "";
            return (default, AskedWait(response.Headers.RetryAfter), new TrackingException(
                $"The tracking server responded with {(int)response.StatusCode} to {place}{words}, after at most {retry.MaxRetries + 1} "
                    + "attempts. Check the state of the server.")
            {
                Status = response.StatusCode,
                IsUnreachable = true,
            });
        }
        catch (Exception error) when (IsConnectionError(error) && !cancellationToken.IsCancellationRequested)
        {
            var why = timeout.IsCancellationRequested ? $"no response within {NumberText.Of(retry.RequestTimeout.TotalSeconds)} s" : error.Message;
            return (default, null, new TrackingException(
                $"The tracking server could not be reached ({place}): {why}. Check the tracking URI and that the server is running.",
                error)
            { IsUnreachable = true });
        }
    }

    private static bool IsConnectionError(Exception error) => error is HttpRequestException or HttpIOException or OperationCanceledException;

    private static async Task<string> WordsAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await BoundedContent.TextAsync(response.Content, 2000, cancellationToken);
        return text.Length == 0 || response.StatusCode == HttpStatusCode.NoContent ? "" : ": " + text.Trim();
    }

    private TimeSpan? AskedWait(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date is { } date ? date - clock.GetUtcNow() : null);
        return wait is { } time && time < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}

/// <summary>Reads answers whose length a stranger decides.</summary>
internal static class BoundedContent
{
    /// <summary>The first characters of an answer.</summary>
    public static async Task<string> TextAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[maxBytes];
        var length = await stream.ReadAtLeastAsync(buffer, maxBytes, throwOnEndOfStream: false, cancellationToken);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, length);
    }

    /// <summary>All bytes of an answer.</summary>
    /// <exception cref="TrackingException">There are more than allowed.</exception>
    public static async Task<byte[]> BytesAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            if (all.Length + read > maxBytes)
                throw new TrackingException(
                    $"The response from the tracking server is larger than {maxBytes} bytes. Request less data at a time.");
            all.Write(buffer, 0, read);
        }
        return all.ToArray();
    }
}
