using Gyre.Core;

namespace Gyre.Learning.Drift;

/// <summary>The population stability index with the quantile that it has without drift.</summary>
internal static class PopulationStability
{
    public static double Index(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        RequireSameBins(expected.Length, actual.Length);
        var sum = 0.0;
        for (var i = 0; i < expected.Length; i++)
            sum += (Share(actual[i], i, nameof(actual)) - Share(expected[i], i, nameof(expected))) * Math.Log(actual[i] / expected[i]);
        return sum;
    }

    public static DriftFinding Compare(ReadOnlySpan<long> reference, ReadOnlySpan<long> sample, double size, double level)
    {
        RequireSameBins(reference.Length, sample.Length);
        var (n, m) = (Total(reference, nameof(reference)), Total(sample, nameof(sample)));
        var (index, used) = (0.0, 0);
        for (var i = 0; i < reference.Length; i++)
        {
            if (reference[i] == 0 && sample[i] == 0)
                continue;
            var (expected, actual) = (Math.Max(reference[i], 0.5) / n, Math.Max(sample[i], 0.5) / m);
            index += (actual - expected) * Math.Log(actual / expected);
            used++;
        }
        var quantile = used < 2 ? 0 : ChiSquare.Quantile(used - 1, level) * ((1.0 / n) + (1.0 / m));
        var threshold = Math.Max(size, quantile);
        return new DriftFinding(index > threshold, index, threshold, level, Sentence(index, size, quantile, $"{n} and {m} values"));
    }

    private static string Sentence(double index, double size, double quantile, string values)
    {
        var (bare, least) = (DriftGuard.Shown(index), DriftGuard.Shown(size));
        var evidence = $"{DriftGuard.Shown(quantile)}, which {values} stay below without drift";
        if (index > size && index > quantile)
            return $"The distribution has shifted: its population stability index of {bare} exceeds {least} and {evidence}.";
        return index > size
            ? $"The population stability index of {bare} exceeds {least} but not {evidence}: there are too few values to tell."
            : $"The population stability index of {bare} does not exceed {least}: no shift that matters.";
    }

    private static long Total(ReadOnlySpan<long> counts, string name)
    {
        var sum = 0L;
        foreach (var count in counts)
            sum += count >= 0 ? count : throw new ArgumentOutOfRangeException(name, count, "A count must be at least 0.");
        return sum > 0 ? sum : throw new ArgumentException("A distribution needs at least one value.", name);
    }

    private static double Share(double share, int bin, string name) =>
        share is > 0 and <= 1
            ? share
            : throw new ArgumentException($"The share of bin {bin} is {NumberText.Of(share)}; it must be above 0 and at most 1.", name);

    private static void RequireSameBins(int expected, int actual)
    {
        if (expected < 2 || expected != actual)
            throw new ArgumentException(
                $"Distributions over {expected} and {actual} bins cannot be compared; both need the same number, at least 2.");
    }
}
