using System.Globalization;
using System.Text;
using Gyre.Core;
using Gyre.Serving;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>The input of MLflow's scoring in its forms, as requests for decisions. Pure.</summary>
internal static partial class InvocationRows
{
    public const int MaxRows = IDecisions.MostDecisions;

    private static readonly string[] Forms = ["dataframe_split", "dataframe_records", "instances", "inputs"];

    /// <summary>Reads JSON with exactly one of the four forms; parameters beside it are ignored.</summary>
    /// <exception cref="InvalidInputException">It has none or several, or its content does not fit.</exception>
    public static IReadOnlyList<DecisionRequest> Read(Value body)
    {
        var (form, value) = FormOf(body);
        var rows = form switch
        {
            "dataframe_split" => Split(value),
            "inputs" when value is MapValue columns => Columns(columns),
            _ => Records(form, value),
        };
        return Checked(rows);
    }

    /// <summary>Reads CSV of numbers whose first line names the columns.</summary>
    /// <exception cref="InvalidInputException">A line has another number of values, or one is no number.</exception>
    public static IReadOnlyList<DecisionRequest> ReadCsv(ReadOnlySpan<byte> bytes)
    {
        var (names, lines) = LinesOf(bytes);
        var rows = new List<DecisionRequest>();
        foreach (var (index, line) in lines.Index())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"line {index + 2}");
            var parts = line.Split(',');
            if (parts.Length != names.Length)
                throw Refuse(place, $"The line has {parts.Length} values for {names.Length} columns");
            rows.Add(Fields(place, names, parts.Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? Value.Of(number)
                : Value.Of(part))));
        }
        return Checked(rows);
    }

    private static (string[] Names, List<string> Lines) LinesOf(ReadOnlySpan<byte> bytes)
    {
        var lines = Encoding.UTF8.GetString(bytes).Split('\n').Select(static line => line.TrimEnd('\r')).Where(static line =>
            line.Length > 0).ToList();
        if (lines.Count < 2)
            throw Refuse("", "The CSV has no rows under its first line");
        return ([.. lines[0].Split(',').Select(static name => name.Trim().Trim('"'))], [.. lines.Skip(1)]);
    }

    private static (string Form, Value Value) FormOf(Value body)
    {
        var map = body as MapValue ?? throw Refuse("", "The body is not an object");
        var given = Forms.Where(form => map.Find(form) is not null).ToList();
        return given is [var form]
            ? (form, map.Find(form)!)
            : throw Refuse("", given.Count == 0 ? "The body has no input" : $"The body has {string.Join(" and ", given)}");
    }

    private static List<DecisionRequest> Split(Value value)
    {
        if (value is not MapValue map || map.Find("data") is not ListValue data)
            throw Refuse("dataframe_split", "It is no object with 'columns' and 'data'");
        if (map.Find("columns") is null)
            return [.. data.Items.Select(static (row, place) => Context(Path("dataframe_split/data", place), row))];
        if (map.Find("columns") is not ListValue columns || columns.Items.Any(static name => name is not TextValue))
            throw Refuse("dataframe_split/columns", "It is no list of names");
        var names = columns.Items.Select(static name => ((TextValue)name).Text).ToArray();
        return [.. data.Items.Select((row, place) => row is ListValue values
            ? Fields(Path("dataframe_split/data", place), names, values.Items)
            : throw Refuse(Path("dataframe_split/data", place), "The row is no list"))];
    }

    private static List<DecisionRequest> Records(string form, Value value)
    {
        if (value is not ListValue list)
            throw Refuse(form, "It is no list");
        return
        [
            .. list.Items.Select((row, place) => row is MapValue map
                ? Fields(Path(form, place), [.. map.Entries.Select(static entry => entry.Key)], map.Entries.Select(static entry => entry.Value))
                : Context(Path(form, place), row)),
        ];
    }

    private static List<DecisionRequest> Columns(MapValue columns)
    {
        var names = columns.Entries.Select(static entry => entry.Key).ToArray();
        var values = columns.Entries.Select(entry => entry.Value is ListValue list
            ? list.Items
            : throw Refuse($"inputs/{entry.Key}", "The column is no list")).ToList();
        if (values.Select(static column => column.Length).Distinct().Count() > 1)
            throw Refuse("inputs", "The columns have different numbers of rows");
        return
        [
            .. Enumerable.Range(0, values.Count == 0 ? 0 : values[0].Length).Select(
                row => Fields(Path("inputs", row), names, values.Select(column => column[row]))),
        ];
    }

    private static DecisionRequest Context(string path, Value row) => row is ListValue list
        ? new DecisionRequest { Context = [.. list.Items.Select(item => Number(path, item))] }
        : throw Refuse(path, "The row is neither a list nor an object");

    private static DecisionRequest Fields(string path, string[] names, IEnumerable<Value> values)
    {
        var numbers = values.Select(value => Number(path, value)).ToList();
        if (numbers.Count != names.Length)
            throw Refuse(path, $"The row has {numbers.Count} values for {names.Length} columns");
        var fields = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, number) in names.Zip(numbers))
        {
            if (!fields.TryAdd(name, number))
                throw Refuse(path, $"The column '{(name.Length <= 100 ? name : name[..100])}' is there twice");
        }
        return new DecisionRequest { Fields = fields };
    }

    private static double Number(string path, Value value) =>
        value.TryGetNumber(out var number) ? number : throw Refuse(path, "A value is no number");

    private static List<DecisionRequest> Checked(List<DecisionRequest> rows) => rows.Count is >= 1 and <= MaxRows
        ? rows
        : throw Refuse("", string.Create(CultureInfo.InvariantCulture, $"There are {rows.Count} rows; send 1 to {MaxRows}"));

    private static string Path(string list, int place) => string.Create(CultureInfo.InvariantCulture, $"{list}/{place}");

    private static InvalidInputException Refuse(string path, string problem) => new(
    [
        new Diagnostic(Severity.Error, "invocations.input", $"{problem}.")
        {
            Path = path,
            Remedy = $"Send CSV, or an object with one of {string.Join(", ", Forms)}, with the numbers of a context in each row.",
        },
    ]);
}
