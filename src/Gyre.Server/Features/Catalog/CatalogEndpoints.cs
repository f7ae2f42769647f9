using Gyre.Contracts;
using Gyre.Pipelines;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Catalog;

/// <summary>Aliases of files, with what they pointed to.</summary>
internal static class CatalogEndpoints
{
    public static void MapCatalog(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("/catalog", "Catalog");
        group.MapGet("/aliases", ListAliases).WithName(nameof(ListAliases)).WithSummary("List aliases of files");
        group.MapGet("/aliases/{project}/{**alias}", GetAliasHistory).WithName(nameof(GetAliasHistory))
            .WithSummary("List what an alias of a project pointed to, newest first");
    }

    private static async Task<Ok<FileAliasList>> ListAliases(ICatalog catalog, CancellationToken cancellationToken)
    {
        var aliases = new List<FileAliasInfo>();
        foreach (var alias in await catalog.AliasesAsync(null, cancellationToken))
        {
            aliases.Add(new FileAliasInfo
            {
                Project = alias.Project,
                Name = alias.Name,
                File = Of(await catalog.FindAsync(alias.File, cancellationToken)),
                ChangedAt = alias.ChangedAt,
            });
        }
        return TypedResults.Ok(new FileAliasList { Aliases = aliases });
    }

    private static async Task<Ok<FileAliasHistory>> GetAliasHistory(
        string project, string alias, ICatalog catalog, CancellationToken cancellationToken)
    {
        var changes = new List<FileAliasChange>();
        foreach (var change in await catalog.AliasHistoryAsync(project, alias, cancellationToken))
        {
            changes.Add(new FileAliasChange
            {
                File = Of(await catalog.FindAsync(change.File, cancellationToken)),
                RunId = change.Run,
                ChangedAt = change.ChangedAt,
            });
        }
        return TypedResults.Ok(new FileAliasHistory { Changes = changes });
    }

    /// <summary>Aliases point to files of runs alone.</summary>
    private static CatalogFileInfo? Of(CatalogFile? file) => file is not { Run: { } run, NodePath: { } node }
        ? null
        : new CatalogFileInfo
        {
            Id = file.Id,
            Path = file.Path,
            RunId = run,
            Node = node,
            Digest = file.Digest,
            Size = file.SizeInBytes,
        };
}
