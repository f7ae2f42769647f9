using System.CommandLine;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Cli.Runs;
using Gyre.Experiments;

namespace Gyre.Cli.Experiments;

/// <summary>Sessions that show the progress of a run as trials by datasets.</summary>
internal static class ExperimentSessions
{
    public static RunSession For(ParseResult result, CliHost host, IHome home, ExperimentGraph graph) =>
        new(host, home, CommandHints.From(result), CliCommand.IsJson(result), RunLogs.IsShown(result))
        {
            Displays = isLive => new TrialPictures(graph, ITrialDisplay.For(host, isLive)),
        };
}
