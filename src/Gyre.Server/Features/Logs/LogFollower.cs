using System.Runtime.CompilerServices;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines;
using Gyre.Storage;

namespace Gyre.Server.Features.Logs;

/// <summary>A line with the place behind it, or the end with the node run's state.</summary>
internal sealed record FollowedLine(LogLine? Line, LogPlace? Place, string? Notice, string? EndState);

/// <summary>Follows the log of a node run over all its attempts, from before the first until the node run is over.</summary>
internal sealed class LogFollower(IRuns runs, IEventLog events, ExecutorSet executors, TimeProvider clock)
{
    private const int LooksPerQuestion = 3;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookAround = TimeSpan.FromSeconds(1);

    public static bool IsOver(NodeRunState state) => state is
        NodeRunState.Succeeded or NodeRunState.Failed or NodeRunState.Skipped or NodeRunState.NotTriggered or NodeRunState.UpstreamFailed or NodeRunState.Cancelled;

    /// <summary>Length of the log of a node run's attempt in bytes.</summary>
    public async Task<long> LengthOfAsync(NodeRunView node, CancellationToken cancellationToken) => node.Attempt is { } attempt
        ? (await executors.Of(node.Executor).ObserveAsync(attempt, cancellationToken)).LogBytes
        : 0;

    /// <summary>The lines of a node run's attempt that are there now.</summary>
    public IAsyncEnumerable<LogLine> ReadAsync(NodeRunView node, AttemptId attempt, long from, CancellationToken cancellationToken) =>
        executors.Of(node.Executor).TailLogsAsync(attempt, from, follow: false, cancellationToken);

    public async IAsyncEnumerable<FollowedLine> FollowAsync(RunId run, string path, LogPlace? from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        AttemptId? done = null;
        while (true)
        {
            var seen = await events.LastAsync(cancellationToken);
            if (await runs.NodeAsync(run, path, cancellationToken) is not { } node)
                yield break;
            if (node.Attempt is { } attempt && attempt != done)
            {
                var start = from is { } place && place.Attempt == attempt ? place.Offset : 0;
                if (from is not null && await StartNoticeAsync(from.Value, node, attempt, cancellationToken) is { } notice)
                {
                    start = 0;
                    yield return new FollowedLine(null, null, notice, null);
                }
                from = null;
                await foreach (var line in FollowAsync(run, node, attempt, start, cancellationToken))
                    yield return new FollowedLine(line, new LogPlace(attempt, line.NextOffset), null, null);
                done = attempt;
                continue;
            }
            if (IsOver(node.State))
            {
                yield return new FollowedLine(null, null, null, KebabCase.Of(node.State));
                yield break;
            }
            await events.WaitAsync(seen, LookAround, cancellationToken);
        }
    }

    /// <summary>Reads until the engine has moved on from the attempt: a supervisor that was lost ends no log by itself.</summary>
    private async IAsyncEnumerable<LogLine> FollowAsync(
        RunId run, NodeRunView node, AttemptId attempt, long start, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var executor = executors.Of(node.Executor);
        var offset = start;
        for (var look = 0; ; look++)
        {
            // First whether it is over, then the text: what was written before the end is then seen for sure.
            var over = look % LooksPerQuestion == 0 && await HasMovedOnAsync(run, node.Path, attempt, cancellationToken);
            await foreach (var line in executor.TailLogsAsync(attempt, offset, follow: false, cancellationToken))
            {
                offset = line.NextOffset;
                yield return line;
            }
            if (over)
                yield break;
            await Task.Delay(BetweenLooks, clock, cancellationToken);
        }
    }

    private async Task<bool> HasMovedOnAsync(RunId run, string path, AttemptId attempt, CancellationToken cancellationToken) =>
        await runs.NodeAsync(run, path, cancellationToken) is not { } node || node.Attempt != attempt || node.State == NodeRunState.BackingOff || IsOver(node.State);

    private async Task<string?> StartNoticeAsync(LogPlace from, NodeRunView node, AttemptId attempt, CancellationToken cancellationToken)
    {
        if (from.Attempt != attempt)
            return "A newer attempt has started; its log starts from the beginning.";
        return from.Offset > await LengthOfAsync(node, cancellationToken) ? "The Last-Event-ID is ahead of the log; the log starts from the beginning." : null;
    }
}
