using System.Collections.Immutable;

namespace Gyre.Learning;

/// <summary>An item whose label is probably wrong.</summary>
/// <param name="Item">Number of the row.</param>
/// <param name="Given">The class it was labelled with.</param>
/// <param name="Suggested">The class it counts as.</param>
/// <param name="SelfConfidence">Probability of the class given; the lower, the more suspicious.</param>
public sealed record LabelSuspect(int Item, int Given, int Suggested, double SelfConfidence);

/// <summary>Which labels are probably wrong, and which classes are mixed up.</summary>
/// <param name="Thresholds">Per class the mean probability of the class over the items labelled with it; null for a class without
/// items.</param>
/// <param name="Joint">Counts by the class given (outer) and the class that an item confidently is (inner).</param>
/// <param name="Suspects">The items off the diagonal, the least self-confident first.</param>
public sealed record LabelErrors(
    ImmutableArray<double?> Thresholds, ImmutableArray<ImmutableArray<int>> Joint, ImmutableArray<LabelSuspect> Suspects);

/// <summary>Finds wrong labels by what a model thinks of them (C. Northcutt, L. Jiang and I. Chuang, "Confident learning", 2021).</summary>
public static class ConfidentLearning
{
    // The mean of equal numbers can differ from them in its last bits.
    private const double Slack = 1e-12;

    /// <summary>Counts the confident joint and ranks what is off its diagonal. O(items x classes).</summary>
    /// <param name="given">The class of each item, from 0.</param>
    /// <param name="probabilities">
    /// Items x classes, from models that were not trained on the item (out of fold); else the model has learned the wrong labels too.
    /// </param>
    /// <exception cref="ArgumentException">The lengths differ, or a class is out of range.</exception>
    public static LabelErrors Find(IReadOnlyList<int> given, DenseMatrix probabilities)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(probabilities);
        var classes = probabilities.Columns;
        if (given.Count != probabilities.Rows || given.Any(label => label < 0 || label >= classes))
            throw new ArgumentException(
                $"There are {given.Count} labels for {probabilities.Rows} rows of {classes} probabilities; the counts must be the same and each label below {classes}.",
                nameof(given));
        var thresholds = Thresholds(given, probabilities);
        var joint = Enumerable.Range(0, classes).Select(_ => new int[classes]).ToArray();
        var suspects = new List<LabelSuspect>();
        for (var item = 0; item < given.Count; item++)
        {
            if (Confident(probabilities.Row(item), thresholds) is not { } found)
                continue;
            joint[given[item]][found]++;
            if (found != given[item])
                suspects.Add(new(item, given[item], found, probabilities[item, given[item]]));
        }
        return new(
            [.. thresholds], [.. joint.Select(static row => row.ToImmutableArray())],
            [.. suspects.OrderBy(static suspect => suspect.SelfConfidence)]);
    }

    private static double?[] Thresholds(IReadOnlyList<int> given, DenseMatrix probabilities)
    {
        var (sums, counts) = (new double[probabilities.Columns], new int[probabilities.Columns]);
        for (var item = 0; item < given.Count; item++)
        {
            sums[given[item]] += probabilities[item, given[item]];
            counts[given[item]]++;
        }
        return [.. sums.Select((sum, c) => counts[c] == 0 ? (double?)null : sum / counts[c])];
    }

    private static int? Confident(ReadOnlySpan<double> row, double?[] thresholds)
    {
        int? best = null;
        for (var c = 0; c < row.Length; c++)
        {
            if (row[c] >= thresholds[c] - Slack && (best is not { } before || row[c] > row[before]))
                best = c;
        }
        return best;
    }
}
