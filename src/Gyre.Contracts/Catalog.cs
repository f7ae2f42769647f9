using Gyre.Core;

namespace Gyre.Contracts;

/// <summary>Aliases of files.</summary>
public sealed record FileAliasList
{
    /// <summary>By project and name.</summary>
    public required IReadOnlyList<FileAliasInfo> Aliases { get; init; }
}

/// <summary>A name that points to a file.</summary>
public sealed record FileAliasInfo
{
    /// <summary>Name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>The alias.</summary>
    public required string Name { get; init; }

    /// <summary>The file; null when it is not known any more.</summary>
    public CatalogFileInfo? File { get; init; }

    /// <summary>When it was pointed there.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}

/// <summary>What an alias pointed to.</summary>
public sealed record FileAliasHistory
{
    /// <summary>Newest first.</summary>
    public required IReadOnlyList<FileAliasChange> Changes { get; init; }
}

/// <summary>An alias was pointed to a file.</summary>
public sealed record FileAliasChange
{
    /// <summary>The file; null when it is not known any more.</summary>
    public CatalogFileInfo? File { get; init; }

    /// <summary>The run whose node did it.</summary>
    public required RunId RunId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}

/// <summary>A file that a node run left behind.</summary>
public sealed record CatalogFileInfo
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Path under the outputs of its node run.</summary>
    public required string Path { get; init; }

    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>The node run's path.</summary>
    public required string Node { get; init; }

    /// <summary>Its content.</summary>
    public required Digest Digest { get; init; }

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }
}
