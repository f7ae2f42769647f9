using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Experiments;

namespace Gyre.Cli.Experiments;

/// <summary>Searches of a trial as JSON.</summary>
internal static class SearchShape
{
    public static Value Of(IEnumerable<TrialSearch> searches) => Shape.List(searches, static search => Shape.Object(
        ("type", Value.Of(search.Kind)), ("partition", Value.Of(search.Partition)), ("metric", Value.Of(search.Metric)),
        ("direction", Value.Of(search.GreaterIsBetter ? "maximize" : "minimize")),
        ("candidates", Shape.List(search.Candidates, Of)),
        ("best", search.Winner is { } winner ? Of(winner) : Value.Null),
        ("best_so_far", Shape.List(search.BestSoFar, static point => Shape.Object(
            ("candidate", Value.Of(point.Key)), ("value", Value.Of(point.Value)))))));

    private static MapValue Of(SearchCandidate candidate) => Shape.Object(
        ("candidate", Value.Of(candidate.Number)), ("parameters", candidate.Values),
        ("value", candidate.Value is { } value ? Value.Of(value) : Value.Null), ("trained_for", Shape.Integer(candidate.Resource)),
        ("stopped_early", Value.Of(candidate.IsStoppedEarly)));
}
