using Gyre.Contracts;
using Gyre.Core;
using Gyre.Projects;
using Gyre.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Projects;

/// <summary>Folders that runs are started from.</summary>
internal static class ProjectsEndpoints
{
    public static void MapProjects(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("/projects", "Projects");
        group.MapGet("", ListProjects).WithName(nameof(ListProjects)).WithSummary("List registered projects");
        group.MapPost("", RegisterProject).WithName(nameof(RegisterProject)).TakesJson<RegisterProjectRequest>()
            .WithSummary("Register a folder on the server as a project; its project file must be valid");
        group.MapGet("/{name}", GetProject).WithName(nameof(GetProject)).WithSummary("Get a project as its file declares it now");
        group.MapDelete("/{name}", RemoveProject).WithName(nameof(RemoveProject))
            .WithSummary("Unregister a project; its folder and runs are kept");
    }

    private static async Task<Ok<ProjectList>> ListProjects(HttpContext context, ProjectRegistry projects, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request);
        var rows = await projects.ListAsync(cancellationToken);
        return TypedResults.Ok(new ProjectList { Projects = [.. rows.Select(static row => new ProjectInfo { Name = row.Name, Folder = row.Folder, CreatedAt = row.CreatedAt })] });
    }

    private static async Task<Results<Created<ProjectInfo>, ProblemResult>> RegisterProject(HttpContext context, ProjectRegistry projects, CancellationToken cancellationToken)
    {
        var request = JsonBody.Read(context, ApiJson.Default.RegisterProjectRequest);
        var folder = ProjectRegistry.CheckFolder(request.Folder);
        var reading = await projects.ReadAsync(folder, cancellationToken);
        if (reading.Project is null)
            throw new InvalidInputException(reading.Diagnostics);
        var row = await projects.RegisterAsync(folder, request.Name, cancellationToken);
        if (row.Folder != folder)
            return Taken(row.Name);
        return TypedResults.Created($"/api/v1/projects/{Uri.EscapeDataString(row.Name)}", Describe(row, reading));
    }

    private static async Task<Results<Ok<ProjectInfo>, ProblemResult>> GetProject(string name, ProjectRegistry projects, CancellationToken cancellationToken)
    {
        if (await projects.FindAsync(name, cancellationToken) is not { } row)
            return Problems.NotFound("project", name);
        try
        {
            return TypedResults.Ok(Describe(row, await projects.ReadAsync(row.Folder, cancellationToken)));
        }
        catch (InvalidInputException exception)
        {
            return TypedResults.Ok(Describe(row, new ProjectReading(null, exception.Diagnostics)));
        }
    }

    private static async Task<Results<NoContent, ProblemResult>> RemoveProject(string name, ProjectRegistry projects, CancellationToken cancellationToken) =>
        await projects.RemoveAsync(name, cancellationToken) ? TypedResults.NoContent() : Problems.NotFound("project", name);

    public static ProblemResult Taken(string name) =>
        Problems.Conflict(
            "project.taken", $"The name '{name}' is already registered for another folder.", "Register the folder under another name.");

    private static ProjectInfo Describe(ProjectRow row, ProjectReading reading) => new()
    {
        Name = row.Name,
        Folder = row.Folder,
        CreatedAt = row.CreatedAt,
        Steps = [.. reading.Project?.Steps.Select(static step => step.Name) ?? []],
        Pipelines = [.. reading.Project?.Pipelines.Select(Describe) ?? []],
        Cycles = [.. reading.Project?.Cycles.Select(static cycle => cycle.Name) ?? []],
        Warnings = [.. reading.Diagnostics.Where(static found => found.Severity == Severity.Warning).Select(Problems.PlaceOf)],
        Errors = [.. reading.Diagnostics.Where(static found => found.Severity == Severity.Error).Select(Problems.PlaceOf)],
    };

    private static PipelineInfo Describe(Pipeline pipeline) => new()
    {
        Name = pipeline.Name,
        Nodes = [.. pipeline.Graph.Nodes.Select(static node => node.Name)],
        Parameters = [.. pipeline.Parameters.Select(static parameter => parameter.Name)],
    };
}
