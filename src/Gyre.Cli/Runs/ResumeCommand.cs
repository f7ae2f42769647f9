using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Core;

namespace Gyre.Cli.Runs;

/// <summary>Takes a run up again.</summary>
internal static class ResumeCommand
{
    public static Command Create(CliHost host)
    {
        var run = CliCommand.Word("RUN", "Run id, a unique prefix of it, or 'last'.");
        var command = new Command(
            "resume",
            """
            Resumes a run that failed, was cancelled or detached, or lost its engine.

            Finished nodes are kept, and steps that are still running are not started twice.

            Example:
              gyre resume last
            """)
        {
            run,
        };
        HomeOptions.AddTo(command);
        CliCommand.AddFormat(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var view = await Ids.RunAsync(home, result.GetRequiredValue(run), cancellationToken);
            if (NodeStates.IsOver(view.State) && !await home.Runs.ResumeAsync(view.Id, cancellationToken))
                throw new InvalidInputException("run.not-resumable",
                    $"Run {view.Id} {Shown.Word(view.State)}; nothing to resume.",
                    "Only failed and cancelled runs can be resumed.");
            return await RunSession.For(result, host, home).FinishAsync(view.Id);
        });
        return command;
    }
}
