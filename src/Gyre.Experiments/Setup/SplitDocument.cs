using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Experiments.Setup;

/// <summary>Rows of a division, by index from 0, in the order in which they are learned or judged.</summary>
internal sealed record SplitPart(ImmutableArray<int> Training, ImmutableArray<int> Test, ImmutableArray<int> Validation);

/// <summary>What the step that divides a dataset leaves to those that learn.</summary>
internal sealed record SplitDocument
{
    /// <summary>Name of its file.</summary>
    public const string FileName = "split.json";

    public int SchemaVersion { get; init; } = 1;

    /// <summary>Examples of the dataset.</summary>
    public required int Rows { get; init; }

    /// <summary>Labels of the output in the whole dataset, sorted; empty for numbers.</summary>
    public ImmutableArray<string> Classes { get; init; } = [];

    /// <summary>Whether the task of an example is told at prediction too.</summary>
    public bool TellsTasks { get; init; }

    /// <summary>By experience: how it shows its examples; empty for as they are.</summary>
    public ImmutableArray<InputView> Views { get; init; } = [];

    /// <summary>By experience, then by partition.</summary>
    public required ImmutableArray<ImmutableArray<SplitPart>> Experiences { get; init; }

    /// <summary>How an experience shows its examples; null for as they are.</summary>
    public InputView? ViewOf(int experience) => experience < Views.Length && !Views[experience].IsPlain ? Views[experience] : null;

    public string Write() => JsonSerializer.Serialize(this, SplitJson.Default.SplitDocument);

    public static SplitDocument Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, SplitJson.Default.SplitDocument) is { Experiences.IsDefaultOrEmpty: false } document
                ? document
                : throw Refuse("it has no experiences");
        }
        catch (JsonException exception)
        {
            throw Refuse(exception.Message);
        }
    }

    private static InvalidInputException Refuse(string why) =>
        new("experiment.split", $"The division of the dataset cannot be read: {why}");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SplitDocument))]
internal sealed partial class SplitJson : JsonSerializerContext;
