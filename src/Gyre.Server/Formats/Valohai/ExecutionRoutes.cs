using System.Collections.Immutable;
using System.Text;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Server.Features.Logs;
using Gyre.Server.Features.Runs;
using Gyre.Server.Http;
using Gyre.Server.Security;
using static Gyre.Server.Formats.Valohai.CompatibleJson;

namespace Gyre.Server.Formats.Valohai;

/// <summary>Single executions: create, look, read what they print, end.</summary>
internal static class ExecutionRoutes
{
    private const int MaxEvents = 10_000;

    public static async Task<IResult> Create(
        HttpContext context, CompatibleAccess access, RunStarter starter, IRuns runs, ICatalog catalog, CancellationToken cancellationToken)
    {
        var body = Body(context);
        var project = await access.ProjectAsync(context, PipelineRoutes.TextOf(body, "project"), cancellationToken);
        var run = await PipelineRoutes.StartAsync(context, starter, runs, project, PostedDocuments.ReadExecution(body, project.Project), cancellationToken);
        // Its first attempt has an id before it exists: the id is a pure function of the run and the node.
        var attempt = runs.FirstAttemptOf(run.Id, run.Pipeline);
        return Answer(
            PipelineRoutes.Warned(
                Map(
                    Entry("id", attempt.ToString()),
                    Entry("counter", Value.Of(await catalog.RunNumberAsync(run.Id, cancellationToken))),
                    Entry("status", "created"),
                    Entry("title", run.Title),
                    Entry("pipeline", Map(Entry("id", run.Id.ToString()))),
                    Entry("project", CompatibleAccess.IdOf(run.Project)),
                    Entry("url", $"{Base(context.Request)}/api/v0/executions/{attempt}/"),
                    Entry("urls", Map(Entry("display", $"{Base(context.Request)}/api/v1/runs/{run.Id}")))),
                project),
            StatusCodes.Status201Created);
    }

    public static async Task<IResult> List(HttpContext context, CompatibleAccess access, CompatibleViews views, ICatalog catalog, CancellationToken cancellationToken)
    {
        var (limit, offset) = Stretch(context.Request);
        var project = await access.ProjectNameAsync(context, context.Request.Query["project"], cancellationToken);
        var states = context.Request.Query["status"] is [{ Length: > 0 } word] ? CompatibleStates.Nodes(word) : (ImmutableArray<NodeRunState>?)null;
        if (states is { IsEmpty: true })
            return CompatibleJson.List(context, 0, [], limit, offset);
        RunView? run = null;
        if (context.Request.Query["pipeline"] is [{ Length: > 0 } pipeline] && (run = await access.RunAsync(context, pipeline, cancellationToken)) is null)
            return CompatibleJson.List(context, 0, [], limit, offset);
        var found = await catalog.ExecutionsAsync(new ExecutionQuery { Project = project, Run = run?.Id, States = states ?? [], Limit = limit, Offset = offset }, cancellationToken);
        var described = new List<Value>();
        foreach (var place in found.Executions)
            described.Add(await views.ExecutionAsync(context.Request, place, cancellationToken));
        return CompatibleJson.List(context, found.Count, described, limit, offset);
    }

    public static async Task<IResult> Get(
        string id, HttpContext context, CompatibleAccess access, CompatibleViews views, CancellationToken cancellationToken) =>
        await access.ExecutionAsync(context, id, cancellationToken) is { } place
            ? Answer(await views.ExecutionAsync(context.Request, place, cancellationToken))
            : Problems.NotFound("execution", id);

    /// <summary>The last lines it printed, with what the supervisor said between them.</summary>
    public static async Task<IResult> Events(
        string id, HttpContext context, CompatibleAccess access, IRuns runs, LogFollower logs, CancellationToken cancellationToken)
    {
        if (await access.ExecutionAsync(context, id, cancellationToken) is not { } place)
            return Problems.NotFound("execution", id);
        var (limit, _) = context.Request.Query.ContainsKey("limit") ? Stretch(context.Request) : (MaxEvents, 0);
        var last = new Queue<Value>();
        var total = 0L;
        if (await runs.NodeAsync(place.Run, place.NodePath, cancellationToken) is not { } node)
            return Problems.NotFound("execution", id);
        await foreach (var line in logs.ReadAsync(node, place.Attempt, 0, cancellationToken))
        {
            total++;
            if (last.Count == limit)
                last.Dequeue();
            last.Enqueue(Map(
                Entry("time", Time(line.Time)),
                Entry("stream", line.Stream switch { 'O' => "stdout", 'E' => "stderr", _ => "status" }),
                Entry("message", line.Text)));
        }
        return Answer(Map(
            Entry("total", Value.Of(total)), Entry("limit", Value.Of(limit)), Entry("truncated", Value.Of(total > last.Count)), Entry("events", Value.Of(last))));
    }

    public static async Task<IResult> Stop(
        string id, HttpContext context, CompatibleAccess access, CompatibleViews views, IRuns runs, CancellationToken cancellationToken)
    {
        if (await access.ExecutionAsync(context, id, cancellationToken) is not { } place)
            return Problems.NotFound("execution", id);
        var reason = $"stopped over the API by {context.Caller().Name}";
        // A run of one node that is ended by a person was stopped; it did not fail.
        if ((await runs.PipelineOfAsync(place.Run, cancellationToken))!.Graph.Nodes is [ExecutionNode])
            await runs.CancelAsync(place.Run, reason, cancellationToken);
        else if ((await runs.NodeAsync(place.Run, place.NodePath, cancellationToken))?.Attempt == place.Attempt)
            await runs.CancelNodeAsync(place.Run, place.NodePath, reason, cancellationToken);
        return Answer(await views.ExecutionAsync(context.Request, place, cancellationToken));
    }

    /// <summary>A step says how far it is; a step may say so of itself alone.</summary>
    public static async Task<IResult> SetStatus(
        string id, HttpContext context, CompatibleAccess access, IRuns runs, ExecutorSet executors, CancellationToken cancellationToken)
    {
        if (await access.ExecutionAsync(context, id, cancellationToken, Thing.Execution) is not { } place)
            return Problems.NotFound("execution", id);
        var status = Body(context).Find("status_detail") ?? throw QueryParameters.Refusal("posted.missing", "status_detail", "This field is required.");
        if (Encoding.UTF8.GetByteCount(ValueJson.Write(status)) > AttemptState.MaxDetailBytes)
            throw QueryParameters.Refusal(
                "posted.too-large", "status_detail", $"The status must be at most {AttemptState.MaxDetailBytes} bytes long.");
        var node = await runs.NodeAsync(place.Run, place.NodePath, cancellationToken);
        if (executors.Find(node?.Executor) is not { } executor || !await executor.ReportAsync(place.Attempt, status, cancellationToken))
            return Problems.Conflict("execution.over", "The execution can no longer store a status.");
        return Answer(Map(Entry("status_detail", status)));
    }
}
