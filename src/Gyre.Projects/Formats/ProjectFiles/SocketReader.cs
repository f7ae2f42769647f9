using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>Reads the ends of edges: <c>node.type.key</c>, cut at the first two dots.</summary>
internal sealed class SocketReader(Problems problems, bool wide)
{
    private static readonly Dictionary<string, SocketKind> Kinds = new(StringComparer.Ordinal)
    {
        ["dependency"] = SocketKind.Dependency,
        ["deployment"] = SocketKind.Deployment,
        ["environment-variable"] = SocketKind.EnvironmentVariable,
        ["file"] = SocketKind.File,
        ["input"] = SocketKind.Input,
        ["metadata"] = SocketKind.Metadata,
        ["output"] = SocketKind.Output,
        ["parameter"] = SocketKind.Parameter,
    };

    /// <summary>Gyre's own: a value that a component returns.</summary>
    private const string ResultWord = "result";

    /// <summary>An edge written as a pair or as a mapping; null when it is no edge.</summary>
    public Edge? ReadEdge(YamlNode node, DocumentPath path)
    {
        var (source, target, configuration) = node switch
        {
            YamlSequence { Items: [YamlScalar a, YamlScalar b] } => (a.Text, b.Text, null),
            YamlMapping map => (map.Text("source"), map.Text("target"), map.Map("configuration")),
            _ => (null, null, (YamlMapping?)null),
        };
        if (source is null || target is null)
        {
            problems.Error(
                "edge.parts",
                $"An edge has two ends; {Shown(node)} is not a pair.",
                path,
                node.Place,
                "Use [source-node.output.*, target-node.input.name].");
            return null;
        }
        var from = Read(source, "source", path, PlaceOf(node, 0, "source"));
        var to = Read(target, "target", path, PlaceOf(node, 1, "target"));
        return from is null || to is null ? null : new Edge(from, to) { Configuration = configuration?.ToValue() as MapValue ?? new MapValue([]) };
    }

    public Socket? Read(string text, string end, DocumentPath path, YamlPlace place)
    {
        var parts = text.Split('.', 3);
        if (parts.Length != 3)
        {
            problems.Error("edge.parts", $"The {end} '{Names.Shown(text)}' must have 3 parts, node.type.key; it has {parts.Length}.", path, place);
            return null;
        }
        if (wide && parts[1] == ResultWord)
            return new Socket(parts[0], SocketKind.Result, parts[2]);
        if (Kinds.TryGetValue(parts[1], out var kind))
            return new Socket(parts[0], kind, parts[2]);
        problems.Error(
            "edge.type",
            $"The {end} '{Names.Shown(text)}' has the unknown type '{Names.Shown(parts[1])}'. Use one of: "
                + $"{string.Join(", ", Kinds.Keys)}.",
            path,
            place,
            Suggestions.Remedy(parts[1], Kinds.Keys));
        return null;
    }

    private static YamlPlace PlaceOf(YamlNode edge, int index, string key) => edge switch
    {
        YamlSequence pair => pair.Items[index].Place,
        YamlMapping map => map.PlaceOf(key),
        _ => edge.Place,
    };

    private static string Shown(YamlNode node) => Names.Shown(node.ToValue().ToString());
}
