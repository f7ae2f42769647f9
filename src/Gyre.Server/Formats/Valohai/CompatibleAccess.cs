using System.Globalization;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Server.Features.Projects;
using Gyre.Server.Http;
using Gyre.Server.Security;
using Gyre.Tracking;

namespace Gyre.Server.Formats.Valohai;

/// <summary>A project that something is started in.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Folder">Its folder; empty for the code of the step's own run.</param>
/// <param name="Project">What its file says.</param>
internal sealed record WorkingProject(string Name, string Folder, Project Project)
{
    /// <summary>What the caller should know though it was not refused, or null.</summary>
    public string? Warning { get; init; }
}

/// <summary>Finds what a request is about, among what the caller may see: a step sees its own project, people see all.</summary>
internal sealed class CompatibleAccess(IRuns runs, ICatalog catalog, ProjectRegistry projects)
{
    public static string IdOf(string project) => GuidIds.FromNames("project", project).ToString("D");

    /// <summary>The one project that a step may see; null for people.</summary>
    public static string? ScopeOf(HttpContext context) => (context.Caller() as StepCaller)?.Project;

    /// <summary>A run by id, number, or <c>PROJECT:NUMBER</c>; null when there is none that the caller may see.</summary>
    public async Task<RunView?> RunAsync(HttpContext context, string text, CancellationToken cancellationToken)
    {
        var id = GuidIds.TryParse<RunId>(text, out var given) ? given : NumberOf(text) is { } number ? await catalog.FindRunAsync(number, cancellationToken) : null;
        return id is { } run && await runs.FindAsync(run, cancellationToken) is { } view && MaySee(context, view.Project, view.Id)
            ? view
            : null;
    }

    /// <summary>An execution by id, number, or <c>PROJECT:NUMBER</c>; null when there is none that the caller may see.</summary>
    public async Task<ExecutionPlace?> ExecutionAsync(
        HttpContext context, string text, CancellationToken cancellationToken, Thing thing = Thing.PipelineRun)
    {
        var place = GuidIds.TryParse<AttemptId>(text, out var attempt)
            ? await catalog.FindExecutionAsync(attempt, cancellationToken)
            : NumberOf(text) is { } number ? await catalog.FindExecutionAsync(number, cancellationToken) : null;
        return place is not null && await runs.FindAsync(place.Run, cancellationToken) is { } run && MaySee(context, run, place, thing)
            ? place
            : null;
    }

    /// <summary>A file by id; null when there is none that the caller may see.</summary>
    public async Task<CatalogFile?> FileAsync(HttpContext context, string text, CancellationToken cancellationToken) =>
        Guid.TryParseExact(text, "D", out var id) && await catalog.FindAsync(id,
            cancellationToken) is { } file && MaySee(context, file.Project) ? file : null;

    private static bool MaySee(HttpContext context, string project, RunId run) =>
        context.Judge() is not { } judge || judge.May(Thing.PipelineRun, new Owner(project, run.ToString()));

    /// <summary>An execution is a step's own when it is the step itself.</summary>
    private static bool MaySee(HttpContext context, RunView run, ExecutionPlace place, Thing thing) =>
        context.Judge() is not { } judge
        || judge.May(thing,
            new Owner(run.Project, thing == Thing.Execution && judge.Step.Attempt != place.Attempt ? null : run.Id.ToString()));

    private static bool MaySee(HttpContext context, string project) =>
        context.Judge() is not { } judge || judge.May(Thing.Project, new Owner(project, null));

    /// <summary>The name that an id or a name in a request stands for; as given when it is nobody's. A step's own project, whatever it says.</summary>
    public async Task<string?> ProjectNameAsync(HttpContext context, string? given, CancellationToken cancellationToken)
    {
        if (ScopeOf(context) is { } scope)
            return scope;
        if (string.IsNullOrEmpty(given))
            return null;
        return await FindAsync(given, cancellationToken) is { } row ? row.Name : given;
    }

    /// <summary>
    /// The project to work in. Copied documents carry ids of somebody else's installation: the token of a step decides by itself, and where there is but one
    /// project an unknown id is taken for it, with a warning.
    /// </summary>
    /// <exception cref="InvalidInputException">It cannot be told, or its file is refused.</exception>
    public async Task<WorkingProject> ProjectAsync(HttpContext context, string? given, CancellationToken cancellationToken)
    {
        if (context.Caller() is StepCaller step)
        {
            var own = step.Project;
            return new WorkingProject(own, "", await runs.ProjectOfAsync(step.Run, cancellationToken) ?? new Project())
            {
                // The same words for a project that is there and for one that is not.
                Warning = string.IsNullOrEmpty(given) || given == own || string.Equals(given, IdOf(own), StringComparison.OrdinalIgnoreCase)
                    ? null
                    : $"A step's token works only in its own project; '{own}' was used instead of '{given}'.",
            };
        }
        if (!string.IsNullOrEmpty(given) && await FindAsync(given, cancellationToken) is { } named)
            return await LoadAsync(named, cancellationToken);
        var all = await projects.ListAsync(cancellationToken);
        if (all is not [var only])
        {
            var known = all.Count == 0 ? "No projects are registered; register one with POST /api/v1/projects." : $"Available projects: {string.Join(", ", all.Select(row => $"'{row.Name}'"))}.";
            throw QueryParameters.Refusal("project.unknown", "project", $"Project '{given}' was not found. {known}");
        }
        return await LoadAsync(only, cancellationToken) with
        {
            Warning = string.IsNullOrEmpty(given) ? null : $"Project '{given}' is unknown; the only project, '{only.Name}', was used.",
        };
    }

    public async Task<ProjectRow?> FindAsync(string given, CancellationToken cancellationToken) =>
        await projects.FindAsync(given, cancellationToken)
        ?? (await projects.ListAsync(cancellationToken)).FirstOrDefault(row => string.Equals(IdOf(row.Name), given, StringComparison.OrdinalIgnoreCase));

    private async Task<WorkingProject> LoadAsync(ProjectRow row, CancellationToken cancellationToken) =>
        new(row.Name, row.Folder, await projects.LoadAsync(row.Folder, cancellationToken));

    private static long? NumberOf(string text) =>
        long.TryParse(text.AsSpan(text.LastIndexOf(':') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
