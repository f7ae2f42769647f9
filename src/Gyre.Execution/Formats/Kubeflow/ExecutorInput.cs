using Gyre.Core;
using Gyre.Execution.Layout;

namespace Gyre.Execution.Formats.Kubeflow;

/// <summary>Everything a component is given, as the one document that programs written for Kubeflow Pipelines read.</summary>
internal static class ExecutorInput
{
    /// <summary>The document; maps with nothing in them are left out.</summary>
    /// <param name="component">Says the outputs.</param>
    /// <param name="values">Input values.</param>
    /// <param name="places">Where everything lies.</param>
    public static string Of(Component component, IEnumerable<KeyValuePair<string, Value>> values, ComponentPlaces places)
    {
        var valueOutputs = component.Outputs.Where(output => output.ParameterType is not null)
            .Select(output => Entry(output.Name, Map(Entry("outputFile", Value.Of(places.ValueFile(output.Name))))));
        var artifactOutputs = component.Outputs.Where(output => output.ParameterType is null)
            .Select(output => Entry(output.Name, Many([OutputArtifact(output, places)])));
        return ComponentText.Json(Map(
            Entry("inputs", Map(
                Entry("parameterValues", new MapValue([.. values])),
                Entry("artifacts", Map(places.Inputs.Select(input => Entry(input.Key, Many(input.Value.Select(InputArtifact)))))))),
            Entry("outputs", Map(
                Entry("parameters", Map(valueOutputs)),
                Entry("artifacts", Map(artifactOutputs)),
                Entry("outputFile", Value.Of(places.ReportFile))))));
    }

    /// <summary>One input artifact of the document.</summary>
    public static Value InputArtifact(PlacedArtifact placed) => Describe(placed.Artifact.Name, placed.Artifact.Type, placed.Uri, placed.Artifact.Metadata);

    private static MapValue OutputArtifact(ComponentOutput output, ComponentPlaces places) =>
        Describe(output.Name, output.ArtifactType ?? ArtifactType.Any, places.OutputPath(output.Name), output.Metadata);

    private static MapValue Describe(string name, ArtifactType type, string uri, MapValue metadata) => Map(
        Entry("name", Value.Of(name)),
        Entry("type", Map(Entry("schemaTitle", Value.Of(type.Title)), Entry("schemaVersion", Value.Of(type.Version)))),
        Entry("uri", Value.Of(uri)),
        Entry("metadata", metadata));

    private static MapValue Many(IEnumerable<Value> artifacts) => Map(Entry("artifacts", Value.Of(artifacts)));

    private static MapValue Map(params IEnumerable<KeyValuePair<string, Value>> entries) =>
        new([.. entries.Where(entry => entry.Value is not MapValue { Entries.IsEmpty: true })]);

    private static KeyValuePair<string, Value> Entry(string name, Value value) => new(name, value);
}
