using Gyre.Core;
using Gyre.Pipelines.Catalog;
using Gyre.Storage;

namespace Gyre.Pipelines;

/// <summary>
/// Files in the catalog that no run made, inside a transaction of another module. Their content is in the artifact store before; from then
/// on it is kept.
/// </summary>
public static class CatalogLedger
{
    /// <summary>Keeps a file; one with its id that is there already stays as it is.</summary>
    public static void Add(IDbSession session, CatalogFile file)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(file);
        if (file.Run is not null || file.Attempt is not null)
            throw new ArgumentException("The files of runs are kept with the end of their node runs.", nameof(file));
        CatalogStore.Insert(session, new CatalogRow
        {
            Id = file.Id,
            Project = file.Project,
            Path = file.Path,
            Digest = file.Digest,
            SizeInBytes = file.SizeInBytes,
            Metadata = file.Metadata is { } metadata ? ValueJson.Write(metadata) : null,
            CreatedAt = file.CreatedAt,
        });
    }

    /// <summary>A file, or null.</summary>
    public static CatalogFile? Find(IDbSession session, Guid id)
    {
        ArgumentNullException.ThrowIfNull(session);
        return CatalogStore.Find(session, id);
    }

    /// <summary>Files in the order of their ids; an id that is not known gives none. Their tags and aliases are left out.</summary>
    public static IReadOnlyList<CatalogFile> FindAll(IDbSession session, IReadOnlyCollection<Guid> ids)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(ids);
        return CatalogStore.FindAll(session, ids);
    }
}
