using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Gyre.Core;

namespace Gyre.Datasets;

/// <summary>A file of a version of a dataset.</summary>
/// <param name="Path">Relative to the folder of the dataset, with <c>/</c> between names; a <see cref="SafePath"/>.</param>
/// <param name="SizeInBytes">Its size.</param>
/// <param name="Digest">Its content; empty for a dataset without versions, whose content nobody has hashed.</param>
public sealed record DatasetFile(string Path, long SizeInBytes, Digest Digest);

/// <summary>What a repository knows of an element of the schema of a version.</summary>
/// <param name="Name">Name of the element.</param>
/// <param name="Role"><c>input</c>, <c>output</c> or <c>metadata</c>.</param>
/// <param name="Type">As schemas write it: <c>image_file</c>.</param>
public sealed record DatasetElementFact(string Name, string Role, string Type);

/// <summary>What a version was made of by a query.</summary>
/// <param name="Uri">Address of the version that was asked.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="Query">The query as JSON.</param>
public sealed record VersionSource(string Uri, Digest Digest, string Query);

/// <summary>A version of a dataset in a repository, without its list of files. It never changes, only its tags move.</summary>
public sealed record RepositoryVersion
{
    /// <summary>Name of the dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>Name of the version, unique in the dataset; empty for a dataset that was uploaded without versions.</summary>
    public required string Version { get; init; }

    /// <summary>See <see cref="DatasetManifest.DigestOf"/>; empty for a dataset without versions.</summary>
    public required Digest Digest { get; init; }

    /// <summary>When it was pushed, or made by a run.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>For people; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>Number of examples; null when nobody has counted them.</summary>
    public long? Examples { get; init; }

    /// <summary>Number of files.</summary>
    public long FileCount { get; init; }

    /// <summary>Bytes of all files.</summary>
    public long SizeInBytes { get; init; }

    /// <summary>The elements of its schema; empty when nobody has read it.</summary>
    public ImmutableArray<DatasetElementFact> Elements { get; init; } = [];

    /// <summary>Names of its splits, in ordinal order.</summary>
    public ImmutableArray<string> Splits { get; init; } = [];

    /// <summary>What it was made of; null when it was pushed from a folder, or made by a run.</summary>
    public VersionSource? Source { get; init; }

    /// <summary>Tags of the dataset that point to it now, in ordinal order.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Whether it was uploaded without versions, so that its content cannot be checked and may change.</summary>
    public bool IsPlain => Version.Length == 0;

    /// <summary>Its address as an input of a step: <c>dataset://NAME/VERSION</c>.</summary>
    public string Uri => $"dataset://{Dataset}/{(IsPlain ? "latest" : Version)}";
}

/// <summary>A version with its files.</summary>
/// <param name="Version">The version.</param>
/// <param name="Files">In ordinal order of their paths, each path once.</param>
public sealed record DatasetManifest(RepositoryVersion Version, ImmutableArray<DatasetFile> Files)
{
    /// <summary>The most files of a version.</summary>
    public const int MaxFiles = 1_000_000;

    /// <summary>
    /// The digest of a whole version: SHA-256 of a line for each file, <c>HEX  PATH</c> as <c>sha256sum</c> prints it, in ordinal order of
    /// the paths. A pure function of paths and content.
    /// </summary>
    /// <param name="files">In any order.</param>
    public static Digest DigestOf(IEnumerable<DatasetFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files.OrderBy(static file => file.Path, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{file.Digest.Hex}  {file.Path}\n"));
        return Digest.FromHash(hash.GetHashAndReset());
    }
}
