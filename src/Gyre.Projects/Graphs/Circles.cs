namespace Gyre.Projects.Graphs;

/// <summary>Finds circles in graphs, in time linear in nodes and edges and without recursion.</summary>
internal static class Circles
{
    /// <summary>The nodes of one circle in order, the one named first in front, or null when there is none. Edges to unknown nodes are passed over.</summary>
    public static IReadOnlyList<string>? Find(IEnumerable<string> nodes, IEnumerable<(string From, string To)> edges)
    {
        var waiting = nodes.ToDictionary(node => node, _ => 0, StringComparer.Ordinal);
        var next = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (from, to) in edges.Where(edge => waiting.ContainsKey(edge.From) && waiting.ContainsKey(edge.To)))
        {
            waiting[to]++;
            if (!next.TryGetValue(from, out var list))
                next[from] = list = [];
            list.Add(to);
        }
        var ready = new Queue<string>(waiting.Where(node => node.Value == 0).Select(node => node.Key));
        while (ready.TryDequeue(out var node))
        {
            waiting.Remove(node);
            foreach (var to in next.GetValueOrDefault(node) ?? [])
            {
                if (--waiting[to] == 0)
                    ready.Enqueue(to);
            }
        }
        return waiting.Count == 0 ? null : Walk(waiting.Keys, next);
    }

    /// <summary>Every node that is left has a predecessor that is left, so walking back must meet itself.</summary>
    private static List<string> Walk(IReadOnlyCollection<string> left, Dictionary<string, List<string>> next)
    {
        var before = new Dictionary<string, string>(StringComparer.Ordinal);
        var remaining = left.ToHashSet(StringComparer.Ordinal);
        foreach (var from in left)
        {
            foreach (var to in (next.GetValueOrDefault(from) ?? []).Where(remaining.Contains))
                before[to] = from;
        }
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var path = new List<string>();
        for (var node = left.First(); seen.TryAdd(node, path.Count); node = before[node])
            path.Add(node);
        var circle = path[seen[before[path[^1]]]..];
        circle.Reverse();
        var members = circle.ToHashSet(StringComparer.Ordinal);
        var first = circle.IndexOf(left.First(members.Contains));
        return [.. circle[first..], .. circle[..first]];
    }
}
