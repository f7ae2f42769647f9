using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Labeling;

namespace Gyre.Cli.Labeling;

/// <summary>Writes annotations in another format.</summary>
internal static class LabelConvertCommand
{
    public static Command Create(CliHost host)
    {
        var options = new LabelOptions();
        var to = LabelOptions.Format("--to", "Format of OUT.");
        var target = CliCommand.Word("OUT", "File or folder to create; it must not exist.");
        var command = new Command(
            "convert",
            """
            Converts annotations from one format to another, and says what the other cannot carry.

            Labels keep their order and ids, predictions of models stay apart from what people drew, and splits are kept where the
            format has a place for them. Exits with 2 if there is a problem in PATH; nothing is written then. coco writes one file
            if OUT ends in .json, else a folder with a file per split. canonical is Gyre's own JSON.

            Example:
              gyre label convert --from coco instances.json --to yolo labels
              gyre label convert --from labelstudio export.json --to canonical out.json
              gyre label convert --from yolo labels --images photos --to voc Annotations
            """);
        options.AddTo(command);
        command.Options.Add(to);
        command.Arguments.Add(target);
        command.SetAction((result, cancellationToken) =>
        {
            var import = options.Import(host, result, cancellationToken);
            var (format, path) = (result.GetValue(options.From)!, result.GetValue(options.Path)!);
            if (!import.Problems.IsEmpty)
            {
                if (CliCommand.IsJson(result))
                    Shape.WriteTo(host.Out, LabelShapes.Of(format, path, import));
                LabelShapes.Say(host, import);
                host.Say("Nothing was written.");
                return Task.FromResult(CliExitCodes.BadInput);
            }
            var place = result.GetValue(target)!;
            var export = LabelFormats.Export(import.Data, result.GetValue(to)!, host.Resolve(place), cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Written(place, import, export));
            else
                Print(host, place, result.GetValue(to)!, import, export);
            return Task.FromResult(CliExitCodes.Done);
        });
        return command;
    }

    private static MapValue Written(string place, LabelImportResult import, LabelExportResult export) => Shape.Object(
        ("path", Value.Of(place)), ("items", Value.Of(import.Data.Items.Length)), ("imported", Value.Of(import.Imported)),
        ("files", Value.Of(export.Files.Length)), ("notImported", LabelShapes.Losses(import.Losses)),
        ("losses", LabelShapes.Losses(export.Losses)));

    private static void Print(CliHost host, string place, string format, LabelImportResult import, LabelExportResult export)
    {
        LabelShapes.Say(host, "Gyre has no place for:", import.Losses);
        LabelShapes.Say(host, $"Not carried by {format}:", export.Losses);
        host.Out.WriteLine($"Wrote {Shown.Clean(place)}: {LabelShapes.Summary(import)}.");
    }
}
