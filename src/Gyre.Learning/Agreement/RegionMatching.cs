namespace Gyre.Learning.Agreement;

/// <summary>Pairs the regions of two people, the best pair first.</summary>
internal static class RegionMatching
{
    public static RegionAgreement Of(int first, int second, double least, Func<int, int, double> overlap, Func<int, int, bool> isSame)
    {
        if (least is not (> 0 and <= 1))
            throw new ArgumentException("The overlap that makes a pair must be above 0 and at most 1.", nameof(least));
        var pairs = new List<RegionMatch>();
        for (var i = 0; i < first; i++)
        {
            for (var j = 0; j < second; j++)
            {
                if (overlap(i, j) is var value && value >= least)
                    pairs.Add(new(i, j, value, isSame(i, j)));
            }
        }
        return Describe(first, second, Chosen(pairs, first, second));
    }

    private static List<RegionMatch> Chosen(List<RegionMatch> pairs, int first, int second)
    {
        var (isFirstTaken, isSecondTaken) = (new bool[first], new bool[second]);
        var chosen = new List<RegionMatch>();
        foreach (var pair in pairs.OrderByDescending(static pair => pair.Overlap).ThenByDescending(static pair => pair.SameLabel))
        {
            if (isFirstTaken[pair.First] || isSecondTaken[pair.Second])
                continue;
            (isFirstTaken[pair.First], isSecondTaken[pair.Second]) = (true, true);
            chosen.Add(pair);
        }
        return chosen;
    }

    private static RegionAgreement Describe(int first, int second, List<RegionMatch> matches)
    {
        double? F1(int count) => first + second == 0 ? null : 2.0 * count / (first + second);
        return new(
            [.. matches],
            [.. Enumerable.Range(0, first).Except(matches.Select(static match => match.First))],
            [.. Enumerable.Range(0, second).Except(matches.Select(static match => match.Second))],
            F1(matches.Count(static match => match.SameLabel)),
            F1(matches.Count),
            matches.Count == 0 ? null : matches.Average(static match => match.Overlap));
    }
}
