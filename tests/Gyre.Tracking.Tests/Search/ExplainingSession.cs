using Gyre.Storage;

namespace Gyre.Tracking.Tests.Search;

/// <summary>Shows the plan of each statement before it runs.</summary>
internal sealed class ExplainingSession(IDbSession inner, Action<string> show) : IDbSession
{
    public DatabaseKind Kind => inner.Kind;

    public int Execute(string sql, object? parameters = null) => inner.Execute(sql, parameters);

    public int ExecuteRows(string sql, RowSet rows) => inner.ExecuteRows(sql, rows);

    public IReadOnlyList<T> Query<T>(string sql, object? parameters = null)
    {
        Explain(sql, parameters);
        return inner.Query<T>(sql, parameters);
    }

    public T? QuerySingleOrDefault<T>(string sql, object? parameters = null)
    {
        Explain(sql, parameters);
        return inner.QuerySingleOrDefault<T>(sql, parameters);
    }

    public void RequireFence(Lease lease) => inner.RequireFence(lease);

    public long Append(NewEvent @event) => inner.Append(@event);

    public void MoveCursor(string consumer, long sequence) => inner.MoveCursor(consumer, sequence);

    public void Enqueue(IReadOnlyList<OutboxCommand> commands) => inner.Enqueue(commands);

    public void Complete(IReadOnlyList<Guid> commandIds) => inner.Complete(commandIds);

    private void Explain(string sql, object? parameters)
    {
        show(sql);
        if (Kind == DatabaseKind.Sqlite)
        {
            foreach (var step in inner.Query<SqliteStep>("EXPLAIN QUERY PLAN " + sql, parameters))
                show("    " + step.Detail);
        }
        else
        {
            foreach (var line in inner.Query<string>("EXPLAIN ANALYZE " + sql, parameters))
                show("    " + line);
        }
    }

    private sealed record SqliteStep(string Detail);
}
