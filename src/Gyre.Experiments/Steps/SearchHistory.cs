using Gyre.Core;
using Gyre.Experiments.Setup;

namespace Gyre.Experiments.Steps;

/// <summary>
/// The candidates of a search and what they came to, put together from what steps left. The order in which they ended plays no role.
/// </summary>
internal sealed class SearchHistory
{
    private readonly SortedDictionary<int, CandidateDocument> _candidates = [];

    /// <summary>Null before anything was tried.</summary>
    public string? Metric { get; private set; }

    public bool GreaterIsBetter { get; private set; } = true;

    public IReadOnlyCollection<CandidateDocument> Candidates => _candidates.Values;

    public void Add(int number, MapValue values) =>
        _candidates.TryAdd(number, new CandidateDocument { Number = number, Values = values });

    public void Add(SearchDocument earlier)
    {
        (Metric, GreaterIsBetter) = (earlier.Metric, earlier.GreaterIsBetter);
        foreach (var candidate in earlier.Candidates)
        {
            Add(candidate.Number, candidate.Values);
            foreach (var rung in candidate.Rungs)
                Add(candidate.Number, rung);
        }
    }

    public void Add(TriedDocument tried)
    {
        (Metric, GreaterIsBetter) = (tried.Metric, tried.GreaterIsBetter);
        Add(tried.Number, tried.Values);
        Add(tried.Number, new RungValue(tried.Rung, tried.Resource, tried.Value));
    }

    /// <summary>The better the more; null for a candidate without a value.</summary>
    public double? ScoreOf(CandidateDocument candidate) =>
        candidate.Rungs is [.., { Value: { } value }] ? (GreaterIsBetter ? value : -value) : null;

    /// <summary>Those with a value: the furthest first, of these the best, of equals that with the lower number.</summary>
    public IEnumerable<CandidateDocument> Ranked(IEnumerable<CandidateDocument> candidates) => candidates
        .Where(candidate => ScoreOf(candidate) is not null).OrderByDescending(static candidate => candidate.Rungs[^1].Rung)
        .ThenByDescending(candidate => ScoreOf(candidate)!.Value).ThenBy(static candidate => candidate.Number);

    /// <summary>Whether a candidate is as good as wanted.</summary>
    public bool Reaches(double? target) => target is { } wanted
        && Candidates.Any(candidate => ScoreOf(candidate) is { } score && score >= (GreaterIsBetter ? wanted : -wanted));

    private void Add(int number, RungValue value)
    {
        var candidate = _candidates[number];
        if (candidate.Rungs.All(known => known.Rung != value.Rung))
            _candidates[number] = candidate with
            {
                Rungs = [.. candidate.Rungs.Append(value).OrderBy(static one => one.Rung)],
            };
    }
}
