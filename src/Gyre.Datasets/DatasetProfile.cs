using System.Collections.Immutable;

namespace Gyre.Datasets;

/// <summary>What the examples of a dataset hold, column by column: all that has to be kept to show it and to compare it later.</summary>
public sealed record DatasetProfile
{
    /// <summary>The version of the JSON form.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Relative standard error of numbers of distinct values that are estimated, 1.04 / sqrt(4096).</summary>
    public const double DistinctError = 0.01625;

    /// <summary>Name of the dataset.</summary>
    public required string Name { get; init; }

    /// <summary>Number of examples.</summary>
    public required long Examples { get; init; }

    /// <summary>One per element, in the order of the schema; of elements with one name the first alone.</summary>
    public required ImmutableArray<ColumnProfile> Columns { get; init; }
}

/// <summary>What the examples hold for an element.</summary>
/// <param name="Name">Name of the element.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Type">What its values are.</param>
public sealed record ColumnProfile(string Name, ElementRole Role, ElementType Type)
{
    /// <summary>Whether a cell holds several values. They are counted one by one below.</summary>
    public MultiValue MultiValue { get; init; }

    /// <summary>Cells with a valid value.</summary>
    public long Values { get; init; }

    /// <summary>Cells that are empty or blank, or have no column.</summary>
    public long Missing { get; init; }

    /// <summary>Cells that say null.</summary>
    public long Nulls { get; init; }

    /// <summary>Cells with something that is not valid.</summary>
    public long Invalid { get; init; }

    /// <summary>Numbers that are NaN or infinite.</summary>
    public long NotFinite { get; init; }

    /// <summary>Number of distinct values.</summary>
    public long Distinct { get; init; }

    /// <summary>Whether <see cref="Distinct"/> is exact; else see <see cref="DatasetProfile.DistinctError"/>.</summary>
    public bool IsDistinctExact { get; init; }

    /// <summary>Numbers, or what else of the values is a number; null when there is none.</summary>
    public NumberProfile? Numbers { get; init; }

    /// <summary>
    /// The most frequent labels, texts or truth values: at most 1,000 labels and 20 texts; of equally frequent ones the first in ordinal
    /// order. Texts are cut after 200 characters.
    /// </summary>
    public ImmutableArray<ValueCount> Top { get; init; } = [];

    /// <summary>Values that are none of <see cref="Top"/>.</summary>
    public long Others { get; init; }

    /// <summary>Kinds of files by extension, the most frequent first: at most 100.</summary>
    public ImmutableArray<FileKind> FileKinds { get; init; } = [];

    /// <summary>Share of the cells without a value, in [0, 1]: missing and null ones; 0 without examples.</summary>
    public double MissingShare
    {
        get
        {
            var cells = Values + Missing + Nulls + Invalid;
            return cells == 0 ? 0 : (Missing + Nulls) / (double)cells;
        }
    }
}

/// <summary>Files of one kind.</summary>
/// <param name="Extension">In lower case with the point: <c>.png</c>; empty for none.</param>
/// <param name="Count">How often examples refer to one.</param>
/// <param name="Bytes">Their sizes together; a file that is referred to twice counts twice.</param>
public sealed record FileKind(string Extension, long Count, long Bytes);

/// <summary>What of a value is measured.</summary>
public enum ProfileMeasure
{
    /// <summary>The number itself.</summary>
    Value,

    /// <summary>Unicode characters of a text.</summary>
    Length,

    /// <summary>Seconds of a moment since 1970-01-01T00:00:00.</summary>
    Seconds,

    /// <summary>Size of a file.</summary>
    Bytes,
}

/// <summary>How numbers are distributed.</summary>
/// <param name="Measure">What they are, and their unit.</param>
public sealed record NumberProfile(ProfileMeasure Measure)
{
    /// <summary>Shares to which <see cref="Quantiles"/> belong.</summary>
    public static ImmutableArray<double> Shares { get; } = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];

    /// <summary>Finite numbers; at least 1.</summary>
    public required long Count { get; init; }

    /// <summary>The smallest.</summary>
    public required double Min { get; init; }

    /// <summary>The largest.</summary>
    public required double Max { get; init; }

    /// <summary>Their mean; null when it is beyond a double.</summary>
    public double? Mean { get; init; }

    /// <summary>Their sample standard deviation; null for a single number, and when it is beyond a double.</summary>
    public double? Deviation { get; init; }

    /// <summary>
    /// By how much the share of numbers up to any value can be wrong in the quantiles and the histogram; 0 when they are exact, which
    /// they are for up to 4,096 numbers in datasets of up to 64 columns.
    /// </summary>
    public double RankError { get; init; }

    /// <summary>For each of <see cref="Shares"/> the smallest value that at least this share of the numbers does not exceed.</summary>
    public required ImmutableArray<double> Quantiles { get; init; }

    /// <summary>At most 32 bins of equal width from the smallest number to the largest.</summary>
    public required NumberHistogram Histogram { get; init; }

    /// <summary>The distribution function at up to 512 values.</summary>
    public required NumberDistribution Distribution { get; init; }
}

/// <summary>Numbers in bins.</summary>
/// <param name="Bounds">Ascending; a bin holds what is not below its first bound and below the next, the last bin also that.</param>
/// <param name="Counts">Numbers per bin; one less than bounds.</param>
public sealed record NumberHistogram(ImmutableArray<double> Bounds, ImmutableArray<long> Counts);

/// <summary>A distribution as values with counts. Of many values neighbours are put together at the largest of them.</summary>
/// <param name="Values">Finite and ascending; at least one.</param>
/// <param name="Counts">Numbers above the value before and up to this one; each above 0.</param>
public sealed record NumberDistribution(ImmutableArray<double> Values, ImmutableArray<long> Counts)
{
    /// <summary>All numbers.</summary>
    public long Total => Counts.Sum();

    /// <summary>
    /// How many numbers lie in each bin, as <c>PopulationReference</c> of Gyre.Learning counts: in the bin whose number is the count of
    /// bounds not above them. O(values + bounds).
    /// </summary>
    /// <param name="bounds">Ascending.</param>
    public ImmutableArray<long> CountBetween(ReadOnlySpan<double> bounds)
    {
        var counts = new long[bounds.Length + 1];
        var bin = 0;
        for (var i = 0; i < Values.Length; i++)
        {
            while (bin < bounds.Length && bounds[bin] <= Values[i])
                bin++;
            counts[bin] += Counts[i];
        }
        return [.. counts];
    }

    /// <summary>Values at equal steps of rank, the largest included: a small sample with this distribution. O(values + most).</summary>
    /// <param name="most">How many, at least 1; all numbers when there are not more.</param>
    public ImmutableArray<double> Sample(int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var total = Total;
        var count = (int)Math.Min(most, total);
        var sample = ImmutableArray.CreateBuilder<double>(count);
        var (at, below) = (0, Counts[0]);
        for (var i = 1; i <= count; i++)
        {
            var rank = (long)((Int128)total * i / count);
            while (below < rank)
                below += Counts[++at];
            sample.Add(Values[at]);
        }
        return sample.MoveToImmutable();
    }
}
