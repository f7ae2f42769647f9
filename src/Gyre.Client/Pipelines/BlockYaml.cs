using System.Globalization;
using System.Text;
using Gyre.Client.Texts;
using Gyre.Core;

namespace Gyre.Client.Pipelines;

/// <summary>Values as YAML that people like to read and every reader of YAML 1.1 reads back unchanged.</summary>
internal static class BlockYaml
{
    /// <summary>Writes a document; lines end with <c>\n</c>.</summary>
    public static string Write(ListValue document)
    {
        var text = new StringBuilder();
        WriteItems(text, document, indent: 0);
        return text.ToString();
    }

    private static void WriteItems(StringBuilder text, ListValue list, int indent)
    {
        foreach (var item in list.Items)
        {
            text.Append(' ', indent).Append("- ");
            switch (item)
            {
                case MapValue { Entries.Length: > 0 } map:
                    WriteEntries(text, map, indent + 2, firstIsPlaced: true);
                    break;
                case ListValue inner:
                    // A list within a list is a pair, which reads best on one line.
                    text.Append('[').AppendJoin(", ", inner.Items.Select(Scalar)).Append("]\n");
                    break;
                default:
                    text.Append(Scalar(item)).Append('\n');
                    break;
            }
        }
    }

    private static void WriteEntries(StringBuilder text, MapValue map, int indent, bool firstIsPlaced)
    {
        foreach (var (key, value) in map.Entries)
        {
            if (!firstIsPlaced)
                text.Append(' ', indent);
            firstIsPlaced = false;
            text.Append(YamlText.Scalar(key)).Append(':');
            switch (value)
            {
                case MapValue { Entries.Length: > 0 } inner:
                    text.Append('\n');
                    WriteEntries(text, inner, indent + 2, firstIsPlaced: false);
                    break;
                case ListValue { Items.Length: > 0 } list:
                    text.Append('\n');
                    WriteItems(text, list, indent + 2);
                    break;
                default:
                    text.Append(' ').Append(Scalar(value)).Append('\n');
                    break;
            }
        }
    }

    private static string Scalar(Value value) => value switch
    {
        TextValue text => YamlText.Scalar(text.Text),
        IntegerValue integer => integer.Number.ToString(CultureInfo.InvariantCulture),
        FloatValue real => Float(real.Number),
        BooleanValue flag => flag.Flag ? "true" : "false",
        MapValue => "{}",
        ListValue => "[]",
        _ => "null",
    };

    /// <summary>YAML 1.1 takes a number with an exponent for a float only when it has a point, too.</summary>
    private static string Float(double number)
    {
        var text = NumberText.Of(number);
        if (!double.IsFinite(number))
            return double.IsNaN(number) ? ".nan" : number > 0 ? ".inf" : "-.inf";
        var exponent = text.IndexOf('e', StringComparison.Ordinal);
        return exponent < 0 || text.Contains('.', StringComparison.Ordinal) ? text : text.Insert(exponent, ".0");
    }
}
