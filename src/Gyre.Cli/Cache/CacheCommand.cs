using System.CommandLine;
using Gyre.Cli.Options;

namespace Gyre.Cli.Cache;

/// <summary>Groups the commands about the cache.</summary>
internal static class CacheCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command(
            "cache",
            """
            Lists, explains and clears cached results of earlier runs.

            Example:
              gyre cache list
              gyre cache explain last 'train[2]'
            """)
        {
            CacheListCommand.Create(host),
            CacheExplainCommand.Create(host),
            CacheInvalidateCommand.Create(host),
            CacheClearCommand.Create(host),
        };
        HomeOptions.AddTo(command);
        CliCommand.AddFormat(command);
        return command;
    }
}
