using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Pipelines.Catalog;

/// <summary>Statements over the numbers of runs and attempts, and over the runs that steps started.</summary>
internal static class ExecutionStore
{
    private const string Columns = "SELECT number, attempt, run, node_path FROM executions";

    public static void NumberRun(IDbSession session, RunId run) =>
        session.Execute("INSERT INTO run_numbers (run) VALUES (@run) ON CONFLICT (run) DO NOTHING", new { run });

    public static long RunNumber(IDbSession session, RunId run) =>
        session.QuerySingleOrDefault<long>("SELECT number FROM run_numbers WHERE run = @run", new { run });

    public static RunId? FindRun(IDbSession session, long number) =>
        session.Query<RunId>("SELECT run FROM run_numbers WHERE number = @number", new { number }) is [var run] ? run : null;

    public static void NumberAttempt(IDbSession session, AttemptId attempt, RunId run, string path) =>
        session.Execute("INSERT INTO executions (attempt, run, node_path) VALUES (@attempt, @run, @path) ON CONFLICT (attempt) DO NOTHING", new { attempt, run, path });

    public static ExecutionPlace? Find(IDbSession session, AttemptId attempt) =>
        session.QuerySingleOrDefault<ExecutionRow>($"{Columns} WHERE attempt = @attempt", new { attempt })?.ToPlace();

    public static ExecutionPlace? Find(IDbSession session, long number) =>
        session.QuerySingleOrDefault<ExecutionRow>($"{Columns} WHERE number = @number", new { number })?.ToPlace();

    public static IReadOnlyList<ExecutionPlace> List(IDbSession session, RunId? run, int limit, int offset)
    {
        var rows = run is null
            ? session.Query<ExecutionRow>($"{Columns} ORDER BY number DESC LIMIT @limit OFFSET @offset", new { limit, offset })
            : session.Query<ExecutionRow>($"{Columns} WHERE run = @run ORDER BY number DESC LIMIT @limit OFFSET @offset", new { run, limit, offset });
        return [.. rows.Select(row => row.ToPlace())];
    }

    /// <summary>How many runs an attempt has started.</summary>
    public static int CountChildren(IDbSession session, RunId parent, string path, AttemptId attempt) => (int)session.QuerySingleOrDefault<long>(
        "SELECT COUNT(*) FROM run_children WHERE parent = @parent AND node_path = @path AND attempt = @attempt", new { parent, path, attempt });

    /// <summary>The run that any attempt of the node run started in this place of its order, or null.</summary>
    public static RunId? Child(IDbSession session, RunId parent, string path, int ordinal) =>
        session.Query<RunId>(
            "SELECT child FROM run_children WHERE parent = @parent AND node_path = @path AND ordinal = @ordinal LIMIT 1", new { parent, path, ordinal }) is [var child]
            ? child
            : null;

    public static bool StartedAny(IDbSession session, RunId parent, string path) =>
        session.Query<RunId>("SELECT child FROM run_children WHERE parent = @parent AND node_path = @path LIMIT 1", new { parent, path }).Count > 0;

    public static void AddChild(IDbSession session, RunId parent, string path, AttemptId attempt, int ordinal, RunId child) => session.Execute(
        "INSERT INTO run_children (parent, node_path, attempt, ordinal, child) VALUES (@parent, @path, @attempt, @ordinal, @child)",
        new { parent, path, attempt, ordinal, child });
}
