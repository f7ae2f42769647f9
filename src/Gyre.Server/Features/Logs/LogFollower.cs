using System.Runtime.CompilerServices;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines;
using Gyre.Storage;

namespace Gyre.Server.Features.Logs;

/// <summary>A line with the place behind it, or the end with the node run's state.</summary>
internal sealed record FollowedLine(LogLine? Line, LogPlace? Place, string? Notice, string? EndState);

/// <summary>Follows the log of a node run over all its attempts, from before the first until the node run is over.</summary>
internal sealed class LogFollower(IRuns runs, IEventLog events, StorageOptions storage, TimeProvider clock)
{
    private static readonly TimeSpan LookAround = TimeSpan.FromSeconds(1);

    public static bool IsOver(NodeRunState state) => state is
        NodeRunState.Succeeded or NodeRunState.Failed or NodeRunState.Skipped or NodeRunState.NotTriggered or NodeRunState.UpstreamFailed or NodeRunState.Cancelled;

    public AttemptFolder FolderOf(AttemptId attempt) => AttemptFolder.In(storage.Home, attempt);

    public long LengthOf(AttemptId attempt) => new FileInfo(FolderOf(attempt).Log) is { Exists: true } file ? file.Length : 0;

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
                if (from is not null && StartNotice(from.Value, attempt) is { } notice)
                {
                    start = 0;
                    yield return new FollowedLine(null, null, notice, null);
                }
                from = null;
                // An attempt that is over as the engine sees it may lack its result file, when its supervisor was lost.
                var follow = !IsOver(node.State) && node.State != NodeRunState.BackingOff;
                await foreach (var line in AttemptLog.ReadAsync(FolderOf(attempt), start, follow, clock, cancellationToken))
                    yield return new FollowedLine(line, new LogPlace(attempt, line.NextOffset), null, null);
                done = attempt;
                continue;
            }
            if (IsOver(node.State))
            {
                yield return new FollowedLine(null, null, null, Views.Word(node.State));
                yield break;
            }
            await events.WaitAsync(seen, LookAround, cancellationToken);
        }
    }

    private string? StartNotice(LogPlace from, AttemptId attempt)
    {
        if (from.Attempt != attempt)
            return "Another attempt has begun since; its log starts from its beginning.";
        return from.Offset > LengthOf(attempt) ? "The last event id is ahead of the log; the log starts from its beginning." : null;
    }
}
