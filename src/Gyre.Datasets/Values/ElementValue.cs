using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Datasets.Values;

/// <summary>Values of elements from and to the text of cells.</summary>
internal static class ElementValue
{
    private const string MomentFormat = "yyyy-MM-dd'T'HH:mm:ss";

    /// <summary>Reads a cell: null when missing, <see cref="Value.Null"/> for null.</summary>
    /// <returns>False when the text is not a value of the element's type.</returns>
    public static bool TryRead(DatasetElement element, ReadOnlySpan<byte> cell, out Value? value)
    {
        var kind = CellText.KindOf(cell);
        value = kind == CellKind.Null ? Value.Null : null;
        if (kind != CellKind.Value)
            return true;
        if (
            element.MultiValue == MultiValue.None || CellText.Trim(cell) is not [(byte)'[', ..]
                || !MultiValueText.TryParse(cell, out var items))
            return TryReadOne(element.Type, cell, out value);
        var read = ImmutableArray.CreateBuilder<Value>(items.Length);
        foreach (var item in items)
        {
            Value? one = Value.Null;
            if (item is not null && !TryReadOne(element.Type, Encoding.UTF8.GetBytes(item), out one))
                return false;
            read.Add(one!);
        }
        value = new ListValue(read.ToImmutable());
        return true;
    }

    /// <summary>A moment to the second.</summary>
    public static TimestampValue OfMoment(DateTime moment) => new(moment.ToString(MomentFormat, CultureInfo.InvariantCulture));

    /// <summary>The text of a value in a cell.</summary>
    public static string TextOf(Value? value) => value switch
    {
        null => "",
        NullValue => "null",
        BooleanValue flag => flag.Flag ? "true" : "false",
        IntegerValue integer => integer.Number.ToString(CultureInfo.InvariantCulture),
        FloatValue real => NumberText.Of(real.Number),
        TimestampValue moment => moment.Text,
        TextValue text => text.Text,
        ListValue list => JsonOf(list),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value.GetType().Name, "A map is not a value of an example."),
    };

    private static bool TryReadOne(ElementType type, ReadOnlySpan<byte> text, out Value? value)
    {
        value = type switch
        {
            ElementType.Boolean => BooleanText.TryParse(text, out var flag) ? Value.Of(flag) : null,
            ElementType.Integer => IntegerText.TryParse(text, out var number, out var big) ? new IntegerValue(big ?? number) : null,
            ElementType.Float => FloatText.TryParse(text, out var real) ? Value.Of(real) : null,
            ElementType.Datetime => MomentText.TryParse(text, out var moment) ? OfMoment(moment) : null,
            ElementType.Shape => null,
            _ => Value.Of(Encoding.UTF8.GetString(text)),
        };
        return value is not null;
    }

    private static string JsonOf(ListValue list)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var item in list.Items)
            {
                if (item is BooleanValue or IntegerValue)
                    json.WriteRawValue(TextOf(item));
                else if (item is NullValue)
                    json.WriteNullValue();
                else
                    json.WriteStringValue(TextOf(item));
            }
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
