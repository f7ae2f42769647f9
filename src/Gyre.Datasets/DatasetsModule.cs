using Gyre.Storage;

namespace Gyre.Datasets;

/// <summary>Datasets as a module. It gives <see cref="IDatasets"/> and <see cref="IDocuments"/>.</summary>
public sealed class DatasetsModule : IModule
{
    /// <inheritdoc/>
    public string Name => "datasets";

    /// <inheritdoc/>
    public IReadOnlyList<Migration> Migrations => DatasetService.Migrations;

    /// <inheritdoc/>
    public Task<IOpenModule> OpenAsync(HomeParts parts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        parts.Add<IDatasets>(new DatasetService(parts.Store.Database));
        parts.Add<IDocuments>(new DocumentStore(parts.Store.Database));
        return Task.FromResult(OpenModule.Idle);
    }
}
