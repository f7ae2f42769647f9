using System.Text.Json;
using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Contracts;

/// <summary>
/// What a node run gave: of a command the files it left behind (a list), of a typed node its values by output (an object). Exactly one of
/// the two is there.
/// </summary>
[JsonConverter(typeof(NodeOutputsConverter))]
public sealed record NodeOutputs
{
    private NodeOutputs(IReadOnlyList<ArtifactInfo>? files, MapValue? values) => (Files, Values) = (files, values);

    /// <summary>Files that a command left behind; null for a typed node.</summary>
    public IReadOnlyList<ArtifactInfo>? Files { get; }

    /// <summary>Values that a typed node gave, by output; null for a command.</summary>
    public MapValue? Values { get; }

    /// <summary>Of a command.</summary>
    public static NodeOutputs Of(IReadOnlyList<ArtifactInfo> files) => new(files, null);

    /// <summary>Of a typed node.</summary>
    public static NodeOutputs Of(MapValue values) => new(null, values);
}

/// <summary>A list of files, or an object of values.</summary>
public sealed class NodeOutputsConverter : JsonConverter<NodeOutputs>
{
    private static readonly ValueJsonConverter Values = new();

    /// <inheritdoc/>
    public override NodeOutputs Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return Values.Read(ref reader, typeof(Value), options) is MapValue values
                ? NodeOutputs.Of(values)
                : throw new JsonException("Expected a list of files or an object of values.");
        var files = new List<ArtifactInfo>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            files.Add(
                JsonSerializer.Deserialize(ref reader, ApiJson.Default.ArtifactInfo) ?? throw new JsonException("A file cannot be null."));
        return NodeOutputs.Of(files);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, NodeOutputs value, JsonSerializerOptions options)
    {
        if (value.Values is { } values)
        {
            Values.Write(writer, values, options);
            return;
        }
        writer.WriteStartArray();
        foreach (var file in value.Files!)
            JsonSerializer.Serialize(writer, file, ApiJson.Default.ArtifactInfo);
        writer.WriteEndArray();
    }
}
