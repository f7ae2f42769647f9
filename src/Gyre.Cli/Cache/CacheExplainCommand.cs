using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Home.Views;
using Gyre.Pipelines;

namespace Gyre.Cli.Cache;

/// <summary>Says why a node run was, or was not, answered from the cache.</summary>
internal static class CacheExplainCommand
{
    public static Command Create(CliHost host)
    {
        var run = CliCommand.Word("RUN", "Id of the run, the beginning of it, or 'last'.");
        var node = CliCommand.Word("NODE", "Path of the node run: train[2].");
        var command = new Command(
            "explain",
            """
            Says why a node run was or was not answered from the cache, and what differed from the nearest earlier run.

            Example:
              gyre cache explain last 'train[2]'
            """)
        {
            run, node,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var view = await Ids.RunAsync(home, result.GetRequiredValue(run), cancellationToken);
            var found = await Ids.NodeAsync(home, view.Id, result.GetRequiredValue(node), cancellationToken);
            var explanation = await home.Cache.ExplainAsync(view.Id, found.Path, cancellationToken)
                ?? throw new InvalidInputException("cache.unknown", $"Nothing is known of '{found.Path}' and the cache: it is {Shown.Word(found.State)}.");
            if (CliCommand.IsJson(result))
                Shape.Print(host.Out, ContractViews.Of(explanation));
            else
                Print(host, explanation);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static void Print(CliHost host, CacheExplanation explanation)
    {
        host.Out.WriteLine($"{Shown.Clean(explanation.NodePath)}: {Shown.Word(explanation.Outcome)}. {Shown.Clean(explanation.Summary)}");
        if (explanation.Nearest is { } nearest)
            host.Out.WriteLine($"nearest earlier run: {nearest}");
        if (explanation.Differences.IsEmpty)
            return;
        var table = new ResultTable("PART", "BEFORE", "NOW");
        foreach (var difference in explanation.Differences)
            table.Add(difference.Part, difference.Before ?? "-", difference.Now ?? "-");
        table.WriteTo(host);
    }
}
