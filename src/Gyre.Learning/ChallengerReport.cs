using System.Collections.Immutable;

namespace Gyre.Learning;

/// <summary>How sure a challenger has to be.</summary>
public enum ChallengerTest
{
    /// <summary>The figure alone decides.</summary>
    None,

    /// <summary>A percentile interval, resampled by items.</summary>
    Bootstrap,

    /// <summary>McNemar's exact test; only for scores of 0 and 1.</summary>
    McNemar,
}

/// <summary>What a challenger has to show.</summary>
public sealed record ChallengerRules
{
    /// <summary>The difference has to be larger; equal is not enough. Default 0.</summary>
    public double MinDelta { get; init; }

    /// <summary>Default: bootstrap.</summary>
    public ChallengerTest Test { get; init; } = ChallengerTest.Bootstrap;

    /// <summary>
    /// How much worse the challenger may be at the lower end of the interval. Null (the default) asks for better: a lower end above 0, or a
    /// p-value of at most 1 - level. A number asks for not worse.
    /// </summary>
    public double? Margin { get; init; }

    /// <summary>Of the interval, above 0 and below 1. Default 0.95.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>100 to 1,000,000. Default 10,000.</summary>
    public int Resamples { get; init; } = 10_000;

    /// <summary>Fixes the resamples.</summary>
    public ulong Seed { get; init; }

    /// <summary>Fewer test items are refused; at least 1. Default 1.</summary>
    public int MinimumItems { get; init; } = 1;

    /// <summary>No slice may lose more than this; null for no such guard.</summary>
    public double? LargestSliceLoss { get; init; }

    /// <summary>The guard looks at slices of at least so many items. Default 20.</summary>
    public int GuardedItems { get; init; } = 20;
}

/// <summary>One slice of the test items: a class, a tag, a source.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Items">How many.</param>
/// <param name="Champion">Score of the champion there.</param>
/// <param name="Challenger">Score of the challenger there.</param>
/// <param name="BreaksGuard">Whether it lost more than the guard allows.</param>
public sealed record SliceScore(string Name, int Items, double Champion, double Challenger, bool BreaksGuard);

/// <summary>Whether a challenger replaces the champion, and what would change.</summary>
public sealed record ChallengerReport
{
    /// <summary>Whether the challenger shows what the rules ask for.</summary>
    public required bool Promote { get; init; }

    /// <summary>Test items, the same for both.</summary>
    public required int Items { get; init; }

    /// <summary>The metric of the champion.</summary>
    public required double Champion { get; init; }

    /// <summary>The metric of the challenger.</summary>
    public required double Challenger { get; init; }

    /// <summary>Challenger minus champion.</summary>
    public double Difference => Challenger - Champion;

    /// <summary>Interval of the difference; both ends the difference itself without a test.</summary>
    public required ConfidenceInterval Interval { get; init; }

    /// <summary>McNemar's two-sided exact p-value for scores of 0 and 1, else null.</summary>
    public required double? PValue { get; init; }

    /// <summary>Items on which the challenger is better, by index.</summary>
    public required ImmutableArray<int> Fixed { get; init; }

    /// <summary>Items on which the challenger is worse: open these.</summary>
    public required ImmutableArray<int> Broken { get; init; }

    /// <summary>In the order given.</summary>
    public required ImmutableArray<SliceScore> Slices { get; init; }

    /// <summary>The answer as a sentence.</summary>
    public required string Sentence { get; init; }
}
