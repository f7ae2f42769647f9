using System.Text.Json;
using System.Text.Json.Serialization;
using Gyre.Contracts;

namespace Gyre.Client.Deciding;

/// <summary>What waits for the server: the line of a spool file. Exactly one of the two is there.</summary>
internal sealed record DecisionLine
{
    public const int CurrentVersion = 1;

    public required int SchemaVersion { get; init; }

    public MadeDecisionInfo? Decision { get; init; }

    public RewardRequest? Reward { get; init; }

    public static DecisionLine Of(MadeDecisionInfo decision) => new() { SchemaVersion = CurrentVersion, Decision = decision };

    public static DecisionLine Of(RewardRequest reward) => new() { SchemaVersion = CurrentVersion, Reward = reward };

    public byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, DecisionLineJson.Default.DecisionLine), (byte)'\n'];

    /// <returns>Null when the line is damaged or none of this version's.</returns>
    public static DecisionLine? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            var known = JsonSerializer.Deserialize(line, DecisionLineJson.Default.DecisionLine);
            return known is { SchemaVersion: CurrentVersion } && known.Decision is null != known.Reward is null ? known : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A line that the server refused for good, with its reason.</summary>
internal sealed record RefusedLine(DateTimeOffset At, string Reason, string Line);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    Converters = [typeof(UtcTimeConverter), typeof(FloatConverter)])]
[JsonSerializable(typeof(DecisionLine))]
[JsonSerializable(typeof(RefusedLine))]
internal sealed partial class DecisionLineJson : JsonSerializerContext;
