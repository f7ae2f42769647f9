using Gyre.Datasets.Schema;
using Gyre.Storage;

namespace Gyre.Datasets;

/// <summary>See <see cref="IDatasets"/>.</summary>
/// <param name="database">Opened with <see cref="Migrations"/> among the others.</param>
public sealed class DatasetService(IDatabase database) : IDatasets
{
    /// <summary>The schema of this module, for opening a store; after that of the engine.</summary>
    public static IReadOnlyList<Migration> Migrations => DatasetMigrations.All;

    /// <inheritdoc/>
    public Task<IReadOnlyList<DatasetVersion>> VersionsAsync(string? project, string? dataset, CancellationToken cancellationToken) =>
        database.ReadAsync(session => DatasetLedger.List(session, project, dataset), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DatasetVersion>> MadeFromAsync(string kind, string name, CancellationToken cancellationToken) =>
        database.ReadAsync(session => DatasetLedger.MadeFrom(session, kind, name), cancellationToken);

    /// <inheritdoc/>
    public Task<DatasetVersion?> FindVersionAsync(string project, string dataset, string version, CancellationToken cancellationToken) =>
        database.ReadAsync(session => DatasetLedger.Resolve(session, project, dataset, version), cancellationToken);
}
