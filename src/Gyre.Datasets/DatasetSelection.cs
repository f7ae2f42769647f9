using System.Collections.Immutable;

namespace Gyre.Datasets;

/// <summary>How a version is made of the examples that a query finds.</summary>
public sealed record SelectOptions
{
    /// <summary>Name of the dataset; null for that of the version that is asked.</summary>
    public string? Dataset { get; init; }

    /// <summary>Name of the version; null for the first 12 digits of its digest.</summary>
    public string? Version { get; init; }

    /// <summary>For people; null for the description in the schema.</summary>
    public string? Description { get; init; }

    /// <summary>Is told after each file; null for nobody.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }
}

/// <summary>A version that a query made.</summary>
/// <param name="Pushed">The version.</param>
/// <param name="Matches">Examples in it.</param>
/// <param name="LeftOut">Splits that the examples that are left do not allow, and why.</param>
public sealed record SelectedVersion(PushedVersion Pushed, long Matches, ImmutableArray<string> LeftOut);

/// <summary>The part of a split that the examples become which a query finds; all others become the other part.</summary>
public enum MatchingPart
{
    /// <summary>They are tested with, the others are trained with.</summary>
    Test,

    /// <summary>They are trained with, the others are tested with.</summary>
    Training,
}

/// <summary>A split that a query made.</summary>
/// <param name="Split">With one experience of one partition.</param>
/// <param name="Version">The new version with it; null when it was written into a folder.</param>
public sealed record SavedSplit(DatasetSplit Split, RepositoryVersion? Version);
