using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Gyre.Server.Streams;

/// <summary>An answer as server-sent events. A line of comment now and then keeps proxies from closing it and finds out who has gone.</summary>
internal sealed class EventStream(HttpResponse response, TimeProvider clock, TimeSpan heartbeat)
{
    private const int FlushAt = 64 * 1024;
    private int _unflushed;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        Write("retry: 2000\n\n");
        await FlushAsync(cancellationToken);
    }

    /// <param name="id">Where a client takes up again; null leaves the last one.</param>
    /// <param name="name">No line breaks.</param>
    /// <param name="data">Written as one line of JSON.</param>
    /// <param name="type">How.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public async Task SendAsync<T>(string? id, string name, T data, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var head = id is null ? $"event: {name}\ndata: " : $"id: {id}\nevent: {name}\ndata: ";
        Write($"{head}{JsonSerializer.Serialize(data, type)}\n\n");
        if (_unflushed >= FlushAt)
            await FlushAsync(cancellationToken);
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        _unflushed = 0;
        await response.BodyWriter.FlushAsync(cancellationToken);
    }

    /// <summary>The elements as they come; while the source is silent, what was written goes out and signs of life follow.</summary>
    public async IAsyncEnumerable<T> FollowAsync<T>(IAsyncEnumerable<T> source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var elements = source.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            var next = elements.MoveNextAsync().AsTask();
            if (!next.IsCompleted)
                await WaitAsync(next, cancellationToken);
            if (!await next)
                yield break;
            yield return elements.Current;
        }
    }

    private async Task WaitAsync(Task<bool> next, CancellationToken cancellationToken)
    {
        try
        {
            await FlushAsync(cancellationToken);
            while (true)
            {
                using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                if (await Task.WhenAny(next, Task.Delay(heartbeat, clock, enough.Token)) == next)
                {
                    await enough.CancelAsync();
                    return;
                }
                cancellationToken.ThrowIfCancellationRequested();
                Write(":\n\n");
                await FlushAsync(cancellationToken);
            }
        }
        catch
        {
            // The source must be at rest before it is disposed; how it ended does not matter any more.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private void Write(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        _unflushed += bytes.Length;
        bytes.CopyTo(response.BodyWriter.GetMemory(bytes.Length));
        response.BodyWriter.Advance(bytes.Length);
    }
}
