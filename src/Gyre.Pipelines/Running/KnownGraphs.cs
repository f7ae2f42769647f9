using Gyre.Core;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Schema;
using Gyre.Storage;

namespace Gyre.Pipelines.Running;

/// <summary>
/// Graphs of the runs that were looked at last. A run's plan hardly ever changes, and a large one takes long to read; who looks at one
/// node looks at others too.
/// </summary>
/// <param name="behaviors">How nodes behave.</param>
internal sealed class KnownGraphs(NodeBehaviors behaviors)
{
    private const int Most = 16;
    private readonly Lock _lock = new();
    private readonly LinkedList<RunGraph> _latest = new();

    /// <summary>The graph of a run, or null when there is no such run.</summary>
    public RunGraph? Find(IDbSession session, RunId run)
    {
        // A run that took the project's changes has another plan.
        var revision = RunStore.Revision(session, run);
        lock (_lock)
        {
            for (var node = _latest.First; node is not null; node = node.Next)
            {
                if (node.Value.Plan.Run != run)
                    continue;
                _latest.Remove(node);
                if (revision is not null && node.Value.Plan.Revision != revision)
                    break;
                _latest.AddFirst(node);
                return node.Value;
            }
        }
        if (RunStore.Plan(session, run) is not { } plan)
            return null;
        var graph = new RunGraph(plan, behaviors);
        lock (_lock)
        {
            _latest.AddFirst(graph);
            if (_latest.Count > Most)
                _latest.RemoveLast();
        }
        return graph;
    }
}
