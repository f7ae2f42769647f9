using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;

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
            var names = await NamesAsync(host, result.GetValue(plan)!, cancellationToken);
            await using var home = await HomeOptions.OpenAsync(result, host, null, cancellationToken);
            var outcomes = new List<ExperimentOutcome>();
            foreach (var (project, name) in names)
            {
                var query = new RunQuery { Project = project, Pipeline = name };
                if ((await home.Runs.QueryAsync(query, cancellationToken)).Runs.FirstOrDefault() is { } run)
                    outcomes.Add(await ExperimentOutcome.ReadAsync(home, run, cancellationToken));
                else
                    host.Say($"Experiment '{Shown.Clean(name)}' was never run in this home.");
            }
            new ExperimentTable(host, CommandHints.From(result)).Write(outcomes, CliCommand.IsJson(result));
            return CliExitCodes.Done;
        });
        return command;
    }

    private static async Task<List<(string Project, string Name)>> NamesAsync(CliHost host, string plan, CancellationToken cancellationToken)
    {
        var path = host.Resolve(plan);
        var folder = File.Exists(path) ? Path.GetDirectoryName(path)! : path;
        // Which classes there are does not matter for names.
        var reading = await PlanFiles.ReadAsync(host, plan, new PlanLanguage { IsPythonClass = static _ => true }, cancellationToken);
        var project = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        return reading.Plan is { } read
            ? [.. read.Experiments.Select(experiment => (project, experiment.Name))]
            : throw new InvalidInputException([.. reading.Diagnostics.Where(static one => one.Severity == Severity.Error)]);
    }
}
