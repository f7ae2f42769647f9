using System.CommandLine;
using Gyre.Cli.Files;
using Gyre.Cli.Forms;
using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Cli.Components;

/// <summary>Lists the components that a project's steps use, and those that come with the program.</summary>
internal static class ComponentListCommand
{
    public static Command Create(CliHost host)
    {
        var file = CliCommand.OptionalWord(
            "FILE", "Project file, or the folder that contains it. Default: the current folder, if it is a project.");
        var command = new Command(
            "list",
            """
            Lists the components that the project's steps use, and the built-in ones.

            Example:
              gyre component list
              gyre component list my-project --format json
            """)
        {
            file,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var entries = await ComponentEntries.ReadAsync(host, result.GetValue(file), cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Shape.Object(("components", Shape.List(entries, Describe))));
            else
                Print(host, entries);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static MapValue Describe(ComponentEntry entry) => Shape.Object(
        ("uses", Value.Of(entry.Uses)),
        ("steps", Shape.List(entry.Steps, Value.Of)),
        ("component", ComponentShapes.Of(entry.Component)));

    private static void Print(CliHost host, IReadOnlyList<ComponentEntry> entries)
    {
        var table = new ResultTable("USES", "STEPS", "INPUTS", "OUTPUTS", "DESCRIPTION");
        foreach (var (uses, steps, component) in entries)
        {
            table.Add(
                Shown.Short(Shown.Clean(uses), 60),
                steps.Count == 0 ? "-" : Shown.Short(Shown.Clean(string.Join(", ", steps)), 40),
                Names(component.Inputs.Select(input => input.Optional ? input.Name + "?" : input.Name)),
                Names(component.Outputs.Select(output => output.Name)),
                Shown.Short(Shown.Clean(component.Description ?? ""), 60));
        }
        table.WriteTo(host);
    }

    private static string Names(IEnumerable<string> names) => Shown.Short(Shown.Clean(string.Join(" ", names)), 50);
}

/// <summary>A component, by what stands behind <c>uses:</c>.</summary>
/// <param name="Uses">As written, without passwords.</param>
/// <param name="Steps">Names of the steps that use it.</param>
/// <param name="Component">The component.</param>
internal sealed record ComponentEntry(string Uses, IReadOnlyList<string> Steps, Component Component);

/// <summary>Finds components.</summary>
internal static class ComponentEntries
{
    /// <summary>Those of a project first, in the file's order, then the built-in ones.</summary>
    /// <param name="host">The world.</param>
    /// <param name="path">A project file or its folder; null for this folder's project, if there is one.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="InvalidInputException">There is no project at the path, or it is not valid.</exception>
    public static async Task<IReadOnlyList<ComponentEntry>> ReadAsync(CliHost host, string? path, CancellationToken cancellationToken)
    {
        if (path is null && ProjectFile.Find(host.WorkingFolder) is null)
            return BuiltIn(host, []);
        var project = (await ProjectFiles.LoadAsync(host, path ?? ".", cancellationToken)).Project;
        var used = project.Steps.Where(step => step.Component is not null)
            .GroupBy(step => step.Other.Find("uses")?.ToString() ?? "", StringComparer.Ordinal)
            .Select(group => new ComponentEntry(group.Key, [.. group.Select(step => step.Name)], group.First().Component!)).ToList();
        return [.. used.Where(entry => host.Homes.Language.Components.Find(entry.Uses) is null), .. BuiltIn(host, used)];
    }

    private static IReadOnlyList<ComponentEntry> BuiltIn(CliHost host, IReadOnlyList<ComponentEntry> used) =>
        [.. host.Homes.Language.Components.All.Select(component =>
            used.FirstOrDefault(entry => entry.Uses == component.Name) ?? new ComponentEntry(component.Name, [], component))];
}
