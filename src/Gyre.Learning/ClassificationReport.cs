using System.Collections.Immutable;

namespace Gyre.Learning;

/// <summary>How one class fared. Counts are rows; a ratio with denominator 0 is 0.</summary>
/// <param name="Name">The class.</param>
/// <param name="Precision">Right among those called by this name.</param>
/// <param name="Recall">Right among those that are of this class.</param>
/// <param name="F1">Harmonic mean of the two; 0 when both are 0.</param>
/// <param name="Support">Rows that are of this class.</param>
public sealed record ClassReport(string Name, double Precision, double Recall, double F1, int Support);

/// <summary>What a set of predictions is worth.</summary>
/// <remarks>
/// The classes are those that occur as truth or as prediction; macro means are plain means over them. A class that was
/// predicted but never true has recall 0, one that was true but never predicted has precision 0.
/// </remarks>
public sealed record ClassificationReport
{
    /// <summary>The smallest probability that counts in the log-loss, so that one certain error does not cost everything.</summary>
    public const double SmallestProbability = 1e-15;

    /// <summary>Rows judged; at least 1.</summary>
    public required int Rows { get; init; }

    /// <summary>Share of rows that are right, 0 to 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Mean precision over the classes.</summary>
    public required double MacroPrecision { get; init; }

    /// <summary>Mean recall over the classes.</summary>
    public required double MacroRecall { get; init; }

    /// <summary>Mean F1 over the classes; not the F1 of the two means.</summary>
    public required double MacroF1 { get; init; }

    /// <summary>
    /// Mean of -ln p(true class) in nats, p kept within [1e-15, 1 - 1e-15]; a class the model does not know has p = 0. Null when
    /// there are no probabilities.
    /// </summary>
    public required double? LogLoss { get; init; }

    /// <summary>Per class, in the order of the confusion matrix.</summary>
    public required ImmutableArray<ClassReport> Classes { get; init; }

    /// <summary>Counts by true class (outer) and predicted class (inner).</summary>
    public required ImmutableArray<ImmutableArray<int>> Confusion { get; init; }

    /// <summary>Judges predictions.</summary>
    /// <param name="truth">True classes, one per row.</param>
    /// <param name="predicted">Predicted classes, one per row.</param>
    /// <param name="trueProbabilities">The probability given to each row's true class, or null.</param>
    /// <exception cref="ArgumentException">There is no row, or the lengths differ.</exception>
    public static ClassificationReport Create(
        IReadOnlyList<string> truth, IReadOnlyList<string> predicted, IReadOnlyList<double>? trueProbabilities = null)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        if (truth.Count == 0 || truth.Count != predicted.Count || (trueProbabilities is not null && trueProbabilities.Count != truth.Count))
            throw new ArgumentException(
                $"There are {truth.Count} true and {predicted.Count} predicted classes; both counts must be the same and greater than 0.",
                nameof(predicted));

        var names = TrainingSet.SortClasses(truth.Concat(predicted));
        var counts = Count(names, truth, predicted);
        var classes = names.Select((name, i) => Describe(name, i, counts)).ToImmutableArray();
        return new ClassificationReport
        {
            Rows = truth.Count,
            Accuracy = (double)names.Select((_, i) => counts[i][i]).Sum() / truth.Count,
            MacroPrecision = classes.Average(c => c.Precision),
            MacroRecall = classes.Average(c => c.Recall),
            MacroF1 = classes.Average(c => c.F1),
            LogLoss = trueProbabilities?.Average(p => -Math.Log(Math.Clamp(p, SmallestProbability, 1 - SmallestProbability))),
            Classes = classes,
            Confusion = [.. counts.Select(row => row.ToImmutableArray())],
        };
    }

    private static int[][] Count(ImmutableArray<string> names, IReadOnlyList<string> truth, IReadOnlyList<string> predicted)
    {
        var index = names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
        var counts = names.Select(_ => new int[names.Length]).ToArray();
        for (var i = 0; i < truth.Count; i++)
            counts[index[truth[i]]][index[predicted[i]]]++;
        return counts;
    }

    private static ClassReport Describe(string name, int index, int[][] counts)
    {
        var (right, support, called) = (counts[index][index], counts[index].Sum(), counts.Sum(row => row[index]));
        return new ClassReport(name, Ratio(right, called), Ratio(right, support), Ratio(2 * right, support + called), support);
    }

    private static double Ratio(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
