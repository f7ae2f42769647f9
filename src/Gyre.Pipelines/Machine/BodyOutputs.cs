using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>What a body, a loop or a whole pipeline gives to the outside.</summary>
internal static class BodyOutputs
{
    /// <summary>A node run whose body or iterations have ended, with what it gives.</summary>
    public static NodeRun Fill(MachineTurn turn, NodeRun node)
    {
        var body = ((SubGraphNode)turn.Graph.Node(node.Node)).Body;
        if (!node.HasBody)
            return Collected(turn, node, body);
        var (values, artifacts) = Of(body, name => turn.Get(NodePaths.In(node.Path, name)));
        return node with { Results = values, OutputArtifacts = artifacts };
    }

    /// <summary>What a graph gives, from its node runs by name.</summary>
    public static (MapValue Values, ImmutableArray<NamedArtifacts> Artifacts) Of(Graph graph, Func<string, NodeRun?> find)
    {
        var values = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>();
        var artifacts = ImmutableArray.CreateBuilder<NamedArtifacts>();
        foreach (var output in graph.Outputs)
        {
            // Of several sources the first that ran counts: the branch that was taken.
            foreach (var (source, run) in output.Sources.Select(source => (source, find(source.Node))).Where(pair => pair.Item2 is { State: NodeRunState.Succeeded }))
            {
                if (output.ArtifactType is null && run!.Results.Find(source.Key) is { } value)
                    values.Add(new(output.Name, value));
                else if (output.ArtifactType is not null && run!.OutputArtifacts.FirstOrDefault(named => named.Name == source.Key) is { } named)
                    artifacts.Add(named with { Name = output.Name });
                else
                    continue;
                break;
            }
        }
        return (new MapValue(values.ToImmutable()), artifacts.ToImmutable());
    }

    /// <summary>Lists in the order of the iterations; an iteration that gave nothing adds nothing. Lists of artifacts are joined, since there are no lists of lists of them.</summary>
    private static NodeRun Collected(MachineTurn turn, NodeRun loop, Graph body)
    {
        var iterations = Enumerable.Range(0, loop.Children).Select(index => turn.Get(Trials.PathOf(loop.Path, index))).ToList();
        var values = body.Outputs.Where(output => output.ArtifactType is null)
            .Select(output => KeyValuePair.Create(output.Name, Value.Of(iterations.Select(iteration => iteration.Results.Find(output.Name)).OfType<Value>())));
        var artifacts = body.Outputs.Where(output => output.ArtifactType is not null)
            .Select(output => new NamedArtifacts(output.Name, [.. iterations.SelectMany(iteration => iteration.OutputArtifacts.Where(named => named.Name == output.Name)).SelectMany(named => named.Items)]));
        return loop with { Results = new MapValue([.. values]), OutputArtifacts = [.. artifacts] };
    }
}
