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
            Inspects, converts and queries dataset folders: schema.json, the examples, files/ and splits/, in the format of OctopusCL.

            Example:
              gyre dataset inspect data/digits
              gyre dataset convert data/digits data/digits-parquet --to parquet
            """)
        {
            DatasetInspectCommand.Create(host),
            DatasetConvertCommand.Create(host),
            DatasetQueryCommand.Create(host),
        };
        CliCommand.AddFormat(command);
        return command;
    }
}
