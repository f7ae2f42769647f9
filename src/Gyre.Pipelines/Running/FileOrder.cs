using System.Globalization;
using Gyre.Pipelines.Machine;

namespace Gyre.Pipelines.Running;

/// <summary>Compares node runs by where they stand: level by level, by the node's place in the file, then by the number of the trial or iteration.</summary>
internal sealed class FileOrder(RunGraph graph) : IComparer<NodeRun>
{
    private readonly Dictionary<string, int[]> _keys = new(StringComparer.Ordinal);

    public int Compare(NodeRun? left, NodeRun? right) => KeyOf(left!).AsSpan().SequenceCompareTo(KeyOf(right!));

    private int[] KeyOf(NodeRun node)
    {
        if (!_keys.TryGetValue(node.Path, out var key))
            _keys[node.Path] = key = Build(node);
        return key;
    }

    /// <summary>Place and number of each level; a node of the pipeline itself is one level, whatever its name.</summary>
    private int[] Build(NodeRun node)
    {
        if (node.Scope is null)
            return [graph.Position(node.Node), NumberOf(node.Parent is null ? "" : node.Path)];
        var key = new List<int>();
        var address = "";
        foreach (var segment in node.Path.Split('/'))
        {
            var bracket = segment.IndexOf('[', StringComparison.Ordinal);
            address = NodePaths.In(address.Length == 0 ? null : address, bracket < 0 ? segment : segment[..bracket]);
            key.Add(graph.Position(address));
            key.Add(NumberOf(segment));
        }
        return [.. key];
    }

    private static int NumberOf(string segment)
    {
        var bracket = segment.LastIndexOf('[');
        return bracket >= 0 && int.TryParse(segment.AsSpan(bracket + 1).TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }
}
