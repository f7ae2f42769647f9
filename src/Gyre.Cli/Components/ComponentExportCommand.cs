using System.CommandLine;
using Gyre.Cli.Files;
using Gyre.Cli.Forms;
using Gyre.Projects;

namespace Gyre.Cli.Components;

/// <summary>Writes a component for other tools.</summary>
internal static class ComponentExportCommand
{
    private const string FileFormat = "kubeflow";

    public static Command Create(CliHost host)
    {
        var name = CliCommand.Word("NAME", "A built-in component (gyre/NAME), a component file, or a project step that uses a component.");
        var file = CliCommand.Text("--file", "FILE", "Project that contains the step. Default: the current folder.");
        var image = CliCommand.Text(
            "--image", "IMAGE", "Container image. Default: the component's own; built-in components need one that contains 'gyre'.");
        var output = CliCommand.Text("--output", "FILE", "File to write. Default: standard output.");
        var command = new Command(
            "export",
            """
            Writes a component as a component.yaml that kfp.components.load_component_from_file reads. A component that only works
            in Gyre is refused.

            Example:
              gyre component export gyre/bandit-train --format kubeflow --image registry.example/gyre:1 --output component.yaml
            """)
        {
            name, FormatOption(), file, image, output,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var component = await ComponentShowCommand.FindAsync(
                host, result.GetRequiredValue(name), result.GetValue(file), cancellationToken);
            var text = ComponentFile.Write(component, result.GetValue(image));
            if (result.GetValue(output) is { Length: > 0 } path)
            {
                await TextFiles.WriteAsync(host, path, text, cancellationToken);
                host.Say($"Wrote {Shown.Clean(component.Name)} to {Shown.Clean(path)}.");
            }
            else
            {
                host.Out.Write(text);
            }
            return CliExitCodes.Done;
        });
        return command;
    }

    private static Option<string> FormatOption() => new("--format")
    {
        Description = "Format of the file: kubeflow.",
        HelpName = FileFormat,
        Required = true,
        CustomParser = static result =>
        {
            var given = result.Tokens is [var token] ? token.Value : "";
            if (given != FileFormat)
                result.AddError($"'{given}' is not a format for components. Use --format {FileFormat}.");
            return FileFormat;
        },
    };
}
