using System.CommandLine;
using Gyre.Cli.Options;

namespace Gyre.Cli.Cycles;

/// <summary>Groups the commands about cycles.</summary>
internal static class CycleCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command(
            "cycle",
            """
            Lists, shows, stops and resumes cycles: chains of runs in which each run decides whether to start another.

            Start a cycle with 'gyre run --cycle NAME'.

            Example:
              gyre cycle list
              gyre cycle show last
              gyre cycle resume last --max-iterations 10
            """)
        {
            CycleListCommand.Create(host),
            CycleShowCommand.Create(host),
            CycleStopCommand.Create(host),
            CycleResumeCommand.Create(host),
        };
        HomeOptions.AddTo(command);
        CliCommand.AddFormat(command);
        return command;
    }
}
