using System.Diagnostics;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Machine;
using Gyre.Projects;
using Microsoft.Extensions.Logging;

namespace Gyre.Pipelines.Running;

/// <summary>Tells the log, the counters and those who trace of what was decided, once it is kept.</summary>
/// <param name="plan">The run.</param>
/// <param name="logger">The log, within the run's scope.</param>
internal sealed class RunNews(RunPlan plan, ILogger logger)
{
    private readonly RunTrace _trace = new(plan);
    private readonly QueueMeter _queue = new();

    private static bool IsTraced => EngineTelemetry.Source.HasListeners();

    private bool IsHeard => logger.IsEnabled(LogLevel.Critical) || IsTraced || EngineTelemetry.Decisions.Enabled;

    /// <summary>Makes the run's span current; null when nobody traces.</summary>
    public Activity? Enter() => EndedSpan.Enter("run", _trace.Run);

    /// <summary>Tells of a commit.</summary>
    /// <param name="batch">What was kept.</param>
    /// <param name="at">When.</param>
    public void Tell(DecisionBatch batch, DateTimeOffset at)
    {
        if (!IsHeard)
            return;
        EngineTelemetry.Decisions.Add(batch.Decisions);
        _queue.Tell(batch, at);
        foreach (var over in batch.Applied.OfType<AttemptOver>())
            TellAttempt(batch.State, over);
        foreach (var (path, answer) in batch.Answers)
            TellAnswer(path, answer);
        foreach (var path in batch.Changed)
            TellNode(batch.State, batch.Before.Nodes.GetValueOrDefault(path), batch.State.Nodes[path], at);
        if (batch.State.State.IsEnd() && !batch.Before.State.IsEnd())
            TellEnd(batch.State, at);
    }

    /// <summary>The run is driven here no more.</summary>
    public void Forget() => _queue.Forget();

    /// <summary>Another run claimed a key between question and answer.</summary>
    public void TellRefused(int count)
    {
        EngineTelemetry.CacheAnswers.Add(count, new KeyValuePair<string, object?>("answer", "busy"));
        logger.ClaimRefused(count);
    }

    private void TellNode(RunMachineState state, NodeRun? before, NodeRun node, DateTimeOffset at)
    {
        if (before?.State == node.State && before.LostAttempts == node.LostAttempts)
            return;
        if (node.LostAttempts > (before?.LostAttempts ?? 0))
            logger.AttemptLost(node.Path, node.LostAttempts);
        if (node.State == NodeRunState.Running)
            logger.NodeStarted(node.Path, node.Attempts);
        else if (node.IsAwaiting)
            logger.NodeWaits(node.Path);
        else if (node.State == NodeRunState.BackingOff)
            logger.NodeRetries(node.Path, node.Attempts, node.RetryAt, node.Reason);
        else if (node.Ended && before is not { Ended: true })
            TellNodeEnd(state, node, at);
    }

    private void TellNodeEnd(RunMachineState state, NodeRun node, DateTimeOffset at)
    {
        if (node.State == NodeRunState.Failed)
            logger.NodeFailed(node.Path, node.Reason);
        else
            logger.NodeEnded(node.Path, KebabCase.Of(node.State));
        if (EngineTelemetry.NodesEnded.Enabled)
            EngineTelemetry.NodesEnded.Add(1, new KeyValuePair<string, object?>("state", KebabCase.Of(node.State)));
        if (!IsTraced)
            return;
        var end = node.EndedAt ?? at;
        new EndedSpan($"node {node.Path}", _trace.NodeOf(node), _trace.AboveNode(state, node), node.StartedAt ?? end, end)
        {
            Tags = new()
            {
                ["gyre.run.id"] = plan.Run.ToString(),
                ["gyre.node.path"] = node.Path,
                ["gyre.node.state"] = KebabCase.Of(node.State),
                ["gyre.node.cache"] = node.Cache is { } cache ? KebabCase.Of(cache) : null,
            },
            Failure = node.State == NodeRunState.Failed ? node.Reason ?? "failed" : null,
        }.Tell();
    }

    private void TellAttempt(RunMachineState state, AttemptOver over)
    {
        var result = over.Result;
        if (EngineTelemetry.AttemptsEnded.Enabled)
            EngineTelemetry.AttemptsEnded.Add(1, new KeyValuePair<string, object?>("outcome", KebabCase.Of(result.Outcome)));
        if (EngineTelemetry.StepDuration.Enabled && result.EndedAt >= result.StartedAt)
        {
            EngineTelemetry.StepDuration.Record(
                (result.EndedAt - result.StartedAt).TotalSeconds, new KeyValuePair<string,
                    object?>("outcome", KebabCase.Of(result.Outcome)));
        }
        logger.AttemptOver(over.Path, result.Attempt, KebabCase.Of(result.Outcome));
        if (!IsTraced || !state.Nodes.TryGetValue(over.Path, out var node))
            return;
        new EndedSpan($"attempt {over.Path}", _trace.AttemptOf(result.Attempt), _trace.NodeOf(node), result.StartedAt, result.EndedAt)
        {
            Tags = new()
            {
                ["gyre.run.id"] = plan.Run.ToString(),
                ["gyre.node.path"] = over.Path,
                ["gyre.attempt.id"] = result.Attempt.ToString(),
                ["gyre.attempt.outcome"] = KebabCase.Of(result.Outcome),
                ["process.exit.code"] = result.ExitCode,
            },
            Failure = result.Outcome == AttemptOutcome.Succeeded ? null : result.Reason ?? KebabCase.Of(result.Outcome),
        }.Tell();
    }

    private void TellAnswer(string path, CacheAnswer answer)
    {
        EngineTelemetry.CacheAnswers.Add(1, new KeyValuePair<string, object?>("answer", answer is CacheHit ? "hit" : "miss"));
        if (answer is CacheHit)
            logger.CacheHit(path, answer.Key);
        else
            logger.CacheMiss(path, answer.Key);
    }

    private void TellEnd(RunMachineState state, DateTimeOffset at)
    {
        if (state.State == RunState.Failed)
            logger.RunFailed(state.Reason);
        else
            logger.RunEnded(KebabCase.Of(state.State));
        if (EngineTelemetry.RunsEnded.Enabled)
            EngineTelemetry.RunsEnded.Add(1, new KeyValuePair<string, object?>("state", KebabCase.Of(state.State)));
        if (EngineTelemetry.RunDuration.Enabled && at >= plan.AcceptedAt)
            EngineTelemetry.RunDuration.Record(
                (at - plan.AcceptedAt).TotalSeconds, new KeyValuePair<string, object?>("state", KebabCase.Of(state.State)));
        if (!IsTraced)
            return;
        new EndedSpan($"run {plan.Pipeline.Name}", _trace.Run, _trace.Above, plan.AcceptedAt, at)
        {
            Tags = new()
            {
                ["gyre.run.id"] = plan.Run.ToString(),
                ["gyre.run.pipeline"] = plan.Pipeline.Name,
                ["gyre.run.project"] = plan.Project,
                ["gyre.run.state"] = KebabCase.Of(state.State),
            },
            Failure = state.State == RunState.Failed ? state.Reason ?? "failed" : null,
        }.Tell();
    }
}
