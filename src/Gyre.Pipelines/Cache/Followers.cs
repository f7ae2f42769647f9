using Gyre.Pipelines.Machine;
using Gyre.Projects;

namespace Gyre.Pipelines.Cache;

/// <summary>What depends on a node.</summary>
internal static class Followers
{
    /// <summary>
    /// Addresses of a node and of all that follow it, bodies included, in the order of the file. Who follows the node of a body follows what is in it: the result of the
    /// whole is made of its parts.
    /// </summary>
    public static IReadOnlyList<string> Of(RunGraph graph, string address)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        AddWithBody(graph, address, found);
        AddTargets(graph, address, found);
        foreach (var container in Containers(graph, address))
        {
            found.Add(container);
            AddTargets(graph, container, found);
        }
        return [.. found.OrderBy(graph.Position)];
    }

    private static void AddTargets(RunGraph graph, string address, HashSet<string> found)
    {
        var open = new Queue<string>(graph.Targets(address));
        while (open.TryDequeue(out var next))
        {
            if (found.Contains(next))
                continue;
            AddWithBody(graph, next, found);
            foreach (var target in graph.Targets(next))
                open.Enqueue(target);
        }
    }

    private static void AddWithBody(RunGraph graph, string address, HashSet<string> found)
    {
        found.Add(address);
        if (graph.Node(address) is not SubGraphNode)
            return;
        foreach (var inside in graph.Body(address))
            AddWithBody(graph, inside, found);
    }

    /// <summary>The nodes in whose bodies it is. A node's name may hold a slash, so that they are found by what they hold.</summary>
    private static IEnumerable<string> Containers(RunGraph graph, string address) =>
        graph.All.Where(pair => pair.Node is SubGraphNode && Holds(graph, pair.Address, address)).Select(pair => pair.Address);

    private static bool Holds(RunGraph graph, string container, string address) =>
        graph.Body(container).Any(inside => inside == address || (graph.Node(inside) is SubGraphNode && Holds(graph, inside, address)));
}
