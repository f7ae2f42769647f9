using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gyre.Core;

/// <summary>An id that is a <see cref="Guid"/> underneath; gives all ids one text form and one JSON form.</summary>
public interface IGuidId<TSelf>
    where TSelf : struct, IGuidId<TSelf>
{
    /// <summary>The bare value.</summary>
    Guid Value { get; }

    /// <summary>Wraps a bare value.</summary>
    static abstract TSelf From(Guid value);
}

/// <summary>One execution of a pipeline.</summary>
[JsonConverter(typeof(GuidIdJsonConverter<RunId>))]
public readonly record struct RunId(Guid Value) : IGuidId<RunId>
{
    /// <inheritdoc/>
    public static RunId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D", CultureInfo.InvariantCulture);
}

/// <summary>One try of a node run.</summary>
[JsonConverter(typeof(GuidIdJsonConverter<AttemptId>))]
public readonly record struct AttemptId(Guid Value) : IGuidId<AttemptId>
{
    /// <inheritdoc/>
    public static AttemptId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D", CultureInfo.InvariantCulture);
}

/// <summary>A chain of runs.</summary>
[JsonConverter(typeof(GuidIdJsonConverter<CycleId>))]
public readonly record struct CycleId(Guid Value) : IGuidId<CycleId>
{
    /// <inheritdoc/>
    public static CycleId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D", CultureInfo.InvariantCulture);
}

/// <summary>A trigger of a project.</summary>
[JsonConverter(typeof(GuidIdJsonConverter<TriggerId>))]
public readonly record struct TriggerId(Guid Value) : IGuidId<TriggerId>
{
    /// <inheritdoc/>
    public static TriggerId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D", CultureInfo.InvariantCulture);
}

/// <summary>Reads an id from its text.</summary>
public static class GuidIds
{
    /// <summary>Reads the 36-character form.</summary>
    public static bool TryParse<TId>(string? text, out TId id)
        where TId : struct, IGuidId<TId>
    {
        var good = Guid.TryParseExact(text, "D", out var value);
        id = good ? TId.From(value) : default;
        return good;
    }

    /// <summary>
    /// An id that is a pure function of names, so that the same decision taken twice gives the same id
    /// (version 8 of RFC 9562: SHA-256 of the names, each ended by a zero byte).
    /// </summary>
    public static Guid FromNames(params ReadOnlySpan<string> names)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in names)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData([0]);
        }
        Span<byte> bytes = stackalloc byte[32];
        hash.GetHashAndReset(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes[..16], bigEndian: true);
    }
}

/// <summary>Ids as their text; public because generated serializers of other modules name it.</summary>
/// <typeparam name="TId">The id.</typeparam>
public sealed class GuidIdJsonConverter<TId> : JsonConverter<TId>
    where TId : struct, IGuidId<TId>
{
    /// <inheritdoc/>
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        GuidIds.TryParse<TId>(reader.GetString(), out var id) ? id : throw new JsonException("Not a valid id.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value.ToString("D", CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public override TId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader, typeToConvert, options);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Value.ToString("D", CultureInfo.InvariantCulture));
}

/// <summary>Where new ids come from. Ids sort by time of creation.</summary>
public abstract class IdSource
{
    /// <summary>A new, unique id. Safe to call from several threads.</summary>
    public abstract Guid Next();

    /// <summary>Ids of version 7 (time, then randomness).</summary>
    public static IdSource FromClock(TimeProvider clock) => new ClockIdSource(clock);

    private sealed class ClockIdSource(TimeProvider clock) : IdSource
    {
        public override Guid Next() => Guid.CreateVersion7(clock.GetUtcNow());
    }
}
