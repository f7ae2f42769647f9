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
        Searches = [.. (document.Searches ?? []).Select(Of)],
    };

    private static TrialSearch Of(SearchDocument search)
    {
        var last = search.Candidates.SelectMany(static one => one.Rungs).Select(static rung => rung.Rung).DefaultIfEmpty(0).Max();
        return new TrialSearch
        {
            Kind = search.Kind,
            Partition = search.Partition,
            Metric = search.Metric,
            GreaterIsBetter = search.GreaterIsBetter,
            Candidates = [.. search.Candidates.Select(one => new SearchCandidate(
                one.Number, one.Values, one.Rungs.IsEmpty ? null : one.Rungs[^1].Value)
            {
                Resource = one.Rungs.IsEmpty ? null : one.Rungs[^1].Resource,
                IsStoppedEarly = !one.Rungs.IsEmpty && one.Rungs[^1].Rung < last,
            })],
            Best = search.Best ?? -1,
            BestSoFar = [.. BestSoFar.Of(search).Select(static one => KeyValuePair.Create(one.Number, one.Value))],
        };
    }

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
