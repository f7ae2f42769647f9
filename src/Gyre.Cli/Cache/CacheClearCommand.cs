using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Contracts;

namespace Gyre.Cli.Cache;

/// <summary>Forgets results.</summary>
internal static class CacheClearCommand
{
    public static Command Create(CliHost host)
    {
        var pipeline = CliCommand.Text("--pipeline", "NAME", "Delete only the results of this pipeline.");
        var command = new Command(
            "clear",
            """
            Deletes cached results so that steps run again. Artifacts and runs are kept.

            Example:
              gyre cache clear --pipeline train
            """)
        {
            pipeline,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var removed = await home.Cache.ClearAsync(result.GetValue(pipeline), cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.Print(host.Out, new CacheCleared { Removed = removed });
            else
                host.Out.WriteLine($"Deleted {removed} cached result{(removed == 1 ? "" : "s")}.");
            return CliExitCodes.Done;
        });
        return command;
    }
}
