using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>Puts together the files of a node's inputs.</summary>
internal static class InputResolver
{
    public static ImmutableArray<InputOrder> Resolve(MachineTurn turn, NodeRun node, Step step, bool appendEdges, out string? problem)
    {
        problem = null;
        var inputs = ImmutableArray.CreateBuilder<InputOrder>(step.Inputs.Length);
        foreach (var input in step.Inputs)
        {
            var files = FilesOf(turn, node, input, appendEdges);
            if (files.Count == 0 && !input.Optional)
            {
                problem = $"input '{input.Name}' has no files: {WhyEmpty(turn, node, input)}";
                return [];
            }
            inputs.Add(new InputOrder(input.Name, Named(input, files)) { OnDemand = input.OnDemand });
        }
        return inputs.MoveToImmutable();
    }

    /// <summary>Files that edges bring to a node without a step, by the name at their end.</summary>
    public static ImmutableArray<InputOrder> ArrivingFiles(MachineTurn turn, NodeRun node) =>
    [
        .. turn.Graph.Incoming(node.Node)
            .Where(edge => edge.Target.Kind is SocketKind.Input or SocketKind.File)
            .GroupBy(edge => edge.Target.Key, StringComparer.Ordinal)
            .Select(edges => new InputDefinition { Name = edges.Key })
            .Select(input => new InputOrder(input.Name, Named(input, [.. ArrivingAt(turn, node, input)]))),
    ];

    private static IEnumerable<InputFile> ArrivingAt(MachineTurn turn, NodeRun node, InputDefinition input) =>
        turn.Graph.Incoming(node.Node)
        .Where(edge => edge.Target.Kind is SocketKind.Input or SocketKind.File && edge.Target.Key == input.Name)
        .SelectMany(edge => Arriving(turn, node, edge, input));

    private static List<InputFile> FilesOf(MachineTurn turn, NodeRun node, InputDefinition input, bool appendEdges)
    {
        var key = $"{node.Node}/{input.Name}";
        var plan = turn.Graph.Plan;
        if (plan.Carried.TryGetValue(key, out var carried))
            return [.. carried];
        var edges = EdgesOf(turn, node, input).ToList();
        var files = new List<InputFile>();
        if (plan.Defaults.TryGetValue(key, out var defaults) && (edges.Count == 0 || appendEdges))
            files.AddRange(defaults);
        foreach (var edge in edges)
            files.AddRange(Arriving(turn, node, edge, input));
        return files;
    }

    private static IEnumerable<Edge> EdgesOf(MachineTurn turn, NodeRun node, InputDefinition input) => turn.Graph.Incoming(node.Node)
        .Where(edge => edge.Target.Kind == SocketKind.Input && edge.Target.Key == input.Name);

    private static IEnumerable<InputFile> Arriving(MachineTurn turn, NodeRun node, Edge edge, InputDefinition input)
    {
        var run = turn.Sibling(node, edge.Source.Node);
        if (edge.Source.Kind == SocketKind.Input)
            return run.Inputs.Where(source => FilePattern.Matches(edge.Source.Key, source.Name)).SelectMany(source => source.Files);
        if (edge.Source.Kind != SocketKind.Output)
            return [];
        var runs = run.Children == 0
            ? [run]
            : Enumerable.Range(0, run.Children).Select(index => turn.Get(Trials.PathOf(run.Path, index))).Where(child => child.State == NodeRunState.Succeeded);
        // By path over all trials, so that what a step sees does not hang on the order of a sweep; of equal paths the earlier trial's comes first.
        return runs.SelectMany(source => source.Outputs.Where(output => FilePattern.Matches(edge.Source.Key, output.Path)).Select(output => (source, output)))
            .OrderBy(pair => pair.output.Path, StringComparer.Ordinal)
            .Select(pair => FromOutput(pair.source, pair.output, edge.Source.Key, input.KeepDirectories));
    }

    /// <summary>A node run's outputs that a pattern picks, as files of an input.</summary>
    public static IEnumerable<InputFile> Outputs(NodeRun source, string pattern, KeepDirectories keep) => source.Outputs
        .Where(output => FilePattern.Matches(pattern, output.Path)).Select(output => FromOutput(source, output, pattern, keep));

    private static InputFile FromOutput(NodeRun source, OutputFile output, string pattern, KeepDirectories keep) => new()
    {
        Name = FilePattern.NameOf(output.Path, pattern, keep),
        Uri = $"datum://{CatalogIds.Of(source.Attempt!.Value, output.Path)}",
        Digest = output.Digest,
        SizeInBytes = output.SizeInBytes,
        Md5 = output.Md5,
        Sha1 = output.Sha1,
        Metadata = output.Metadata,
    };

    /// <summary>The declared name for a single file; a number before the extension for a name that is taken.</summary>
    private static ImmutableArray<InputFile> Named(InputDefinition input, List<InputFile> files)
    {
        if (input.FileName is { } name && files.Count == 1)
            return [files[0] with { Name = name }];
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. files.Select(file => file with { Name = FreeName(file.Name, taken) })];
    }

    private static string FreeName(string name, HashSet<string> taken)
    {
        if (taken.Add(name))
            return name;
        var extension = Path.GetExtension(name);
        var stem = name[..^extension.Length];
        for (var number = 2; ; number++)
        {
            var candidate = string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}{extension}");
            if (taken.Add(candidate))
                return candidate;
        }
    }

    private static string WhyEmpty(MachineTurn turn, NodeRun node, InputDefinition input)
    {
        var edge = EdgesOf(turn, node, input).FirstOrDefault();
        return edge is null
            ? "it has no default, and no edge provides any"
            : $"nothing in {edge.Source.Node} matches {KebabCase.Of(edge.Source.Kind)}.{edge.Source.Key}";
    }
}
