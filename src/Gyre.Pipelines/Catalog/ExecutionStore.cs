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

    public static ExecutionList List(IDbSession session, ExecutionQuery query)
    {
        var conditions = new List<string>();
        if (query.Project is not null)
            conditions.Add("e.run IN (SELECT id FROM runs WHERE project = @Project)");
        if (query.Run is not null)
            conditions.Add("e.run = @Run");
        if (!query.States.IsDefaultOrEmpty)
            conditions.Add("EXISTS (SELECT 1 FROM node_runs n WHERE n.run = e.run AND n.path = e.node_path AND n.state IN @states)");
        var where = conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);
        var parameters = new { query.Project, query.Run, states = query.States.Select(state => state.ToString()).ToArray(), query.Limit, query.Offset };
        var rows = session.Query<ExecutionRow>(
            $"SELECT e.number, e.attempt, e.run, e.node_path FROM executions e {where} ORDER BY e.number DESC LIMIT @Limit OFFSET @Offset", parameters);
        return new ExecutionList(session.QuerySingleOrDefault<long>($"SELECT COUNT(*) FROM executions e {where}", parameters), [.. rows.Select(row => row.ToPlace())]);
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
