namespace Gyre.Core.Loops;

/// <summary>What is known of a loop between two events.</summary>
internal sealed record LoopState
{
    public required LoopPhase Phase { get; init; }

    /// <summary>Since when it is in this phase.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Why it waits; null unless it waits.</summary>
    public string? Reason { get; init; }

    /// <summary>Failures in a row.</summary>
    public int Failures { get; init; }

    public DateTimeOffset? LastBeat { get; init; }

    /// <summary>The reason that was logged last; kept when the loop goes on, so that one which fails at every other turn does not fill the log.</summary>
    public string? Reported { get; init; }

    /// <summary>From when on the same reason is worth another line.</summary>
    public DateTimeOffset ReportAgainAt { get; init; }

    /// <summary>How long the same reason is not logged again after the next time.</summary>
    public TimeSpan Silence { get; init; } = LoopMachine.FirstSilence;

    /// <summary>Whether the log's last word on the loop is that it failed.</summary>
    public bool IsReportedFailing { get; init; }

    public static LoopState New(DateTimeOffset at) => new() { Phase = LoopPhase.Running, Since = at };
}

/// <summary>What happens to a loop.</summary>
/// <param name="At">When.</param>
internal abstract record LoopEvent(DateTimeOffset At);

/// <summary>A turn went well.</summary>
internal sealed record LoopBeat(DateTimeOffset At) : LoopEvent(At);

/// <summary>A turn failed and the loop goes on by itself, or the loop ended and is to be started again.</summary>
internal sealed record LoopFailed(DateTimeOffset At, string Reason) : LoopEvent(At);

/// <summary>It was told to stop and has ended.</summary>
internal sealed record LoopEnded(DateTimeOffset At) : LoopEvent(At);

/// <summary>What to do about it.</summary>
/// <param name="State">What is known now.</param>
/// <param name="RetryAfter">How long to wait before the loop is started again, if it ended.</param>
/// <param name="Report">What to log.</param>
internal readonly record struct LoopDecision(LoopState State, TimeSpan RetryAfter, LoopReport Report);

internal enum LoopReport
{
    None,
    Failing,
    GoingOn,
}

/// <summary>Decides how a loop is, when it is tried again and what is worth a line in the log. Pure.</summary>
internal static class LoopMachine
{
    public static readonly TimeSpan FirstSilence = TimeSpan.FromSeconds(30);

    /// <summary>A loop that worked for so long had got over what it failed by: the same reason is news then.</summary>
    public static readonly TimeSpan Steady = TimeSpan.FromSeconds(5);

    public static readonly TimeSpan LongestSilence = TimeSpan.FromHours(1);

    public static LoopDecision Decide(LoopState state, LoopEvent @event, Backoff backoff) => @event switch
    {
        LoopBeat beat => Beat(state, beat),
        LoopFailed failed => Fail(state, failed, backoff),
        LoopEnded ended => new LoopDecision(state with { Phase = LoopPhase.Stopped, Since = ended.At, Reason = null }, TimeSpan.Zero, LoopReport.None),
        _ => throw new ArgumentOutOfRangeException(nameof(@event), @event.GetType().Name, "Not an event of a loop."),
    };

    private static LoopDecision Beat(LoopState state, LoopBeat beat)
    {
        // A beat that comes after the end says nothing any more.
        if (state.Phase == LoopPhase.Stopped)
            return new LoopDecision(state, TimeSpan.Zero, LoopReport.None);
        var next = state with { LastBeat = beat.At, Failures = 0 };
        if (state.Phase == LoopPhase.Running)
            return new LoopDecision(next, TimeSpan.Zero, LoopReport.None);
        next = next with { Phase = LoopPhase.Running, Since = beat.At, Reason = null, IsReportedFailing = false };
        return new LoopDecision(next, TimeSpan.Zero, state.IsReportedFailing ? LoopReport.GoingOn : LoopReport.None);
    }

    private static LoopDecision Fail(LoopState state, LoopFailed failed, Backoff backoff)
    {
        var next = state with
        {
            Phase = LoopPhase.Waiting,
            Since = state.Phase == LoopPhase.Waiting ? state.Since : failed.At,
            Reason = failed.Reason,
            Failures = state.Failures + 1,
        };
        var delay = backoff.After(next.Failures);
        var isSteady = state.Phase == LoopPhase.Running && failed.At - state.Since >= Steady;
        var isNews = failed.Reason != state.Reported || isSteady;
        if (!isNews && failed.At < state.ReportAgainAt)
            return new LoopDecision(next, delay, LoopReport.None);
        var silence = isNews ? FirstSilence : state.Silence;
        next = next with
        {
            Reported = failed.Reason,
            IsReportedFailing = true,
            ReportAgainAt = failed.At + silence,
            Silence = silence * 2 < LongestSilence ? silence * 2 : LongestSilence,
        };
        return new LoopDecision(next, delay, LoopReport.Failing);
    }
}
