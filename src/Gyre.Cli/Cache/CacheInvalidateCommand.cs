using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Home.Views;
using Gyre.Pipelines;

namespace Gyre.Cli.Cache;

/// <summary>Forgets the results of a node and of all that follow it.</summary>
internal static class CacheInvalidateCommand
{
    public static Command Create(CliHost host)
    {
        var run = CliCommand.Word("RUN", "Run id, a unique prefix of it, or 'last'. Determines the pipeline.");
        var node = CliCommand.Word(
            "NODE", "Path of a node run, such as train or for-loop-2[1]/say. A trial or an iteration stands for its node.");
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be deleted without deleting it." };
        var command = new Command(
            "invalidate",
            """
            Deletes the cached results of a node and of all nodes downstream, so that they run again.

            Upstream results are still reused. Artifacts and runs are kept.

            Example:
              gyre cache invalidate last train --dry-run
            """)
        {
            run, node, dryRun,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var view = await Ids.RunAsync(home, result.GetRequiredValue(run), cancellationToken);
            var found = await Ids.NodeAsync(home, view.Id, result.GetRequiredValue(node), cancellationToken);
            var invalidation = await home.Cache.InvalidateAsync(view.Id, found.Path, result.GetValue(dryRun), cancellationToken)
                ?? throw new InvalidInputException("node.unknown", $"Run {view.Id} has no node run '{found.Path}'.");
            if (CliCommand.IsJson(result))
                Shape.Print(host.Out, ContractViews.Of(invalidation));
            else
                Print(host, invalidation);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static void Print(CliHost host, CacheInvalidation invalidation)
    {
        var count = invalidation.Entries.Length;
        host.Out.WriteLine(
            $"{(invalidation.DryRun ? "Would delete" : "Deleted")} {count} cached result{(count == 1 ? "" : "s")} of "
                + $"{Shown.Clean(string.Join(", ", invalidation.Nodes))} in pipeline {Shown.Clean(invalidation.Pipeline)}.");
        if (count == 0)
            return;
        var table = new ResultTable("NODE", "CREATED (UTC)", "RUN");
        foreach (var entry in invalidation.Entries)
            table.Add(entry.NodePath, Shown.Time(entry.CreatedAt), entry.Run.ToString());
        table.WriteTo(host);
    }
}
