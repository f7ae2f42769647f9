using System.CommandLine;
using Gyre.Cli.Moves.Formats;
using Gyre.Cli.Options;

namespace Gyre.Cli.Moves;

/// <summary>Groups the commands that take records in and write them out.</summary>
internal static class MoveCommands
{
    public static Command Import(CliHost host) => Group(
        new Command(
            "import",
            $"""
            Imports experiments, runs and models from MLflow. The source is not modified.

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
            Exports experiments, runs and models as a folder that MLflow reads.

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
