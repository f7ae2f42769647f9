using Gyre.Server.Loops;
using Gyre.Tracking;

namespace Gyre.Server.Features.Tracking;

/// <summary>Ends tracking runs whose processes were not heard of in time, while the server runs.</summary>
internal sealed class RunLeases(TrackingStore tracking, TimeProvider clock, ILogger<RunLeases> logger) : PeriodicLook(clock, TimeSpan.FromSeconds(5))
{
    /// <summary>The longest time for which a run need not be heard of: a day.</summary>
    public const int MostSeconds = 86_400;

    public override string Name => "tracking-leases";

    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var run in await tracking.Runs.EndDeadAsync(cancellationToken))
            logger.RunEnded(run);
    }
}
