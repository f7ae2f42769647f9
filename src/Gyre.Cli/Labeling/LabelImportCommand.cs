using System.CommandLine;
using Gyre.Cli.Forms;

namespace Gyre.Cli.Labeling;

/// <summary>Reads annotations and says what is wrong with them.</summary>
internal static class LabelImportCommand
{
    public static Command Create(CliHost host)
    {
        var options = new LabelOptions();
        var check = CliCommand.Switch("--check", "Only read and report. Required: nothing is stored yet.");
        var command = new Command(
            "import",
            """
            Reads annotations and reports every problem at once, with file, place, item and remedy.

            Also says what Gyre has no place for. Exits with 2 if there is a problem. docs/reference/label-formats.md describes the
            formats and what each carries.

            Example:
              gyre label import --check --from voc Annotations
              gyre label import --check --from coco instances.json --format json
            """);
        options.AddTo(command);
        command.Options.Add(check);
        command.Validators.Add(result =>
        {
            if (!CliCommand.IsGiven(result, check))
                result.AddError("Give --check: annotations are not stored yet.");
        });
        command.SetAction((result, cancellationToken) =>
        {
            var (format, path) = (result.GetValue(options.From)!, result.GetValue(options.Path)!);
            var import = options.Import(host, result, cancellationToken);
            if (CliCommand.IsJson(result))
            {
                Shape.WriteTo(host.Out, LabelShapes.Of(format, path, import));
            }
            else
            {
                LabelShapes.Say(host, import);
                LabelShapes.Say(host, "Gyre has no place for:", import.Losses);
                host.Out.WriteLine(
                    $"{Shown.Clean(path)}: {LabelShapes.Summary(import)}{(import.Problems.IsEmpty ? "." : "; not accepted.")}");
            }
            return Task.FromResult(import.Problems.IsEmpty ? CliExitCodes.Done : CliExitCodes.BadInput);
        });
        return command;
    }
}
