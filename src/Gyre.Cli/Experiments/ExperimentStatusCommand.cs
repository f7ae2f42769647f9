using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Experiments;
using Gyre.Projects;

namespace Gyre.Cli.Experiments;

/// <summary>Shows how the experiments of a plan stand.</summary>
internal static class ExperimentStatusCommand
{
    public static Command Create(CliHost host)
    {
        var plan = CliCommand.Word("PLAN", "Folder of the plan, or one of its files.");
        var watch = CliCommand.Switch("--watch", "Go on showing it until no run of the plan is at work, or Ctrl-C.");
        var command = new Command(
            "status",
            """
            Shows the newest run of each experiment of a plan: trials with their state, and results as far as they are there, also while
            another process runs the plan.

            With --watch on a terminal the table is drawn in place; elsewhere each change of a trial is a line, and with
            '--format json' a whole JSON document. Results that the tracking server of their environment did not get are sent again.

            Example:
              gyre experiment status plans/digits
              gyre experiment status plans/digits --watch
            """)
        {
            plan, watch,
        };
        HomeOptions.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var names = await PlanFiles.NamesAsync(host, result.GetValue(plan)!, cancellationToken);
            await using var home = await HomeOptions.OpenAsync(result, host, null, cancellationToken);
            var status = new PlanStatus(home, names);
            var experiments = await status.ReadAsync(cancellationToken);
            var json = CliCommand.IsJson(result);
            foreach (var (_, name) in names.Where(one => experiments.All(experiment => experiment.Run.Pipeline != one.Name)))
                host.Say($"Experiment '{Shown.Clean(name)}' was never run in this home.");
            if (result.GetValue(watch) && IsAtWork(experiments))
            {
                var follower = new StatusFollower(host, status);
                experiments = json
                    ? await follower.PrintAsync(experiments, cancellationToken)
                    : await follower.ShowAsync(experiments, cancellationToken);
            }
            new ExperimentTable(host, CommandHints.From(result)).Write(experiments, json);
            await new PlanMirror(host, home).SendAsync(names, cancellationToken);
            return host.Interrupted.IsCancellationRequested ? CliExitCodes.Interrupted : CliExitCodes.Done;
        });
        return command;
    }

    /// <summary>Whether there is more to see.</summary>
    public static bool IsAtWork(IEnumerable<ExperimentProgress> experiments) =>
        experiments.Any(static one => one.Run.State is RunState.Running or RunState.Cancelling);
}

/// <summary>Reads how the experiments of a plan stand.</summary>
/// <param name="home">Where they run.</param>
/// <param name="names">Their names, with their projects.</param>
internal sealed class PlanStatus(IHome home, IReadOnlyList<(string Project, string Name)> names)
{
    private readonly ExperimentQueries _experiments = new(home.Runs, home.Blobs);

    /// <summary>Those that were ever run, in the order of the plan.</summary>
    public async Task<IReadOnlyList<ExperimentProgress>> ReadAsync(CancellationToken cancellationToken)
    {
        var found = new List<ExperimentProgress>();
        foreach (var (project, name) in names)
        {
            if (await _experiments.FindNewestAsync(project, name, cancellationToken) is { } progress)
                found.Add(progress);
        }
        return found;
    }
}
