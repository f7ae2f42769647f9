using System.CommandLine;
using Gyre.Cli.Datasets;
using Gyre.Cli.Files;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Cli.Experiments;

/// <summary>Runs an experiment plan.</summary>
internal static class ExperimentRunCommand
{
    private static readonly Argument<string?> Plan = CliCommand.OptionalWord("PLAN", "Folder of the plan, or one of its files.");
    private static readonly Option<string?> PlanFolder = new("--directory", "-d")
    {
        Description = "The same as PLAN.",
        HelpName = "PLAN",
    };

    private static readonly Option<string?> Environment = new("--environment", "-e")
    {
        Description = "Environment: development, staging or production. Default: development.",
        HelpName = "NAME",
    };

    private static readonly Option<string?> Datasets = CliCommand.Text(
        "--datasets", "DIR", "Folder that the datasets are in. Default: what the plan says.");
    private static readonly Option<string?> Aliases = CliCommand.Text(
        "--aliases", "FILE", "Lines such as 'my_pkg.MyModel: mlp': components in place of Python classes.");
    private static readonly Option<bool> DryRun = CliCommand.Switch(
        "--dry-run", "Check everything that the plan names, show the runs there would be, and start nothing.");
    private static readonly Option<bool> NoCache = CliCommand.Switch("--no-cache", "Do not read from or write to the cache.");
    private static readonly Option<long> Seed = new("--seed")
    {
        Description = "Random seed of models that the plan gives no seed. Default: 0.",
        HelpName = "N",
        DefaultValueFactory = static _ => 0,
    };

    public static Command Create(CliHost host)
    {
        var command = new Command(
            "run",
            """
            Runs an experiment plan: each trial on each dataset, over all experiences and partitions, and shows the results.

            Each experiment is one graph: what does not depend on each other runs in parallel, what did not change since an earlier
            run comes from the cache, and a run that was killed goes on where it was ('gyre resume'). A failing trial does not stop
            the others. Exits with 1 if any trial failed, or the tracking server of the environment did not get the results; with 2 if the
            plan is not valid.

            Example:
              gyre experiment run plans/digits
              gyre experiment run plans/digits --datasets data --dry-run
              gyre experiment run -e development -d plans/digits
            """)
        {
            Plan, PlanFolder, Environment, Datasets, Aliases, DryRun, NoCache, Seed,
        };
        LimitOptions.AddPools(command, "this run");
        HomeOptions.AddTo(command);
        RunLogs.AddTo(command);
        command.Validators.Add(static result =>
        {
            if ((result.GetValue(Plan) is null) == (result.GetValue(PlanFolder) is null))
                result.AddError("Name the plan once: as PLAN or with --directory.");
        });
        command.SetAction((result, cancellationToken) => RunAsync(result, host, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CliHost host, CancellationToken cancellationToken)
    {
        var storage = HomeOptions.Read(result, host);
        using var log = RunLogs.Open(result, host);
        // A dry run makes no home.
        var isThere = storage.Store is not null || Directory.Exists(storage.Home);
        await using var home = result.GetValue(DryRun) && !isThere
            ? null
            : await HomeOptions.OpenAsync(result, host, log, cancellationToken);
        var plan = await LoadAsync(result, host, home, cancellationToken);
        if (plan.Prepared.Problems.Any(static problem => problem.Severity == Severity.Error))
            throw new InvalidInputException([.. plan.Prepared.Problems.Where(static problem => problem.Severity == Severity.Error)]);
        return home is null || result.GetValue(DryRun)
            ? PlanTable.Write(result, host, plan)
            : await RunAsync(result, host, home, plan, cancellationToken);
    }

    private static async Task<int> RunAsync(
        ParseResult result, CliHost host, IHome home, LoadedPlan plan, CancellationToken cancellationToken)
    {
        var experiments = new ExperimentQueries(home.Runs, home.Blobs);
        var outcomes = new List<ExperimentProgress>();
        foreach (var prepared in plan.Prepared.Experiments)
        {
            var session = ExperimentSessions.For(result, host, home, ExperimentGraphs.Build(prepared));
            var run = await home.Runs.StartAsync(Request(result, host, plan, prepared), cancellationToken);
            session.SayPage($"runs/{run}");
            var view = await session.FollowAsync(run);
            outcomes.Add((await experiments.FindAsync(view, host.LeaveNow))!);
            if (host.Interrupted.IsCancellationRequested)
                break;
        }
        new ExperimentTable(host, CommandHints.From(result)).Write(outcomes, CliCommand.IsJson(result));
        if (host.Interrupted.IsCancellationRequested)
            return CliExitCodes.Interrupted;
        var isSent = await new PlanMirror(host, home).SendAsync(
            outcomes.Select(static outcome => (outcome.Run.Project, outcome.Run.Pipeline)), cancellationToken);
        return isSent && outcomes.TrueForAll(static outcome => outcome.Succeeded) ? CliExitCodes.Done : CliExitCodes.Failed;
    }

    private static async Task<LoadedPlan> LoadAsync(ParseResult result, CliHost host, IHome? home, CancellationToken cancellationToken)
    {
        var environment = await EnvironmentFiles.ReadAsync(
            host, result.GetValue(Environment) ?? KebabCase.Of(EnvironmentKind.Development), cancellationToken);
        var hasTracking = environment.TrackingAddress(host.Variable) is not null;
        await using var repository = RepositoryOf(environment, host, home);
        var given = result.GetValue(Datasets) is { } folder ? host.Resolve(folder) : null;
        var pulled = Path.Join(HomeOptions.Read(result, host).Home, "datasets");
        return await LoadedPlan.ReadAsync(
            host, result.GetValue(Plan) ?? result.GetValue(PlanFolder)!, result.GetValue(Aliases),
            planFolder => new ExperimentSurroundings
            {
                Datasets = new RepositoryPlaces(new FolderPlaces(planFolder, host.WorkingFolder, given), repository, pulled),
                HasGpu = File.Exists("/dev/nvidia0"),
                AllowsRemoteHosts = environment.Kind != EnvironmentKind.Development,
                Executor = environment.Executor,
                Environment = hasTracking ? KebabCase.Of(environment.Kind) : null,
                Seed = (ulong)result.GetValue(Seed),
            },
            cancellationToken);
    }

    /// <summary>The repository of the environment; in development that of the home, where there is one.</summary>
    private static OpenRepository? RepositoryOf(ProjectEnvironment environment, CliHost host, IHome? home)
    {
        if (environment.DatasetsAddress(host.Variable) is { } address)
        {
            var place = address.Contains("://", StringComparison.Ordinal) ? address : host.Resolve(address);
            return new OpenRepository(DatasetPlaces.Open(place), null, host.Clock);
        }
        var project = new DirectoryInfo(host.WorkingFolder).Name;
        return home is null
            ? null
            : new OpenRepository(new CatalogDatasets(home.Parts.Store, home.Parts.Blobs, project, host.Clock), null, host.Clock);
    }

    private static StartRun Request(ParseResult result, CliHost host, LoadedPlan plan, PreparedExperiment prepared)
    {
        var request = ExperimentRequest.Of(plan, prepared, host);
        return request with
        {
            UseCache = !result.GetValue(NoCache),
            Concurrency = request.Concurrency! with { Pools = LimitOptions.Read(result).Pools },
        };
    }
}
