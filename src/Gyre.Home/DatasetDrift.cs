using System.Collections.Immutable;
using Gyre.Datasets;
using Gyre.Learning;

namespace Gyre.Home;

/// <summary>How far the values of a column have moved, by the customary bounds of the population stability index.</summary>
public enum DriftVerdict
{
    /// <summary>Below 0.1.</summary>
    Stable,

    /// <summary>Below 0.25.</summary>
    Moderate,

    /// <summary>0.25 or more.</summary>
    Large,
}

/// <summary>Why the values of a column cannot be compared.</summary>
public enum ColumnChange
{
    /// <summary>They can be.</summary>
    None,

    /// <summary>The column is new.</summary>
    Added,

    /// <summary>The column is gone.</summary>
    Removed,

    /// <summary>The column has another type.</summary>
    Retyped,

    /// <summary>The column had values and has none.</summary>
    Emptied,

    /// <summary>The column had no values.</summary>
    NoReference,
}

/// <summary>What changed in a column.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Change">Whether its values can be compared.</param>
public sealed record ColumnDrift(string Name, ColumnChange Change)
{
    /// <summary>
    /// The population stability index in nats, over ten bins that held equally many values, or over labels; null when values cannot be
    /// compared.
    /// </summary>
    public double? Index { get; init; }

    /// <summary>What 95 of 100 such indexes stay below without drift, with so many values; null as the index is.</summary>
    public double? Chance { get; init; }

    /// <summary>
    /// The largest distance of the distribution functions (Kolmogorov and Smirnov), in [0, 1]; null for labels and truth values.
    /// </summary>
    public double? Distance { get; init; }

    /// <summary>Share of the cells without a value before, in [0, 1]; null for a column that is new.</summary>
    public double? MissingBefore { get; init; }

    /// <summary>Share of the cells without a value now, in [0, 1]; null for a column that is gone.</summary>
    public double? MissingAfter { get; init; }

    /// <summary>Labels, or kinds of files, that are new, the most frequent first; the first 100. Empty when there are too many.</summary>
    public ImmutableArray<string> NewValues { get; init; } = [];

    /// <summary>Labels, or kinds of files, that are gone, as <see cref="NewValues"/>.</summary>
    public ImmutableArray<string> VanishedValues { get; init; } = [];

    /// <summary>The index in a word; null as the index is.</summary>
    public DriftVerdict? Verdict => Index switch
    {
        null => null,
        < 0.1 => DriftVerdict.Stable,
        < 0.25 => DriftVerdict.Moderate,
        _ => DriftVerdict.Large,
    };

    /// <summary>Whether the index is above a bound, or the column has lost its values or its type.</summary>
    /// <param name="bound">0 or greater.</param>
    public bool IsAbove(double bound) => Index > bound || Change is ColumnChange.Removed or ColumnChange.Retyped or ColumnChange.Emptied;
}

/// <summary>What changed between two profiles of datasets.</summary>
/// <param name="Columns">In the order of the first profile, then what is new in the second.</param>
public sealed record DatasetDrift(ImmutableArray<ColumnDrift> Columns)
{
    private const int Bins = 10;
    private const int SampleForBins = 1000;
    private const int Labels = 50;
    private const int Listed = 100;

    // No index is below, so that the threshold is what chance says.
    private const double AnySize = 1e-12;

    /// <summary>Compares a dataset with an earlier one. Pure.</summary>
    /// <param name="reference">What the dataset looked like; its values make the bins.</param>
    /// <param name="sample">What it looks like now.</param>
    public static DatasetDrift Between(DatasetProfile reference, DatasetProfile sample)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(sample);
        var before = reference.Columns.Select(static column => column.Name).ToHashSet(StringComparer.Ordinal);
        var now = sample.Columns.ToDictionary(static column => column.Name, StringComparer.Ordinal);
        return new(
        [
            .. reference.Columns.Select(column => now.TryGetValue(column.Name, out var other)
                ? Of(column, other)
                : new ColumnDrift(column.Name, ColumnChange.Removed) { MissingBefore = column.MissingShare }),
            .. sample.Columns.Where(column => !before.Contains(column.Name)).Select(
                static column => new ColumnDrift(column.Name, ColumnChange.Added) { MissingAfter = column.MissingShare }),
        ]);
    }

    private static ColumnDrift Of(ColumnProfile before, ColumnProfile now)
    {
        var change = before.Type != now.Type || before.MultiValue != now.MultiValue ? ColumnChange.Retyped
            : before.Values == 0 ? ColumnChange.NoReference
            : now.Values == 0 ? ColumnChange.Emptied
            : ColumnChange.None;
        var drift = new ColumnDrift(before.Name, change) { MissingBefore = before.MissingShare, MissingAfter = now.MissingShare };
        if (change != ColumnChange.None)
            return drift;
        var (was, isNow) = (ValuesOf(before), ValuesOf(now));
        drift = drift with { NewValues = Without(isNow, was), VanishedValues = Without(was, isNow) };
        var isLabelled = before.Type is ElementType.Category or ElementType.Boolean;
        return isLabelled ? WithIndex(drift, LabelsOf(before, now)) : WithNumbers(drift, before, now);
    }

    private static ColumnDrift WithNumbers(ColumnDrift drift, ColumnProfile before, ColumnProfile now)
    {
        if (before.Numbers is not { Distribution: var reference })
            return drift;
        var bounds = PopulationReference.Of(reference.Sample(SampleForBins).AsSpan(), Bins).Bounds.AsSpan();
        var counts = now.Numbers?.Distribution.CountBetween(bounds) ?? [.. new long[bounds.Length + 1]];
        // A number that is not finite is in a bin of its own.
        drift = WithIndex(drift, ([.. reference.CountBetween(bounds), before.NotFinite], [.. counts, now.NotFinite]));
        return now.Numbers is not { Distribution: var sample } ? drift : drift with
        {
            Distance = DriftTests.KolmogorovSmirnovDistance(
                reference.Values.AsSpan(), reference.Counts.AsSpan(), sample.Values.AsSpan(), sample.Counts.AsSpan()),
        };
    }

    private static ColumnDrift WithIndex(ColumnDrift drift, (long[] Reference, long[] Sample) counts)
    {
        if (counts.Reference.All(static count => count == 0) || counts.Sample.All(static count => count == 0))
            return drift;
        var finding = DriftTests.PopulationStabilityOf(counts.Reference, counts.Sample, AnySize);
        return drift with { Index = finding.Statistic, Chance = finding.Threshold };
    }

    /// <summary>The most frequent labels of before, and all others together.</summary>
    private static (long[] Reference, long[] Sample) LabelsOf(ColumnProfile before, ColumnProfile now)
    {
        var top = before.Top.Take(Labels).ToList();
        var known = now.Top.DistinctBy(static one => one.Value).ToDictionary(
            static one => one.Value, static one => one.Count, StringComparer.Ordinal);
        long[] sample = [.. top.Select(one => known.GetValueOrDefault(one.Value))];
        return (
            [.. top.Select(static one => one.Count), TotalOf(before) - top.Sum(static one => one.Count)],
            [.. sample, TotalOf(now) - sample.Sum()]);
    }

    private static long TotalOf(ColumnProfile column) => column.Top.Sum(static one => one.Count) + column.Others;

    /// <summary>Labels or kinds of files, and whether these are all.</summary>
    private static (IEnumerable<string> Values, bool AreAll) ValuesOf(ColumnProfile column) => column.Type switch
    {
        ElementType.Category => (column.Top.Select(static one => one.Value), column.Others == 0),
        ElementType.Boolean => (column.Top.Select(static one => one.Value), true),
        _ => (column.FileKinds.Select(static kind => kind.Extension), column.FileKinds.Length < Listed),
    };

    private static ImmutableArray<string> Without(
        (IEnumerable<string> Values, bool AreAll) values, (IEnumerable<string> Values, bool AreAll) others) =>
        others.AreAll ? [.. values.Values.Except(others.Values, StringComparer.Ordinal).Take(Listed)] : [];
}
