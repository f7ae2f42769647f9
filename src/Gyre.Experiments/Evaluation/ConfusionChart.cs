using System.Collections.Immutable;
using Gyre.Experiments.Drawing;
using Gyre.Learning;

namespace Gyre.Experiments.Evaluation;

/// <summary>True beside predicted labels as a heat map. Shades are shares of a row, so that rare labels can be read too.</summary>
internal static class ConfusionChart
{
    /// <summary>Labels that fit into a picture; rarer ones become one.</summary>
    public const int MaxLabels = 40;

    private const string Others = "(others)";

    /// <summary>The picture; null without examples.</summary>
    public static HeatMap? Of(JudgedLabels labels)
    {
        if (labels.Report() is not { } report)
            return null;
        var names = Names(labels, report);
        var counts = Counts(report, names);
        return new HeatMap
        {
            Title = "Confusion matrix",
            RowTitle = "true",
            ColumnTitle = "predicted",
            Rows = names,
            Columns = names,
            Values = counts,
            Shades = [.. counts.Select(static row => row.Select(count => count / Math.Max(1, row.Sum())).ToImmutableArray())],
        };
    }

    private static ImmutableArray<string> Names(JudgedLabels labels, ClassificationReport report)
    {
        if (labels.Classes.Length <= MaxLabels)
            return labels.Classes;
        var frequent = report.Classes.OrderByDescending(static one => one.Support).Take(MaxLabels - 1)
            .Select(static one => one.Name).ToHashSet(StringComparer.Ordinal);
        return [.. labels.Classes.Where(frequent.Contains), Others];
    }

    private static ImmutableArray<ImmutableArray<double>> Counts(ClassificationReport report, ImmutableArray<string> names)
    {
        var counts = names.Select(_ => new double[names.Length]).ToArray();
        int[] places = [.. report.Classes.Select(one => names.IndexOf(one.Name) is >= 0 and var place ? place : names.Length - 1)];
        for (var row = 0; row < places.Length; row++)
        {
            for (var column = 0; column < places.Length; column++)
                counts[places[row]][places[column]] += report.Confusion[row][column];
        }
        return [.. counts.Select(static row => row.ToImmutableArray())];
    }
}
