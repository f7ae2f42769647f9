using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Pipelines.Machine;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Pipelines.Schema;

/// <summary>A run as it is read back: its row, plan and node runs.</summary>
internal sealed record LoadedRun(RunRow Row, RunPlan Plan, RunMachineState State);

/// <summary>Statements over runs and node runs, inside a caller's transaction.</summary>
internal static class RunStore
{
    private static readonly string[] Awaiting = [nameof(NodeRunState.AwaitingApproval), nameof(NodeRunState.AwaitingAnswer)];

    public static void Insert(IDbSession session, RunRow row, RunPlan plan, string? idempotencyKey)
    {
        session.Execute(
            $"INSERT INTO runs ({RunRow.Columns}, idempotency_key, recorded_as) " +
            "VALUES (@Id, @Project, @Pipeline, @Title, @State, @EndsAs, @Reason, @AnyFailed, @OpenNodes, @Executions, @CacheHits, " +
            "@Parameters, @CreatedAt, @EndedAt, @Parent, @Cycle, @Turn, @Tags, @Revision, @Code, @idempotencyKey, @recordedAs)",
            new
            {
                row.Id,
                row.Project,
                row.Pipeline,
                row.Title,
                row.State,
                row.EndsAs,
                row.Reason,
                row.AnyFailed,
                row.OpenNodes,
                row.Executions,
                row.CacheHits,
                row.Parameters,
                row.CreatedAt,
                row.EndedAt,
                row.Parent,
                row.Cycle,
                row.Turn,
                row.Tags,
                row.Revision,
                row.Code,
                idempotencyKey,
                recordedAs = plan.Pipeline.Records?.Experiment,
            });
        session.Execute("INSERT INTO run_plans (run, plan) VALUES (@Id, @plan)", new { row.Id, plan = JsonSerializer.Serialize(plan, PipelinesJson.Default.RunPlan) });
    }

    public static RunRow? Find(IDbSession session, RunId run) =>
        session.QuerySingleOrDefault<RunRow>($"SELECT {RunRow.Columns} FROM runs WHERE id = @run", new { run });

    public static RunList Query(IDbSession session, RunQuery query)
    {
        var conditions = new List<string>();
        if (query.Project is not null)
            conditions.Add("project = @Project");
        if (query.Pipeline is not null)
            conditions.Add("pipeline = @Pipeline");
        if (query.Since is not null)
            conditions.Add("created_at >= @Since");
        if (!query.States.IsDefaultOrEmpty)
            conditions.Add("state IN @states");
        if (query.Text is not null)
            conditions.Add("(lower(title) LIKE @title ESCAPE '!' OR id LIKE @id ESCAPE '!')");
        if (query.Waiting)
            conditions.Add("state = @running AND EXISTS (SELECT 1 FROM node_runs n WHERE n.run = runs.id AND n.state IN @waits)");
        if (query.Recorded)
            conditions.Add("recorded_as IS NOT NULL");
        if (query.Before is not null)
            conditions.Add("id < @Before");
        // The number of runs is that of the whole list, also behind a place.
        var counted = WhereOf(conditions);
        if (query.After is not null)
            conditions.Add(RunOrders.Behind(query.OrderBy, query.Ascending, session.Kind));
        var states = query.States.Select(state => state.ToString()).ToArray();
        var text = LikeText(query.Text ?? "");
        var parameters = new
        {
            query.Project,
            query.Pipeline,
            query.Since,
            states,
            title = $"%{text}%",
            id = $"{text}%",
            running = nameof(RunState.Running),
            waits = Awaiting,
            query.Before,
            place = query.After?.Run,
            number = query.After?.Number,
            word = query.After?.Text,
            query.Limit,
            query.Offset,
        };
        var count = query.Counted ? session.QuerySingleOrDefault<long>($"SELECT COUNT(*) FROM runs {counted}", parameters) : 0;
        var rows = session.Query<RunRow>(
            $"""
            SELECT {RunRow.Columns} FROM runs {WhereOf(conditions)}
            ORDER BY {RunOrders.Clause(query.OrderBy, query.Ascending, session.Kind)} LIMIT @Limit OFFSET @Offset
            """,
            parameters);
        return new RunList(count, [.. rows.Select(row => row.ToView())]);
    }

    private static string WhereOf(List<string> conditions) =>
        conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);

    /// <summary>For LIKE with <c>!</c> as escape character.</summary>
    private static string LikeText(string text) => text.ToLowerInvariant()
        .Replace("!", "!!", StringComparison.Ordinal)
        .Replace("%", "!%", StringComparison.Ordinal)
        .Replace("_", "!_", StringComparison.Ordinal);

    /// <summary>The ids before and behind a run's, among all runs, in the order of ids.</summary>
    public static IReadOnlyList<string> Neighbours(IDbSession session, RunId run) =>
    [
        .. session.Query<RunId>("SELECT id FROM runs WHERE id < @run ORDER BY id DESC LIMIT 1", new { run })
            .Concat(session.Query<RunId>("SELECT id FROM runs WHERE id > @run ORDER BY id LIMIT 1", new { run }))
            .Select(static id => id.ToString()),
    ];

    public static RunRow? FindByKey(IDbSession session, string key) =>
        session.QuerySingleOrDefault<RunRow>($"SELECT {RunRow.Columns} FROM runs WHERE idempotency_key = @key", new { key });

    /// <summary>Makes a run a turn of a cycle that came to be after it.</summary>
    public static void JoinCycle(IDbSession session, RunId run, CycleId cycle, int turn) =>
        session.Execute("UPDATE runs SET cycle = @cycle, turn = @turn WHERE id = @run", new { run, cycle, turn });

    public static RunPlan? Plan(IDbSession session, RunId run) =>
        session.QuerySingleOrDefault<string>("SELECT plan FROM run_plans WHERE run = @run", new { run }) is { } json
            ? JsonSerializer.Deserialize(json, PipelinesJson.Default.RunPlan)
            : null;

    /// <summary>
    /// Lets an ended run go on with other code: its plan is another from now on. Requests to resume that came before are void.
    /// </summary>
    public static void Replace(IDbSession session, RunPlan plan, string? origin)
    {
        session.Execute(
            "UPDATE run_plans SET plan = @plan WHERE run = @Run",
            new { plan.Run, plan = JsonSerializer.Serialize(plan, PipelinesJson.Default.RunPlan) });
        session.Execute("UPDATE runs SET revision = @Revision, code = @origin WHERE id = @Run", new { plan.Run, plan.Revision, origin });
        RemoveRequests(
            session,
            Requests(session, plan.Run).Where(static request => request.Request is ResumeRequest).Select(static request => request.Id));
    }

    /// <summary>What the code of a run is now; null where it is not known.</summary>
    public static string? Revision(IDbSession session, RunId run) =>
        session.QuerySingleOrDefault<string>("SELECT revision FROM runs WHERE id = @run", new { run });

    public static LoadedRun? Load(IDbSession session, RunId run)
    {
        if (Find(session, run) is not { } row)
            return null;
        var nodes = Nodes(session, run).ToImmutableDictionary(node => node.Path, StringComparer.Ordinal);
        return new LoadedRun(row, Plan(session, run)!, row.MachineState with { Nodes = nodes });
    }

    public static IReadOnlyList<NodeRun> Nodes(IDbSession session, RunId run) =>
        [.. session.Query<string>("SELECT document FROM node_runs WHERE run = @run ORDER BY position, trial", new { run }).Select(ReadNode)];

    public static NodeRun? Node(IDbSession session, RunId run, string path) =>
        session.QuerySingleOrDefault<string>("SELECT document FROM node_runs WHERE run = @run AND path = @path", new { run, path }) is { } json
            ? ReadNode(json)
            : null;

    /// <summary>The node run that waits for an answer under a key, or null. Most wait under their path.</summary>
    public static NodeRun? FindWaiting(IDbSession session, RunId run, string key)
    {
        if (Node(session, run, key) is { IsAwaiting: true } node && node.WaitKey == key)
            return node;
        var states = new[] { nameof(NodeRunState.AwaitingApproval), nameof(NodeRunState.AwaitingAnswer) };
        return session.Query<string>("SELECT document FROM node_runs WHERE run = @run AND state IN @states", new { run, states })
            .Select(ReadNode).FirstOrDefault(other => other.WaitKey == key);
    }

    public static void SaveState(IDbSession session, RunId run, RunMachineState state, int newHits, DateTimeOffset? endedAt) => session.Execute(
        """
        UPDATE runs SET state = @State, ends_as = @EndsAs, reason = @Reason, any_failed = @AnyFailed, open_nodes = @OpenNodes,
            executions = @Executions, cache_hits = cache_hits + @newHits, ended_at = @endedAt
        WHERE id = @run
        """,
        new
        {
            run,
            State = state.State.ToString(),
            EndsAs = state.EndsAs?.ToString(),
            state.Reason,
            state.AnyFailed,
            state.OpenNodes,
            state.Executions,
            newHits,
            endedAt,
        });

    public static void SaveNodes(IDbSession session, RunGraph graph, IEnumerable<NodeRun> nodes)
    {
        foreach (var node in nodes)
        {
            session.Execute(
                """
                INSERT INTO node_runs (run, path, position, trial, state, document) VALUES (@run, @Path, @position, @trial, @state, @document)
                ON CONFLICT (run, path) DO UPDATE SET state = excluded.state, document = excluded.document
                """,
                new
                {
                    run = graph.Plan.Run,
                    node.Path,
                    position = graph.Position(node.Node),
                    trial = node.Parent is null ? -1 : node.Index,
                    state = node.State.ToString(),
                    document = JsonSerializer.Serialize(node, PipelinesJson.Default.NodeRun),
                });
        }
    }

    public static void AddRequest(IDbSession session, Guid id, RunId run, RunRequest request, DateTimeOffset at)
    {
        session.Execute(
            "INSERT INTO run_requests (id, run, document, created_at) VALUES (@id, @run, @document, @at)",
            new { id, run, document = JsonSerializer.Serialize(request, PipelinesJson.Default.RunRequest), at });
        session.Append(new NewEvent(RunEvents.Requested, Subjects.Of(run), at));
    }

    public static IReadOnlyList<(Guid Id, RunRequest Request)> Requests(IDbSession session, RunId run) =>
        [.. session.Query<RequestRow>("SELECT id, document FROM run_requests WHERE run = @run ORDER BY created_at, id", new { run })
            .Select(row => (row.Id, JsonSerializer.Deserialize(row.Document, PipelinesJson.Default.RunRequest)!))];

    public static void RemoveRequests(IDbSession session, IEnumerable<Guid> ids)
    {
        foreach (var id in ids)
            session.Execute("DELETE FROM run_requests WHERE id = @id", new { id });
    }

    private static NodeRun ReadNode(string json) => JsonSerializer.Deserialize(json, PipelinesJson.Default.NodeRun)!;

    private sealed record RequestRow
    {
        public Guid Id { get; init; }

        public string Document { get; init; } = "";
    }
}
