using Gyre.Core;
using Gyre.Pipelines;

namespace Gyre.Server.Tests.Rights;

/// <summary>A catalog with executions and files of several projects.</summary>
internal sealed class TwoProjectCatalog : ICatalog
{
    public List<CatalogFile> Files { get; } = [];

    public List<ExecutionPlace> Executions { get; } = [];

    public Task<CatalogFile?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        Task.FromResult(Files.FirstOrDefault(file => file.Id == id));

    public Task<CatalogFile?> ResolveAsync(string project, string alias, CancellationToken cancellationToken) =>
        Task.FromResult<CatalogFile?>(null);

    public Task<CatalogList> ListAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        CatalogFile[] found = [.. Files.Where(file => query.Project is null || file.Project == query.Project)];
        return Task.FromResult(new CatalogList(found.Length, found));
    }

    public Task<IReadOnlyList<FileAlias>> AliasesAsync(string? project, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<FileAlias>>(
        [.. Files.Where(file => project is null || file.Project == project).Select(file => new FileAlias(file.Project, "newest",
            file.Id, file.CreatedAt))]);

    public Task<IReadOnlyList<AliasChange>> AliasHistoryAsync(string project, string alias, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AliasChange>>([]);

    public Task<ExecutionPlace?> FindExecutionAsync(AttemptId attempt, CancellationToken cancellationToken) =>
        Task.FromResult(Executions.FirstOrDefault(place => place.Attempt == attempt));

    public Task<ExecutionPlace?> FindExecutionAsync(long number, CancellationToken cancellationToken) =>
        Task.FromResult(Executions.FirstOrDefault(place => place.Number == number));

    public Task<ExecutionList> ExecutionsAsync(ExecutionQuery query, CancellationToken cancellationToken) =>
        Task.FromResult(new ExecutionList(0, []));

    public Task<long> RunNumberAsync(RunId run, CancellationToken cancellationToken) => Task.FromResult(0L);

    public Task<RunId?> FindRunAsync(long number, CancellationToken cancellationToken) => Task.FromResult<RunId?>(null);
}
