using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text.Json;
using Gyre.Core;
using Gyre.Execution;

namespace Gyre.Pipelines.Machine;

/// <summary>Values of typed inputs. A text input takes any value as its text; all else must fit.</summary>
internal static class TypedValues
{
    private const int LongestShown = 80;

    public static bool TryConvert(Value value, ParameterType type, out Value converted, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        converted = (type, value) switch
        {
            (ParameterType.String, TextValue) => value,
            (ParameterType.String, _) => Value.Of(ComponentText.Of(value)),
            (ParameterType.Integer, IntegerValue) => value,
            (ParameterType.Integer, FloatValue { Number: var number }) when double.IsInteger(number) => new IntegerValue(new BigInteger(number)),
            (ParameterType.Float, FloatValue) => value,
            (ParameterType.Float, IntegerValue { Number: var number }) => Value.Of((double)number),
            (ParameterType.Flag, BooleanValue) => value,
            (ParameterType.List, ListValue) => value,
            (ParameterType.Map, MapValue) => value,
            _ => Value.Null,
        };
        if (converted.IsNull)
            problem = $"{Shown(value.ToString())} is {WordOf(value)}, expected {WordOf(type)}";
        return problem is null;
    }

    public static bool TryParseJson(string text, out Value? value)
    {
        try
        {
            value = ValueJson.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            value = null;
            return false;
        }
    }

    /// <summary>A text for a message: short, on one line.</summary>
    public static string Shown(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= LongestShown ? $"'{line}'" : $"'{line[..LongestShown]}...'";
    }

    public static string WordOf(ParameterType type) => type switch
    {
        ParameterType.String => "a string",
        ParameterType.Integer => "an integer",
        ParameterType.Float => "a number",
        ParameterType.Flag => "true or false",
        ParameterType.List => "a list",
        _ => "a map",
    };

    private static string WordOf(Value value) => value switch
    {
        TextValue or TimestampValue => "a string",
        IntegerValue => "an integer",
        FloatValue => "a number",
        BooleanValue => "true or false",
        ListValue => "a list",
        MapValue => "a map",
        _ => "null",
    };
}
