using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Gyre.Cli.Cache;
using Gyre.Cli.Components;
using Gyre.Cli.Cycles;
using Gyre.Cli.Demo;
using Gyre.Cli.Doctor;
using Gyre.Cli.Files;
using Gyre.Cli.Learn;
using Gyre.Cli.Models;
using Gyre.Cli.Moves;
using Gyre.Cli.Output;
using Gyre.Cli.Runs;
using Gyre.Cli.Serving;
using Gyre.Cli.Tokens;
using Gyre.Cli.Tracking;
using Gyre.Cli.Triggers;

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
            var result = Create(host).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
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

    /// <summary>All commands.</summary>
    public static RootCommand Create(CliHost host)
    {
        var root = new RootCommand(
            """
            Gyre runs pipelines that train, compare, decide, and start themselves again until the result is good enough.

            Example:
              gyre demo
              gyre init my-project
              gyre run my-project
            """)
        {
            DemoCommand.Create(host),
            InitCommand.Create(host),
            LintCommand.Create(host),
            BuildCommand.Create(host),
            PayloadCommand.Create(host),
            EvalCommand.Create(host),
            RunCommand.Create(host),
            RunsCommand.Create(host),
            LogsCommand.Create(host),
            CancelCommand.Create(host),
            ResumeCommand.Create(host),
            ApprovalCommand.Create(host, approved: true),
            ApprovalCommand.Create(host, approved: false),
            CycleCommand.Create(host),
            TriggerCommand.Create(host),
            CacheCommand.Create(host),
            ComponentCommand.Create(host),
            LearnCommand.Create(Learning.ModelKinds.BuiltIn),
            TrackingCommand.Create(host),
            ModelCommand.Create(host),
            MoveCommands.Import(host),
            MoveCommands.Export(host),
            StepCommand.Create(host),
            DoctorCommand.Create(host),
        };
        if (host.Server is { } server)
        {
            root.Subcommands.Add(ServeCommand.Create(host, server));
            root.Subcommands.Add(TokenCommand.Create(host, server));
        }
        root.Options.Add(new Option<bool>("--no-color") { Description = "No colours. NO_COLOR in the environment says the same.", Recursive = true });
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new HelpPrinter();
        return root;
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
