using System.Text.Json;
using Gyre.Core;
using Gyre.Pipelines.Cache;
using Gyre.Pipelines.Catalog;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Schema;
using Gyre.Storage;

namespace Gyre.Pipelines.Running;

/// <summary>Keeps a batch of decisions: state, events, commands and cache, all or nothing, and only while the lease is held.</summary>
internal static class RunCommit
{
    /// <summary>Gives the node runs whose key another run has claimed or answered meanwhile; then nothing else was written.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="lease">Must still be held; null only in a test that breaks this promise.</param>
    /// <param name="graph">The run.</param>
    /// <param name="batch">What was decided.</param>
    /// <param name="entries">Results that fill the cache.</param>
    /// <param name="carried">Commands that were carried out since the last commit.</param>
    /// <param name="record">Keeps records of what was decided, in the same transaction; null for none.</param>
    /// <param name="at">Now.</param>
    public static IReadOnlyList<string> Write(
        IDbSession session,
        Lease? lease,
        RunGraph graph,
        DecisionBatch batch,
        IReadOnlyList<(NodeRun Node, CacheKeyParts Parts)> entries,
        IReadOnlyList<Guid> carried,
        Action<IDbSession>? record,
        DateTimeOffset at)
    {
        if (lease is not null)
            session.RequireFence(lease);
        var refused = Claims(session, graph.Plan.Run, batch);
        if (refused.Count > 0)
            return refused;
        var run = graph.Plan.Run;
        RunStore.SaveNodes(session, graph, batch.Changed.Select(path => batch.State.Nodes[path]));
        var hits = batch.Answers.Values.Count(answer => answer is CacheHit);
        RunStore.SaveState(session, run, batch.State, hits, batch.State.State.IsEnd() ? at : null);
        foreach (var (path, answer) in batch.Answers)
            Remember(session, run, path, answer, at);
        // A step that started a run has acted on the outside; taking its result again would leave that out.
        foreach (var (node, parts) in entries.Where(entry => !ExecutionStore.StartedAny(session, run, entry.Node.Path)))
            CacheStore.Put(session, graph.Plan, node, parts, at);
        WriteCatalog(session, graph.Plan, batch, at);
        record?.Invoke(session);
        foreach (var path in batch.Changed.Where(path => batch.State.Nodes[path] is { Ended: true, Cache: CacheOutcome.Miss }))
            CacheStore.ReleaseClaim(session, run, path);
        foreach (var fact in batch.Facts)
            session.Append(new NewEvent(fact.Type, Subjects.Of(run), at, fact.Data));
        session.Enqueue([.. batch.Commands.Where(command => command is not WakeAt).Select(command => Stored(run, command))]);
        session.Complete(carried);
        RunStore.RemoveRequests(session, batch.Requests);
        return [];
    }

    private static void WriteCatalog(IDbSession session, RunPlan plan, DecisionBatch batch, DateTimeOffset at)
    {
        foreach (var start in batch.Commands.OfType<StartAttempt>())
            ExecutionStore.NumberAttempt(session, start.Attempt, plan.Run, start.Path);
        var writer = new CatalogWriter(session, plan, at);
        foreach (var node in batch.Changed.Select(path => batch.State.Nodes[path]))
        {
            var news = node.Ended || node.State == NodeRunState.BackingOff;
            if (!news || batch.Before.Nodes.GetValueOrDefault(node.Path)?.State == node.State)
                continue;
            writer.Write(node);
            if (node.Ended)
                NodeFileTable.Save(session, plan.Run, node);
        }
    }

    private static List<string> Claims(IDbSession session, RunId run, DecisionBatch batch)
    {
        var refused = new List<string>();
        foreach (var (path, answer) in batch.Answers)
        {
            if (answer is CacheMiss miss && !batch.State.Nodes[path].Ended && !MayCompute(session, miss, run, path))
                refused.Add(path);
        }
        if (refused.Count == 0)
            return refused;
        foreach (var path in batch.Answers.Keys)
            CacheStore.ReleaseClaim(session, run, path);
        return refused;
    }

    /// <summary>Whether it is still true that nobody has the result and nobody computes it: both may have changed since the cache was asked.</summary>
    private static bool MayCompute(IDbSession session, CacheMiss miss, RunId run, string path) =>
        (CacheStore.AttemptOf(session, miss.Key) is not { } attempt || attempt == miss.Rejected) && CacheStore.TryClaim(session, miss.Key, run, path);

    private static void Remember(IDbSession session, RunId run, string path, CacheAnswer answer, DateTimeOffset at)
    {
        CacheStore.Remember(session, run, path, answer is CacheHit ? CacheOutcome.Hit : CacheOutcome.Miss, answer.Parts);
        if (answer is CacheHit)
            CacheStore.CountHit(session, answer.Key, at);
    }

    private static OutboxCommand Stored(RunId run, MachineCommand command)
    {
        var document = command switch
        {
            StartAttempt start => new StoredCommand(start.Path, start.Attempt, start.Number, null),
            EndAttempt end => new StoredCommand(end.Path, end.Attempt, 0, end.Reason),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "Not a command with external effects."),
        };
        return new OutboxCommand(
            CommandCarrier.IdOf(command), Subjects.Of(run), command.GetType().Name, JsonSerializer.Serialize(document, PipelinesJson.Default.StoredCommand));
    }
}
