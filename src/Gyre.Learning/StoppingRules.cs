using System.Collections.Immutable;
using System.Globalization;
using Gyre.Learning.Agreement;

namespace Gyre.Learning;

/// <summary>When labelling may stop. A rule that is null is not asked.</summary>
public sealed record StoppingRules
{
    /// <summary>The score that the lower bound of the 95 % interval has to reach.</summary>
    public double? Target { get; init; }

    /// <summary>
    /// Agreement (kappa) of each model with the one before on a fixed set, from which on predictions count as stable (M. Bloodgood and K.
    /// Vijay-Shanker, 2009). Default 0.99.
    /// </summary>
    public double? StableKappa { get; init; } = 0.99;

    /// <summary>So many times in a row. Default 3.</summary>
    public int StableRounds { get; init; } = 3;

    /// <summary>Stop when the model is surer than this of every item: 1 - the largest probability.</summary>
    public double? LargestUncertainty { get; init; }

    /// <summary>Stop when the curve promises less than this for the next batch.</summary>
    public double? SmallestGain { get; init; }

    /// <summary>Stop at so many labels.</summary>
    public int? Budget { get; init; }

    /// <summary>Asks the rules in turn.</summary>
    /// <param name="rounds">What happened so far, oldest first.</param>
    /// <param name="batch">Labels that the next round would add.</param>
    /// <returns>A sentence that says why to stop, or null to go on.</returns>
    public string? ReasonToStop(IReadOnlyList<LabelingRound> rounds, int batch)
    {
        ArgumentNullException.ThrowIfNull(rounds);
        if (rounds.Count == 0)
            return null;
        var last = rounds[^1];
        if (Budget is { } budget && last.Labels >= budget)
            return $"The budget of {budget} labels is used up.";
        if (Target is { } target && Proportions.Wilson(last.Right, last.TestItems) is { } interval && interval.Low >= target)
            return $"The target {Text(target)} is reached: the score is at least {Text(interval.Low)} with 95 % confidence.";
        if (LargestUncertainty is { } most && last.LargestUncertainty < most)
            return $"The model is surer than {Text(most)} of every item: the least sure one has {Text(last.LargestUncertainty.Value)}.";
        return Stable(rounds) ?? NoGain(rounds, batch);
    }

    private string? Stable(IReadOnlyList<LabelingRound> rounds)
    {
        if (StableKappa is not { } bound || rounds.Count <= StableRounds)
            return null;
        for (var i = rounds.Count - StableRounds; i < rounds.Count; i++)
        {
            if (!(Kappa(rounds[i - 1].Predictions, rounds[i].Predictions) >= bound))
                return null;
        }
        return $"The predictions have not changed in {StableRounds} rounds: each agrees with the one before with a kappa of at least {Text(bound)}.";
    }

    private string? NoGain(IReadOnlyList<LabelingRound> rounds, int batch)
    {
        var curve = new LearningCurve([.. rounds.Where(static round => round.TestItems > 0)
            .Select(static round => new CurveSample(round.Labels, round.Right / (double)round.TestItems))]);
        if (SmallestGain is not { } least || curve.Samples.Length < 4 || curve.Fit() is not { } fit)
            return null;
        var gain = fit.At(rounds[^1].Labels + batch) - fit.At(rounds[^1].Labels);
        return gain < least ? $"The next {batch} labels would bring about {Text(gain)}, which is less than {Text(least)}." : null;
    }

    private static double? Kappa(ImmutableArray<int> before, ImmutableArray<int> after)
    {
        if (before.IsDefaultOrEmpty || after.IsDefaultOrEmpty || before.Length != after.Length)
            return null;
        var classes = 1 + Math.Max(before.Max(), after.Max());
        var kappa = PairTable.Of([.. before.Select(static c => (int?)c)], [.. after.Select(static c => (int?)c)], classes).Kappa();
        // Where there is one class only, nothing can change but to another one.
        return kappa.Unweighted ?? kappa.Observed;
    }

    private static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}

/// <summary>One round of the loop: label, train, evaluate.</summary>
public sealed record LabelingRound
{
    /// <summary>Labels that the model learned from.</summary>
    public required int Labels { get; init; }

    /// <summary>Test items that the model has right.</summary>
    public required int Right { get; init; }

    /// <summary>Test items; chosen at random and never by the query.</summary>
    public required int TestItems { get; init; }

    /// <summary>The class predicted for each item of a fixed set; empty where there is none.</summary>
    public ImmutableArray<int> Predictions { get; init; } = [];

    /// <summary>1 - the largest probability, of the least sure item; null where nobody looked.</summary>
    public double? LargestUncertainty { get; init; }
}
