using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Experiments.Setup;

/// <summary>Points of a curve that a training tells.</summary>
internal sealed record CurveDocument(string Name, ImmutableArray<long> Steps, ImmutableArray<double> Values);

/// <summary>What the step that learns an experience found.</summary>
internal sealed record ResultDocument
{
    public int SchemaVersion { get; init; } = 1;

    public required string Dataset { get; init; }

    public required string Output { get; init; }

    public required int Experience { get; init; }

    public required int Partition { get; init; }

    /// <summary>Examples by part: training, test, validation.</summary>
    public required ImmutableArray<int> Sizes { get; init; }

    /// <summary>Metrics of the experience's own parts, by the names under which they are tracked.</summary>
    public required ImmutableSortedDictionary<string, double> Metrics { get; init; }

    /// <summary>By metric: its value on the test set of each experience, after this one was learned.</summary>
    public required ImmutableSortedDictionary<string, ImmutableArray<double>> Row { get; init; }

    /// <summary>By metric: its value on each test set before anything was learned; only of the first experience, and only where it can be.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<double>> Baseline
    {
        // What a document does not have is null, whatever stands here as a default.
        get => field ?? ImmutableSortedDictionary<string, ImmutableArray<double>>.Empty;
        init;
    }

    /// <summary>Accuracy over all test sets by class, in the order of the classes; null without examples. Empty for numbers.</summary>
    public ImmutableArray<double?> PerClass
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Share of right predictions over the test sets of this and earlier experiences; null for numbers.</summary>
    public double? Seen { get; init; }

    public ImmutableArray<CurveDocument> Curves
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>What readers of the results must know.</summary>
    public ImmutableArray<string> Notes
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    public string Write() => JsonSerializer.Serialize(this, ResultJson.Default.ResultDocument);

    public static ResultDocument Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ResultJson.Default.ResultDocument) ?? throw Refuse("it is null");
        }
        catch (JsonException exception)
        {
            throw Refuse(exception.Message);
        }
    }

    private static InvalidInputException Refuse(string why) =>
        new("experiment.result", $"The result of an experience cannot be read: {why}");
}

/// <summary>A figure over partitions or datasets.</summary>
internal sealed record FigureDocument(double Mean, double? Deviation, int Count);

/// <summary>What a trial came to on a dataset.</summary>
internal sealed record SummaryDocument
{
    public int SchemaVersion { get; init; } = 1;

    public required string Dataset { get; init; }

    public required string Output { get; init; }

    public required int Experiences { get; init; }

    public required int Partitions { get; init; }

    /// <summary>Figures by name: those of runs over partitions, and those of matrices.</summary>
    public required ImmutableSortedDictionary<string, FigureDocument> Figures { get; init; }

    /// <summary>By metric, then by partition: the matrix, row by row; empty with one experience.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<ImmutableArray<ImmutableArray<double>>>> Matrices
    {
        get => field ?? ImmutableSortedDictionary<string, ImmutableArray<ImmutableArray<ImmutableArray<double>>>>.Empty;
        init;
    }

    /// <summary>Labels of the output, in the order of the accuracies by class; empty for numbers.</summary>
    public ImmutableArray<string> Classes
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>The results it sums up, by experience and partition.</summary>
    public required ImmutableArray<ResultDocument> Results { get; init; }

    /// <summary>Searches by partition; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<SearchDocument>? Searches { get; init; }

    public string Write() => JsonSerializer.Serialize(this, ResultJson.Default.SummaryDocument);

    public static SummaryDocument Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ResultJson.Default.SummaryDocument)
                ?? throw new InvalidInputException("experiment.summary", "The summary of a trial is null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidInputException("experiment.summary", $"The summary of a trial cannot be read: {exception.Message}");
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ResultDocument))]
[JsonSerializable(typeof(SummaryDocument))]
internal sealed partial class ResultJson : JsonSerializerContext;
