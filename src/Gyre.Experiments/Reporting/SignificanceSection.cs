using System.Collections.Immutable;
using System.Globalization;
using Gyre.Experiments.Drawing;

namespace Gyre.Experiments.Reporting;

/// <summary>Which differences between trials chance alone does not explain.</summary>
internal static class SignificanceSection
{
    public static IEnumerable<Block> Of(ExperimentResults results, ImmutableArray<DatasetFigures> datasets)
    {
        var blocks = datasets
            .SelectMany(dataset => Comparisons.Of(results, dataset).SelectMany(comparison => Of(dataset, comparison))).ToList();
        if (blocks.Count == 0)
            return [];
        return
        [
            new Heading(2, "Significance"),
            new Paragraph(
                "Paired permutation tests over runs with the same number, which had the same examples; two-sided. p (Holm) is corrected "
                + $"for all comparisons of its table. Below {Shown.Number(Comparisons.Level)} a difference is called significant."),
            .. blocks,
        ];
    }

    private static IEnumerable<Block> Of(DatasetFigures dataset, MeasureComparison comparison) =>
    [
        new Heading(3, $"{dataset.Dataset}: {comparison.Measure}"),
        new TableBlock(
            ["first", "second", "n", "mean difference", "p", "p (Holm)", "significant"], [.. comparison.Pairs.Select(Row)]),
        new Paragraph(comparison.Note),
    ];

    private static ImmutableArray<Cell> Row(TrialComparison pair) =>
    [
        new Cell(pair.First),
        new Cell(pair.Second),
        Cell.Number(pair.Runs.ToString(CultureInfo.InvariantCulture)),
        Cell.Number(Shown.Number(pair.MeanDifference)),
        Cell.Number(Shown.Number(pair.P)),
        Cell.Number(Shown.Number(pair.CorrectedP), pair.IsSignificant),
        new Cell(pair.IsSignificant ? "yes" : "no"),
    ];
}
