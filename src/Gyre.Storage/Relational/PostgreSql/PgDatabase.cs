using Gyre.Core.Loops;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Gyre.Storage.Relational.PostgreSql;

/// <summary>A database of a PostgreSQL server, shared by several processes and machines.</summary>
internal sealed class PgDatabase : IDatabase
{
    private const int MaxConnections = 12;

    private readonly NpgsqlDataSource _source;
    private readonly PgFailures _failures;
    private readonly TimeProvider _clock;
    private readonly GroupWriter _writer;
    private readonly IAsyncDisposable _listener;
    private volatile bool _disposed;

    public PgDatabase(
        PostgreSqlAddress address,
        TimeProvider clock,
        Action<long> committed,
        ILogger logger,
        LoopSupervisor? loops = null,
        Action? beforeCommit = null)
    {
        _clock = clock;
        _failures = new PgFailures(address);
        _source = NpgsqlDataSource.Create(ConnectionString(address));
        var connection = new PgWriteConnection(_source, _failures, clock);
        _writer = new GroupWriter(connection, committed, "gyre-postgresql-writer", logger, beforeCommit);
        // The network's own pace where nobody carries it, not the program's: a stopped test clock must not keep the line down.
        _listener = (loops ?? new LoopSupervisor(TimeProvider.System)).Start(new PgListener(_source, _failures, committed));
    }

    public DatabaseKind Kind => DatabaseKind.PostgreSql;

    public string? ReadOnlyReason => _writer.ReadOnlyReason;

    public Task<T> WriteAsync<T>(Func<IDbSession, T> work, CancellationToken cancellationToken) => _writer.WriteAsync(work, cancellationToken);

    public async Task<T> ReadAsync<T>(Func<IDbSession, T> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(IDatabase));
        try
        {
            var inner = await OpenAsync(cancellationToken);
            await using var connection = new PlainConnection(inner);
            return await Task.Run(() => Read(connection, work, cancellationToken), cancellationToken);
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var translated = _failures.Translate(exception, committing: false);
            if (ReferenceEquals(translated, exception))
                throw;
            throw translated;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await _writer.DisposeAsync();
        await _listener.DisposeAsync();
        await _source.DisposeAsync();
    }

    /// <summary>After a restart of the server the pool is full of dead connections; the first failure empties it, so one more try is enough.</summary>
    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await _source.OpenConnectionAsync(cancellationToken);
        try
        {
            await BeginAsync(connection, cancellationToken);
            return connection;
        }
        catch (Exception exception) when (PgFailures.Classify(exception) == FailureKind.Lost)
        {
            await connection.DisposeAsync();
            _source.Clear();
            connection = await _source.OpenConnectionAsync(cancellationToken);
        }
        await BeginAsync(connection, cancellationToken);
        return connection;
    }

    private static async Task BeginAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var begin = new NpgsqlCommand("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", connection);
        await begin.ExecuteNonQueryAsync(cancellationToken);
    }

    private T Read<T>(PlainConnection connection, Func<IDbSession, T> work, CancellationToken cancellationToken)
    {
        using var cancel = cancellationToken.Register(connection.CancelCurrent);
        using var session = new DbSession(connection, DatabaseKind.PostgreSql, _clock);
        var result = work(session);
        connection.Run("COMMIT");
        return result;
    }

    internal static string ConnectionString(PostgreSqlAddress address) => new NpgsqlConnectionStringBuilder
    {
        Host = address.Host,
        Port = address.Port,
        Username = address.User,
        Password = address.Password,
        Database = address.Database,
        SslMode = address.RequireTls ? SslMode.Require : SslMode.Prefer,
        ApplicationName = "gyre",
        MaxPoolSize = MaxConnections,
        MaxAutoPrepare = 64,
        KeepAlive = 15,
        Timeout = 10,
        CommandTimeout = 60,
        // An answer means synced, whatever the server's default is. A process that was stopped in the middle must not hold the others up.
        Options = "-c synchronous_commit=on -c idle_in_transaction_session_timeout=30000",
    }.ToString();
}
