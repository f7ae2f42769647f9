using System.Collections.Immutable;

namespace Gyre.Learning;

/// <summary>Precision, recall and F1 as a mean over classes; a ratio with denominator 0 is 0.</summary>
/// <param name="Precision">0 to 1.</param>
/// <param name="Recall">0 to 1.</param>
/// <param name="F1">0 to 1.</param>
public readonly record struct MeanScores(double Precision, double Recall, double F1);

/// <summary>What the probability of one class is worth. A figure is null where the class has no positive or no negative row.</summary>
/// <param name="AveragePrecision">Precision times gained recall, summed; needs a positive only.</param>
/// <param name="AreaUnderRoc">Chance that a positive has the higher probability.</param>
/// <param name="TrapezoidArea">Area under precision by recall with straight lines between, from (0, 1): too kind, but often asked
/// for.</param>
public sealed record ClassProbability(double? AveragePrecision, double? AreaUnderRoc, double? TrapezoidArea);

/// <summary>
/// What predictions are worth over a fixed list of classes, those included that do not occur. <see cref="ClassificationReport"/> takes the
/// classes from the rows.
/// </summary>
public sealed record ClassificationFigures
{
    /// <summary>Share of rows that are right; null without rows.</summary>
    public required double? Accuracy { get; init; }

    /// <summary>Counts by true class (outer) and predicted class (inner), in the order of the classes.</summary>
    public required ImmutableArray<ImmutableArray<int>> Confusion { get; init; }

    /// <summary>Per class, in their order.</summary>
    public required ImmutableArray<ClassReport> Classes { get; init; }

    /// <summary>Plain means over all classes.</summary>
    public required MeanScores Macro { get; init; }

    /// <summary>Over all rows at once: each figure is the accuracy.</summary>
    public required MeanScores Micro { get; init; }

    /// <summary>Means weighted by the rows of each class.</summary>
    public required MeanScores Weighted { get; init; }

    /// <summary>Mean recall of the classes that occur; null without rows.</summary>
    public required double? BalancedAccuracy { get; init; }

    /// <summary>Matthews' coefficient for several classes (J. Gorodkin, 2004); 0 where only one class occurs on a side.</summary>
    public required double Matthews { get; init; }

    /// <summary>Agreement of truth and prediction; null where chance explains everything.</summary>
    public required double? Kappa { get; init; }

    /// <summary>Mean of -ln p(true class), p at least 1e-15; null without probabilities or rows.</summary>
    public double? LogLoss { get; init; }

    /// <summary>Mean of the squared distance of the probabilities from the truth, summed over classes (G. Brier, 1950), 0 to 2.</summary>
    public double? Brier { get; init; }

    /// <summary>Expected calibration error in ten bins of the largest probability.</summary>
    public double? CalibrationError { get; init; }

    /// <summary>Each class against the rest; empty without probabilities.</summary>
    public ImmutableArray<ClassProbability> Probabilities { get; init; } = [];

    /// <summary>Mean of the average precisions that are there.</summary>
    public double? MeanAveragePrecision => Probabilities.Select(static one => one.AveragePrecision).Average();
}
