using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Server.Features.Runs;
using Gyre.Server.Http;
using Gyre.Server.Security;
using static Gyre.Server.Formats.Valohai.CompatibleJson;

namespace Gyre.Server.Formats.Valohai;

/// <summary>Pipelines and tasks: create, look, end, answer.</summary>
internal static class PipelineRoutes
{
    public static async Task<IResult> Create(
        HttpContext context, CompatibleAccess access, CompatibleViews views, RunStarter starter, IRuns runs, CancellationToken cancellationToken)
    {
        var body = Body(context);
        var project = await access.ProjectAsync(context, TextOf(body, "project"), cancellationToken);
        var posted = PostedDocuments.ReadPipeline(body, project.Project);
        var run = await StartAsync(context, starter, runs, project, posted, cancellationToken);
        return Answer(Warned(await views.PipelineAsync(context.Request, run, cancellationToken), project), StatusCodes.Status201Created);
    }

    /// <summary>Runs a pipeline of the project's own file by name, with its defaults.</summary>
    public static async Task<IResult> CreateFromTemplate(
        HttpContext context, CompatibleAccess access, CompatibleViews views, RunStarter starter, IRuns runs, CancellationToken cancellationToken)
    {
        var body = Body(context);
        var project = await access.ProjectAsync(context, TextOf(body, "project"), cancellationToken);
        var name = TextOf(body, "name") ?? throw QueryParameters.Refusal("posted.missing", "name", "This field is required.");
        if (project.Project.Pipelines.FirstOrDefault(pipeline => pipeline.Name == name) is not { } pipeline)
            throw QueryParameters.Refusal(
                "pipeline.unknown",
                "name",
                $"The project has no pipeline '{name}'. Available pipelines: "
                    + $"{string.Join(", ", project.Project.Pipelines.Select(known => known.Name))}.");
        var posted = new PostedPipeline { Pipeline = pipeline, Parameters = body.Find("parameters") as MapValue ?? new MapValue([]), Title = TextOf(body, "title") };
        var run = await StartAsync(context, starter, runs, project, posted, cancellationToken);
        return Answer(Warned(await views.PipelineAsync(context.Request, run, cancellationToken), project), StatusCodes.Status201Created);
    }

    public static async Task<IResult> CreateTask(
        HttpContext context, CompatibleAccess access, CompatibleViews views, RunStarter starter, IRuns runs, CancellationToken cancellationToken)
    {
        var body = Body(context);
        var project = await access.ProjectAsync(context, TextOf(body, "project"), cancellationToken);
        var run = await StartAsync(context, starter, runs, project, PostedDocuments.ReadTask(body, project.Project), cancellationToken);
        return Answer(Warned(await TaskAsync(context, views, run, 0, cancellationToken), project), StatusCodes.Status201Created);
    }

    public static async Task<IResult> List(HttpContext context, CompatibleAccess access, CompatibleViews views, IRuns runs, CancellationToken cancellationToken)
    {
        var (limit, offset) = Stretch(context.Request);
        var project = await access.ProjectNameAsync(context, context.Request.Query["project"], cancellationToken);
        var states = context.Request.Query["status"] is [{ Length: > 0 } word] ? CompatibleStates.Runs(word) : (ImmutableArray<RunState>?)null;
        if (states is { IsEmpty: true })
            return CompatibleJson.List(context, 0, [], limit, offset);
        var found = await runs.QueryAsync(new RunQuery { Project = project, States = states ?? [], Limit = limit, Offset = offset }, cancellationToken);
        var described = new List<Value>();
        foreach (var run in found.Runs)
            described.Add(await views.ShortAsync(context.Request, run, cancellationToken));
        return CompatibleJson.List(context, found.Count, described, limit, offset);
    }

    public static async Task<IResult> Get(string id, HttpContext context, CompatibleAccess access, CompatibleViews views, CancellationToken cancellationToken) =>
        await access.RunAsync(context, id, cancellationToken) is { } run
            ? Answer(await views.PipelineAsync(context.Request, run, cancellationToken))
            : Problems.NotFound("pipeline", id);

    public static async Task<IResult> Stop(string id, HttpContext context, CompatibleAccess access, CompatibleViews views, IRuns runs, CancellationToken cancellationToken)
    {
        if (await access.RunAsync(context, id, cancellationToken) is not { } run)
            return Problems.NotFound("pipeline", id);
        await runs.CancelAsync(run.Id, $"stopped over the API by {context.Caller().Name}", cancellationToken);
        return Answer(await views.ShortAsync(context.Request, (await runs.FindAsync(run.Id, cancellationToken))!, cancellationToken));
    }

    public static Task<IResult> Approve(string id, string node, HttpContext context, CompatibleAccess access, IRuns runs, CancellationToken cancellationToken) =>
        DecideAsync(id, node, approved: true, context, access, runs, cancellationToken);

    public static Task<IResult> Reject(string id, string node, HttpContext context, CompatibleAccess access, IRuns runs, CancellationToken cancellationToken) =>
        DecideAsync(id, node, approved: false, context, access, runs, cancellationToken);

    public static async Task<IResult> ListTasks(HttpContext context, CompatibleAccess access, CompatibleViews views, IRuns runs, CancellationToken cancellationToken)
    {
        var project = await access.ProjectNameAsync(context, context.Request.Query["project"], cancellationToken);
        var found = new List<Value>();
        foreach (var run in (await runs.QueryAsync(new RunQuery { Project = project, Limit = 200 }, cancellationToken)).Runs)
        {
            var graph = (await runs.PipelineOfAsync(run.Id, cancellationToken))!.Graph;
            foreach (var (position, _) in graph.Nodes.Index().Where(pair => pair.Item is TaskNode))
                found.Add(await TaskAsync(context, views, run, position, cancellationToken));
        }
        return CompatibleJson.List(context, found);
    }

    public static async Task<IResult> GetTask(string id, HttpContext context, CompatibleAccess access, CompatibleViews views, IRuns runs, CancellationToken cancellationToken)
    {
        var colon = id.LastIndexOf(':');
        if (colon > 0 && await access.RunAsync(context, id[..colon], cancellationToken) is { } run
            && int.TryParse(id.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            && (await runs.PipelineOfAsync(run.Id, cancellationToken))!.Graph.Nodes.ElementAtOrDefault(position) is TaskNode or ReusedNode { IsTask: true })
            return Answer(await TaskAsync(context, views, run, position, cancellationToken));
        return Problems.NotFound("task", id);
    }

    public static string? TextOf(MapValue body, string name) => body.Find(name) is TextValue { Text: var text } ? text : null;

    public static MapValue Warned(MapValue answer, WorkingProject project) =>
        project.Warning is { } warning ? new MapValue(answer.Entries.Add(Entry("warnings", Texts([warning])))) : answer;

    public static async Task<RunView> StartAsync(
        HttpContext context, RunStarter starter, IRuns runs, WorkingProject project, PostedPipeline posted, CancellationToken cancellationToken)
    {
        RunsEndpoints.CheckTitle(posted.Title);
        var request = new StartRun
        {
            Project = project.Project,
            Folder = project.Folder,
            ProjectName = project.Name,
            Pipeline = posted.Pipeline.Name,
            Definition = posted.Pipeline,
            Parameters = posted.Parameters,
            Title = posted.Title,
            Tags = posted.Tags,
            IdempotencyKey = context.Features.Get<EffectKey>()?.Text,
        };
        var id = await starter.StartAsync(context.Caller(), request, cancellationToken);
        return await runs.FindAsync(id, cancellationToken) ?? throw new InvalidOperationException("The accepted run cannot be found.");
    }

    private static async Task<MapValue> TaskAsync(HttpContext context, CompatibleViews views, RunView run, int position, CancellationToken cancellationToken)
    {
        var whole = await views.PipelineAsync(context.Request, run, cancellationToken);
        var node = (MapValue)((ListValue)whole.Find("nodes")!).Items[position];
        return new MapValue(
        [
            .. node.Entries.Where(entry => entry.Key is "id" or "name" or "status" or "reason"),
            Entry("pipeline", run.Id.ToString()),
            Entry("executions", (node.Find("task") as MapValue)?.Find("executions")),
            Entry("url", $"{Base(context.Request)}/api/v0/tasks/{CompatibleViews.NodeId(run.Id, position)}/"),
        ]);
    }

    private static async Task<IResult> DecideAsync(
        string id, string node, bool approved, HttpContext context, CompatibleAccess access, IRuns runs, CancellationToken cancellationToken)
    {
        if (await access.RunAsync(context, id, cancellationToken) is not { } run)
            return Problems.NotFound("pipeline", id);
        var body = Body(context);
        // Who answers is who the token belongs to; a name in the body would let anybody answer as somebody who may.
        var decision = new ApprovalDecision(approved, context.Caller().Name, TextOf(body, "comment"));
        return await runs.DecideApprovalAsync(run.Id, node, decision, cancellationToken)
            ? Answer(Map(Entry("node", node), Entry("approved", Value.Of(approved)), Entry("by", decision.By)))
            : Problems.Conflict("approval.none", $"'{node}' is not waiting for approval.");
    }
}
