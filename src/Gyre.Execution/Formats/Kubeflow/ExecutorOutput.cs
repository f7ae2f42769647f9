using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Execution.Layout;

namespace Gyre.Execution.Formats.Kubeflow;

/// <summary>Reads the document in which a component tells its results. Unknown names in it are passed over.</summary>
internal static class ExecutorOutput
{
    /// <exception cref="ResultException">It is no such document.</exception>
    public static ComponentReport Parse(ReadOnlySpan<byte> utf8)
    {
        Value document;
        try
        {
            document = ComponentText.ParseJson(utf8);
        }
        catch (JsonException exception)
        {
            throw new ResultException($"The component's report is not valid JSON: {exception.Message}");
        }
        var root = Map(document, "The document");
        return new ComponentReport(
            Map(Find(root, "parameterValues", "parameter_values"), "'parameterValues'"),
            Map(Find(root, "artifacts"), "'artifacts'").Entries.ToDictionary(entry => entry.Key, entry => Many(entry.Key, entry.Value), StringComparer.Ordinal));
    }

    private static ImmutableArray<ReportedArtifact> Many(string output, Value value) => Find(Map(value, $"'artifacts.{output}'"), "artifacts") switch
    {
        null => [],
        ListValue list => [.. list.Items.Select(item => One(output, Map(item, $"An element of 'artifacts.{output}.artifacts'")))],
        _ => throw Wrong($"'artifacts.{output}.artifacts' must be a list"),
    };

    private static ReportedArtifact One(string output, MapValue artifact) => new(
        Text(output, artifact, "name"),
        Text(output, artifact, "uri"),
        Text(output, artifact, "custom_path", "customPath"),
        Map(Find(artifact, "metadata"), $"'metadata' of artifact '{output}'"));

    private static string? Text(string output, MapValue artifact, params ReadOnlySpan<string> names) => Find(artifact, names) switch
    {
        null => null,
        TextValue { Text: "" } => null,
        TextValue text => text.Text,
        _ => throw Wrong($"'{names[0]}' of artifact '{output}' must be a string"),
    };

    private static Value? Find(MapValue map, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (map.Find(name) is { IsNull: false } value)
                return value;
        }
        return null;
    }

    private static MapValue Map(Value? value, string what) => value switch
    {
        null => new MapValue([]),
        MapValue map => map,
        _ => throw Wrong($"{what} must be an object"),
    };

    private static ResultException Wrong(string what) => new($"The component's report is not valid: {what}.");
}
