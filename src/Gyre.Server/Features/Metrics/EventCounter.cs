using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Server.Features.Metrics;

/// <summary>Follows the event log from the server's start and counts what happens, whichever engine on the store did it.</summary>
internal sealed class EventCounter(IEventLog events, ServerInstruments instruments, TimeProvider clock, ILogger<EventCounter> logger) : IAsyncDisposable
{
    private const int PageSize = 1000;
    private static readonly TimeSpan LookAround = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private int _disposed;

    /// <param name="after">The last event that is not counted: taken before anybody is told that the server has started, so that none of what they do is missed.</param>
    public void Start(long after) => _loop = Task.Run(() => RunAsync(after));

    /// <summary>Harmless a second time: the server stops it before its store is closed, the container later again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task RunAsync(long after)
    {
        var pace = new Pace(clock, BetweenLooks);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var page = await events.ReadAsync(after, PageSize, null, _stop.Token);
                foreach (var found in page)
                    Count(found);
                if (page.Count > 0)
                    after = page[^1].Sequence;
                else
                    await events.WaitAsync(after, LookAround, _stop.Token);
                await pace.KeepAsync(_stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // A store that is away comes back; counting is not worth more than a pause.
                logger.CountingFailed(exception.GetType().Name);
                await Task.Delay(LookAround, clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Count(StoredEvent found)
    {
        var data = ValueJson.Parse(found.Data) as MapValue;
        instruments.CountEvent(found.Type, TextOf(data, "state"), TextOf(data, "cache"));
    }

    private static string TextOf(MapValue? data, string name) => data?.Find(name) is TextValue text ? text.Text : "";
}
