using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Server.Features.Projects;
using Gyre.Server.Http;
using Gyre.Server.Security;
using static Gyre.Server.Formats.Valohai.CompatibleJson;

namespace Gyre.Server.Formats.Valohai;

/// <summary>What clients look up before they start something: projects, revisions, machines, themselves.</summary>
internal static class SurroundingRoutes
{
    private const int NewestRuns = 1000;
    private static readonly string EnvironmentId = GuidIds.FromNames("environment", "local").ToString("D");

    public static async Task<IResult> ListProjects(HttpContext context, ProjectRegistry registry, CancellationToken cancellationToken)
    {
        var names = CompatibleAccess.ScopeOf(context) is { } scope
            ? [scope]
            : (await registry.ListAsync(cancellationToken)).Select(row => row.Name);
        return CompatibleJson.List(context, [.. names.Select(name => Project(context, name))]);
    }

    public static async Task<IResult> GetProject(string id, HttpContext context, CompatibleAccess access, CancellationToken cancellationToken)
    {
        if (CompatibleAccess.ScopeOf(context) is { } scope)
            return id == scope || id == CompatibleAccess.IdOf(scope) ? Answer(Project(context, scope)) : Problems.NotFound("project", id);
        return await access.FindAsync(id, cancellationToken) is { } row ? Answer(Project(context, row.Name)) : Problems.NotFound("project", id);
    }

    /// <summary>A folder is read anew whenever something starts from it; so this only says whether that would go well now.</summary>
    public static async Task<IResult> Fetch(string id, CompatibleAccess access, ProjectRegistry registry, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(id, cancellationToken) is not { } row)
            return Problems.NotFound("project", id);
        var reading = await registry.ReadAsync(row.Folder, cancellationToken);
        var errors = reading.Diagnostics.Where(found => found.Severity == Severity.Error).Select(found => found.ToString());
        return Answer(Map(Entry("commits", Value.Of([])), Entry("errors", Texts(errors))));
    }

    /// <summary>Revisions that something ran from, newest first.</summary>
    public static async Task<IResult> ListCommits(HttpContext context, CompatibleAccess access, IRuns runs, CancellationToken cancellationToken)
    {
        var project = await access.ProjectNameAsync(context, context.Request.Query["project"], cancellationToken);
        var newest = await runs.QueryAsync(new RunQuery { Project = project, Limit = NewestRuns }, cancellationToken);
        return CompatibleJson.List(context, [.. newest.Runs.GroupBy(run => (run.Project, run.Revision)).Where(group => group.Key.Revision is not null).Select(group => Map(
            Entry("identifier", group.Key.Revision),
            Entry("adhoc", Value.Of(group.Key.Revision!.StartsWith('~'))),
            Entry("project", CompatibleAccess.IdOf(group.Key.Project)),
            Entry("commit_time", Time(group.Min(run => run.CreatedAt)))))]);
    }

    public static IResult ListEnvironments(HttpContext context) => CompatibleJson.List(context,
    [
        Map(Entry("id", EnvironmentId), Entry("name", "This machine"), Entry("slug", "local"), Entry("enabled", Value.True)),
    ]);

    /// <summary>Those that the project's file declares.</summary>
    public static async Task<IResult> ListDeployments(HttpContext context, CompatibleAccess access, CancellationToken cancellationToken)
    {
        var project = await access.ProjectAsync(context, context.Request.Query["project"], cancellationToken);
        return CompatibleJson.List(context, [.. project.Project.Deployments.Select(deployment => Map(
            Entry("id", GuidIds.FromNames("deployment", project.Name, deployment.Name).ToString("D")),
            Entry("name", deployment.Name),
            Entry("project", CompatibleAccess.IdOf(project.Name)),
            Entry("definition", deployment.Definition)))]);
    }

    public static IResult Me(HttpContext context) => Answer(Map(
        Entry("id", GuidIds.FromNames("caller", context.Caller().Id).ToString("D")),
        Entry("username", context.Caller().Name),
        Entry("organizations", Value.Of([]))));

    private static MapValue Project(HttpContext context, string name) => Map(
        Entry("id", CompatibleAccess.IdOf(name)),
        Entry("name", name),
        Entry("url", $"{Base(context.Request)}/api/v0/projects/{CompatibleAccess.IdOf(name)}/"));
}
