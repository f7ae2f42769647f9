using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Execution;

namespace Gyre.Pipelines.Machine;

/// <summary>Conditions over the typed inputs of a node run.</summary>
internal static class TaskConditions
{
    public static CelResult Evaluate(string condition, NodeRun node)
    {
        if (!CelExpression.TryParse(condition, out var expression, out var error))
            return new CelResult(null, error);
        return expression.Evaluate(CelScope.Of("inputs", new MapValue(
        [
            new("parameter_values", node.Parameters),
            new("artifacts", new MapValue([.. node.InputArtifacts.Select(named => KeyValuePair.Create(named.Name, (Value)OfArtifacts(named.Items)))])),
        ])));
    }

    private static MapValue OfArtifacts(ImmutableArray<Artifact> artifacts) => new([new("artifacts", Value.Of(artifacts.Select(Of)))]);

    private static Value Of(Artifact artifact) => new MapValue(
    [
        new("name", Value.Of(artifact.Name)),
        new("uri", Value.Of(artifact.Uri ?? "")),
        new("metadata", artifact.Metadata),
    ]);
}
