using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.Kubeflow;

/// <summary>
/// Values of declared types. A number is what its declared type says, however it is written (<c>2.0</c> is the integer 2). Inside lists and maps no type is
/// declared: there numbers stay as they are written, <c>1.0</c> a float and <c>1</c> an integer.
/// </summary>
internal static class TypedValues
{
    /// <summary>Beyond this a number that passes through a double may come back as another one.</summary>
    private static readonly BigInteger MaxExact = (BigInteger.One << 53) - 1;

    /// <summary>Null for a word that is no type.</summary>
    public static ParameterType? TypeOf(string word) => word switch
    {
        "NUMBER_INTEGER" or "INT" => ParameterType.Integer,
        "NUMBER_DOUBLE" or "DOUBLE" => ParameterType.Float,
        "STRING" => ParameterType.String,
        "BOOLEAN" => ParameterType.Flag,
        "LIST" => ParameterType.List,
        "STRUCT" or "TASK_FINAL_STATUS" or "TASK_CONFIG" => ParameterType.Map,
        _ => null,
    };

    public static string WordOf(ParameterType type) => type switch
    {
        ParameterType.Integer => "NUMBER_INTEGER",
        ParameterType.Float => "NUMBER_DOUBLE",
        ParameterType.Flag => "BOOLEAN",
        ParameterType.List => "LIST",
        ParameterType.Map => "STRUCT",
        _ => "STRING",
    };

    /// <summary>The value of a part of a document as JSON has it: what YAML takes for a date is a text.</summary>
    public static Value Read(YamlNode node) => Plain(node.ToValue());

    /// <summary>The value as the type has it, or null when it does not fit. Null fits every type.</summary>
    public static Value? Convert(Value value, ParameterType type) => (type, value) switch
    {
        (_, NullValue) => value,
        (ParameterType.Integer, IntegerValue) => value,
        (ParameterType.Integer, FloatValue { Number: var number }) when double.IsInteger(number) => new IntegerValue(new BigInteger(number)),
        (ParameterType.Float, FloatValue) => value,
        (ParameterType.Float, IntegerValue { Number: var number }) => new FloatValue((double)number),
        (ParameterType.Flag, BooleanValue) => value,
        (ParameterType.List, ListValue) => value,
        (ParameterType.Map, MapValue) => value,
        (ParameterType.List or ParameterType.Map, TextValue { Text: var text }) => FromJson(text, type),
        (ParameterType.String, TextValue) => value,
        // Compilers write every number as a double: 2.0 was 2.
        (ParameterType.String, FloatValue { Number: var number }) when double.IsInteger(number) => Value.Of(new BigInteger(number).ToString(CultureInfo.InvariantCulture)),
        (ParameterType.String, _) => Value.Of(value.ToString()),
        _ => null,
    };

    /// <summary>Whether an integer is so large that other programs round it.</summary>
    public static bool IsRounded(Value value) => value is IntegerValue { Number: var number } && BigInteger.Abs(number) > MaxExact;

    /// <summary>Whether there is a number in it that JSON cannot write.</summary>
    public static bool IsFinite(Value value) => value switch
    {
        FloatValue number => double.IsFinite(number.Number),
        ListValue list => list.Items.All(IsFinite),
        MapValue map => map.Entries.All(entry => IsFinite(entry.Value)),
        _ => true,
    };

    /// <summary>A list or map that stands as JSON in a text, or null.</summary>
    public static Value? FromJson(string text, ParameterType type)
    {
        try
        {
            var value = ValueJson.Parse(text);
            return (type == ParameterType.List ? value is ListValue : value is MapValue) ? value : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Value Plain(Value value) => value switch
    {
        TimestampValue time => new TextValue(time.Text),
        ListValue list => Value.Of(list.Items.Select(Plain)),
        MapValue map => new MapValue([.. map.Entries.Select(entry => KeyValuePair.Create(entry.Key, Plain(entry.Value)))]),
        _ => value,
    };
}
