namespace Gyre.Learning.Agreement;

/// <summary>Krippendorff's alpha from distances of values that have no order and no name.</summary>
internal static class PairDistances
{
    public static double? Alpha<T>(IReadOnlyList<IReadOnlyList<T?>> ratings, Func<T, T, double> distance)
        where T : class
    {
        if (ratings.FirstOrDefault(person => person.Count != ratings[0].Count) is { } other)
            throw new ArgumentException($"One person has {other.Count} units, the first {ratings[0].Count}; use null where a rating is missing.", nameof(ratings));
        var units = Enumerable.Range(0, ratings.Count == 0 ? 0 : ratings[0].Count)
            .Select(unit => ratings.Select(person => person[unit]).OfType<T>().ToArray()).Where(static unit => unit.Length > 1).ToList();
        T[] all = [.. units.SelectMany(static unit => unit)];
        var seen = units.Sum(unit => Sum(unit, distance) / (unit.Length - 1));
        var chance = all.Length < 2 ? 0 : Sum(all, distance) / (all.Length - 1);
        return chance > 0 ? 1 - (seen / chance) : null;
    }

    private static double Sum<T>(T[] values, Func<T, T, double> distance)
    {
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = 0; j < i; j++)
                sum += 2 * distance(values[i], values[j]);
        }
        return sum;
    }
}
