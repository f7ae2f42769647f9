using System.Collections.Immutable;
using Gyre.Pipelines.Code;
using Gyre.Pipelines.Machine;
using Gyre.Storage;

namespace Gyre.Pipelines.Cache;

/// <summary>
/// The earlier result that is nearest to a node run, and what differs; for a plan before it runs as for an explanation afterwards.
/// </summary>
/// <param name="Nearest">The earlier result; null when there is none.</param>
/// <param name="Differences">What differs; of the code only that it does.</param>
/// <param name="Code">Where the code of both is; null when that is not known.</param>
internal sealed record MissExplanation(CacheRow? Nearest, ImmutableArray<CacheDifference> Differences, CodePair? Code)
{
    /// <summary>Looks for it.</summary>
    /// <param name="session">Reads results and earlier runs.</param>
    /// <param name="plan">The run.</param>
    /// <param name="node">The node run.</param>
    /// <param name="filesFrom">The node run that holds its inputs and environment.</param>
    /// <param name="parts">Its key.</param>
    public static MissExplanation Of(IDbSession session, RunPlan plan, NodeRun node, NodeRun filesFrom, CacheKeyParts parts)
    {
        var nearby = CacheStore.Nearby(session, plan, node.Node);
        var nearest = nearby.Select(row => (Row: row, Differences: Cache.Differences.Between(row.ReadParts(), parts)))
            .OrderBy(static pair => pair.Differences.Length).FirstOrDefault();
        if (nearest.Row is null)
            return new MissExplanation(null, [], null);
        var differences = WholeParts.Explain(session, nearest.Differences, nearest.Row, plan, node, filesFrom);
        return new MissExplanation(nearest.Row, differences, CodeDifference.Find(session, nearest.Row, plan, node));
    }

    /// <summary>The differences with those of the code as files and lines, as far as both are still there.</summary>
    public async Task<ImmutableArray<CacheDifference>> WithCodeAsync(CodeSnapshots snapshots, CancellationToken cancellationToken) =>
        Code is null ? Differences : await CodeDifference.ExplainAsync(snapshots, Differences, Code, cancellationToken);
}
