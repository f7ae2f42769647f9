using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Experiments.Setup;

/// <summary>A component with its parameters, as steps are told.</summary>
/// <param name="Class">The name in the plan.</param>
/// <param name="Component">What does its work.</param>
/// <param name="Parameters">As written.</param>
internal sealed record BlockSetup(string Class, string Component, MapValue Parameters)
{
    /// <summary>Where the component comes from.</summary>
    [JsonIgnore]
    public ComponentSource Source => ComponentSource.Parse(Component);

    public ClassBlock ToBlock() => new(Class, Component, Parameters);
}

/// <summary>A transform and where it is applied.</summary>
internal sealed record TransformSetup(BlockSetup Block, bool InTraining, bool InEvaluation);

/// <summary>What the step that divides a dataset is told.</summary>
internal sealed record SplitSetup
{
    public int SchemaVersion { get; init; } = 1;

    /// <summary>Null when <see cref="Folder"/> says it.</summary>
    public BlockSetup? Splitter { get; init; }

    /// <summary>Name of a split that the dataset has.</summary>
    public string? Folder { get; init; }

    public required int Experiences { get; init; }

    public required int Partitions { get; init; }
}

/// <summary>What the step that learns an experience is told. Names of trials are not in it: equal work is done once.</summary>
internal sealed record LearnSetup
{
    public int SchemaVersion { get; init; } = 1;

    public required BlockSetup Model { get; init; }

    /// <summary>Continual-learning strategy; null for none.</summary>
    public BlockSetup? Strategy { get; init; }

    public ImmutableArray<TransformSetup> Transforms { get; init; } = [];

    public BlockSetup? Loader { get; init; }

    public ImmutableArray<BlockSetup> Metrics { get; init; } = [];

    public ImmutableArray<BlockSetup> Artifacts { get; init; } = [];

    public required string Device { get; init; }

    public required int Experience { get; init; }

    public required int Partition { get; init; }

    public ulong Seed { get; init; }

    /// <summary>True where each example is seen once; else null.</summary>
    public bool? IsOnline { get; init; }

    /// <summary>The model is also judged about every so many examples that it learned; null for after the experience only.</summary>
    public int? EvaluateEvery { get; init; }

    /// <summary>Whether a search chose parameters of the model, which are in an input; null for no.</summary>
    public bool? IsSearched { get; init; }
}

/// <summary>What a step that sums up is told.</summary>
internal sealed record SummarySetup
{
    public int SchemaVersion { get; init; } = 1;

    public required int Experiences { get; init; }

    public required int Partitions { get; init; }

    /// <summary>The trial as the plan has it, for people.</summary>
    public MapValue Trial { get; init; } = new([]);

    /// <summary>Metrics of the plan; those about matrices are computed here.</summary>
    public ImmutableArray<BlockSetup> Metrics { get; init; } = [];
}

/// <summary>Setups as texts: one parameter of a step.</summary>
internal static class Setups
{
    /// <summary>Name of the parameter.</summary>
    public const string Parameter = "setup";

    public static string Write(SplitSetup setup) => JsonSerializer.Serialize(setup, SetupJson.Default.SplitSetup);

    public static string Write(LearnSetup setup) => JsonSerializer.Serialize(setup, SetupJson.Default.LearnSetup);

    public static string Write(SummarySetup setup) => JsonSerializer.Serialize(setup, SetupJson.Default.SummarySetup);

    public static string Write(TrySetup setup) => JsonSerializer.Serialize(setup, SetupJson.Default.TrySetup);

    public static string Write(ChooseSetup setup) => JsonSerializer.Serialize(setup, SetupJson.Default.ChooseSetup);

    public static TrySetup ReadTry(string text) => Read(text, SetupJson.Default.TrySetup);

    public static ChooseSetup ReadChoose(string text) => Read(text, SetupJson.Default.ChooseSetup);

    public static SplitSetup ReadSplit(string text) => Read(text, SetupJson.Default.SplitSetup);

    public static LearnSetup ReadLearn(string text) => Read(text, SetupJson.Default.LearnSetup);

    public static SummarySetup ReadSummary(string text) => Read(text, SetupJson.Default.SummarySetup);

    private static T Read<T>(string text, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(text, type) ?? throw Refuse("it is null");
        }
        catch (JsonException exception)
        {
            throw Refuse(exception.Message);
        }
    }

    private static InvalidInputException Refuse(string why) =>
        new("experiment.setup", $"The setup of the step cannot be read: {why}", "Run the plan with 'gyre experiment run'.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SplitSetup))]
[JsonSerializable(typeof(LearnSetup))]
[JsonSerializable(typeof(SummarySetup))]
[JsonSerializable(typeof(TrySetup))]
[JsonSerializable(typeof(ChooseSetup))]
internal sealed partial class SetupJson : JsonSerializerContext;
