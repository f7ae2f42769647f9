using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Datasets;

/// <summary>See <see cref="IDocuments"/>.</summary>
/// <param name="database">Opened with <see cref="DatasetService.Migrations"/> among the others.</param>
public sealed class DocumentStore(IDatabase database) : IDocuments
{
    /// <inheritdoc/>
    public Task CreateAsync(string set, DocumentSet documents, CancellationToken cancellationToken) =>
        WriteAsync(session => DocumentLedger.Create(session, set, documents), cancellationToken);

    /// <inheritdoc/>
    public Task ReplaceAsync(string set, DocumentSet documents, CancellationToken cancellationToken) => WriteAsync(
        session =>
        {
            DocumentLedger.Drop(session, set);
            DocumentLedger.Create(session, set, documents);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task AppendAsync(string set, DocumentSet documents, CancellationToken cancellationToken) =>
        WriteAsync(session => DocumentLedger.Append(session, set, documents), cancellationToken);

    /// <inheritdoc/>
    public Task PutAsync(string set, DocumentSet documents, CancellationToken cancellationToken) =>
        WriteAsync(session => DocumentLedger.Put(session, set, documents), cancellationToken);

    /// <inheritdoc/>
    public Task<int> RemoveAsync(
        string set, QueryResource resource, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        database.WriteAsync(session => DocumentLedger.Remove(session, set, resource, ids), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> DropAsync(string set, CancellationToken cancellationToken) =>
        database.WriteAsync(session => DocumentLedger.Drop(session, set), cancellationToken);

    /// <inheritdoc/>
    public Task<MapValue?> FindAsync(string set, QueryResource resource, string id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => DocumentLedger.Find(session, set, resource, id), cancellationToken);

    /// <inheritdoc/>
    public Task<DocumentSet> ReadAsync(string set, CancellationToken cancellationToken) =>
        database.ReadAsync(session => DocumentLedger.Read(session, set), cancellationToken);

    /// <inheritdoc/>
    public Task<QueryPage> RunAsync(string set, DocumentQuery query, CancellationToken cancellationToken) =>
        database.ReadAsync(session => DocumentLedger.Run(session, set, query), cancellationToken);

    /// <inheritdoc/>
    public Task<string?> ExplainAsync(string set, DocumentQuery query, string id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => DocumentLedger.Explain(session, set, query, id), cancellationToken);

    private Task<bool> WriteAsync(Action<IDbSession> work, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            work(session);
            return true;
        },
        cancellationToken);
}
