using System.CommandLine;
using Gyre.Cli.Files;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Cli.Components;

/// <summary>Shows one component.</summary>
internal static class ComponentShowCommand
{
    public static Command Create(CliHost host)
    {
        var name = CliCommand.Word("NAME", "A built-in component (gyre/NAME), a component file, or a project step that uses a component.");
        var file = CliCommand.Text("--file", "FILE", "Project that contains the step. Default: the current folder.");
        var command = new Command(
            "show",
            """
            Shows a component's inputs and outputs with their types and defaults, and the command it runs.

            Example:
              gyre component show gyre/learn-train
              gyre component show ./trainer.component.yaml
            """)
        {
            name, file,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var component = await FindAsync(host, result.GetRequiredValue(name), result.GetValue(file), cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Shape.Object(("component", ComponentShapes.Of(component))));
            else
                Print(host, component);
            return CliExitCodes.Done;
        });
        return command;
    }

    /// <exception cref="InvalidInputException">There is none, or its file is not valid.</exception>
    internal static async Task<Component> FindAsync(CliHost host, string name, string? project, CancellationToken cancellationToken)
    {
        if (host.Homes.Language.Components.Find(name) is { } builtIn)
            return builtIn;
        if (project is null && name.Length is > 0 and <= 4096 && !name.Contains('\0', StringComparison.Ordinal) && host.Resolve(name) is var path && File.Exists(path))
            return await ReadAsync(host, path, cancellationToken);
        var entries = await ComponentEntries.ReadAsync(host, project, cancellationToken);
        return entries.FirstOrDefault(entry => entry.Uses == name || entry.Steps.Contains(name, StringComparer.Ordinal))?.Component
            ?? throw new InvalidInputException(
                "component.missing",
                $"Component '{Shown.Short(name, 200)}' was not found: it is not a built-in component, a file, or a step that uses a "
                    + "component.",
                Shown.Clean(NearestWords.Question(name, entries.SelectMany(entry => entry.Steps.Append(entry.Uses))))
                    + "Run 'gyre component list' to see the available components.");
    }

    private static async Task<Component> ReadAsync(CliHost host, string path, CancellationToken cancellationToken)
    {
        var name = ProjectFiles.NameOf(host, path);
        var bytes = await TextFiles.ReadAsync(path, ComponentFile.MaxBytes, cancellationToken)
            ?? throw new InvalidInputException(
                "file.too-large",
                $"'{Shown.Short(name, 200)}' is larger than {Shown.Size(ComponentFile.MaxBytes)}.",
                "Check the path; component files are at most a few kilobytes of YAML.");
        var reading = ComponentFile.Read(bytes, name);
        foreach (var diagnostic in reading.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Warning && reading.Component is not null))
            host.Say(Shown.Clean(diagnostic.ToString()));
        return reading.Component ?? throw new InvalidInputException(reading.Diagnostics);
    }

    private static void Print(CliHost host, Component component)
    {
        host.Out.WriteLine($"name         {Shown.Clean(component.Name)}");
        if (component.Description is { Length: > 0 } description)
            host.Out.WriteLine($"description  {Shown.Clean(description)}");
        host.Out.WriteLine($"image        {Shown.Clean(component.Image ?? "-")}");
        host.Out.WriteLine($"command      {string.Join(' ', component.Command.Select(argument => Shown.Short(CommandHints.Word(ComponentShapes.Text(argument)), 200)))}");
        foreach (var variable in component.Environment)
            host.Out.WriteLine($"variable     {Shown.Clean(variable.Name)}={Shown.Short(Shown.Clean(ComponentShapes.Text(variable.Value)), 200)}");
        host.Out.WriteLine();
        var inputs = new ResultTable("INPUT", "TYPE", "NEEDED", "DEFAULT", "DESCRIPTION");
        foreach (var input in component.Inputs)
            inputs.Add(Shown.Clean(input.Name), ComponentShapes.TypeOf(input), input.Optional ? "no" : "yes", input.Default is { } value ? Shown.Cell(value) : "-", Shown.Clean(input.Description ?? ""));
        inputs.WriteTo(host);
        host.Out.WriteLine();
        var outputs = new ResultTable("OUTPUT", "TYPE", "DESCRIPTION");
        foreach (var output in component.Outputs)
            outputs.Add(Shown.Clean(output.Name), ComponentShapes.TypeOf(output), Shown.Clean(output.Description ?? ""));
        outputs.WriteTo(host);
    }
}
