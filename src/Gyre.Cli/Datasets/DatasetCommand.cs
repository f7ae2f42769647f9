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
            Imports, inspects, compares, converts and queries dataset folders: schema.json, the examples, files/ and splits/, in the
            format of OctopusCL.

            Example:
              gyre dataset import iris.csv --to data/iris --output species
              gyre dataset inspect data/digits
              gyre dataset convert data/digits data/digits-parquet --to parquet
            """)
        {
            DatasetImportCommand.Create(host),
            DatasetInspectCommand.Create(host),
            DatasetPreviewCommand.Create(host),
            DatasetProfileCommand.Create(host),
            DatasetDriftCommand.Create(host),
            DatasetConvertCommand.Create(host),
            DatasetQueryCommand.Create(host),
        };
        CliCommand.AddFormat(command);
        return command;
    }
}
