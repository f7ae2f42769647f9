using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Gyre.Cli.About;
using Gyre.Cli.Backups;
using Gyre.Cli.Bandit;
using Gyre.Cli.Cache;
using Gyre.Cli.Components;
using Gyre.Cli.Cycles;
using Gyre.Cli.Datasets;
using Gyre.Cli.Demo;
using Gyre.Cli.Deployments;
using Gyre.Cli.Doctor;
using Gyre.Cli.Experiments;
using Gyre.Cli.Files;
using Gyre.Cli.Labeling;
using Gyre.Cli.Learn;
using Gyre.Cli.Models;
using Gyre.Cli.Moves;
using Gyre.Cli.Output;
using Gyre.Cli.Retention;
using Gyre.Cli.Runs;
using Gyre.Cli.Serving;
using Gyre.Cli.Simulation;
using Gyre.Cli.Tokens;
using Gyre.Cli.Tracking;
using Gyre.Cli.Triggers;
using Gyre.Cli.Variables;

namespace Gyre.Cli;

/// <summary>The program: its commands, and what happens to everything that goes wrong in them.</summary>
internal static class CliApp
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    /// <summary>Parses and runs one command line.</summary>
    /// <returns>One of <see cref="CliExitCodes"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliHost host)
    {
        host = host with { NoColor = host.NoColor || arguments.TakeWhile(argument => argument != "--").Contains("--no-color", StringComparer.Ordinal) };
        try
        {
            var result = Create(host, Wanted(CommandsOf(host), arguments)).Parse(arguments,
                new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (arguments.Count == 0)
                return HelpPrinter.Print(result.RootCommandResult.Command, host.Out);
            if (result.Action is ParseErrorAction)
                return UsageErrors.Report(result, host.Error);
            return await UntilLeavingAsync(result.InvokeAsync(Invocation(host), host.Interrupted), host);
        }
        catch (Exception exception)
        {
            return FailureReport.Write(exception, host);
        }
    }

    /// <summary>The commands in the order in which help lists them; null where the host has no server.</summary>
    internal static IReadOnlyList<CommandEntry> Commands { get; } =
    [
        new("demo", DemoCommand.Create),
        new("init", InitCommand.Create),
        new("lint", LintCommand.Create),
        new("command", BuildCommand.Create),
        new("payload", PayloadCommand.Create),
        new("eval", EvalCommand.Create),
        new("run", RunCommand.Create),
        new("runs", RunsCommand.Create),
        new("logs", LogsCommand.Create),
        new("outputs", OutputsCommand.Create),
        new("sweep", SweepCommand.Create),
        new("diff", DiffCommand.Create),
        new("cancel", CancelCommand.Create),
        new("resume", ResumeCommand.Create),
        new("approve", static host => ApprovalCommand.Create(host, approved: true)),
        new("refuse", static host => ApprovalCommand.Create(host, approved: false)),
        new("answer", AnswerCommand.Create),
        new("cycle", CycleCommand.Create),
        new("trigger", TriggerCommand.Create),
        new("env", EnvCommand.Create),
        new("gc", GcCommand.Create),
        new("cache", CacheCommand.Create),
        new("component", ComponentCommand.Create),
        new("experiment", ExperimentCommand.Create),
        new("dataset", DatasetCommand.Create),
        new("label", LabelCommand.Create),
        new("learn", static _ => LearnCommand.Create(Learning.ModelKinds.BuiltIn)),
        new("evaluate", static _ => CallCommands.Evaluate()),
        new("stats", static _ => CallCommands.Stats()),
        new("bandit", BanditCommand.Create),
        new("deploy", DeployCommand.Create),
        new("deployments", DeploymentsCommand.Create),
        new("predict", PredictCommand.Create),
        new("rollback", RollbackCommand.Create),
        new("decide", DecideCommand.Create),
        new("reward", RewardCommand.Create),
        new("decisions", DecisionsCommand.Create),
        new("simulate", SimulateCommand.Create),
        new("tracking", TrackingCommand.Create),
        new("model", ModelCommand.Create),
        new("import", MoveCommands.Import),
        new("export", MoveCommands.Export),
        new("step", StepCommand.Create),
        new("doctor", DoctorCommand.Create),
        new("serve", static host => host.Server is { } server ? ServeCommand.Create(host, server) : null),
        new("token", static host => host.Server is { } server ? TokenCommand.Create(host, server) : null),
        new("backup", BackupCommand.Create),
        new("restore", RestoreCommand.Create),
        new("version", VersionCommand.Create),
        new("completion", static host => CompletionCommand.Create(host, () => Create(host))),
    ];

    /// <summary>The command line with all commands.</summary>
    public static RootCommand Create(CliHost host) => Create(host, CommandsOf(host));

    private static IReadOnlyList<CommandEntry> CommandsOf(CliHost host) =>
        [.. Commands, .. host.Homes.More.OfType<ICommandFeature>().SelectMany(static feature => feature.Commands)];

    private static RootCommand Create(CliHost host, IEnumerable<CommandEntry> commands)
    {
        var root = new RootCommand(
            """
            Gyre runs machine-learning pipelines and repeats them in cycles: train, compare, decide, and start again until the
            result is good enough.

            Example:
              gyre demo
              gyre init my-project
              gyre run my-project
            """);
        foreach (var (_, create) in commands)
        {
            if (create(host) is { } command)
                root.Subcommands.Add(command);
        }
        root.Options.Add(new Option<bool>("--no-color") { Description = "Disable colors. Same as setting NO_COLOR.", Recursive = true });
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new HelpPrinter();
        return root;
    }

    /// <summary>Making a command takes its time, and most starts of the program want one; help and what is misspelt want all.</summary>
    private static IReadOnlyList<CommandEntry> Wanted(IReadOnlyList<CommandEntry> commands, IReadOnlyList<string> arguments)
    {
        if (arguments is ["--version"])
            return [];
        // Every option before the command is a switch, so its name is the first word that is none.
        var named = arguments.FirstOrDefault(static argument => !argument.StartsWith('-'));
        var found = commands.Where(command => command.Name == named).ToList();
        return found.Count > 0 ? found : commands;
    }

    /// <summary>After the second Ctrl-C a command has a moment for its last words; then it is left behind.</summary>
    private static async Task<int> UntilLeavingAsync(Task<int> work, CliHost host)
    {
        var leaving = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = host.LeaveNow.Register(() => leaving.TrySetResult());
        if (await Task.WhenAny(work, leaving.Task) != work)
            await Task.WhenAny(work, Task.Delay(LastWords, host.Clock, CancellationToken.None));
        return work.IsCompleted ? await work : throw new OperationCanceledException(host.LeaveNow);
    }

    private static InvocationConfiguration Invocation(CliHost host) => new()
    {
        Output = host.Out,
        Error = host.Error,
        EnableDefaultExceptionHandler = false,
        // Signals are handled in one place, SystemConsole.
        ProcessTerminationTimeout = null,
    };
}
