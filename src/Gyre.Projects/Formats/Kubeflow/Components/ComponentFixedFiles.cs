using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Projects.Commands;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.Kubeflow.Components;

/// <summary>
/// Old files let a program write to a fixed path (<c>fileOutputs</c>). Such a command is wrapped: what it leaves there is moved to where the output belongs, and
/// a path that is taken already is refused, so that nothing of another run is mistaken for a result.
/// </summary>
internal sealed class ComponentFixedFiles(Problems problems, ComponentPorts ports)
{
    public Component Apply(Component component, YamlMapping container, DocumentPath path)
    {
        path = path.Key("fileOutputs");
        if (container.Find("fileOutputs") is not { } node || node is YamlScalar { Value: NullValue } or YamlMapping { Entries: [] })
            return component;
        if (node is not YamlMapping map)
        {
            problems.Error(
                "component.shape",
                "'fileOutputs' must map output names to paths.",
                path,
                node.Place,
                "Use {outputPath: NAME} in the command instead.");
            return component;
        }
        var files = map.Entries.Select(entry => Read(entry, path.Key(entry.Key))).OfType<(PlaceholderPart, string)>().ToList();
        if (component.Command.IsEmpty)
            problems.Error(
                "component.file-outputs",
                "'fileOutputs' requires a command, but the component has only an image.",
                path,
                map.Place,
                "Add 'command: [program]'.");
        problems.Warning(
            "component.file-outputs",
            "The outputs have fixed paths. Two such steps running at the same time on one machine without containers would conflict.",
            path,
            map.Place,
            "Use {outputPath: NAME} in the command instead.");
        return component with { Command = Wrap(component.Command, files) };
    }

    private (PlaceholderPart Target, string Source)? Read(YamlEntry entry, DocumentPath path)
    {
        if (ports.FindOutput(new YamlScalar(Value.Of(entry.Key), entry.Key, entry.KeyPlace), path) is not { } output)
            return null;
        if (entry.Value is YamlScalar { Text: ['/', _, ..] source } && !source.Split('/').Contains("..", StringComparer.Ordinal) && !source.Any(char.IsControl))
            return (new PlaceholderPart(output.ParameterType is null ? PlaceholderKind.OutputPath : PlaceholderKind.OutputValueFile, output.Name), source);
        problems.Error("component.file-outputs", $"The path of the output '{Names.Shown(entry.Key)}' must be an absolute path without '..'.", path, entry.Value.Place, "Use {outputPath: NAME} in the command instead.");
        return null;
    }

    /// <summary>A shell keeps the places of the outputs, runs the program with its own arguments, and then moves the files.</summary>
    private static ImmutableArray<ArgumentTemplate> Wrap(ImmutableArray<ArgumentTemplate> command, List<(PlaceholderPart Target, string Source)> files)
    {
        var (before, after) = ("", "");
        for (var i = 0; i < files.Count; i++)
        {
            var source = ShellQuote.Of(files[i].Source);
            before += string.Create(CultureInfo.InvariantCulture, $"if [ -e {source} ]; then echo {source} 'already exists; another step may be using it' >&2; exit 1; fi\ngyre_out{i}=$1; shift\n");
            after += string.Create(CultureInfo.InvariantCulture, $"mkdir -p \"$(dirname \"$gyre_out{i}\")\" && mv -- {source} \"$gyre_out{i}\" || exit 1\n");
        }
        var script = $"{before}\"$@\" || exit $?\n{after}";
        return [.. new[] { "sh", "-c", script, "sh" }.Select(ArgumentTemplate.Literal), .. files.Select(file => new ArgumentTemplate([file.Target])), .. command];
    }
}
