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
    private const int LooksPerQuestion = 10;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
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
                await foreach (var line in ReadAsync(run, path, attempt, start, cancellationToken))
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
    private async IAsyncEnumerable<LogLine> ReadAsync(RunId run, string path, AttemptId attempt, long start, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = FolderOf(attempt);
        var offset = start;
        for (var look = 0; ; look++)
        {
            // First whether it is over, then the text: what was written before the end is then seen for sure.
            var over = (look % LooksPerQuestion == 0 || File.Exists(folder.Result)) && await HasMovedOnAsync(run, path, attempt, cancellationToken);
            await foreach (var line in AttemptLog.ReadAsync(folder, offset, follow: false, clock, cancellationToken))
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

    private string? StartNotice(LogPlace from, AttemptId attempt)
    {
        if (from.Attempt != attempt)
            return "A newer attempt has started; its log starts from the beginning.";
        return from.Offset > LengthOf(attempt) ? "The Last-Event-ID is ahead of the log; the log starts from the beginning." : null;
    }
}
