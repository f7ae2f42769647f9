using System.CommandLine;

namespace Gyre.Cli.Labeling;

/// <summary>Groups the commands about annotations.</summary>
internal static class LabelCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command(
            "label",
            """
            Reads, checks and converts annotations in the formats of other programs.

            Example:
              gyre label import --check --from coco instances.json
              gyre label convert --from coco instances.json --to yolo labels
            """)
        {
            LabelConvertCommand.Create(host),
            LabelImportCommand.Create(host),
        };
        CliCommand.AddFormat(command);
        return command;
    }
}
