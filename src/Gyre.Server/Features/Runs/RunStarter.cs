using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Server.Features.Projects;
using Gyre.Server.Http;
using Gyre.Server.Security;

namespace Gyre.Server.Features.Runs;

/// <summary>Makes what the engine starts out of what a caller asks for.</summary>
internal sealed class RunStarter(ProjectRegistry projects, IRuns runs, ICycles cycles)
{
    /// <summary>The request with its project read, or why not.</summary>
    /// <exception cref="InvalidInputException">The input is refused.</exception>
    public async Task<(StartRun? Request, ProblemResult? Refusal)> PrepareAsync(
        HttpContext context, string? project, string? folder, Value? parameters, CancellationToken cancellationToken)
    {
        if ((project is null) == (folder is null))
            throw QueryParameters.Refusal(
                "run.project", project is null ? "project" : "folder", "Set exactly one of 'project' and 'folder'.");
        var values = JsonBody.Parameters(parameters);
        if (folder is not null && context.Caller() is StepCaller)
            return (null, Problems.Forbidden("auth.step", "A step must use a registered project; it cannot use a folder."));
        var (row, refusal) = folder is null ? await FindAsync(project!, cancellationToken) : await RegisterAsync(folder, cancellationToken);
        if (row is null)
            return (null, refusal);
        var request = new StartRun
        {
            Project = await projects.LoadAsync(row.Folder, cancellationToken),
            Folder = row.Folder,
            ProjectName = row.Name,
            Pipeline = "",
            Parameters = values,
            IdempotencyKey = context.Features.Get<EffectKey>()?.Text,
        };
        return (request, null);
    }

    /// <summary>Starts it: for a step as the next turn of its cycle.</summary>
    /// <exception cref="TurnRefusedException">The cycle takes no further turn.</exception>
    public Task<RunId> StartAsync(Caller caller, StartRun request, CancellationToken cancellationToken) => caller is StepCaller step
        ? cycles.StartTurnAsync(request, new StepOrigin(step.Run, step.NodePath, step.Attempt), cancellationToken)
        : runs.StartAsync(request, cancellationToken);

    private async Task<(ProjectRow?, ProblemResult?)> FindAsync(string project, CancellationToken cancellationToken) =>
        await projects.FindAsync(project, cancellationToken) is { } row ? (row, null) : (null, Problems.NotFound("project", project));

    private async Task<(ProjectRow?, ProblemResult?)> RegisterAsync(string folder, CancellationToken cancellationToken)
    {
        var place = ProjectRegistry.CheckFolder(folder);
        await projects.LoadAsync(place, cancellationToken);
        var row = await projects.RegisterAsync(place, null, cancellationToken);
        return row.Folder == place ? (row, null) : (null, ProjectsEndpoints.Taken(row.Name));
    }
}
