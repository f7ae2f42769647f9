using System.Collections.Immutable;
using System.Globalization;
using Gyre.Experiments.Drawing;

namespace Gyre.Experiments.Reporting;

/// <summary>What searches tried and found.</summary>
internal static class SearchSection
{
    private const int MostCandidates = 200;

    public static IEnumerable<Block> Of(ExperimentResults results)
    {
        var outcomes = results.Outcomes.Where(static outcome => !outcome.Searches.IsEmpty).ToList();
        return outcomes.Count == 0 ? [] :
        [
            new Heading(2, "Searches"),
            new Paragraph(
                "Candidates are judged by a part of the training examples. The trial learns all training examples with the parameters of "
                + "the best candidate; test examples play no role in the choice."),
            .. outcomes.SelectMany(Of),
        ];
    }

    private static IEnumerable<Block> Of(TrialResults outcome)
    {
        yield return new Heading(3, $"{outcome.Trial} on {outcome.Dataset}");
        yield return new TableBlock(
            ["run", "search", "candidates", "without a value", "stopped early", "best", "metric", "value"],
            [.. outcome.Searches.Select(Row)]);
        yield return new Figures([.. outcome.Searches.Take(1).Select(search => new Figure(Curve(outcome.Searches), null))]);
        foreach (var search in outcome.Searches)
            yield return Candidates(search, outcome.Searches.Length > 1);
    }

    private static ImmutableArray<Cell> Row(TrialSearch search) =>
    [
        Cell.Number(Text(search.Partition + 1)),
        new Cell(search.Kind),
        Cell.Number(Text(search.Candidates.Length)),
        Cell.Number(Text(search.Candidates.Count(static one => one.Value is null))),
        Cell.Number(Text(search.Candidates.Count(static one => one.IsStoppedEarly))),
        new Cell(search.Winner is { } winner ? ValuesOf(winner) : "-"),
        new Cell(search.Metric),
        Cell.Number(search.Winner?.Value is { } value ? Shown.Number(value) : "-"),
    ];

    private static LineChart Curve(ImmutableArray<TrialSearch> searches) => new()
    {
        Title = $"best so far: {searches[0].Metric}",
        XTitle = "candidate",
        YTitle = searches[0].Metric,
        IsCounted = true,
        Lines =
        [
            .. searches.Select(static search => new ChartLine(
                $"run {Text(search.Partition + 1)}",
                Bands.Of([[.. search.BestSoFar.Select(static point => ((double)point.Key, point.Value))]])))
                .Where(static line => !line.Points.IsEmpty),
        ],
    };

    private static TableBlock Candidates(TrialSearch search, bool isNumbered)
    {
        var best = search.BestSoFar.ToImmutableDictionary();
        var hasRungs = search.Candidates.Any(static one => one.Resource is not null);
        return new TableBlock(
            [
                "candidate", "parameters", search.Metric, "best so far",
                .. hasRungs ? ["trained for", "stopped early"] : Array.Empty<string>(),
            ],
            [
                .. search.Candidates.Take(MostCandidates).Select(one => (ImmutableArray<Cell>)
                [
                    Cell.Number(Text(one.Number)),
                    new Cell(ValuesOf(one)),
                    Cell.Number(one.Value is { } value ? Shown.Number(value) : "-", one.Number == search.Best),
                    Cell.Number(best.TryGetValue(one.Number, out var known) ? Shown.Number(known) : "-"),
                    .. hasRungs
                        ? [Cell.Number(one.Resource is { } resource ? Text(resource) : "-"), new Cell(one.IsStoppedEarly ? "yes" : "no")]
                        : Array.Empty<Cell>(),
                ]),
            ])
        {
            Folded = isNumbered ? $"Candidates of run {Text(search.Partition + 1)}" : "Candidates",
        };
    }

    private static string ValuesOf(SearchCandidate candidate) =>
        string.Join(", ", candidate.Values.Entries.Select(static entry => $"{entry.Key}={entry.Value}"));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
