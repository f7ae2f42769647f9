using Gyre.Core;
using Gyre.Pipelines.Code;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Schema;
using Gyre.Storage;

namespace Gyre.Pipelines.Cache;

/// <summary>The cache as people handle it.</summary>
internal sealed class ResultCache(IDatabase database, CodeSnapshots snapshots) : IResultCache
{
    public Task<IReadOnlyList<CacheEntry>> ListAsync(int limit, string? pipeline, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<CacheEntry>>(session => [.. CacheStore.List(session, limit, pipeline).Select(ToEntry)], cancellationToken);

    public Task<int> ClearAsync(string? pipeline, CancellationToken cancellationToken) =>
        database.WriteAsync(session => CacheStore.Clear(session, pipeline), cancellationToken);

    public Task<CacheInvalidation?> InvalidateAsync(RunId run, string path, bool dryRun, CancellationToken cancellationToken) => dryRun
        ? database.ReadAsync(session => Invalidation(session, run, path, dryRun), cancellationToken)
        : database.WriteAsync(
            session =>
            {
                var found = Invalidation(session, run, path, dryRun);
                foreach (var entry in found?.Entries ?? [])
                    CacheStore.Forget(session, entry.Key);
                return found;
            },
            cancellationToken);

    public async Task<CacheExplanation?> ExplainAsync(RunId run, string path, CancellationToken cancellationToken)
    {
        var (explanation, miss) = await database.ReadAsync(session => Explain(session, run, path), cancellationToken);
        return miss is null ? explanation : explanation! with { Differences = await miss.WithCodeAsync(snapshots, cancellationToken) };
    }

    private static (CacheExplanation? Explanation, MissExplanation? Miss) Explain(IDbSession session, RunId run, string path)
    {
        if (RunStore.Node(session, run, path) is not { } node || RunStore.Plan(session, run) is not { } plan)
            return (null, null);
        if (CacheStore.Question(session, run, path) is not { } question)
            return (NotAsked(node), null);
        if (question.Outcome == nameof(CacheOutcome.Hit))
            return (Hit(path, question.Key, CacheStore.Find(session, question.Key)), null);
        var filesFrom = node.Parent is { } parent ? RunStore.Node(session, run, parent) ?? node : node;
        var miss = MissExplanation.Of(session, plan, node, filesFrom, question.ReadParts());
        return (Miss(path, question.Key, miss), miss);
    }

    private static CacheInvalidation? Invalidation(IDbSession session, RunId run, string path, bool dryRun)
    {
        if (RunStore.Node(session, run, path) is not { } node || RunStore.Plan(session, run) is not { } plan)
            return null;
        var graph = new RunGraph(plan);
        var nodes = Followers.Of(graph, node.Node);
        // A result that equals another node's may have come from there, and is kept under that node's name.
        var taken = RunStore.Nodes(session, run).Where(other => nodes.Contains(other.Node, StringComparer.Ordinal))
            .Select(other => CacheStore.Question(session, run, other.Path)).OfType<CacheQuestion>().Select(question => CacheStore.Find(session, question.Key)).OfType<CacheRow>();
        var place = nodes.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        var entries = CacheStore.OfNodes(session, plan.Pipeline.Name, nodes).Concat(taken).DistinctBy(row => row.Key).OrderBy(row => place.GetValueOrDefault(row.Node, nodes.Count));
        return new CacheInvalidation { Pipeline = plan.Pipeline.Name, Nodes = [.. nodes], Entries = [.. entries.Select(ToEntry)], DryRun = dryRun };
    }

    private static CacheExplanation NotAsked(NodeRun node) => new()
    {
        NodePath = node.Path,
        Outcome = node.Cache ?? CacheOutcome.Off,
        Summary = node.HasOthersBelow
            ? $"The cache works on parts of this node, not on the whole. Ask about {(node.HasBody ? $"a node of its body ({node.Path}/...)" : $"one of its parts ({Trials.PathOf(node.Path, 0)}, ...)")}."
            : node.Cache == CacheOutcome.Off
                ? "The cache was not used: the step sets 'cache: false', or the run was started without the cache."
                : "The cache was not used: the node did not run.",
    };

    private static CacheExplanation Hit(string path, Digest key, CacheRow? entry) => new()
    {
        NodePath = path,
        Outcome = CacheOutcome.Hit,
        Key = key,
        Nearest = entry?.Run,
        Summary = entry is null
            ? "All parts of the cache key match an earlier result, which has been deleted since."
            : $"All parts of the cache key match {entry.NodePath} of run {entry.Run}.",
    };

    private static CacheExplanation Miss(string path, Digest key, MissExplanation miss)
    {
        if (miss.Nearest is not { } nearest)
            return new CacheExplanation { NodePath = path, Outcome = CacheOutcome.Miss, Key = key, Summary = "This node has no earlier result in this pipeline." };
        var summary = miss.Differences.IsEmpty
            ? $"Nothing differs from {nearest.NodePath} of run {nearest.Run} now, but its result was missing, incomplete or too old when this node ran."
            : $"Compared with {nearest.NodePath} of run {nearest.Run}, this differs: {string.Join(", ", miss.Differences.Select(difference => difference.Part))}.";
        return new CacheExplanation
        {
            NodePath = path,
            Outcome = CacheOutcome.Miss,
            Key = key,
            Summary = summary,
            Nearest = nearest.Run,
            Differences = miss.Differences,
        };
    }

    private static CacheEntry ToEntry(CacheRow row) => new()
    {
        Key = row.Key,
        Pipeline = row.Pipeline,
        NodePath = row.NodePath,
        Run = row.Run,
        Attempt = row.Attempt,
        CreatedAt = row.CreatedAt,
        Hits = row.Hits,
        LastHit = row.LastHitAt,
        SizeInBytes = row.SizeInBytes(),
    };
}
