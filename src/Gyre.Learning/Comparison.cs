using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Learning;

/// <summary>What a comparison looks at first.</summary>
public enum ComparisonMetric
{
    /// <summary>Share of right rows; more is better.</summary>
    Accuracy,

    /// <summary>Mean F1 over the classes; more is better.</summary>
    MacroF1,

    /// <summary>Mean -ln p(true class); less is better.</summary>
    LogLoss,
}

/// <summary>The scores of one model.</summary>
/// <param name="Name">Of its file.</param>
/// <param name="Rows">Rows it was judged on.</param>
/// <param name="Accuracy">0 to 1.</param>
/// <param name="MacroF1">0 to 1.</param>
/// <param name="LogLoss">Nats, or null when there were no probabilities.</param>
public sealed record CandidateScore(string Name, int Rows, double Accuracy, double MacroF1, double? LogLoss);

/// <summary>Who is best, and whether that is good enough.</summary>
public sealed record Comparison
{
    /// <summary>What was looked at first.</summary>
    public required ComparisonMetric Metric { get; init; }

    /// <summary>Best first.</summary>
    public required ImmutableArray<CandidateScore> Ranking { get; init; }

    /// <summary>The asked-for value, or null.</summary>
    public required double? Target { get; init; }

    /// <summary>The first of the ranking.</summary>
    public CandidateScore Best => Ranking[0];

    /// <summary>Whether the best reaches the target (equal counts); false without one.</summary>
    public bool TargetMet => Target is { } target && (Metric == ComparisonMetric.LogLoss ? Best.LogLoss <= target : ValueOf(Best) >= target);

    internal static Comparison Of(IReadOnlyList<CandidateScore> candidates, ComparisonMetric metric, double? target)
    {
        if (candidates.Count == 0)
            throw new InvalidInputException("compare.none", "There are no candidates to compare.");
        if (candidates.GroupBy(c => c.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidInputException(
                "compare.duplicate", $"Two candidates are named '{twice.Key}'.", "Give each file a unique name.");
        if (candidates.FirstOrDefault(c => c.Rows != candidates[0].Rows) is { } other)
        {
            throw new InvalidInputException(
                "compare.rows", $"'{candidates[0].Name}' was evaluated on {candidates[0].Rows} rows, but '{other.Name}' on {other.Rows}.", "Evaluate all candidates on the same rows.");
        }

        if (metric == ComparisonMetric.LogLoss && candidates.FirstOrDefault(c => c.LogLoss is null) is { } without)
            throw new InvalidInputException("compare.metric", $"'{without.Name}' has no log loss.", "Compare by accuracy or macro F1.");

        var comparison = new Comparison { Metric = metric, Ranking = [.. candidates], Target = target };
        return comparison with
        {
            Ranking =
            [
                .. candidates.OrderByDescending(comparison.ValueOf)
                    .ThenBy(c => c.LogLoss ?? double.PositiveInfinity)
                    .ThenByDescending(c => c.MacroF1)
                    .ThenBy(c => c.Name, StringComparer.Ordinal),
            ],
        };
    }

    /// <summary>The metric's value, turned so that more is better.</summary>
    private double ValueOf(CandidateScore candidate) => Metric switch
    {
        ComparisonMetric.Accuracy => candidate.Accuracy,
        ComparisonMetric.MacroF1 => candidate.MacroF1,
        _ => -(candidate.LogLoss ?? double.PositiveInfinity),
    };
}
