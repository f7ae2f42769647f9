namespace Gyre.Contracts;

/// <summary>What the examples of a version hold, element by element.</summary>
public sealed record DatasetProfileInfo
{
    /// <summary>Number of examples.</summary>
    public required long Examples { get; init; }

    /// <summary>In the order of the schema.</summary>
    public required IReadOnlyList<ColumnProfileInfo> Columns { get; init; }
}

/// <summary>What the examples hold for an element.</summary>
public sealed record ColumnProfileInfo
{
    /// <summary>Name of the element.</summary>
    public required string Name { get; init; }

    /// <summary><c>input output metadata</c>.</summary>
    public required string Role { get; init; }

    /// <summary>As schemas write it: <c>image_file</c>.</summary>
    public required string Type { get; init; }

    /// <summary><c>unordered ordered time_series</c>; null for a single value.</summary>
    public string? MultiValue { get; init; }

    /// <summary>Cells with a valid value.</summary>
    public required long Values { get; init; }

    /// <summary>Cells without one.</summary>
    public required long Missing { get; init; }

    /// <summary>Cells that say null.</summary>
    public required long Nulls { get; init; }

    /// <summary>Cells with something that is not valid.</summary>
    public required long Invalid { get; init; }

    /// <summary>Numbers that are NaN or infinite.</summary>
    public required long NotFinite { get; init; }

    /// <summary>Distinct values.</summary>
    public required long Distinct { get; init; }

    /// <summary>Whether that is exact, or estimated with a standard error of 1.6 %.</summary>
    public required bool DistinctExact { get; init; }

    /// <summary>How numbers are distributed; null when there is none.</summary>
    public NumberProfileInfo? Numbers { get; init; }

    /// <summary>The most frequent values, at most 100.</summary>
    public required IReadOnlyList<ValueCountInfo> Top { get; init; }

    /// <summary>Values that are none of these.</summary>
    public required long Others { get; init; }

    /// <summary>Kinds of files, the most frequent first.</summary>
    public required IReadOnlyList<FileKindInfo> FileKinds { get; init; }
}

/// <summary>A value and how often it is there.</summary>
public sealed record ValueCountInfo
{
    /// <summary>The value; texts are cut after 200 characters.</summary>
    public required string Value { get; init; }

    /// <summary>How often.</summary>
    public required long Count { get; init; }
}

/// <summary>Files of one kind.</summary>
public sealed record FileKindInfo
{
    /// <summary>In lower case with the point; empty for none.</summary>
    public required string Extension { get; init; }

    /// <summary>How often examples refer to one.</summary>
    public required long Count { get; init; }

    /// <summary>Their sizes together.</summary>
    public required long Bytes { get; init; }
}

/// <summary>How numbers are distributed.</summary>
public sealed record NumberProfileInfo
{
    /// <summary>What they are: <c>value</c>, <c>length</c> of texts, <c>seconds</c> since 1970 of moments, <c>bytes</c> of files.</summary>
    public required string Measure { get; init; }

    /// <summary>Finite numbers; at least 1.</summary>
    public required long Count { get; init; }

    /// <summary>The smallest.</summary>
    public required double Min { get; init; }

    /// <summary>The largest.</summary>
    public required double Max { get; init; }

    /// <summary>Their mean; null when it is beyond a double.</summary>
    public double? Mean { get; init; }

    /// <summary>Their sample standard deviation; null for a single number.</summary>
    public double? Deviation { get; init; }

    /// <summary>By how much a share can be wrong in quantiles and histogram; 0 when they are exact.</summary>
    public required double RankError { get; init; }

    /// <summary>By share.</summary>
    public required IReadOnlyList<QuantileInfo> Quantiles { get; init; }

    /// <summary>Bounds of the bins, ascending; one more than counts.</summary>
    public required IReadOnlyList<double> Bounds { get; init; }

    /// <summary>Numbers per bin, at most 32 bins.</summary>
    public required IReadOnlyList<long> Counts { get; init; }
}

/// <summary>A quantile.</summary>
public sealed record QuantileInfo
{
    /// <summary>In (0, 1).</summary>
    public required double Share { get; init; }

    /// <summary>The smallest value that at least this share of the numbers does not exceed.</summary>
    public required double Value { get; init; }
}
