using System.Globalization;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Schema;
using Gyre.Projects;
using Gyre.Projects.Commands;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Pipelines.Running;

/// <summary>
/// Keeps a tracking run for each run and, as its part, for each node run that executes a step: begun with the attempt that is started, ended with the node run,
/// in the same transactions. Ids follow from the run and the path, so that a step knows them before it starts.
/// </summary>
internal sealed class NodeRecorder(RunRecorder recorder, LiveMetadata live)
{
    /// <summary>Tag: why a node run did not simply succeed.</summary>
    public const string ReasonTag = "gyre.reason";

    /// <summary>Tag: seconds that a node run waited in the queue, over all tries.</summary>
    public const string QueuedTag = "gyre.queued-seconds";

    /// <summary>The tracking run of a run.</summary>
    public static string IdOf(RunId run) => TrackingRuns.IdOf(run);

    /// <summary>The tracking run of a node run.</summary>
    public static string IdOf(RunId run, string path) => TrackingRuns.IdOf(run, path);

    /// <summary>The experiment of a pipeline's runs; made when there is none.</summary>
    public long ExperimentOf(IDbSession session, RunPlan plan) => plan.Pipeline.Records is { } own
        ? recorder.ExperimentOf(session, $"{plan.Project}/plan/{own.Experiment}", own.Experiment)
        : recorder.ExperimentOf(session, $"{plan.Project}/{plan.Pipeline.Name}", $"{plan.Project}/{plan.Pipeline.Name}");

    public void Write(IDbSession session, RunGraph graph, DecisionBatch batch, DateTimeOffset at)
    {
        var (run, isResumed) = (graph.Plan.Run, batch.Facts.Any(static fact => fact.Type == RunEvents.Resumed));
        var starting = batch.Commands.OfType<StartAttempt>().Select(start => batch.State.Nodes[start.Path]).ToList();
        var ending = Ending(graph, batch, isResumed).ToList();
        if (isResumed)
            TrackingResumption.Reopen(session, recorder, IdOf(run), batch.Before.Reason);
        if (starting.Count > 0 || ending.Count > 0)
        {
            var experiment = ExperimentOf(session, graph.Plan);
            RunRecorder.Begin(session, Whole(graph.Plan, experiment, at));
            foreach (var record in graph.Plan.Pipeline.Records?.Nodes.Where(static record => record.FromTheBeginning) ?? [])
                RunRecorder.Begin(session, RecordedParts.Early(graph.Plan, record, Sourced(graph.Plan), experiment, at));
            foreach (var node in starting.Concat(ending.Where(node => node.Attempt is not null)))
                RunRecorder.Begin(session, Part(graph, node, experiment, at));
        }
        foreach (var node in starting.Where(node => node.Attempts > 1 || node.LostAttempts > 0))
        {
            TrackingResumption.Reopen(session, recorder, IdOf(run, node.Path), reason: null);
            ForgetOthers(session, run, node);
        }
        foreach (var path in batch.Changed)
            Start(session, run, batch.Before.Nodes.GetValueOrDefault(path), batch.State.Nodes[path]);
        foreach (var node in ending)
        {
            RecordedParts.Attach(session, graph.Plan, node, at);
            End(session, run, node, at);
        }
        if (batch.State.State.IsEnd() && (isResumed || !batch.Before.State.IsEnd()))
            RunRecorder.End(session, IdOf(run), StatusOf(batch.State.State), at);
    }

    /// <summary>
    /// A tracking run is there before its step is, so that the step can log to it, but it begins when the step does: the time in the
    /// queue is a figure of its own.
    /// One whose step never began has no time.
    /// </summary>
    private void Start(IDbSession session, RunId run, NodeRun? before, NodeRun now)
    {
        if (now is not { Attempt: not null, Children: 0 } || now.Cache is CacheOutcome.Hit or CacheOutcome.Reused)
            return;
        if (before?.StartedAt is null && (now.StartedAt ?? now.EndedAt) is { } at)
            RunRecorder.Start(session, IdOf(run, now.Path), at);
        if (now.QueuedFor is { } queued && queued != before?.QueuedFor)
            recorder.Log(
                session, IdOf(run, now.Path),
                new LogBatch { Tags = [new Tag(QueuedTag, queued.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture))] });
    }

    /// <summary>What a step printed counts once, however often it was tried.</summary>
    private static void ForgetOthers(IDbSession session, RunId run, NodeRun node)
    {
        foreach (var other in AttemptMetadataTable.TakeOthers(session, run, node.Path, node.Attempt!.Value))
            RunRecorder.Forget(session, IdOf(run, node.Path), other.FirstPart, other.LastPart, AttemptMetadataTable.TextsOf(other));
    }

    private void End(IDbSession session, RunId run, NodeRun node, DateTimeOffset at)
    {
        var id = IdOf(run, node.Path);
        if (node is { Attempt: not null, Cache: CacheOutcome.Hit })
            recorder.Log(session, id, MetadataPoints.Of(node.Metadata, at));
        else if (node.Attempt is { } attempt)
            live.Close(session, attempt);
        if (node.Reason is { } reason)
            recorder.Log(session, id, new LogBatch { Tags = [new Tag(ReasonTag, reason)] });
        RunRecorder.End(session, id, StatusOf(node.State), node.EndedAt ?? at);
    }

    /// <summary>Node runs of steps that are over by this batch and were not before, or were opened again in it.</summary>
    private static IEnumerable<NodeRun> Ending(RunGraph graph, DecisionBatch batch, bool isResumed) =>
        batch.Changed.Select(path => batch.State.Nodes[path])
        .Where(node => node is { Ended: true, Children: 0 } && graph.StepOf(node.Node) is not null
            && (isResumed || batch.Before.Nodes.GetValueOrDefault(node.Path)?.Ended != true));

    private static RecordedRun Whole(RunPlan plan, long experiment, DateTimeOffset at) => Sourced(plan) with
    {
        RunId = IdOf(plan.Run),
        Experiment = experiment,
        Name = plan.Pipeline.Name,
        StartedAt = at,
        EntryPoint = plan.Pipeline.Name,
        Tags =
        [
            new Tag("gyre.run", plan.Run.ToString()), .. plan.Tags.Select(tag => new Tag("gyre.tag." + tag, "")),
            .. RecordedParts.Pairs(plan.Pipeline.Records?.Tags ?? []),
        ],
        Params = RecordedParts.Pairs(plan.Pipeline.Records?.Params ?? []),
    };

    private static RecordedRun Part(RunGraph graph, NodeRun node, long experiment, DateTimeOffset at) =>
        RecordedParts.Named(graph.Plan, node.Node, Usual(graph, node, experiment, at));

    private static RecordedRun Usual(RunGraph graph, NodeRun node, long experiment, DateTimeOffset at) => Sourced(graph.Plan) with
    {
        RunId = IdOf(graph.Plan.Run, node.Path),
        Experiment = experiment,
        Name = node.Path,
        StartedAt = node.StartedAt ?? at,
        IsScheduled = node is { StartedAt: null, Ended: false },
        Parent = IdOf(graph.Plan.Run),
        EntryPoint = graph.StepOf(node.Node)!.Name,
        Commit = graph.StepOf(node.Node)!.Revision?.Commit ?? graph.Plan.CodeOrigin?.Commit,
        Tags =
        [
            new Tag("gyre.run", graph.Plan.Run.ToString()),
            new Tag("gyre.node", node.Path),
            .. node.Cache == CacheOutcome.Hit ? [new Tag("gyre.cache", "hit")] : Array.Empty<Tag>(),
        ],
        Params = [.. node.Parameters.Entries.Where(entry => !entry.Value.IsNull).Select(entry => new Tag(entry.Key, ValueText.Of(entry.Value)))],
    };

    private static RecordedRun Sourced(RunPlan plan) => new()
    {
        RunId = "",
        Experiment = 0,
        Name = "",
        StartedAt = default,
        Source = plan.Project,
        Commit = plan.CodeOrigin?.Commit,
        Branch = plan.CodeOrigin?.Reference,
        Dirty = plan.CodeOrigin?.Dirty,
        Host = Environment.MachineName,
    };

    private static TrackingRunStatus StatusOf(NodeRunState state) => state switch
    {
        NodeRunState.Succeeded or NodeRunState.Skipped => TrackingRunStatus.Finished,
        NodeRunState.Cancelled => TrackingRunStatus.Killed,
        _ => TrackingRunStatus.Failed,
    };

    private static TrackingRunStatus StatusOf(RunState state) => state switch
    {
        RunState.Succeeded or RunState.Stopped => TrackingRunStatus.Finished,
        RunState.Cancelled => TrackingRunStatus.Killed,
        _ => TrackingRunStatus.Failed,
    };
}
