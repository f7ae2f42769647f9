using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Contracts;

/// <summary>
/// Times as ISO 8601 in UTC with milliseconds: <c>2026-03-01T12:00:00.000Z</c>. Any ISO 8601 time with an offset is read.
/// </summary>
public sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <summary>The text of a time.</summary>
    public static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Text(value));
}

/// <summary>
/// Floats as <see cref="ValueJson"/> writes them: always with a point or an exponent; <c>{"$float": "nan"}</c> for what JSON has no number
/// for.
/// </summary>
public sealed class FloatConverter : JsonConverter<double>
{
    private static readonly ValueJsonConverter Values = new();

    /// <inheritdoc/>
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return reader.GetDouble();
        return Values.Read(ref reader, typeof(Value), options) is FloatValue real
            ? real.Number
            : throw new JsonException("Expected a number.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) =>
        Values.Write(writer, Value.Of(value), options);
}
