using Gyre.Server.Security;

namespace Gyre.Server.Formats.Valohai;

/// <summary>
/// The API under <c>/api/v0</c>, with which programs written for Valohai start the next pipeline, wait for it and fetch its outputs. The token of a
/// step works in the step's own project; what it starts becomes the next turn of its cycle.
/// </summary>
internal static class CompatibleRoutes
{
    public static void MapCompatible(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v0").ExcludeFromDescription().WithMetadata(CompatibleErrors.Writer);
        MapPipelines(group);
        MapExecutions(group);
        MapFiles(group);
        MapSurroundings(group);
    }

    private static void MapPipelines(RouteGroupBuilder group)
    {
        group.MapPost("/pipelines", PipelineRoutes.Create).Needs(Right.Change, openToSteps: true);
        group.MapPost("/pipelines/create-from-template", PipelineRoutes.CreateFromTemplate).Needs(Right.Change, openToSteps: true);
        group.MapGet("/pipelines", PipelineRoutes.List).Needs(Right.Read, openToSteps: true);
        group.MapGet("/pipelines/{id}", PipelineRoutes.Get).Needs(Right.Read, openToSteps: true);
        group.MapPost("/pipelines/{id}/stop", PipelineRoutes.Stop).Needs(Right.Change);
        group.MapPost("/pipelines/{id}/nodes/{node}/approve", PipelineRoutes.Approve).Needs(Right.Change);
        group.MapPost("/pipelines/{id}/nodes/{node}/reject", PipelineRoutes.Reject).Needs(Right.Change);
        group.MapPost("/tasks", PipelineRoutes.CreateTask).Needs(Right.Change, openToSteps: true);
        group.MapGet("/tasks", PipelineRoutes.ListTasks).Needs(Right.Read, openToSteps: true);
        group.MapGet("/tasks/{id}", PipelineRoutes.GetTask).Needs(Right.Read, openToSteps: true);
        group.MapPost("/launch/{id}", LaunchRoutes.Launch).Needs(Right.Change);
        group.MapGet("/launch/{id}/run", LaunchRoutes.Run).Needs(Right.Read);
    }

    private static void MapExecutions(RouteGroupBuilder group)
    {
        group.MapPost("/executions", ExecutionRoutes.Create).Needs(Right.Change, openToSteps: true);
        group.MapGet("/executions", ExecutionRoutes.List).Needs(Right.Read, openToSteps: true);
        group.MapGet("/executions/{id}", ExecutionRoutes.Get).Needs(Right.Read, openToSteps: true);
        group.MapGet("/executions/{id}/events", ExecutionRoutes.Events).Needs(Right.Read, openToSteps: true);
        group.MapPost("/executions/{id}/stop", ExecutionRoutes.Stop).Needs(Right.Change);
        group.MapPost("/executions/{id}/status-detail", ExecutionRoutes.SetStatus).Needs(Right.Change, openToSteps: true);
        group.MapPost("/executions/{id}/input-request", InputRoutes.Ask).Needs(Right.Change, openToSteps: true);
        group.MapMethods("/executions/{id}/inputs/{input}/{index}/content", ["GET", "HEAD"], InputRoutes.Content).Open();
    }

    private static void MapFiles(RouteGroupBuilder group)
    {
        group.MapGet("/data", FileRoutes.List).Needs(Right.Read, openToSteps: true);
        group.MapGet("/data/{id}", FileRoutes.Get).Needs(Right.Read, openToSteps: true);
        group.MapGet("/data/{id}/download", FileRoutes.Download).Needs(Right.Read, openToSteps: true);
        group.MapMethods("/data/{id}/content", ["GET", "HEAD"], FileRoutes.Content).Open();
        group.MapGet("/datum-aliases", FileRoutes.ListAliases).Needs(Right.Read, openToSteps: true);
        group.MapGet("/datum-aliases/resolve", FileRoutes.Resolve).Needs(Right.Read, openToSteps: true);
        group.MapGet("/datasets", FileRoutes.ListDatasets).Needs(Right.Read, openToSteps: true);
        group.MapGet("/datasets/{id}", FileRoutes.GetDataset).Needs(Right.Read, openToSteps: true);
        group.MapGet("/dataset-versions", FileRoutes.ListVersions).Needs(Right.Read, openToSteps: true);
        group.MapGet("/dataset-versions/{id}", FileRoutes.GetVersion).Needs(Right.Read, openToSteps: true);
    }

    private static void MapSurroundings(RouteGroupBuilder group)
    {
        group.MapGet("/projects", SurroundingRoutes.ListProjects).Needs(Right.Read, openToSteps: true);
        group.MapGet("/projects/{id}", SurroundingRoutes.GetProject).Needs(Right.Read, openToSteps: true);
        group.MapPost("/projects/{id}/fetch", SurroundingRoutes.Fetch).Needs(Right.Change);
        group.MapGet("/commits", SurroundingRoutes.ListCommits).Needs(Right.Read, openToSteps: true);
        group.MapGet("/environments", SurroundingRoutes.ListEnvironments).Needs(Right.Read, openToSteps: true);
        group.MapGet("/deployments", SurroundingRoutes.ListDeployments).Needs(Right.Read, openToSteps: true);
        group.MapGet("/users/me", SurroundingRoutes.Me).Needs(Right.Read, openToSteps: true);
    }
}
