using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Pipelines.Catalog;

/// <summary>See <see cref="ICatalog"/>.</summary>
internal sealed class CatalogService(IDatabase database) : ICatalog
{
    public Task<CatalogFile?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => CatalogStore.Find(session, id), cancellationToken);

    public Task<CatalogFile?> ResolveAsync(string project, string alias, CancellationToken cancellationToken) => database.ReadAsync(
        session => CatalogStore.AliasTarget(session, project, alias) is { } file ? CatalogStore.Find(session, file) : null, cancellationToken);

    public Task<CatalogList> ListAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, 1000, nameof(query));
        return database.ReadAsync(session => CatalogStore.List(session, query), cancellationToken);
    }

    public Task<IReadOnlyList<FileAlias>> AliasesAsync(string? project, CancellationToken cancellationToken) =>
        database.ReadAsync(session => CatalogStore.Aliases(session, project), cancellationToken);

    public Task<IReadOnlyList<AliasChange>> AliasHistoryAsync(string project, string alias, CancellationToken cancellationToken) =>
        database.ReadAsync(session => CatalogStore.History(session, project, alias), cancellationToken);

    public Task<ExecutionPlace?> FindExecutionAsync(AttemptId attempt, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ExecutionStore.Find(session, attempt), cancellationToken);

    public Task<ExecutionPlace?> FindExecutionAsync(long number, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ExecutionStore.Find(session, number), cancellationToken);

    public Task<ExecutionList> ExecutionsAsync(ExecutionQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, 1000, nameof(query));
        return database.ReadAsync(session => ExecutionStore.List(session, query), cancellationToken);
    }

    public Task<long> RunNumberAsync(RunId run, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ExecutionStore.RunNumber(session, run), cancellationToken);

    public Task<RunId?> FindRunAsync(long number, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ExecutionStore.FindRun(session, number), cancellationToken);
}
