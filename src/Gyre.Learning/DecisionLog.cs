using System.Collections.Immutable;

namespace Gyre.Learning;

/// <summary>Logged decisions whose rewards are known: n rows in the order of the file, d numbers of context, K arms.</summary>
public sealed record DecisionLog
{
    /// <summary>Names of the d numbers of a context.</summary>
    public required ImmutableArray<string> ContextFields { get; init; }

    /// <summary>Contexts, n x d; finite.</summary>
    public required DenseMatrix Contexts { get; init; }

    /// <summary>Names of the K arms that were chosen at least once, in ordinal order.</summary>
    public required ImmutableArray<string> Arms { get; init; }

    /// <summary>Index of the chosen arm per row, 0 to K - 1.</summary>
    public required ImmutableArray<int> Chosen { get; init; }

    /// <summary>Probability with which the arm was chosen at the time of the decision, in (0, 1].</summary>
    public required ImmutableArray<double> Propensities { get; init; }

    /// <summary>What each decision brought; finite, higher is better.</summary>
    public required ImmutableArray<double> Rewards { get; init; }

    /// <summary>What identifies each decision, or empty where the log has no such column.</summary>
    public ImmutableArray<string> Ids { get; init; } = [];

    /// <summary>When each decision was made, as the file has it, or empty where the log has no such column.</summary>
    public ImmutableArray<string> Times { get; init; } = [];

    /// <summary>Who made each decision, such as <c>server</c>, or empty where the log has no such column.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>Number of rows.</summary>
    public int Count => Rewards.Length;
}

/// <summary>How a log of decisions is read.</summary>
public sealed record DecisionLogOptions
{
    /// <summary>The context columns wanted, in order; null takes every column that has no other meaning. Default null.</summary>
    public ImmutableArray<string>? ContextFields { get; init; }

    /// <summary>Columns that are no context; a name that the file lacks is ignored. Default none.</summary>
    public ImmutableArray<string> Ignore { get; init; } = [];

    /// <summary>Rows, at least 1; a longer log is refused. Default 10,000,000.</summary>
    public int MaxRows { get; init; } = 10_000_000;
}

/// <summary>How a log of decisions is written.</summary>
public enum DecisionLogFormat
{
    /// <summary>CSV with a header (RFC 4180).</summary>
    Csv,

    /// <summary>A JSON object per line.</summary>
    JsonLines,
}
