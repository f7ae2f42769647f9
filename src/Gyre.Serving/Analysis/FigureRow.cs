namespace Gyre.Serving.Analysis;

/// <summary>What figures need of a decision.</summary>
internal sealed record FigureRow
{
    public long Number { get; init; }

    public DateTimeOffset DecidedAt { get; init; }

    public long Version { get; init; }

    public string Arm { get; init; } = "";

    public double Propensity { get; init; }

    public long Outcome { get; init; }

    public double Reward { get; init; }

    public bool IsSettled => (DecisionOutcome)Outcome != DecisionOutcome.Pending;
}
