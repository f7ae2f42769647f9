using Gyre.Learning;
using Gyre.Serving.Rewards;
using Gyre.Serving.Schema;

namespace Gyre.Serving.Decisions;

/// <summary>What a caller wants written: decisions or rewards of one deployment, whole or not at all.</summary>
internal sealed class LogWork(long deployment, IReadOnlyList<DecisionRow> decisions, IReadOnlyList<IncomingReward> rewards)
{
    private readonly TaskCompletionSource<LogResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Deployment => deployment;

    public IReadOnlyList<DecisionRow> Decisions => decisions;

    public IReadOnlyList<IncomingReward> Rewards => rewards;

    /// <summary>What the decisions are together; null for nothing. With held decisions they are kept in it and not logged.</summary>
    public SlateRow? Slate { get; init; }

    /// <summary>Whether its decisions may be in the log already: the caller named them, or a commit ended in doubt.</summary>
    public bool MayBeKnown { get; set; }

    /// <summary>Whether it was answered before it is written; it must not be given up then.</summary>
    public bool IsAnswered { get; init; }

    /// <summary>When it came, by the clock's timestamps.</summary>
    public long QueuedAt { get; set; }

    public Task<LogResult> Completion => _done.Task;

    public void Succeed(LogResult result) => _done.TrySetResult(result);

    public void Fail(Exception failure)
    {
        _done.TrySetException(failure);
        // Who was answered does not look any more.
        _ = _done.Task.Exception;
    }
}

/// <summary>What was written. Exactly one of these is not null.</summary>
/// <param name="Decisions">The decisions as they are in the log, and whether they were there before.</param>
/// <param name="Fates">What became of the rewards, in their order.</param>
/// <param name="Conflict">The id of a decision or slate that stands for another request; nothing was written.</param>
/// <param name="IsGone">Whether the deployment was deleted meanwhile; nothing was written.</param>
internal sealed record LogResult(
    IReadOnlyList<(DecisionRow Row, bool IsRepeated)>? Decisions = null,
    IReadOnlyList<RewardFate>? Fates = null,
    string? Conflict = null,
    bool IsGone = false);
