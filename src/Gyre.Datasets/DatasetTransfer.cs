namespace Gyre.Datasets;

/// <summary>How far a push or a pull is.</summary>
/// <param name="Files">Files that are done.</param>
/// <param name="AllFiles">Files in all.</param>
/// <param name="Bytes">Bytes that are done.</param>
/// <param name="AllBytes">Bytes in all.</param>
public readonly record struct TransferProgress(long Files, long AllFiles, long Bytes, long AllBytes);

/// <summary>How a folder is pushed.</summary>
public sealed record PushOptions
{
    /// <summary>Name of the version; null for the first 12 digits of its digest.</summary>
    public string? Version { get; init; }

    /// <summary>For people; null for the description in the schema.</summary>
    public string? Description { get; init; }

    /// <summary>The name that the schema must have; null for any.</summary>
    public string? Dataset { get; init; }

    /// <summary>Whether the profile of the version is made and kept with it, unless there is one.</summary>
    public bool KeepsProfile { get; init; } = true;

    /// <summary>What the folder was made of by a query; null for a folder of its own.</summary>
    public VersionSource? Source { get; init; }

    /// <summary>Files sent at once, 1 to 64.</summary>
    public int Parallelism { get; init; } = 8;

    /// <summary>Is told after each file; null for nobody.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }
}

/// <summary>A version that was pushed.</summary>
/// <param name="Version">The version.</param>
/// <param name="SentFiles">Distinct contents that were not there before.</param>
/// <param name="SentBytes">Their size.</param>
/// <param name="IsNew">Whether this push made the version; false when it was there.</param>
public sealed record PushedVersion(RepositoryVersion Version, long SentFiles, long SentBytes, bool IsNew);

/// <summary>How a version is removed.</summary>
public sealed record RemoveOptions
{
    /// <summary>Also when a tag points to it or something needs it; its tags go with it.</summary>
    public bool Force { get; init; }

    /// <summary>Removes nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>
    /// Whether content goes that no version of the dataset names; nobody may push to the dataset meanwhile. Homes have a collector for it.
    /// </summary>
    public bool Purge { get; init; }
}

/// <summary>A version that was removed, or would be.</summary>
/// <param name="Version">The version.</param>
/// <param name="Needs">What needs it, tags first; for people. It goes then only by force.</param>
/// <param name="Files">Contents that were purged, or would be.</param>
/// <param name="Bytes">Their size.</param>
public sealed record RemovedVersion(RepositoryVersion Version, IReadOnlyList<string> Needs, long Files, long Bytes);

/// <summary>How a version is pulled.</summary>
public sealed record PullOptions
{
    /// <summary>A file, or a folder with <c>/</c> at its end; null or <c>/</c> for the whole dataset.</summary>
    public string? Path { get; init; }

    /// <summary>Whether something else that is in the place is replaced.</summary>
    public bool Replace { get; init; }

    /// <summary>Files fetched at once, 1 to 64.</summary>
    public int Parallelism { get; init; } = 8;

    /// <summary>Is told after each file; null for nobody.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }
}

/// <summary>A version, or a part of one, that was pulled.</summary>
/// <param name="Version">The version.</param>
/// <param name="Files">Files of the part, or of the whole.</param>
/// <param name="FetchedBytes">Bytes that had to be fetched.</param>
/// <param name="IsNew">False when everything was there already.</param>
public sealed record PulledVersion(RepositoryVersion Version, long Files, long FetchedBytes, bool IsNew);
