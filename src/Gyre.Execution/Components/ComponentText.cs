using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Gyre.Core;
using Gyre.Execution.Formats;

namespace Gyre.Execution;

/// <summary>Values of components as text: on a command line, in a file, within another text.</summary>
public static class ComponentText
{
    private const int LargestExponent = 400;

    /// <summary>
    /// Texts as they are, integers in digits, floats in the shortest decimals without an exponent (<c>2</c>, <c>0.00001</c>), <c>true</c> and <c>false</c>,
    /// lists and maps as compact JSON in which a whole float keeps its point (<c>[2.0]</c>).
    /// </summary>
    public static string Of(Value value) => value switch
    {
        TextValue text => text.Text,
        TimestampValue timestamp => timestamp.Text,
        FloatValue real => Plain(real.Number),
        _ => Json(value),
    };

    /// <summary>Compact JSON.</summary>
    internal static string Json(Value value) => Encoding.UTF8.GetString(ConfigText.Json(value));

    /// <summary>Reads JSON as programs print it, with <c>NaN</c> and <c>Infinity</c> as numbers.</summary>
    /// <exception cref="JsonException">It is no JSON, or nested too deep.</exception>
    internal static Value ParseJson(ReadOnlySpan<byte> utf8) => ValueJson.Parse(MetadataReader.WithTaggedNumbers(utf8));

    /// <summary>Reads what a program wrote for a value; white space around counts for texts alone. Null when it is no such value.</summary>
    internal static Value? Parse(ParameterType type, string text) => type switch
    {
        ParameterType.String => Value.Of(text),
        ParameterType.Integer => NumberText.TryReadInteger(text, out var number) ? new IntegerValue(number) : null,
        ParameterType.Float => NumberText.TryReadDouble(text, out var real) ? Value.Of(real) : null,
        ParameterType.Flag => ParseFlag(text.Trim()),
        _ => ParseNested(type, text.Trim()),
    };

    /// <summary>A value as one of a type, where nothing is lost by it; null when it is another.</summary>
    internal static Value? Convert(ParameterType type, Value value) => (type, value) switch
    {
        (ParameterType.String, TextValue) or (ParameterType.Integer, IntegerValue) or (ParameterType.Float, FloatValue) => value,
        (ParameterType.Flag, BooleanValue) or (ParameterType.List, ListValue) or (ParameterType.Map, MapValue) => value,
        (ParameterType.String, TimestampValue timestamp) => Value.Of(timestamp.Text),
        (ParameterType.Integer, FloatValue { Number: var real }) when double.IsInteger(real) => new IntegerValue(new BigInteger(real)),
        (ParameterType.Float, IntegerValue integer) => Value.Of((double)integer.Number),
        _ => null,
    };

    private static Value? ParseFlag(string text) => text switch
    {
        "true" or "True" or "TRUE" or "t" or "T" or "1" => Value.True,
        "false" or "False" or "FALSE" or "f" or "F" or "0" => Value.False,
        _ => null,
    };

    private static Value? ParseNested(ParameterType type, string text)
    {
        try
        {
            return Convert(type, ParseJson(Encoding.UTF8.GetBytes(text)));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Moves the point by the exponent; the digits are the shortest that read back as the same number.</summary>
    private static string Plain(double number)
    {
        var text = NumberText.Of(number);
        if (text.EndsWith(".0", StringComparison.Ordinal))
            return text[..^2];
        var mark = text.IndexOf('e', StringComparison.Ordinal);
        if (mark < 0 || !double.IsFinite(number))
            return text;
        var exponent = int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var sign = number < 0 ? "-" : "";
        var digits = text[..mark].TrimStart('-').Replace(".", "", StringComparison.Ordinal);
        return exponent < 0
            ? $"{sign}0.{new string('0', Math.Min(-exponent - 1, LargestExponent))}{digits}"
            : sign + digits + new string('0', exponent - digits.Length + 1);
    }
}
