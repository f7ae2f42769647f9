using Gyre.Core;
using Gyre.Server.Loops;
using Gyre.Storage;

namespace Gyre.Server.Features.Metrics;

/// <summary>Follows the event log from the server's start and counts what happens, whichever engine on the store did it.</summary>
internal sealed class EventCounter(IEventLog events, ServerInstruments instruments, TimeProvider clock, ILogger<EventCounter> logger) : BackgroundLoop
{
    private const int PageSize = 1000;
    private static readonly TimeSpan LookAround = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <param name="after">The last event that is not counted: taken before anybody is told that the server has started, so that none of what they do is missed.</param>
    public void Start(long after) => Begin(stop => RunAsync(after, stop));

    private async Task RunAsync(long after, CancellationToken cancellationToken)
    {
        var pace = new Pace(clock, BetweenLooks);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var page = await events.ReadAsync(after, PageSize, null, cancellationToken);
                foreach (var found in page)
                    Count(found);
                if (page.Count > 0)
                    after = page[^1].Sequence;
                else
                    await events.WaitAsync(after, LookAround, cancellationToken);
                await pace.KeepAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // A store that is away comes back; counting is not worth more than a pause.
                logger.CountingFailed(exception.GetType().Name);
                await Task.Delay(LookAround, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
