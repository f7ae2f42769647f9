using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Storage;

namespace Gyre.Server.Features.Metrics;

/// <summary>Follows the event log from the server's start and counts what happens, whichever engine on the store did it.</summary>
internal sealed class EventCounter(IEventLog events, ServerInstruments instruments, TimeProvider clock) : IBackgroundLoop
{
    private const int PageSize = 1000;
    private static readonly TimeSpan LookAround = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    public string Name => "event-counter";

    /// <summary>The last event that is counted, or not to be: set before anybody is told that the server has started, so that none of what they do is missed.</summary>
    public long After { get; set; }

    public async Task RunAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        var pace = new Pace(clock, BetweenLooks);
        while (true)
        {
            var page = await events.ReadAsync(After, PageSize, null, cancellationToken);
            foreach (var found in page)
            {
                Count(found);
                After = found.Sequence;
            }
            scope.Beat();
            if (page.Count == 0)
                await events.WaitAsync(After, LookAround, cancellationToken);
            await pace.KeepAsync(cancellationToken);
        }
    }

    private void Count(StoredEvent found)
    {
        var data = ValueJson.Parse(found.Data) as MapValue;
        instruments.CountEvent(found.Type, TextOf(data, "state"), TextOf(data, "cache"));
    }

    private static string TextOf(MapValue? data, string name) => data?.Find(name) is TextValue text ? text.Text : "";
}
