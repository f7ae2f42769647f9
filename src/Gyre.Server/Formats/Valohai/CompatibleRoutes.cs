
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
        group.MapPost("/pipelines", PipelineRoutes.Create);
        group.MapPost("/pipelines/create-from-template", PipelineRoutes.CreateFromTemplate);
        group.MapGet("/pipelines", PipelineRoutes.List);
        group.MapGet("/pipelines/{id}", PipelineRoutes.Get);
        group.MapPost("/pipelines/{id}/stop", PipelineRoutes.Stop);
        group.MapPost("/pipelines/{id}/nodes/{node}/approve", PipelineRoutes.Approve);
        group.MapPost("/pipelines/{id}/nodes/{node}/reject", PipelineRoutes.Reject);
        group.MapPost("/tasks", PipelineRoutes.CreateTask);
        group.MapGet("/tasks", PipelineRoutes.ListTasks);
        group.MapGet("/tasks/{id}", PipelineRoutes.GetTask);
        group.MapPost("/launch/{id}", LaunchRoutes.Launch);
        group.MapGet("/launch/{id}/run", LaunchRoutes.Run);
    }

    private static void MapExecutions(RouteGroupBuilder group)
    {
        group.MapPost("/executions", ExecutionRoutes.Create);
        group.MapGet("/executions", ExecutionRoutes.List);
        group.MapGet("/executions/{id}", ExecutionRoutes.Get);
        group.MapGet("/executions/{id}/events", ExecutionRoutes.Events);
        group.MapPost("/executions/{id}/stop", ExecutionRoutes.Stop);
        group.MapPost("/executions/{id}/status-detail", ExecutionRoutes.SetStatus);
        group.MapPost("/executions/{id}/input-request", InputRoutes.Ask);
        group.MapMethods("/executions/{id}/inputs/{input}/{index}/content", ["GET", "HEAD"], InputRoutes.Content);
    }

    private static void MapFiles(RouteGroupBuilder group)
    {
        group.MapGet("/data", FileRoutes.List);
        group.MapGet("/data/{id}", FileRoutes.Get);
        group.MapGet("/data/{id}/download", FileRoutes.Download);
        group.MapMethods("/data/{id}/content", ["GET", "HEAD"], FileRoutes.Content);
        group.MapGet("/datum-aliases", FileRoutes.ListAliases);
        group.MapGet("/datum-aliases/resolve", FileRoutes.Resolve);
        group.MapGet("/datasets", FileRoutes.ListDatasets);
        group.MapGet("/datasets/{id}", FileRoutes.GetDataset);
        group.MapGet("/dataset-versions", FileRoutes.ListVersions);
        group.MapGet("/dataset-versions/{id}", FileRoutes.GetVersion);
    }

    private static void MapSurroundings(RouteGroupBuilder group)
    {
        group.MapGet("/projects", SurroundingRoutes.ListProjects);
        group.MapGet("/projects/{id}", SurroundingRoutes.GetProject);
        group.MapPost("/projects/{id}/fetch", SurroundingRoutes.Fetch);
        group.MapGet("/commits", SurroundingRoutes.ListCommits);
        group.MapGet("/environments", SurroundingRoutes.ListEnvironments);
        group.MapGet("/deployments", SurroundingRoutes.ListDeployments);
        group.MapGet("/users/me", SurroundingRoutes.Me);
    }
}
