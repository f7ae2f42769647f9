namespace Gyre.Storage;

/// <summary>Which relational engine is underneath. Statements are written for both; this is for the few that cannot be.</summary>
public enum DatabaseKind
{
    /// <summary>The embedded default.</summary>
    Sqlite,

    /// <summary>A server, for several processes on several machines.</summary>
    PostgreSql,
}

/// <summary>
/// The relational store. Reads see the last commit. Writes are transactions: when <see cref="WriteAsync{T}"/> returns, what it wrote is
/// durable; when it throws, nothing of it is there. Writers that come at once may share a commit, and each is still whole or absent.
/// </summary>
public interface IDatabase : IAsyncDisposable
{
    /// <summary>Which engine is underneath.</summary>
    DatabaseKind Kind { get; }

    /// <summary>Why writes are refused (a sync failed), or null while all is well.</summary>
    string? ReadOnlyReason { get; }

    /// <summary>Runs statements on one consistent view.</summary>
    /// <param name="work">Must not keep the session; may be run on another thread.</param>
    /// <param name="cancellationToken">Stops waiting and the statement under way.</param>
    Task<T> ReadAsync<T>(Func<IDbSession, T> work, CancellationToken cancellationToken);

    /// <summary>Runs statements as one transaction.</summary>
    /// <param name="work">Runs once, or again from the start after a conflict with another writer, so it must have no effect outside the session.</param>
    /// <param name="cancellationToken">Given up only while the transaction has not begun to commit.</param>
    /// <exception cref="StoreReadOnlyException">A sync failed earlier; nothing is written any more.</exception>
    /// <exception cref="FencedOffException"><see cref="IDbSession.RequireFence"/> found a newer owner.</exception>
    Task<T> WriteAsync<T>(Func<IDbSession, T> work, CancellationToken cancellationToken);
}

/// <summary>One transaction. Statements carry parameters as <c>@name</c>, taken from the properties of an object; never text put together.</summary>
public interface IDbSession
{
    /// <summary>Which engine is underneath.</summary>
    DatabaseKind Kind { get; }

    /// <summary>Runs a statement; gives the number of rows it touched. With a list of parameter objects it runs once per object.</summary>
    int Execute(string sql, object? parameters = null);

    /// <summary>
    /// Runs a statement for many rows at once, much faster than one by one; gives the number of rows it touched. <c>{rows}</c> in the statement stands for the
    /// rows: <c>INSERT INTO t (a, b) {rows}</c> with the columns a and b, in this order.
    /// </summary>
    int ExecuteRows(string sql, RowSet rows);

    /// <summary>Inserts one row into a table whose key counts up by itself; gives the key. Much faster on SQLite than a <c>RETURNING</c>.</summary>
    /// <param name="sql">An <c>INSERT</c> of one row, without <c>RETURNING</c> and without anything that may leave the row out.</param>
    /// <param name="number">The column of the key; on SQLite the table's <c>INTEGER PRIMARY KEY</c>. Part of the statement, never from outside.</param>
    /// <param name="parameters">Values of the statement.</param>
    long Insert(string sql, string number, object parameters);

    /// <summary>Rows, mapped by column name (snake_case columns fit PascalCase properties).</summary>
    IReadOnlyList<T> Query<T>(string sql, object? parameters = null);

    /// <summary>The one row, or default when there is none.</summary>
    T? QuerySingleOrDefault<T>(string sql, object? parameters = null);

    /// <summary>Fails the transaction unless the lease is still held with this fencing number.</summary>
    /// <exception cref="FencedOffException">Somebody else owns it now.</exception>
    void RequireFence(Lease lease);

    /// <summary>Appends to the event log in this transaction; gives the sequence number. Numbers become visible in order.</summary>
    long Append(NewEvent @event);

    /// <summary>Notes in this transaction how far a consumer of the event log has come; never moves back.</summary>
    /// <param name="consumer">The consumer's name.</param>
    /// <param name="sequence">The last event it is done with.</param>
    void MoveCursor(string consumer, long sequence);

    /// <summary>Puts commands into the outbox in this transaction. A command whose id is there already is left as it was.</summary>
    void Enqueue(IReadOnlyList<OutboxCommand> commands);

    /// <summary>Marks commands as carried out, in this transaction. Unknown ids are ignored.</summary>
    void Complete(IReadOnlyList<Guid> commandIds);
}

/// <summary>The store refuses to write, because a sync failed and what the disk holds is unknown.</summary>
public sealed class StoreReadOnlyException(string reason) : Exception($"The store is read-only: {reason}. Check the disk, then restart.")
{
    /// <summary>What failed.</summary>
    public string Reason { get; } = reason;
}

/// <summary>A write came from an owner whose lease has gone to another.</summary>
public sealed class FencedOffException(string lease, long fence)
    : Exception($"The lease '{lease}' with fencing number {fence} is no longer held; another owner has taken over.");
