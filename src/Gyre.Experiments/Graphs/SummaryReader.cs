using System.Collections.Immutable;
using Gyre.Experiments.Setup;

namespace Gyre.Experiments.Graphs;

/// <summary>Turns what steps leave behind into what others may see.</summary>
internal static class SummaryReader
{
    public static TrialSummary Of(SummaryDocument document) => new()
    {
        Dataset = document.Dataset,
        Output = document.Output,
        Experiences = document.Experiences,
        Partitions = document.Partitions,
        Figures = document.Figures.ToImmutableSortedDictionary(
            static pair => pair.Key, static pair => new TrialFigure(pair.Value.Mean, pair.Value.Deviation, pair.Value.Count),
            StringComparer.Ordinal),
        Matrices = document.Matrices,
        Parts = [.. document.Results.Select(result => Of(result, document.Classes))],
        Notes = [.. document.Results.SelectMany(static result => result.Notes).Distinct(StringComparer.Ordinal)],
    };

    private static TrialPartResult Of(ResultDocument result, ImmutableArray<string> classes) => new(
        result.Experience, result.Partition, result.Metrics,
        result.Curves.ToImmutableSortedDictionary(
            static curve => curve.Name,
            static curve => curve.Steps.Zip(curve.Values, KeyValuePair.Create).ToImmutableArray(), StringComparer.Ordinal))
    {
        Baseline = result.Baseline,
        SeenAccuracy = result.Seen,
        ClassAccuracies =
        [
            .. result.PerClass.Zip(classes, static (value, label) => KeyValuePair.Create(label, value ?? double.NaN)),
        ],
    };
}
