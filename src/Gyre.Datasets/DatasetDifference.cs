using System.Collections.Immutable;

namespace Gyre.Datasets;

/// <summary>What differs between two versions of datasets.</summary>
public sealed record DatasetDifference
{
    /// <summary>The version that is compared with.</summary>
    public required RepositoryVersion From { get; init; }

    /// <summary>The version that is compared.</summary>
    public required RepositoryVersion To { get; init; }

    /// <summary>Whether both hold the same files.</summary>
    public bool IsSame => From.Digest == To.Digest && !From.IsPlain;

    /// <summary>Files that only the second has, in ordinal order of their paths.</summary>
    public required ImmutableArray<DatasetFile> Added { get; init; }

    /// <summary>Files that only the first has.</summary>
    public required ImmutableArray<DatasetFile> Removed { get; init; }

    /// <summary>Files of both with other content, as the second has them.</summary>
    public required ImmutableArray<DatasetFile> Changed { get; init; }

    /// <summary>What differs in the schema; null when a schema cannot be read.</summary>
    public SchemaDifference? Schema { get; init; }

    /// <summary>What differs in the examples, by their identifiers; null when the examples of one cannot be read.</summary>
    public ExampleDifference? Examples { get; init; }

    /// <summary>Why there are no differences of schema or examples; null when there are.</summary>
    public string? Unreadable { get; init; }
}

/// <summary>What differs between two schemas.</summary>
/// <param name="Added">Names of elements that only the second has, in its order.</param>
/// <param name="Removed">Names of elements that only the first has, in its order.</param>
/// <param name="Changed">Elements of both whose role, type or rules differ, with what differs.</param>
public sealed record SchemaDifference(
    ImmutableArray<string> Added, ImmutableArray<string> Removed, ImmutableArray<ElementChange> Changed)
{
    /// <summary>Whether anything differs.</summary>
    public bool IsEmpty => Added.IsEmpty && Removed.IsEmpty && Changed.IsEmpty;
}

/// <summary>A difference in an element of a schema.</summary>
/// <param name="Element">Its name.</param>
/// <param name="Property">
/// What differs: <c>role</c>, <c>type</c>, <c>required</c>, <c>nullable</c>, <c>multi_value</c> or <c>num_classes</c>.
/// </param>
/// <param name="From">What the first says.</param>
/// <param name="To">What the second says.</param>
public sealed record ElementChange(string Element, string Property, string From, string To);

/// <summary>What differs between the examples of two versions.</summary>
/// <param name="Added">Examples whose identifier only the second has.</param>
/// <param name="Removed">Examples whose identifier only the first has.</param>
/// <param name="Changed">Examples of both with another value, or another file, in an element that both schemas have.</param>
/// <param name="Same">Examples of both without a difference.</param>
public sealed record ExampleDifference(long Added, long Removed, long Changed, long Same)
{
    /// <summary>The most identifiers of each kind that are listed.</summary>
    public const int MostListed = 1000;

    /// <summary>The first identifiers that were added, in the order of rows.</summary>
    public ImmutableArray<Guid> AddedIds { get; init; } = [];

    /// <summary>Identifiers that were removed, in the order of rows.</summary>
    public ImmutableArray<Guid> RemovedIds { get; init; } = [];

    /// <summary>Identifiers of examples that were changed, in the order of rows.</summary>
    public ImmutableArray<Guid> ChangedIds { get; init; } = [];
}
