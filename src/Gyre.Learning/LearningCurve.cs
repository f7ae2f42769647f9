using System.Collections.Immutable;
using Gyre.Learning.Choosing;

namespace Gyre.Learning;

/// <summary>Score of a model by the number of labels it learned from.</summary>
/// <param name="Labels">Labels, 0 or more.</param>
/// <param name="Score">Such as the accuracy; more is better.</param>
public readonly record struct CurveSample(int Labels, double Score);

/// <summary>A curve of the form <c>ceiling - drop · labels^-rate</c>, as learning curves mostly are.</summary>
/// <param name="Ceiling">What no number of labels gets above.</param>
/// <param name="Drop">0 or more.</param>
/// <param name="Rate">Above 0.</param>
/// <param name="Error">Root of the mean squared distance from the samples.</param>
public sealed record CurveFit(double Ceiling, double Drop, double Rate, double Error)
{
    /// <summary>The score to expect.</summary>
    /// <param name="labels">Above 0.</param>
    public double At(double labels) => Ceiling - (Drop * Math.Pow(labels, -Rate));

    /// <summary>How many labels a score takes; null where the curve never gets there.</summary>
    public double? LabelsFor(double score) => score >= Ceiling ? null : Drop == 0 ? 1
        : Math.Max(1, Math.Pow(Drop / (Ceiling - score), 1 / Rate));
}

/// <summary>How many more labels a score will probably take.</summary>
/// <param name="Expected">By the curve through all samples; null where it never gets there.</param>
/// <param name="Low">The fewest, leaving out one sample after the other.</param>
/// <param name="High">The most of these; null where one of the curves never gets there.</param>
public sealed record LabelsNeeded(int? Expected, int? Low, int? High);

/// <summary>What labels have brought so far, and what more of them will probably bring.</summary>
/// <param name="Samples">By rising number of labels.</param>
public sealed record LearningCurve(ImmutableArray<CurveSample> Samples)
{
    /// <summary>Takes samples, each with more labels than the one before.</summary>
    /// <exception cref="ArgumentException">The counts differ, the labels do not rise, or a score is not finite.</exception>
    public static LearningCurve Of(IReadOnlyList<int> labels, IReadOnlyList<double> scores)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(scores);
        if (labels.Count != scores.Count)
            throw new ArgumentException($"There are {labels.Count} numbers of labels and {scores.Count} scores; both counts must be the same.", nameof(scores));
        for (var i = 0; i < labels.Count; i++)
        {
            if (labels[i] < 0 || (i > 0 && labels[i] <= labels[i - 1]) || !double.IsFinite(scores[i]))
                throw new ArgumentException($"Sample {i} has {labels[i]} labels and the score {scores[i]}; labels must rise and scores be finite.", nameof(labels));
        }
        return new([.. labels.Zip(scores, static (count, score) => new CurveSample(count, score))]);
    }

    /// <summary>Area under straight lines between the samples, divided by the range of labels; null for fewer than two samples.</summary>
    public double? NormalizedArea
    {
        get
        {
            var area = 0.0;
            for (var i = 1; i < Samples.Length; i++)
                area += (Samples[i].Labels - Samples[i - 1].Labels) * (Samples[i].Score + Samples[i - 1].Score) / 2;
            return Samples.Length < 2 ? null : area / (Samples[^1].Labels - Samples[0].Labels);
        }
    }

    /// <summary>Labels at which the straight lines first reach a score; the first sample's where it has it; null where none does.</summary>
    public double? LabelsTo(double score)
    {
        for (var i = 0; i < Samples.Length; i++)
        {
            if (Samples[i].Score < score)
                continue;
            if (i == 0)
                return Samples[0].Labels;
            var (before, after) = (Samples[i - 1], Samples[i]);
            return before.Labels + ((score - before.Score) / (after.Score - before.Score) * (after.Labels - before.Labels));
        }
        return null;
    }

    /// <summary>
    /// The power law nearest to the samples (C. Cortes et al., "Learning curves: asymptotic values and rate of convergence", 1994), by
    /// least
    /// squares; null for fewer than three samples with labels.
    /// </summary>
    /// <param name="highest">What the score cannot exceed. Default 1.</param>
    public CurveFit? Fit(double highest = 1) => PowerLaw.Fit([.. Samples.Where(static sample => sample.Labels > 0)], highest);

    /// <summary>
    /// Labels still needed for a score, with the range that leaving out single samples gives; null for fewer than four samples.
    /// </summary>
    /// <param name="score">The target.</param>
    /// <param name="highest">What the score cannot exceed. Default 1.</param>
    public LabelsNeeded? Needed(double score, double highest = 1)
    {
        if (Samples.Length < 4 || Fit(highest) is not { } fit)
            return null;
        var have = Samples[^1].Labels;
        int? Missing(CurveFit? curve) => curve?.LabelsFor(score) is { } labels and < int.MaxValue
            ? (int)Math.Max(0, Math.Ceiling(labels - have)) : null;
        var others = Enumerable.Range(0, Samples.Length).Select(i => Missing(new LearningCurve(Samples.RemoveAt(i)).Fit(highest)))
            .Append(Missing(fit)).ToList();
        return new(Missing(fit), others.Min(), others.Contains(null) ? null : others.Max());
    }
}
