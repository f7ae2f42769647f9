using System.Collections.Immutable;

namespace Gyre.Datasets;

/// <summary>What an inspection of a dataset folder found.</summary>
public sealed record DatasetInspection
{
    /// <summary>Whether there are no errors.</summary>
    public bool IsValid => Errors.IsEmpty;

    /// <summary>Every rule that is broken: the first 1,000 findings of each code.</summary>
    public required ImmutableArray<DatasetFinding> Errors { get; init; }

    /// <summary>What is accepted but probably not meant: the first 1,000 findings of each code.</summary>
    public required ImmutableArray<DatasetFinding> Warnings { get; init; }

    /// <summary>By code, how many further findings are not listed.</summary>
    public required ImmutableSortedDictionary<string, long> Unlisted { get; init; }

    /// <summary>The schema; null when it cannot be read.</summary>
    public DatasetSchema? Schema { get; init; }

    /// <summary>What the dataset contains, as far as it could be read.</summary>
    public required DatasetSummary Summary { get; init; }
}

/// <summary>What a dataset contains.</summary>
public sealed record DatasetSummary
{
    /// <summary>Name of the dataset; null when the schema cannot be read.</summary>
    public string? Name { get; init; }

    /// <summary>The file or folder with the examples; null when there is none.</summary>
    public string? ExamplesFile { get; init; }

    /// <summary>Number of examples that were read.</summary>
    public long Examples { get; init; }

    /// <summary>Number of files that examples refer to, each counted once.</summary>
    public long Files { get; init; }

    /// <summary>Bytes of the examples and of the files that examples refer to.</summary>
    public long SizeInBytes { get; init; }

    /// <summary>One per element, in the order of the schema.</summary>
    public ImmutableArray<ElementSummary> Elements { get; init; } = [];

    /// <summary>One per strategy, in ordinal order of their names.</summary>
    public ImmutableArray<DatasetSplit> Splits { get; init; } = [];
}

/// <summary>What the examples hold for an element.</summary>
/// <param name="Element">The element.</param>
public sealed record ElementSummary(DatasetElement Element)
{
    /// <summary>Cells with a valid value.</summary>
    public long Values { get; init; }

    /// <summary>Cells that say null.</summary>
    public long Nulls { get; init; }

    /// <summary>Cells that are empty or blank, or have no column.</summary>
    public long Missing { get; init; }

    /// <summary>Cells with something that is not valid.</summary>
    public long Invalid { get; init; }

    /// <summary>Smallest value: of finite numbers as a number, of moments in ISO 8601; null when there is none.</summary>
    public string? Min { get; init; }

    /// <summary>Largest value, as <see cref="Min"/>.</summary>
    public string? Max { get; init; }

    /// <summary>Mean of the finite numbers; null for other types and without values.</summary>
    public double? Mean { get; init; }

    /// <summary>Numbers that are NaN or infinite.</summary>
    public long NotFinite { get; init; }

    /// <summary>Distinct values of categories, texts and booleans; null for other types.</summary>
    public int? Distinct { get; init; }

    /// <summary>Whether there are more distinct values than were counted.</summary>
    public bool HasMoreDistinct { get; init; }

    /// <summary>The most frequent values, most frequent first, then in ordinal order; at most 100 for outputs and 10 otherwise.</summary>
    public ImmutableArray<ValueCount> Top { get; init; } = [];
}

/// <summary>How often a value occurs.</summary>
/// <param name="Value">The value, shortened to 200 characters.</param>
/// <param name="Count">Number of examples.</param>
public readonly record struct ValueCount(string Value, long Count);
