using System.Globalization;
using Gyre.Core;
using Gyre.Serving;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>The same forms for a model, whose inputs need not be numbers.</summary>
internal static partial class InvocationRows
{
    /// <summary>Reads JSON with exactly one of the four forms; parameters beside it are ignored.</summary>
    /// <exception cref="InvalidInputException">It has none or several, or is of another shape.</exception>
    public static PredictionRequest ReadRequest(Value body)
    {
        var (form, value) = FormOf(body);
        return form switch
        {
            "inputs" when value is MapValue => new PredictionRequest { Inputs = value },
            "dataframe_split" => new PredictionRequest { Instances = Named(value) },
            _ => new PredictionRequest { Instances = value as ListValue ?? throw Refuse(form, "It is no list") },
        };
    }

    /// <summary>Reads CSV whose first line names the inputs.</summary>
    /// <exception cref="InvalidInputException">A line has another number of values.</exception>
    public static PredictionRequest ReadRows(ReadOnlySpan<byte> bytes)
    {
        var (names, lines) = LinesOf(bytes);
        return new PredictionRequest { Instances = new ListValue([.. lines.Select((line, index) => RowOf(names, line, index))]) };
    }

    private static MapValue RowOf(string[] names, string line, int index)
    {
        var parts = line.Split(',');
        if (parts.Length != names.Length)
            throw Refuse(
                string.Create(CultureInfo.InvariantCulture, $"line {index + 2}"),
                $"The line has {parts.Length} values for {names.Length} columns");
        return new MapValue([.. names.Zip(parts, static (name, part) => KeyValuePair.Create(name, Cell(part)))]);
    }

    private static Value Cell(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        ? Value.Of(number)
        : Value.Of(text.Trim('"'));

    private static ListValue Named(Value value)
    {
        if (value is not MapValue map || map.Find("data") is not ListValue data)
            throw Refuse("dataframe_split", "It is no object with 'columns' and 'data'");
        if (map.Find("columns") is null)
            return data;
        if (map.Find("columns") is not ListValue columns || columns.Items.Any(static name => name is not TextValue))
            throw Refuse("dataframe_split/columns", "It is no list of names");
        var names = columns.Items.Select(static name => ((TextValue)name).Text).ToArray();
        return new ListValue([.. data.Items.Select((row, place) => row is ListValue { Items: var items } && items.Length == names.Length
            ? new MapValue([.. names.Zip(items, KeyValuePair.Create)])
            : throw Refuse(Path("dataframe_split/data", place), $"The row has not {names.Length} values"))]);
    }
}
