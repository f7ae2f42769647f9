using Gyre.Learning.Numerics;

namespace Gyre.Learning;

/// <summary>Rewards of a canary so far. The default value is the start.</summary>
/// <param name="Champion">Rewards of decisions that the champion made.</param>
/// <param name="Challenger">Rewards of decisions that the challenger made.</param>
public readonly record struct CanaryState(ConfidenceState Champion, ConfidenceState Challenger);

/// <summary>A stated share of the decisions goes to the challenger, which is rolled back as soon as it certainly does harm.</summary>
/// <remarks>
/// Each side has a <see cref="ConfidenceSequence"/>, so that one may look after each reward. With probability <see cref="Level"/> a
/// challenger whose mean reward is not below the champion's by more than the margin is never rolled back. O(1) per reward.
/// </remarks>
public sealed record CanaryPlan
{
    /// <summary>The range that rewards cannot leave.</summary>
    public required ConfidenceInterval RewardRange { get; init; }

    /// <summary>Share of the decisions that the challenger makes, in (0, 1). Default 0.1.</summary>
    public double Share { get; init; } = 0.1;

    /// <summary>Loss per decision that is tolerated, 0 or more: harm is a difference below its negative. Default 0.</summary>
    public double Margin { get; init; }

    /// <summary>Level of the bounds, each side, in (0, 1). Default 0.95.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>Decisions, of both together, after which the canary ends; 1 or more. Default 100,000.</summary>
    public long MaxDecisions { get; init; } = 100_000;

    private ConfidenceSequence Sequence => new() { Range = RewardRange, Level = Level };

    /// <summary>The state after one more reward.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="challenger">Whether the challenger made the decision.</param>
    /// <param name="reward">Its reward, in the range.</param>
    /// <exception cref="ArgumentException">The reward is outside the range, or a setting is out of range.</exception>
    public CanaryState Next(CanaryState state, bool challenger, double reward) => challenger
        ? state with { Challenger = Sequence.Next(state.Challenger, reward) }
        : state with { Champion = Sequence.Next(state.Champion, reward) };

    /// <summary>
    /// Rolls back when the upper bound of the difference is below the negative margin; promotes when the lower bound is at least that
    /// (the challenger is then not worse by more than the margin); keeps the champion when the decisions are used up; else there is not
    /// enough evidence yet.
    /// </summary>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public GateResult Judge(CanaryState state)
    {
        Check();
        var (champion, challenger) = (Sequence.Interval(state.Champion), Sequence.Interval(state.Challenger));
        var bounds = new ConfidenceInterval(challenger.Low - champion.High, challenger.High - champion.Low);
        var rows = state.Champion.Count + state.Challenger.Count;
        var outcome = bounds.High < -Margin ? GateOutcome.RollBack
            : bounds.Low >= -Margin ? GateOutcome.Promote
            : rows >= MaxDecisions ? GateOutcome.Keep : GateOutcome.NotEnoughEvidence;
        return new()
        {
            Outcome = outcome,
            Sentence = Sentence(outcome, rows, bounds),
            Rows = rows,
            Difference = Sequence.Mean(state.Challenger) - Sequence.Mean(state.Champion),
            Bounds = bounds,
            Level = Level,
            Margin = -Margin,
        };
    }

    /// <summary>Expected reward that a challenger costs at most before it is stopped: share x loss per decision x decisions.</summary>
    /// <param name="lossPerDecision">Mean reward of the champion less that of the challenger, 0 or more.</param>
    /// <param name="decisions">Mean number of decisions of both until the stop, 0 or more; default all that the plan allows.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public double ExpectedLoss(double lossPerDecision, double? decisions = null)
    {
        Check();
        if (!(lossPerDecision >= 0 && double.IsFinite(lossPerDecision)))
            throw new ArgumentOutOfRangeException(
                nameof(lossPerDecision), lossPerDecision, "A loss must be a finite number of at least 0.");
        if (decisions is { } count && !(count >= 0 && double.IsFinite(count)))
            throw new ArgumentOutOfRangeException(nameof(decisions), count, "A number of decisions must be finite and at least 0.");
        return Share * lossPerDecision * Math.Min(decisions ?? MaxDecisions, MaxDecisions);
    }

    private string Sentence(GateOutcome outcome, long rows, ConfidenceInterval bounds)
    {
        var found = $"after {rows} decisions the difference is between {ShortNumber.Of(bounds.Low)} and {ShortNumber.Of(bounds.High)}";
        return outcome switch
        {
            GateOutcome.RollBack => $"Roll the challenger back: {found}, which is below {ShortNumber.Of(-Margin)}.",
            GateOutcome.Promote => $"Promote the challenger: {found}, which is not below {ShortNumber.Of(-Margin)}.",
            GateOutcome.Keep => $"Keep the champion: {found}, and the canary has used its decisions.",
            _ => $"Not enough evidence: {found}.",
        };
    }

    private void Check()
    {
        Settings.Range(nameof(RewardRange), RewardRange);
        Settings.Level(Share);
        Settings.Level(Level);
        Settings.Between(nameof(MaxDecisions), MaxDecisions, 1, long.MaxValue);
        if (!(Margin >= 0) || !double.IsFinite(Margin))
            throw new ArgumentException(
                $"The margin is {ShortNumber.Of(Margin)}; it must be a finite number of at least 0.", nameof(Margin));
    }
}
