using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;

namespace Gyre.Client.Api;

/// <summary>A stream of server-sent events that resumes where it broke off, until the server ends it.</summary>
internal sealed class EventFeed(ApiTransport transport)
{
    private static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(2);

    /// <param name="path">Where.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="GyreApiException">The server refuses, or was not to be reached by as many tries as the options say.</exception>
    public async IAsyncEnumerable<SseItem<string>> FollowAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;
        for (var inVain = 0; ; inVain++)
        {
            using var response = await OpenAsync(path, last, cancellationToken);
            // It was over before.
            if (response.StatusCode == HttpStatusCode.NoContent)
                yield break;
            await using var content = await WatchedStream.OfAsync(
                response, transport.Options, transport.Options.MaxAnswerBytes, cancellationToken);
            var parser = SseParser.Create(content, static (_, data) => Encoding.UTF8.GetString(data));
            await using var items = parser.EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await NextAsync(items, cancellationToken))
            {
                inVain = 0;
                content.Restart();
                if (items.Current.EventId is { Length: > 0 } id)
                    last = id;
                yield return items.Current;
                if (items.Current.EventType == "end")
                    yield break;
            }
            if (inVain >= transport.Options.Retry.MaxRetries)
                throw new GyreApiException(
                    $"{transport.Address} closed the stream {path} {inVain + 1} times without sending an event.")
                {
                    IsUnreachable = true,
                };
            await PauseAsync(parser, cancellationToken);
        }
    }

    private Task<HttpResponseMessage> OpenAsync(string path, string? last, CancellationToken cancellationToken) => transport.OpenAsync(
        path,
        headers =>
        {
            headers.Accept.ParseAdd("text/event-stream");
            if (last is not null)
                headers.TryAddWithoutValidation("Last-Event-ID", last);
        },
        cancellationToken);

    /// <summary>False when the stream has ended, in whatever way.</summary>
    private static async Task<bool> NextAsync(IAsyncEnumerator<SseItem<string>> items, CancellationToken cancellationToken)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (Exception error) when (ApiTransport.IsConnectionError(error) && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>As long as the server wishes, within the options' limit.</summary>
    private Task PauseAsync(SseParser<string> parser, CancellationToken cancellationToken)
    {
        var wish = parser.ReconnectionInterval == Timeout.InfiniteTimeSpan ? DefaultPause : parser.ReconnectionInterval;
        var limit = transport.Options.Retry.MaxBackoff;
        return Task.Delay(wish < limit ? wish : limit, transport.Options.Clock, cancellationToken);
    }
}
