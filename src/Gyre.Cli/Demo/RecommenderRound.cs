using Gyre.Contracts;
using Gyre.Learning;

namespace Gyre.Cli.Demo;

/// <summary>How the gate of a round decided.</summary>
internal enum RecommenderVerdict
{
    /// <summary>There was nothing to decide on yet.</summary>
    None,

    /// <summary>The candidate serves now.</summary>
    Promoted,

    /// <summary>The champion goes on serving.</summary>
    Kept,
}

/// <summary>A turn of the loop.</summary>
internal sealed record RecommenderRound
{
    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    /// <summary>Mean reward that its users gave or would have given.</summary>
    public required double AverageReward { get; init; }

    /// <summary>What the served policy would earn per decision if it never explored.</summary>
    public required double GreedyValue { get; init; }

    /// <summary>By how much the chosen arms are below the best ones, in sum over all rounds so far.</summary>
    public required double Regret { get; init; }

    /// <summary>The champion after it.</summary>
    public required long Version { get; init; }

    /// <summary>Joined decisions that were new in it.</summary>
    public required int NewDecisions { get; init; }

    /// <summary>How the gate decided.</summary>
    public required RecommenderVerdict Verdict { get; init; }

    /// <summary>What the gate said; null when it was not asked.</summary>
    public string? Sentence { get; init; }

    /// <summary>The books after it.</summary>
    public required DecisionBooksInfo Books { get; init; }
}

/// <summary>All turns of the loop.</summary>
/// <param name="Rounds">In their order.</param>
/// <param name="FirstGreedyValue">Of the policy that was trained on random decisions.</param>
/// <param name="Figures">What is possible.</param>
/// <param name="Books">The books at the end, when no reward is waited for any more.</param>
internal sealed record RecommenderResult(
    IReadOnlyList<RecommenderRound> Rounds, double FirstGreedyValue, BanditFigures Figures, DecisionBooksInfo Books)
{
    /// <summary>How often the candidate was promoted.</summary>
    public int Promotions => Rounds.Count(static round => round.Verdict == RecommenderVerdict.Promoted);

    /// <summary>How often the gate kept the champion.</summary>
    public int Refusals => Rounds.Count(static round => round.Verdict == RecommenderVerdict.Kept);

    /// <summary>Of the policy that serves at the end.</summary>
    public double GreedyValue => Rounds.Count == 0 ? FirstGreedyValue : Rounds[^1].GreedyValue;
}
