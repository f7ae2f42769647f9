using System.CommandLine;

namespace Gyre.Cli.Datasets;

/// <summary>Groups the commands about dataset folders.</summary>
internal static class DatasetCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command(
            "dataset",
            """
            Inspects dataset folders: schema.json, the examples, files/ and splits/, in the format of OctopusCL.

            Example:
              gyre dataset inspect data/digits
            """)
        {
            DatasetInspectCommand.Create(host),
        };
        CliCommand.AddFormat(command);
        return command;
    }
}
