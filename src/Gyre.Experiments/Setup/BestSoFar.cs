namespace Gyre.Experiments.Setup;

/// <summary>How a search got better.</summary>
internal static class BestSoFar
{
    /// <summary>The best value up to each candidate, in the order of their numbers; candidates without a value are left out.</summary>
    public static IEnumerable<(int Number, double Value)> Of(SearchDocument search)
    {
        double? best = null;
        foreach (var candidate in search.Candidates)
        {
            if (candidate.Rungs.Select(static rung => rung.Value).LastOrDefault(static value => value is not null) is not { } value)
                continue;
            best = best is not { } known ? value : search.GreaterIsBetter ? Math.Max(known, value) : Math.Min(known, value);
            yield return (candidate.Number, best.Value);
        }
    }
}
