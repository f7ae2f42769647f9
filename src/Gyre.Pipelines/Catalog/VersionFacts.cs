using System.Collections.Immutable;
using Gyre.Datasets;
using Gyre.Storage;

namespace Gyre.Pipelines.Catalog;

/// <summary>Versions of datasets as repositories tell them.</summary>
internal static class VersionFacts
{
    /// <summary>The kind of origin of versions that were pushed.</summary>
    public const string Pushed = "push";

    /// <summary>The kind of origin of versions that a query made of others.</summary>
    public const string Queried = "query";

    /// <summary>What was kept with a push; of other versions what their files tell. The version may come without its files.</summary>
    public static RepositoryVersion Of(IDbSession session, DatasetVersion version)
    {
        var facts = new RepositoryVersion
        {
            Dataset = version.Dataset,
            Version = version.Version,
            Digest = default,
            CreatedAt = version.CreatedAt,
            FileCount = version.Files.IsEmpty ? DatasetLedger.CountFiles(session, version.Id) : version.Files.Length,
            Tags = version.Aliases,
        };
        if (version.Origin is { Kind: Pushed or Queried } origin && PushedFacts.Read(origin.Details, facts) is { } pushed)
            return pushed;
        var files = FilesOf(session, version);
        return facts with
        {
            Digest = DatasetManifest.DigestOf(files),
            FileCount = files.Length,
            SizeInBytes = files.Sum(static file => file.SizeInBytes),
        };
    }

    /// <summary>A path that a run left twice counts as its last file does, as it would in a folder.</summary>
    public static ImmutableArray<DatasetFile> FilesOf(IDbSession session, DatasetVersion version) =>
    [
        .. CatalogStore.FindAll(session, version.Files.IsEmpty ? DatasetLedger.FilesOf(session, version.Id) : version.Files)
            .GroupBy(static file => file.Path, StringComparer.Ordinal).Select(static same => same.Last())
            .OrderBy(static file => file.Path, StringComparer.Ordinal)
            .Select(static file => new DatasetFile(file.Path, file.SizeInBytes, file.Digest)),
    ];
}
