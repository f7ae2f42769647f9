using System.CommandLine;
using Gyre.Cli.Files;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Cli.Repositories;
using Gyre.Cli.Telemetry;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Cli.Runs;

/// <summary>Runs a pipeline or a cycle.</summary>
internal static class RunCommand
{
    private static readonly Argument<string?> FileArgument = CliCommand.OptionalWord("FILE", "A gyre.yaml or valohai.yaml, or a folder that holds one. Default: here.");
    private static readonly Option<string?> PipelineName = CliCommand.Text("--pipeline", "NAME", "The pipeline to run. Default: the only one.");
    private static readonly Option<string?> CycleName = CliCommand.Text("--cycle", "NAME", "The cycle to run. Default: the only one, when all pipelines belong to it.");
    private static readonly Option<string[]> Parameters = new("--parameter", "-p")
    {
        Description = "A value: NODE.NAME=VALUE or NAME=VALUE for a parameter of the pipeline. A JSON list where several values fit. May be repeated.",
        HelpName = "NAME=VALUE",
    };

    private static readonly Option<string?> Commit = CliCommand.Text("--commit", "REF", "Run the project as it is in this commit, branch or tag of its git repository.");
    private static readonly Option<bool> Plan = CliCommand.Switch("--plan", "Show what would run and why, and run nothing.");
    private static readonly Option<bool> NoCache = CliCommand.Switch("--no-cache", "Neither use nor fill the cache.");
    private static readonly Option<string?> Title = CliCommand.Text("--title", "TEXT", "A title for lists.");
    private static readonly Option<int?> MaxIterations = CliCommand.Count("--max-iterations", "The most turns of a cycle that a step makes by starting the next turn itself. Default: 100.");
    private static readonly Option<int?> MaxExecutions = CliCommand.Count("--max-executions", "The most executions in all turns of such a cycle. Default: no limit.");
    private static readonly Option<long> Seed = new("--seed") { Description = "Seed of everything that is drawn: the same seed, the same trials. Default: 0.", HelpName = "N", DefaultValueFactory = static _ => 0 };
    private static readonly Option<string?> Minimize = CliCommand.Text("--minimize", "NODE.metadata.KEY", "The number by which the turns of such a cycle are compared; less is better.");
    private static readonly Option<string?> Maximize = CliCommand.Text("--maximize", "NODE.metadata.KEY", "The same; more is better.");
    private static readonly Option<string?> ApiAlias = CliCommand.Text("--api-alias", "HOST", "Answer what steps send to this host by HTTPS, for code in which the address of the API is a constant.");
    private static readonly Option<bool> Detach = CliCommand.Switch("--detach", "Accept the work, print its id and leave; 'gyre serve' or 'gyre resume' on the same home carries it out.");

    public static Command Create(CliHost host)
    {
        var command = new Command(
            "run",
            """
            Runs a pipeline or a cycle of a project, with progress, and ends with a table of what came out.

            Ctrl-C cancels the run in an orderly way, a second Ctrl-C leaves at once. Exit code 0 when it succeeded or was stopped by a condition of
            its own, 1 when it failed, 2 when the project or a value is refused.

            Example:
              gyre run my-project
              gyre run gyre.yaml --pipeline train --parameter train.epochs=20 --parameter 'train.rate=[0.1, 0.01]'
              gyre run gyre.yaml --plan
            """)
        {
            FileArgument, PipelineName, CycleName, Parameters, Commit, Plan, NoCache, Title, Seed, MaxIterations, MaxExecutions, Minimize, Maximize, ApiAlias, Detach,
        };
        command.Validators.Add(static result =>
        {
            if (CliCommand.IsGiven(result, PipelineName) && CliCommand.IsGiven(result, CycleName))
                result.AddError("--pipeline and --cycle exclude each other.");
            if (CliCommand.IsGiven(result, Minimize) && CliCommand.IsGiven(result, Maximize))
                result.AddError("--minimize and --maximize exclude each other.");
            if (CliCommand.IsGiven(result, Plan) && CliCommand.IsGiven(result, Detach))
                result.AddError("--plan and --detach exclude each other.");
        });
        HomeOptions.AddTo(command);
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
        var request = Request(result, loaded, target) with { CodeOrigin = source.Origin, ProjectName = source.ProjectName, Repository = source.Repository };
        using var telemetry = TelemetryExport.Start(host.Variable);
        using var span = TelemetryExport.Command("gyre run", host.Variable);
        using var log = RunLogs.Open(result, host);
        await using var home = await HomeOptions.OpenAsync(result, host, log, cancellationToken);
        if (result.GetValue(Plan))
            return await PlanAsync(result, host, home, request, cancellationToken);
        var session = RunSession.For(result, host, home);
        if (target.Cycle is { } cycle)
        {
            var id = await home.Cycles.StartAsync(request, cycle.Name, cancellationToken);
            return result.GetValue(Detach) ? Detached(result, host, "cycle", id.ToString(), "cycle resume") : await session.FinishAsync(id);
        }
        var run = await home.Runs.StartAsync(request, cancellationToken);
        return result.GetValue(Detach) ? Detached(result, host, "run", run.ToString(), "resume") : await session.FinishAsync(run);
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
        Limits = new CycleLimits
        {
            MaxIterations = result.GetValue(MaxIterations) ?? new CycleLimits().MaxIterations,
            Budget = new CycleBudget { Executions = result.GetValue(MaxExecutions) },
            Objective = result.GetValue(Minimize) is { } less ? new Objective(less, Direction.Minimize) : result.GetValue(Maximize) is { } more ? new Objective(more, Direction.Maximize) : null,
        },
    };

    private static async Task<int> PlanAsync(ParseResult result, CliHost host, IHome home, StartRun request, CancellationToken cancellationToken)
    {
        var plan = await home.Runs.PlanAsync(request, cancellationToken);
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

    private static int Detached(ParseResult result, CliHost host, string kind, string id, string verb)
    {
        if (CliCommand.IsJson(result))
            Shape.WriteTo(host.Out, Shape.Object(($"{kind}_id", Value.Of(id)), ("state", Value.Of("accepted"))));
        else
            host.Out.WriteLine(id);
        host.Say($"The {kind} is accepted. A 'gyre serve' on this home carries it out, or '{CommandHints.From(result).Command($"{verb} {id}")}'.");
        return CliExitCodes.Done;
    }
}
