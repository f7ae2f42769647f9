using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Home.Views;
using Gyre.Pipelines;

namespace Gyre.Cli.Cache;

/// <summary>Lists what may be reused.</summary>
internal static class CacheListCommand
{
    public static Command Create(CliHost host)
    {
        var limit = CliCommand.Limit(50);
        var pipeline = CliCommand.Text("--pipeline", "NAME", "Show only the results of this pipeline.");
        var command = new Command(
            "list",
            """
            Lists cached results that can be reused, newest first.

            Example:
              gyre cache list --pipeline train
            """)
        {
            pipeline, limit,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var entries = await home.Cache.ListAsync(result.GetValue(limit), result.GetValue(pipeline), cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.Print(host.Out, ContractViews.Of(entries));
            else
                Print(host, entries);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static void Print(CliHost host, IReadOnlyList<CacheEntry> entries)
    {
        if (entries.Count == 0)
        {
            host.Say("The cache is empty.");
            return;
        }
        var table = new ResultTable("KEY", "PIPELINE", "NODE", "CREATED (UTC)", "HITS", "LAST HIT (UTC)", "SIZE", "RUN");
        foreach (var entry in entries)
        {
            table.Add(
                entry.Key.Hex[..12], entry.Pipeline, entry.NodePath, Shown.Time(entry.CreatedAt), $"{entry.Hits}",
                entry.LastHit is { } last ? Shown.Time(last) : "-", Shown.Size(entry.SizeInBytes), entry.Run.ToString());
        }
        table.WriteTo(host);
    }
}
