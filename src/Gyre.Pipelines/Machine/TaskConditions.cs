using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Pipelines.Machine;

/// <summary>Conditions over the typed inputs of a node run.</summary>
internal static class TaskConditions
{
    /// <param name="condition">The expression.</param>
    /// <param name="node">With its values and artifacts.</param>
    /// <param name="beside">Values that are bound to it for the condition alone.</param>
    public static CelResult Evaluate(string condition, NodeRun node, IEnumerable<KeyValuePair<string, Value>> beside)
    {
        if (!CelExpression.TryParse(condition, out var expression, out var error))
            return new CelResult(null, error);
        return expression.Evaluate(CelScope.Of("inputs", new MapValue(
        [
            new("parameter_values", new MapValue([.. node.Parameters.Entries, .. beside])),
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
