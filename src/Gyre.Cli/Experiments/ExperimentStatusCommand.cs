using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;

namespace Gyre.Cli.Experiments;

/// <summary>Shows how the experiments of a plan stand.</summary>
internal static class ExperimentStatusCommand
{
    public static Command Create(CliHost host)
    {
        var plan = CliCommand.Word("PLAN", "Folder of the plan, or one of its files.");
        var command = new Command(
            "status",
            """
            Shows the newest run of each experiment of a plan: trials with their state, and results as far as they are there.

            Example:
              gyre experiment status plans/digits
            """)
        {
            plan,
        };
        HomeOptions.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var names = await PlanFiles.NamesAsync(host, result.GetValue(plan)!, cancellationToken);
            await using var home = await HomeOptions.OpenAsync(result, host, null, cancellationToken);
            var outcomes = new List<ExperimentOutcome>();
            foreach (var (project, name) in names)
            {
                if (await ExperimentOutcome.FindNewestAsync(home, project, name, cancellationToken) is { } outcome)
                    outcomes.Add(outcome);
                else
                    host.Say($"Experiment '{Shown.Clean(name)}' was never run in this home.");
            }
            new ExperimentTable(host, CommandHints.From(result)).Write(outcomes, CliCommand.IsJson(result));
            return CliExitCodes.Done;
        });
        return command;
    }
}
