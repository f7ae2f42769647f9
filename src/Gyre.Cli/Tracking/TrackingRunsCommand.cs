using System.CommandLine;
using Gyre.Cli.Options;
using Gyre.Tracking;

namespace Gyre.Cli.Tracking;

/// <summary>Lists the runs of an experiment, or of all.</summary>
internal static class TrackingRunsCommand
{
    public static Command Create(CliHost host)
    {
        var experiment = CliCommand.OptionalWord("EXPERIMENT", "Name or id of the experiment. Default: all experiments.");
        var limit = CliCommand.Limit(50);
        var deleted = CliCommand.Switch("--all", "Include deleted runs.");
        var command = new Command(
            "runs",
            """
            Lists the runs of one or all experiments, newest first.

            Example:
              gyre tracking runs
              gyre tracking runs churn --limit 10
            """)
        {
            experiment, limit, deleted,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var found = result.GetValue(experiment) is { } name
                ? [await ExperimentNames.FindAsync(home.Tracking, name, cancellationToken)]
                : await ExperimentNames.AllAsync(home.Tracking, StageView.Active, cancellationToken);
            var request = new SearchRequest { MaxResults = result.GetValue(limit), View = result.GetValue(deleted) ? StageView.All : StageView.Active };
            await SearchCommand.WriteAsync(host, result, home.Tracking, [.. found.Select(item => item.Id)], request, cancellationToken);
            return CliExitCodes.Done;
        });
        return command;
    }
}
