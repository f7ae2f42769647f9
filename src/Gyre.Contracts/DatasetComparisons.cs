namespace Gyre.Contracts;

/// <summary>What differs between two versions of a dataset.</summary>
public sealed record DatasetDiffInfo
{
    /// <summary>The version that is compared with.</summary>
    public required DatasetVersionInfo From { get; init; }

    /// <summary>The version that is compared.</summary>
    public required DatasetVersionInfo To { get; init; }

    /// <summary>Whether both hold the same files.</summary>
    public required bool Same { get; init; }

    /// <summary>What differs in the files.</summary>
    public required DatasetFileDiffInfo Files { get; init; }

    /// <summary>What differs in the schema; null when one cannot be read.</summary>
    public DatasetSchemaDiffInfo? Schema { get; init; }

    /// <summary>What differs in the examples; null when those of one cannot be read.</summary>
    public DatasetExampleDiffInfo? Examples { get; init; }

    /// <summary>Why there are no differences of schema or examples; null when there are.</summary>
    public string? Unreadable { get; init; }
}

/// <summary>What differs in the files: how many, and the first 1,000 of each kind.</summary>
public sealed record DatasetFileDiffInfo
{
    /// <summary>Files that only the second has.</summary>
    public required long AddedCount { get; init; }

    /// <summary>Files that only the first has.</summary>
    public required long RemovedCount { get; init; }

    /// <summary>Files of both with other content.</summary>
    public required long ChangedCount { get; init; }

    /// <summary>In ordinal order of their paths.</summary>
    public required IReadOnlyList<DatasetFileInfo> Added { get; init; }

    /// <summary>In ordinal order of their paths.</summary>
    public required IReadOnlyList<DatasetFileInfo> Removed { get; init; }

    /// <summary>As the second has them, in ordinal order of their paths.</summary>
    public required IReadOnlyList<DatasetFileInfo> Changed { get; init; }
}

/// <summary>What differs in the schema.</summary>
public sealed record DatasetSchemaDiffInfo
{
    /// <summary>Elements that only the second has.</summary>
    public required IReadOnlyList<string> Added { get; init; }

    /// <summary>Elements that only the first has.</summary>
    public required IReadOnlyList<string> Removed { get; init; }

    /// <summary>Elements of both that differ.</summary>
    public required IReadOnlyList<DatasetElementChangeInfo> Changed { get; init; }
}

/// <summary>A difference in an element.</summary>
public sealed record DatasetElementChangeInfo
{
    /// <summary>Its name.</summary>
    public required string Element { get; init; }

    /// <summary>What differs: <c>role type required nullable multi_value num_classes</c>.</summary>
    public required string Property { get; init; }

    /// <summary>What the first says.</summary>
    public required string From { get; init; }

    /// <summary>What the second says.</summary>
    public required string To { get; init; }
}

/// <summary>What differs in the examples, by their identifiers: how many, and the first 1,000 identifiers of each kind.</summary>
public sealed record DatasetExampleDiffInfo
{
    /// <summary>Examples that only the second has.</summary>
    public required long Added { get; init; }

    /// <summary>Examples that only the first has.</summary>
    public required long Removed { get; init; }

    /// <summary>Examples of both with another value.</summary>
    public required long Changed { get; init; }

    /// <summary>Examples of both without a difference.</summary>
    public required long Same { get; init; }

    /// <summary>In the order of rows.</summary>
    public required IReadOnlyList<Guid> AddedIds { get; init; }

    /// <summary>In the order of rows.</summary>
    public required IReadOnlyList<Guid> RemovedIds { get; init; }

    /// <summary>In the order of rows.</summary>
    public required IReadOnlyList<Guid> ChangedIds { get; init; }
}

/// <summary>How far the values of a version have moved from those of another.</summary>
public sealed record DatasetDriftInfo
{
    /// <summary>The version that is compared with.</summary>
    public required string From { get; init; }

    /// <summary>The version that is compared.</summary>
    public required string To { get; init; }

    /// <summary>In the order of the first, then what is new in the second.</summary>
    public required IReadOnlyList<ColumnDriftInfo> Columns { get; init; }
}

/// <summary>How far the values of an element have moved.</summary>
public sealed record ColumnDriftInfo
{
    /// <summary>Name of the element.</summary>
    public required string Name { get; init; }

    /// <summary>Why values cannot be compared: <c>added removed retyped emptied no-reference</c>, or <c>none</c>.</summary>
    public required string Change { get; init; }

    /// <summary><c>stable moderate large</c>; null when values cannot be compared.</summary>
    public string? Verdict { get; init; }

    /// <summary>The population stability index, in nats; null as the verdict.</summary>
    public double? Psi { get; init; }

    /// <summary>What 95 of 100 such indexes stay below without drift; null as the verdict.</summary>
    public double? Chance { get; init; }

    /// <summary>The largest distance of the distribution functions, in [0, 1]; null for labels.</summary>
    public double? Ks { get; init; }

    /// <summary>Share of cells without a value before, in [0, 1]; null for a new element.</summary>
    public double? MissingBefore { get; init; }

    /// <summary>Share of cells without a value now, in [0, 1]; null for an element that is gone.</summary>
    public double? MissingAfter { get; init; }

    /// <summary>Labels or kinds of files that are new, at most 100.</summary>
    public required IReadOnlyList<string> NewValues { get; init; }

    /// <summary>Labels or kinds of files that are gone, at most 100.</summary>
    public required IReadOnlyList<string> VanishedValues { get; init; }
}
