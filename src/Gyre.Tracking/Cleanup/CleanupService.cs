using Gyre.Storage;
using Microsoft.Extensions.Logging;

namespace Gyre.Tracking.Cleanup;

/// <summary>Walks over what may go in the order of its numbers, a batch at a time: found by reading, looked at again and freed in one transaction.</summary>
internal sealed class CleanupService(IDatabase database, TimeProvider clock, ILogger logger) : ITrackingCleanup
{
    /// <summary>So many at once keep others from writing for some milliseconds.</summary>
    private const int RunsAtOnce = 100;

    /// <summary>A look at an ended run costs two counts in an index.</summary>
    private const int LooksAtOnce = 2000;

    public async Task<CleanupReport> CollectAsync(CleanupRequest request, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.OlderThan, TimeSpan.Zero);
        var until = clock.GetUtcNow().ToUnixTimeMilliseconds() - (long)request.OlderThan.TotalMilliseconds;
        var runs = await FreeAsync(DeletedRuns.Next, DeletedRuns.Measure, DeletedRuns.Free, until, request.DryRun, cancellationToken);
        var models = await FreeAsync(DeletedModels.Next, DeletedModels.Measure, DeletedModels.Free, until, request.DryRun, cancellationToken);
        var report = new CleanupReport
        {
            Runs = runs.Count,
            Models = models.Count,
            HistoryBytes = runs.HistoryBytes + models.HistoryBytes,
            ArtifactBytes = runs.ArtifactBytes + models.ArtifactBytes,
            Kept = await database.ReadAsync(session => DeletedRuns.CountKept(session, until) + DeletedModels.CountKept(session, until), cancellationToken),
            Experiments = await FreeExperimentsAsync(until, request.DryRun, cancellationToken),
            Packed = await PackAsync(request.DryRun, cancellationToken),
        };
        if (!request.DryRun)
            logger.CleanedUp(report.Runs, report.Models, report.Experiments, report.Packed);
        return report;
    }

    private async Task<Freed> FreeAsync(
        Func<IDbSession, long, long, int, IReadOnlyList<long>> next,
        Func<IDbSession, long[], long, Freed> measure,
        Action<IDbSession, long[]> free,
        long until,
        bool dryRun,
        CancellationToken cancellationToken)
    {
        var all = new Freed(0, 0, 0);
        for (var after = -1L; ;)
        {
            var from = after;
            var found = await database.ReadAsync(session => next(session, until, from, RunsAtOnce).ToArray(), cancellationToken);
            if (found.Length == 0)
                return all;
            all += dryRun
                ? await database.ReadAsync(session => measure(session, found, until), cancellationToken)
                : await database.WriteAsync(session => FreeBatch(session, found), cancellationToken);
            after = found[^1];
        }

        Freed FreeBatch(IDbSession session, long[] found)
        {
            // Some may have been restored since they were found.
            var still = next(session, until, found[0] - 1, found.Length).Intersect(found).ToArray();
            if (still.Length == 0)
                return new Freed(0, 0, 0);
            var freed = measure(session, still, until);
            free(session, still);
            return freed;
        }
    }

    private async Task<long> FreeExperimentsAsync(long until, bool dryRun, CancellationToken cancellationToken)
    {
        var found = await database.ReadAsync(session => DeletedExperiments.Find(session, until, dryRun), cancellationToken);
        if (dryRun)
            return found.Count;
        var freed = 0L;
        foreach (var experiment in found)
            freed += await database.WriteAsync(session => DeletedExperiments.Free(session, experiment, until) ? 1 : 0, cancellationToken);
        return freed;
    }

    private async Task<long> PackAsync(bool dryRun, CancellationToken cancellationToken)
    {
        var packed = 0L;
        for (var after = -1L; ;)
        {
            var from = after;
            var (runs, last) = await database.ReadAsync(session => HistoryPacking.Find(session, from, LooksAtOnce), cancellationToken);
            if (last is null)
                return packed;
            foreach (var run in runs)
                packed += dryRun || await database.WriteAsync(session => HistoryPacking.Pack(session, run), cancellationToken) ? 1 : 0;
            after = last.Value;
        }
    }
}

/// <summary>What a batch gives back.</summary>
internal readonly record struct Freed(long Count, long HistoryBytes, long ArtifactBytes)
{
    public static Freed operator +(Freed left, Freed right) =>
        new(left.Count + right.Count, left.HistoryBytes + right.HistoryBytes, left.ArtifactBytes + right.ArtifactBytes);
}
