using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gyre.Storage.Relational.Sqlite;

/// <summary>The embedded store: one writer, a few readers that each see the last commit.</summary>
internal sealed class SqliteDatabase : IDatabase
{
    private const int MaxReaders = 8;

    private readonly SqliteConnections _connections;
    private readonly TimeProvider _clock;
    private readonly GroupWriter _writer;
    private readonly SemaphoreSlim _readers = new(MaxReaders);
    private readonly ConcurrentBag<Reader> _idle = [];
    private volatile bool _disposed;

    public SqliteDatabase(
        SqliteConnections connections, TimeProvider clock, Action<long> committed, ILogger logger, Action? beforeCommit = null)
    {
        _connections = connections;
        _clock = clock;
        _writer = new GroupWriter(new SqliteWriteConnection(connections, clock), committed, "gyre-sqlite-writer", logger, beforeCommit);
    }

    public DatabaseKind Kind => DatabaseKind.Sqlite;

    public string? ReadOnlyReason => _writer.ReadOnlyReason;

    public Task<T> WriteAsync<T>(Func<IDbSession, T> work, CancellationToken cancellationToken) => _writer.WriteAsync(work, cancellationToken);

    public async Task<T> ReadAsync<T>(Func<IDbSession, T> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(IDatabase));
        await _readers.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Read(work, cancellationToken), cancellationToken);
        }
        finally
        {
            _readers.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await _writer.DisposeAsync();
        for (var i = 0; i < MaxReaders; i++)
            await _readers.WaitAsync();
        while (_idle.TryTake(out var reader))
            reader.Dispose();
        _readers.Release(MaxReaders);
    }

    private T Read<T>(Func<IDbSession, T> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(IDatabase));
        if (!_idle.TryTake(out var reader))
            reader = new Reader(_connections.OpenReader(), _clock);
        try
        {
            var result = reader.Run(work, cancellationToken);
            _idle.Add(reader);
            return result;
        }
        catch (Exception exception)
        {
            reader.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            var translated = SqliteFailures.Translate(exception);
            if (ReferenceEquals(translated, exception))
                throw;
            throw translated;
        }
    }

    private sealed class Reader : IDisposable
    {
        private readonly PreparedConnection _connection;
        private readonly DbSession _session;
        private readonly SqliteStatement _begin;
        private readonly SqliteStatement _end;

        public Reader(SqliteConnection connection, TimeProvider clock)
        {
            _connection = new PreparedConnection(connection);
            _session = new DbSession(_connection, DatabaseKind.Sqlite, clock);
            _begin = new SqliteStatement(connection, "BEGIN");
            _end = new SqliteStatement(connection, "COMMIT");
        }

        public T Run<T>(Func<IDbSession, T> work, CancellationToken cancellationToken)
        {
            using var interrupt = cancellationToken.Register(() => SQLitePCL.raw.sqlite3_interrupt(_connection.Inner.Handle));
            _begin.Run();
            var result = work(_session);
            _end.Run();
            return result;
        }

        public void Dispose()
        {
            _session.Dispose();
            _begin.Dispose();
            _end.Dispose();
            _connection.Dispose();
        }
    }
}
