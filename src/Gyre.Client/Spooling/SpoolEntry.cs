using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gyre.Client.Spooling;

/// <summary>One write that waits: the line of a spool file.</summary>
internal sealed record SpoolEntry
{
    /// <summary>Values and changes of runs, as every version of this program writes and reads them.</summary>
    public const int FirstVersion = 1;

    /// <summary>Starts and inputs; a program that knows only the first version sets them aside, and does not take them for nothing.</summary>
    public const int CurrentVersion = 2;

    public required int SchemaVersion { get; init; }

    /// <summary>The idempotency key that the write had from the beginning.</summary>
    public required string Key { get; init; }

    public required string RunId { get; init; }

    public SpoolItem[]? Items { get; init; }

    public RunUpdate? Update { get; init; }

    public RunInput? Input { get; init; }

    public OfflineStart? Start { get; init; }

    public static SpoolEntry Of(string runId, LogBatch batch, string key) => new()
    {
        SchemaVersion = FirstVersion,
        Key = key,
        RunId = runId,
        Items = [.. batch.Items.Select(item => new SpoolItem(item.Kind, item.Key, item.Text, item.Value, item.Step, item.TimestampMs))],
    };

    public static SpoolEntry Of(string runId, RunUpdate update, string key) => new() { SchemaVersion = FirstVersion, Key = key, RunId = runId, Update = update };

    public static SpoolEntry Of(string runId, RunInput input, string key) => new() { SchemaVersion = CurrentVersion, Key = key, RunId = runId, Input = input };

    public static SpoolEntry Of(string runId, OfflineStart start, string key) => new() { SchemaVersion = CurrentVersion, Key = key, RunId = runId, Start = start };

    public LogBatch Batch() => new([.. (Items ?? []).Select(item => new LogItem(item.Kind, item.Key, item.Text, item.Value, item.Step, item.TimestampMs))]);

    public byte[] ToLine() => [.. JsonSerializer.SerializeToUtf8Bytes(this, SpoolJson.Default.SpoolEntry), (byte)'\n'];

    /// <returns>Null when the line is none of this version's.</returns>
    public static SpoolEntry? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, SpoolJson.Default.SpoolEntry) is { SchemaVersion: FirstVersion or CurrentVersion } entry ? entry : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A run to start when the server is back. Its id is a provisional one until then.</summary>
internal sealed record OfflineStart(ExperimentChoice Experiment, string? Name, string UserId, long StartTimeMs, Dictionary<string, string> Tags);

/// <summary>Starts at the server what was started without it.</summary>
internal interface IRunStarter
{
    /// <summary>Gives the server's id; a second time the same one.</summary>
    /// <param name="provisionalId">Under which it was known until now.</param>
    /// <param name="start">What is known of it.</param>
    /// <param name="key">Names the write.</param>
    /// <param name="resolve">Gives the server's ids of other runs that were started like this.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<string> StartAsync(string provisionalId, OfflineStart start, string key, Func<string, string> resolve, CancellationToken cancellationToken);
}

internal sealed record SpoolItem(LogKind Kind, string Key, string Text, double Value, long Step, long TimestampMs);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(SpoolEntry))]
internal sealed partial class SpoolJson : JsonSerializerContext;
