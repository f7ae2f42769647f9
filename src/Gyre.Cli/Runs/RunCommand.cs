using System.CommandLine;
using Gyre.Cli.Files;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Cli.Remote;
using Gyre.Cli.Repositories;
using Gyre.Cli.Telemetry;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Cli.Runs;

/// <summary>Runs a pipeline or a cycle.</summary>
internal static class RunCommand
{
    private static readonly Argument<string?> FileArgument = CliCommand.OptionalWord(
        "FILE", "A gyre.yaml or valohai.yaml file, or the folder that contains it. Default: the current folder.");
    private static readonly Option<string?> PipelineName = CliCommand.Text(
        "--pipeline", "NAME", "Pipeline to run. Default: the only pipeline.");
    private static readonly Option<string?> CycleName = CliCommand.Text(
        "--cycle", "NAME", "Cycle to run. Default: the only cycle, if all pipelines belong to it.");
    private static readonly Option<string[]> Parameters = new("--parameter", "-p")
    {
        Description = "Parameter value: NODE.NAME=VALUE, or NAME=VALUE for a pipeline parameter. Write multiple values as a JSON list. Repeatable.",
        HelpName = "NAME=VALUE",
    };

    private static readonly Option<string[]> Variables = new("--env")
    {
        Description =
            "Environment variable for all steps of the run. Overrides the project's variables and the steps' defaults. Repeatable.",
        HelpName = "NAME=VALUE",
    };

    private static readonly Option<string[]> Secrets = new("--secret-env")
    {
        Description =
            "Secret environment variable for all steps of the run, read from the variable NAME of this command or from stdin. Repeatable.",
        HelpName = "NAME",
    };

    private static readonly Option<string?> Commit = CliCommand.Text(
        "--commit", "REF", "Run the project at this commit, branch or tag of its git repository.");
    private static readonly Option<bool> Plan = CliCommand.Switch("--plan", "Show what would run and why, without running it.");
    private static readonly Option<bool> NoCache = CliCommand.Switch("--no-cache", "Do not read from or write to the cache.");
    private static readonly Option<string?> Title = CliCommand.Text("--title", "TEXT", "Title of the run, shown in lists.");
    private static readonly Option<int?> MaxIterations = CliCommand.Count(
        "--max-iterations", "Maximum number of turns when steps start the next turn over the API. Default: 100.");
    private static readonly Option<int?> MaxExecutions = CliCommand.Count(
        "--max-executions",
        "Maximum number of executions over all turns when steps start the next turn over the API. Default: unlimited.");
    private static readonly Option<long> Seed = new("--seed")
    {
        Description = "Random seed. The same seed draws the same trials. Default: 0.",
        HelpName = "N",
        DefaultValueFactory = static _ => 0,
    };
    private static readonly Option<string?> Minimize = CliCommand.Text(
        "--minimize", "NODE.metadata.KEY", "Metric to minimize when comparing the turns of such a cycle.");
    private static readonly Option<string?> Maximize = CliCommand.Text(
        "--maximize", "NODE.metadata.KEY", "Metric to maximize when comparing the turns of such a cycle.");
    private static readonly Option<string?> ApiAlias = CliCommand.Text(
        "--api-alias", "HOST", "Intercept HTTPS requests from steps to this host, for code with a hard-coded API address.");
    private static readonly Option<string?> To = CliCommand.Text(
        "--to", "DIR", "When the run has ended, copy the outputs of its nodes to this new folder: DIR/NODE/FILE.");
    private static readonly Option<bool> Detach = CliCommand.Switch(
        "--detach", "Queue the run, print its id and return. 'gyre serve' or 'gyre resume' on the same home executes it.");

    public static Command Create(CliHost host)
    {
        var command = new Command(
            "run",
            """
            Runs a pipeline or a cycle of a project, shows progress, and prints a summary of the results.

            With --server, the files of the project are uploaded and the run is executed by that server.

            Press Ctrl-C to cancel the run and wait for it to end; press it again to leave immediately. Exits with 0 if the run
            succeeded or was stopped by its own condition, 1 if it failed, 2 if the project or a value is not valid.

            Example:
              gyre run my-project
              gyre run gyre.yaml --pipeline train --parameter train.epochs=20 --parameter 'train.rate=[0.1, 0.01]'
              gyre run gyre.yaml --plan
              gyre run gyre.yaml --jobs 4 --pool gpu=1
              gyre run my-project --server https://gyre.example.com --to results
            """)
        {
            FileArgument, PipelineName, CycleName, Parameters, Variables, Secrets, Commit, Plan, NoCache, Title, Seed, MaxIterations,
                MaxExecutions, Minimize, Maximize, ApiAlias, Detach, To,
        };
        command.Validators.Add(static result =>
        {
            if (CliCommand.IsGiven(result, PipelineName) && CliCommand.IsGiven(result, CycleName))
                result.AddError("--pipeline and --cycle cannot be used together.");
            if (CliCommand.IsGiven(result, Minimize) && CliCommand.IsGiven(result, Maximize))
                result.AddError("--minimize and --maximize cannot be used together.");
            if (CliCommand.IsGiven(result, Plan) && CliCommand.IsGiven(result, Detach))
                result.AddError("--plan and --detach cannot be used together.");
            if (CliCommand.IsGiven(result, To) && (CliCommand.IsGiven(result, Plan) || CliCommand.IsGiven(result, Detach)))
                result.AddError("--to waits for the end of the run and cannot be used together with --plan or --detach.");
        });
        LimitOptions.AddTo(command, "this run");
        HomeOptions.AddTo(command);
        ServerOptions.AddTo(command);
        RunLogs.AddTo(command);
        CliCommand.AddFormat(command);
        command.SetAction((result, cancellationToken) => RunAsync(result, host, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CliHost host, CancellationToken cancellationToken)
    {
        var source = await GitProjects.LocateAsync(
            result.GetValue(FileArgument) ?? ".", host.Resolve, result.GetValue(Commit), HomeOptions.Read(result, host).Home,
            cancellationToken);
        var loaded = await ProjectFiles.LoadAsync(host, source.Path, cancellationToken, HomeOptions.Read(result, host).Home);
        var target = RunTarget.Choose(loaded.Project, result.GetValue(PipelineName), result.GetValue(CycleName));
        var request = Request(result, loaded, target) with
        {
            CodeOrigin = source.Origin,
            ProjectName = source.ProjectName,
            Repository = source.Repository,
            Variables = RunVariables.Plain(result.GetValue(Variables) ?? []),
            Secrets = RunVariables.Secrets(result.GetValue(Secrets) ?? [], host),
        };
        var to = result.GetValue(To) is { } folder ? RunOutputFiles.Check(host, folder) : null;
        if (to is not null && target.Cycle is not null)
            throw new InvalidInputException(
                "outputs.cycle", "--to copies the outputs of one run, and a cycle has several.",
                    "Use --pipeline, or copy the outputs of a turn's run afterwards.");
        if (ServerOptions.Open(result, host) is { } remote)
        {
            await using (remote)
                return await RunRemotelyAsync(new Wanted(result, host, loaded, target, request, to), remote, source, cancellationToken);
        }
        using var telemetry = TelemetryExport.Start(host.Variable);
        using var span = TelemetryExport.Command("gyre run", host.Variable);
        using var log = RunLogs.Open(result, host);
        await using var home = await HomeOptions.OpenAsync(result, host, log, cancellationToken);
        if (result.GetValue(Plan))
            return Print(result, host, await home.Runs.PlanAsync(request, cancellationToken));
        var session = RunSession.For(result, host, home);
        if (target.Cycle is { } cycle)
        {
            var id = await home.Cycles.StartAsync(request, cycle.Name, cancellationToken);
            return result.GetValue(Detach) ? Detached(result, host, "cycle", id.ToString(), "cycle resume") : await session.FinishAsync(id);
        }
        var run = await home.Runs.StartAsync(request, cancellationToken);
        return result.GetValue(Detach) ? Detached(result, host, "run", run.ToString(), "resume")
            : await FinishAsync(session, host, home, run, to);
    }

    /// <summary>The same on a server, with the code of this machine.</summary>
    private static async Task<int> RunRemotelyAsync(
        Wanted wanted, RemoteHome home, ProjectSource source, CancellationToken cancellationToken)
    {
        var (result, host, loaded, target, request, to) = wanted;
        var remote = new RemoteRun(home, host.Say);
        var pipeline = loaded.Project.FindPipeline(target.Pipeline);
        var code = await remote.SendAsync(loaded, pipeline, source, HomeOptions.Read(result, host).Home, cancellationToken);
        if (result.GetValue(Plan))
            return Print(result, host, await remote.PlanAsync(request, code, cancellationToken));
        var session = RunSession.For(result, host, home);
        if (target.Cycle is { } cycle)
        {
            var id = await remote.StartAsync(request, cycle.Name, code, cancellationToken);
            return result.GetValue(Detach) ? Detached(result, host, "cycle", id.ToString(), null) : await session.FinishAsync(id);
        }
        var run = await remote.StartAsync(request, code, cancellationToken);
        return result.GetValue(Detach) ? Detached(result, host, "run", run.ToString(), null)
            : await FinishAsync(session, host, home, run, to);
    }

    /// <summary>Outputs are copied also of a run that failed: they may say why.</summary>
    private static async Task<int> FinishAsync(RunSession session, CliHost host, IHome home, RunId run, string? to)
    {
        var code = await session.FinishAsync(run);
        if (to is not null)
            await new RunOutputFiles(host, home).CopyAsync(run, to, host.LeaveNow);
        return code;
    }

    private static StartRun Request(ParseResult result, ProjectFiles.Loaded loaded, RunTarget target) => new()
    {
        Project = loaded.Project,
        Folder = loaded.Folder,
        Pipeline = target.Pipeline,
        Parameters = ParameterValues.Read(
            result.GetValue(Parameters) ?? [],
            loaded.Project.Pipelines.FirstOrDefault(pipeline => string.Equals(pipeline.Name, target.Pipeline, StringComparison.Ordinal))),
        Title = result.GetValue(Title),
        UseCache = !result.GetValue(NoCache),
        Seed = result.GetValue(Seed),
        ApiAlias = result.GetValue(ApiAlias),
        Concurrency = LimitOptions.Read(result),
        Limits = new CycleLimits
        {
            MaxIterations = result.GetValue(MaxIterations) ?? new CycleLimits().MaxIterations,
            Budget = new CycleBudget { Executions = result.GetValue(MaxExecutions) },
            Objective = result.GetValue(Minimize) is { } less ? new Objective(less, Direction.Minimize) : result.GetValue(Maximize) is { } more ? new Objective(more, Direction.Maximize) : null,
        },
    };

    private static int Print(ParseResult result, CliHost host, IReadOnlyList<PlannedNode> plan)
    {
        if (CliCommand.IsJson(result))
        {
            Shape.WriteTo(host.Out, RunShapes.Plan(plan));
            return CliExitCodes.Done;
        }
        var table = new ResultTable("NODE", "ACTION", "WHY");
        foreach (var node in plan)
            table.Add(node.Path, node.Action, node.Reason);
        table.WriteTo(host);
        return CliExitCodes.Done;
    }

    private static int Detached(ParseResult result, CliHost host, string kind, string id, string? verb)
    {
        if (CliCommand.IsJson(result))
            Shape.WriteTo(host.Out, Shape.Object(($"{kind}_id", Value.Of(id)), ("state", Value.Of("accepted"))));
        else
            host.Out.WriteLine(id);
        host.Say(verb is null
            ? $"The {kind} is on the server. Look at it with "
                + $"'{CommandHints.From(result).Command($"runs{(kind == "run" ? $" show {id}" : "")}")}'."
            : $"The {kind} is queued. Execute it with 'gyre serve' on this home or "
                + $"'{CommandHints.From(result).Command($"{verb} {id}")}'.");
        return CliExitCodes.Done;
    }

    /// <summary>What the command line asks for.</summary>
    private sealed record Wanted(
        ParseResult Result, CliHost Host, ProjectFiles.Loaded Loaded, RunTarget Target, StartRun Request, string? To);
}
