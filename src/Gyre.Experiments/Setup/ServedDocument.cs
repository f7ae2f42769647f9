using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Experiments.Setup;

/// <summary>What a model is beside its own files; lies beside them.</summary>
internal sealed record ServedDocument
{
    /// <summary>Name of its file.</summary>
    public const string FileName = "trial.json";

    public int SchemaVersion { get; init; } = 1;

    /// <summary>Model, strategy, loader and transforms; without metrics and artifacts.</summary>
    public required LearnSetup Setup { get; init; }

    /// <summary>The schema of the dataset, in the form of <c>schema.json</c>.</summary>
    public required string Schema { get; init; }

    /// <summary>Labels of the output in the whole dataset, sorted; empty when it is a number.</summary>
    public ImmutableArray<string> Classes { get; init; } = [];

    public string Write() => JsonSerializer.Serialize(this, ServedJson.Default.ServedDocument);

    public static ServedDocument Read(ReadOnlySpan<byte> content)
    {
        try
        {
            return JsonSerializer.Deserialize(content, ServedJson.Default.ServedDocument) ?? throw Refuse("it is null");
        }
        catch (JsonException exception)
        {
            throw Refuse(exception.Message);
        }
    }

    private static InvalidInputException Refuse(string why) =>
        new("experiment.model", $"'{FileName}' of the model cannot be read: {why}", "Deploy the trial again.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ServedDocument))]
internal sealed partial class ServedJson : JsonSerializerContext;
