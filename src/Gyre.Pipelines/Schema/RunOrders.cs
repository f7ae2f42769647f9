using System.Globalization;
using Gyre.Storage;

namespace Gyre.Pipelines.Schema;

/// <summary>Orders of runs in SQL. Each expression has an index, so that a page is read without sorting all runs.</summary>
internal static class RunOrders
{
    // The engines do not agree on where NULL is in an order.
    private static readonly string NoEnd = RunPlace.NoEnd.ToString(CultureInfo.InvariantCulture);

    /// <summary>The indexes; those by id are there already.</summary>
    public static string Indexes(DatabaseKind kind) => string.Join('\n', Enum.GetValues<RunOrder>()
        .Where(static order => order != RunOrder.Created)
        .Select(order => $"CREATE INDEX runs_in_order_of_{order.ToString().ToLowerInvariant()} ON runs (({KeyOf(order, kind)}), id);"));

    /// <summary>The condition that a run is behind <c>(@number or @text, @place)</c>.</summary>
    public static string Behind(RunOrder order, bool ascending, DatabaseKind kind)
    {
        var than = ascending ? ">" : "<";
        return order switch
        {
            RunOrder.Created => $"id {than} @place",
            RunOrder.Ended or RunOrder.Duration => $"({KeyOf(order, kind)}, id) {than} (@number, @place)",
            _ => $"({KeyOf(order, kind)}, id) {than} (@word, @place)",
        };
    }

    /// <summary>What follows <c>ORDER BY</c>.</summary>
    public static string Clause(RunOrder order, bool ascending, DatabaseKind kind)
    {
        var direction = ascending ? "ASC" : "DESC";
        // Ids begin with the time at which they were made.
        return order == RunOrder.Created ? $"id {direction}" : $"{KeyOf(order, kind)} {direction}, id {direction}";
    }

    private static string KeyOf(RunOrder order, DatabaseKind kind) => order switch
    {
        RunOrder.Ended => $"COALESCE(ended_at, {NoEnd})",
        RunOrder.Duration => $"COALESCE(ended_at - created_at, {NoEnd})",
        RunOrder.State => Bytewise("state", kind),
        RunOrder.Pipeline => Bytewise("pipeline", kind),
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "Not an order with a key of its own."),
    };

    private static string Bytewise(string column, DatabaseKind kind) =>
        kind == DatabaseKind.PostgreSql ? $"{column} COLLATE \"C\"" : column;
}
