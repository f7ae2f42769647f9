using Gyre.Cli.Files;
using Gyre.Cli.Forms;
using Gyre.Cli.Remote;
using Gyre.Cli.Repositories;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Cli.Runs;

/// <summary>Starts on a server what was asked for, with the code of this machine.</summary>
/// <param name="remote">The home of the server.</param>
/// <param name="say">Told what is uploaded.</param>
internal sealed class RemoteRun(RemoteHome remote, Action<string> say)
{
    /// <summary>Starts a run.</summary>
    public async Task<RunId> StartAsync(StartRun request, CodeRequest code, CancellationToken cancellationToken) =>
        (await RemoteCalls.Async(() => remote.Api.Runs.StartAsync(RequestOf(request, code), cancellationToken: cancellationToken))).RunId;

    /// <summary>What a run would do.</summary>
    public async Task<IReadOnlyList<PlannedNode>> PlanAsync(StartRun request, CodeRequest code, CancellationToken cancellationToken) =>
        [.. (await RemoteCalls.Async(() => remote.Api.Runs.PlanAsync(RequestOf(request, code), cancellationToken)))
            .Nodes.Select(RemoteViews.Of)];

    /// <summary>Starts a declared cycle.</summary>
    public async Task<CycleId> StartAsync(StartRun request, string cycle, CodeRequest code, CancellationToken cancellationToken)
    {
        var asked = new StartCycleRequest
        {
            Code = code,
            Cycle = cycle,
            Parameters = request.Parameters,
            Title = request.Title,
            UseCache = request.UseCache,
            Seed = request.Seed,
            ApiAlias = request.ApiAlias,
            Concurrency = ConcurrencyOf(request),
            Variables = request.Variables,
            Secrets = request.Secrets,
        };
        return (await RemoteCalls.Async(() => remote.Api.Cycles.StartAsync(asked, cancellationToken: cancellationToken))).CycleId;
    }

    /// <summary>Uploads what the steps of a project see; of a file that brings its own code, the file alone.</summary>
    /// <param name="loaded">The project.</param>
    /// <param name="pipeline">What is to run.</param>
    /// <param name="source">Where the project is from.</param>
    /// <param name="home">The home of this machine, which is never sent.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<CodeRequest> SendAsync(
        ProjectFiles.Loaded loaded, Pipeline pipeline, ProjectSource source, string home, CancellationToken cancellationToken)
    {
        var name = Path.GetRelativePath(loaded.Folder, loaded.File).Replace('\\', '/');
        var files = pipeline.SelfContained ? [new VisibleFile(name, loaded.File, false)] : ProjectCode.Files(loaded.Folder, home);
        if (files.All(file => file.Path != name))
            throw new InvalidInputException(
                "project.ignored", $"The project file '{Shown.Short(name, 200)}' is ignored, so it would not reach the server.",
                    "Remove it from the ignore file.");
        // What is uploaded stays in the server's artifact store, for everybody who may read it.
        if (ProjectCode.HoldsSecrets(loaded.Project))
            throw new InvalidInputException(
                "project.secrets",
                $"The project file '{Shown.Short(name, 200)}' contains values of secrets, so it is not sent to a server.",
                "Remove the values, and give them with --secret-env, or set them on the server with 'gyre env set'.");
        return new CodeRequest
        {
            Tree = await new CodeUpload(remote.Api, say).SendAsync(files, cancellationToken),
            ProjectName = source.ProjectName ?? new DirectoryInfo(loaded.Folder).Name,
            File = name,
            Commit = source.Origin?.Commit,
            Reference = source.Origin?.Reference,
            Dirty = source.Origin?.Dirty,
        };
    }

    private static StartRunRequest RequestOf(StartRun request, CodeRequest code) => new()
    {
        Code = code,
        Pipeline = request.Pipeline,
        Parameters = request.Parameters,
        Title = request.Title,
        UseCache = request.UseCache,
        Seed = request.Seed,
        ApiAlias = request.ApiAlias,
        Concurrency = ConcurrencyOf(request),
        Variables = request.Variables,
        Secrets = request.Secrets,
        Turns = new TurnLimitsRequest
        {
            MaxIterations = request.Limits.MaxIterations,
            MaxExecutions = request.Limits.Budget.Executions,
            Objective = request.Limits.Objective is { } objective
                ? new ObjectiveInfo { Metric = objective.Metric, Direction = KebabCase.Of(objective.Direction) }
                : null,
        },
    };

    private static ConcurrencyRequest? ConcurrencyOf(StartRun request)
    {
        if (request.Concurrency is not { IsNone: false } limits)
            return null;
        var pools = limits.Pools.ToDictionary(static pool => pool.Name, static pool => pool.Size, StringComparer.Ordinal);
        return new ConcurrencyRequest { Jobs = limits.Jobs, Pools = pools };
    }
}
