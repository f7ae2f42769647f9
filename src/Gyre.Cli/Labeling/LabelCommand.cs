using System.CommandLine;

namespace Gyre.Cli.Labeling;

/// <summary>Groups the commands about labels and annotations.</summary>
internal static class LabelCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command(
            "label",
            """
            Checks and converts annotations in the formats of other programs, measures the agreement of people who label, and scores items
            to choose what to label next.

            Example:
              gyre label import --check --from coco instances.json
              gyre label convert --from coco instances.json --to yolo labels
              gyre label agreement cohen-kappa --input ratings.json
              gyre label score uncertainty --input probabilities.json --format json
            """)
        {
            LabelConvertCommand.Create(host),
            LabelImportCommand.Create(host),
            CallCommands.Agreement(),
            CallCommands.Score(),
        };
        CliCommand.AddFormat(command);
        return command;
    }
}
