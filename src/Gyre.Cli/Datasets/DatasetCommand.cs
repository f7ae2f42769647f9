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
            Imports, inspects, compares, converts and queries dataset folders in the format of OctopusCL, and keeps versions of them
            in repositories.

            Example:
              gyre dataset import iris.csv --to data/iris --output species
              gyre dataset inspect data/digits
              gyre dataset push data/digits
              gyre dataset pull digits/latest data/digits
            """)
        {
            DatasetImportCommand.Create(host),
            DatasetInspectCommand.Create(host),
            DatasetPreviewCommand.Create(host),
            DatasetProfileCommand.Create(host),
            DatasetDriftCommand.Create(host),
            DatasetConvertCommand.Create(host),
            DatasetQueryCommand.Create(host),
            DatasetPushCommand.Create(host),
            DatasetPullCommand.Create(host),
            DatasetListCommand.Create(host),
            DatasetListCommand.CreateVersions(host),
            DatasetDiffCommand.Create(host),
            DatasetTagCommand.Create(host),
            DatasetRemoveCommand.Create(host),
            DatasetManagerCommand.Create(host),
        };
        CliCommand.AddFormat(command);
        return command;
    }
}
