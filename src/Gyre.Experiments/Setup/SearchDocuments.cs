using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Gyre.Core;

namespace Gyre.Experiments.Setup;

/// <summary>A candidate that is to be tried next; without a number none is.</summary>
internal sealed record NextDocument
{
    public const string FileName = "candidate.json";

    public int? Number { get; init; }

    public MapValue Values { get; init; } = new([]);

    public string Write() => SearchTexts.Write(this, SearchJson.Default.NextDocument);

    public static NextDocument Read(string text) => SearchTexts.Read(text, SearchJson.Default.NextDocument);
}

/// <summary>What a candidate came to in a rung.</summary>
internal sealed record TriedDocument
{
    public required int Number { get; init; }

    public required int Rung { get; init; }

    public required MapValue Values { get; init; }

    public required string Metric { get; init; }

    public required bool GreaterIsBetter { get; init; }

    /// <summary>The metric on the inner validation part, the mean over folds; null where it is not defined.</summary>
    public double? Value { get; init; }

    /// <summary>How long it was trained in all rungs together; null for searches without rungs.</summary>
    public int? Resource { get; init; }

    public string Write() => SearchTexts.Write(this, SearchJson.Default.TriedDocument);

    public static TriedDocument Read(string text) => SearchTexts.Read(text, SearchJson.Default.TriedDocument);
}

/// <summary>A candidate with all that is known of it.</summary>
internal sealed record CandidateDocument
{
    public required int Number { get; init; }

    public required MapValue Values { get; init; }

    /// <summary>By rung; empty when it failed.</summary>
    public ImmutableArray<RungValue> Rungs { get; init; } = [];
}

/// <summary>The metric of a candidate in a rung.</summary>
internal sealed record RungValue(int Rung, int? Resource, double? Value);

/// <summary>A search as far as it is known at a choice.</summary>
internal sealed record SearchDocument
{
    public int SchemaVersion { get; init; } = 1;

    public required string Kind { get; init; }

    public required int Partition { get; init; }

    public required string Metric { get; init; }

    public required bool GreaterIsBetter { get; init; }

    /// <summary>By number.</summary>
    public required ImmutableArray<CandidateDocument> Candidates { get; init; }

    /// <summary>Number of the best; null before the end.</summary>
    public int? Best { get; init; }

    public string Write() => SearchTexts.Write(this, SearchJson.Default.SearchDocument);

    public static SearchDocument Read(string text) => SearchTexts.Read(text, SearchJson.Default.SearchDocument);
}

internal static class SearchTexts
{
    public static string Write<T>(T document, JsonTypeInfo<T> type) => JsonSerializer.Serialize(document, type);

    public static T Read<T>(string text, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(text, type)
                ?? throw new InvalidInputException("experiment.search", "A document of the search is null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidInputException("experiment.search", $"A document of the search cannot be read: {exception.Message}");
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NextDocument))]
[JsonSerializable(typeof(TriedDocument))]
[JsonSerializable(typeof(SearchDocument))]
internal sealed partial class SearchJson : JsonSerializerContext;
