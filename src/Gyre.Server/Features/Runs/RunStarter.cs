using Gyre.Contracts;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Server.Features.Projects;
using Gyre.Server.Http;
using Gyre.Server.Security;
using Gyre.Tracking;

namespace Gyre.Server.Features.Runs;

/// <summary>Where a caller has the project to start; exactly one is given.</summary>
/// <param name="Project">Name of a registered project.</param>
/// <param name="Folder">A folder of this machine.</param>
/// <param name="Code">Uploaded code.</param>
internal readonly record struct RunSource(string? Project, string? Folder, CodeRequest? Code);

/// <summary>Makes what the engine starts out of what a caller asks for.</summary>
internal sealed class RunStarter(ProjectRegistry projects, StoredCode code, IRuns runs, ICycles cycles)
{
    private const int MaxReferenceLength = 500;

    /// <summary>The request with its project read, or why not.</summary>
    /// <exception cref="InvalidInputException">The input is refused.</exception>
    public async Task<(StartRun? Request, ProblemResult? Refusal)> PrepareAsync(
        HttpContext context, RunSource source, Value? parameters, CancellationToken cancellationToken)
    {
        var (project, folder, uploaded) = source;
        var given = (project is null ? 0 : 1) + (folder is null ? 0 : 1) + (uploaded is null ? 0 : 1);
        if (given != 1)
            throw QueryParameters.Refusal(
                "run.project", folder is not null ? "folder" : uploaded is not null ? "code" : "project",
                    "Set exactly one of 'project', 'folder' and 'code'.");
        var values = JsonBody.Parameters(parameters);
        if (project is null && context.Caller() is StepCaller)
            return (null, Problems.Forbidden(
                "auth.step", "A step must use a registered project; it cannot use a folder or code of its own."));
        var usual = new StartRun
        {
            Project = new Project(),
            Folder = "",
            Pipeline = "",
            Parameters = values,
            IdempotencyKey = context.Features.Get<EffectKey>()?.Text,
        };
        if (uploaded is not null)
            return (await OfCodeAsync(usual, uploaded, cancellationToken), null);
        var (row, refusal) = folder is null
            ? await FindAsync(project!, cancellationToken)
            : await RegisterAsync(folder, cancellationToken);
        if (row is null)
            return (null, refusal);
        context.Judge()?.Demand(Thing.Project, row.Name, new Owner(row.Name, null));
        var loaded = await projects.LoadAsync(row.Folder, cancellationToken);
        return (usual with { Project = loaded, Folder = row.Folder, ProjectName = row.Name }, null);
    }

    /// <summary>Limits that a caller gave.</summary>
    /// <exception cref="InvalidInputException">They are refused.</exception>
    public static ConcurrencyLimits? LimitsOf(ConcurrencyRequest? request)
    {
        if (request is null)
            return null;
        if (request.Jobs is < 1 or > ConcurrencyLimits.Max)
            throw QueryParameters.Refusal(
                "jobs.count", "concurrency/jobs", $"'jobs' must be a whole number from 1 to {ConcurrencyLimits.Max}.");
        return new ConcurrencyLimits
        {
            Jobs = request.Jobs,
            Pools = ConcurrencyLimits.Checked(
                (request.Pools ?? new Dictionary<string, int>()).Select(static pool => new PoolSize(pool.Key, pool.Value))),
        };
    }

    /// <summary>How far a cycle may go that steps make.</summary>
    /// <exception cref="InvalidInputException">It is refused.</exception>
    public static CycleLimits TurnsOf(TurnLimitsRequest? request)
    {
        if (request is null)
            return new CycleLimits();
        foreach (var (name, number) in new[] { ("max_iterations", request.MaxIterations), ("max_executions", request.MaxExecutions) })
        {
            if (number is < 1)
                throw QueryParameters.Refusal(
                    $"turns.{name.Replace('_', '-')}", $"turns/{name}", $"'{name}' must be a whole number, 1 or greater.");
        }
        return new CycleLimits
        {
            MaxIterations = request.MaxIterations ?? new CycleLimits().MaxIterations,
            Budget = new CycleBudget { Executions = request.MaxExecutions },
            Objective = request.Objective is { } objective ? new Objective(objective.Metric, DirectionOf(objective.Direction)) : null,
        };
    }

    /// <summary>Starts it: for a step as the next turn of its cycle.</summary>
    /// <exception cref="TurnRefusedException">The cycle takes no further turn.</exception>
    public Task<RunId> StartAsync(Caller caller, StartRun request, CancellationToken cancellationToken) => caller is StepCaller step
        ? cycles.StartTurnAsync(request, new StepOrigin(step.Run, step.NodePath, step.Attempt), cancellationToken)
        : runs.StartAsync(request, cancellationToken);

    private async Task<StartRun> OfCodeAsync(StartRun usual, CodeRequest request, CancellationToken cancellationToken)
    {
        var name = ProjectRegistry.CheckName(request.ProjectName);
        var origin = OriginOf(request);
        var reading = await code.ReadProjectAsync(request.Tree, request.File, cancellationToken);
        return usual with
        {
            Project = reading.Project ?? throw new InvalidInputException(reading.Diagnostics),
            Code = request.Tree,
            CodeOrigin = origin,
            ProjectName = name,
        };
    }

    private static CodeOrigin? OriginOf(CodeRequest request)
    {
        if (request.Commit is null)
            return null;
        if (request.Commit.Length != 40 || !request.Commit.All(char.IsAsciiHexDigitLower))
            throw QueryParameters.Refusal("code.commit", "code/commit", "'commit' must have 40 lowercase hexadecimal digits.");
        if (request.Reference is { Length: > MaxReferenceLength })
            throw QueryParameters.Refusal(
                "code.reference", "code/reference", $"'reference' must have at most {MaxReferenceLength} characters.");
        return new CodeOrigin { Commit = request.Commit, Reference = request.Reference, Dirty = request.Dirty == true };
    }

    private static Direction DirectionOf(string word) => word switch
    {
        "minimize" => Direction.Minimize,
        "maximize" => Direction.Maximize,
        _ => throw QueryParameters.Refusal(
            "turns.objective", "turns/objective/direction", "'direction' must be 'minimize' or 'maximize'."),
    };

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
