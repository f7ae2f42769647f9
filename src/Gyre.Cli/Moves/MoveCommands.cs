using System.CommandLine;
using Gyre.Cli.Homes;
using Gyre.Cli.Moves.Formats;

namespace Gyre.Cli.Moves;

/// <summary>Groups the commands that take records in and write them out.</summary>
internal static class MoveCommands
{
    public static Command Import(CliHost host) => Group(
        new Command(
            "import",
            $"""
            Takes in what another program has recorded; nothing of it is changed there.

            Example:
              {ImportTrackingCommand.Example}
            """)
        {
            ImportTrackingCommand.Create(host),
        });

    public static Command Export(CliHost host) => Group(
        new Command(
            "export",
            """
            Writes records as another program writes and reads them.

            Example:
              gyre export mlruns --to ./mlruns
            """)
        {
            ExportTrackingCommand.Create(host),
        });

    private static Command Group(Command command)
    {
        HomeOptions.AddTo(command);
        CliCommand.AddFormat(command);
        return command;
    }
}
