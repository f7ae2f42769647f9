using System.CommandLine;
using Gyre.Cli.Options;

namespace Gyre.Cli.Tracking;

/// <summary>Groups the commands about experiments and what was logged to their runs.</summary>
internal static class TrackingCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command(
            "tracking",
            """
            Lists, searches, compares and logs tracking runs: experiments with params, metrics and files.

            Example:
              gyre tracking experiments
              gyre tracking search "metrics.accuracy > 0.9" --order "metrics.accuracy DESC"
              gyre tracking compare RUN RUN --diff
            """)
        {
            ExperimentsCommand.Create(host),
            TrackingRunsCommand.Create(host),
            SearchCommand.Create(host),
            ShowCommand.Create(host),
            CompareCommand.Create(host),
            LogCommand.Create(host),
            CleanupCommand.Create(host),
            UiCommand.Create(host),
        };
        HomeOptions.AddTo(command);
        CliCommand.AddFormat(command);
        return command;
    }
}
