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
        var run = CliCommand.Word("RUN", "Run id, a unique prefix of it, or 'last'.");
        var node = CliCommand.Word("NODE", "Path of the node run, such as train[2].");
        var command = new Command(
            "explain",
            """
            Explains why a node run was or was not a cache hit, and what differed from the closest earlier run.

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
                ?? throw new InvalidInputException(
                    "cache.unknown", $"'{found.Path}' has not been looked up in the cache; it is {Shown.Word(found.State)}.");
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
            host.Out.WriteLine($"closest earlier run: {nearest}");
        if (explanation.Differences.IsEmpty)
            return;
        var table = new ResultTable("PART", "BEFORE", "NOW");
        foreach (var difference in explanation.Differences)
            table.Add(difference.Part, difference.Before ?? "-", difference.Now ?? "-");
        table.WriteTo(host);
        foreach (var difference in explanation.Differences.Where(static difference => difference.Detail is not null))
            host.Out.WriteLine(Shown.Clean(difference.Detail!));
    }
}
