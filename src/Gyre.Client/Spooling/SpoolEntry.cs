using System.Text.Json;
using System.Text.Json.Serialization;
using Gyre.Client.Logging;

namespace Gyre.Client.Spooling;

/// <summary>One write that waits: the line of a spool file.</summary>
internal sealed record SpoolEntry
{
    public const int CurrentVersion = 1;

    public required int SchemaVersion { get; init; }

    /// <summary>The idempotency key that the write had from the beginning.</summary>
    public required string Key { get; init; }

    public required string RunId { get; init; }

    public SpoolItem[]? Items { get; init; }

    public RunUpdate? Update { get; init; }

    public static SpoolEntry Of(string runId, LogBatch batch, string key) => new()
    {
        SchemaVersion = CurrentVersion,
        Key = key,
        RunId = runId,
        Items = [.. batch.Items.Select(item => new SpoolItem(item.Kind, item.Key, item.Text, item.Value, item.Step, item.TimestampMs))],
    };

    public static SpoolEntry Of(string runId, RunUpdate update, string key) => new() { SchemaVersion = CurrentVersion, Key = key, RunId = runId, Update = update };

    public LogBatch Batch() => new([.. (Items ?? []).Select(item => new LogItem(item.Kind, item.Key, item.Text, item.Value, item.Step, item.TimestampMs))]);

    public byte[] ToLine() => [.. JsonSerializer.SerializeToUtf8Bytes(this, SpoolJson.Default.SpoolEntry), (byte)'\n'];

    /// <returns>Null when the line is none of this version's.</returns>
    public static SpoolEntry? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, SpoolJson.Default.SpoolEntry) is { SchemaVersion: CurrentVersion } entry ? entry : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record SpoolItem(LogKind Kind, string Key, string Text, double Value, long Step, long TimestampMs);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(SpoolEntry))]
internal sealed partial class SpoolJson : JsonSerializerContext;
