using System.Text.Json.Nodes;

namespace Gyre.Learning.Calls;

/// <summary>Reads the fields of a call; what is not as it should be is refused with its place.</summary>
internal static class Inputs
{
    /// <summary>A whole number from 0 up, below a bound.</summary>
    public static int Index(this JsonPart part, int below = int.MaxValue)
    {
        var number = part.Number();
        if (number != Math.Floor(number) || number < 0 || number >= below)
            throw part.Refuse($"{Text(number)} is not a valid number", below == int.MaxValue ? "Use a whole number of at least 0."
                : $"Use a whole number from 0 to {below - 1}.");
        return (int)number;
    }

    public static List<int> Indexes(this JsonPart part, int below = int.MaxValue) => [.. part.Items().Select(item => item.Index(below))];

    public static List<int?> IndexesOrNull(this JsonPart part, int below = int.MaxValue) =>
        [.. part.Items().Select(item => item.IsNull ? (int?)null : item.Index(below))];

    public static List<double> Numbers(this JsonPart part) => [.. part.Items().Select(static item => item.Number())];

    public static double Number(this JsonPart part, string name, double standard) => part.Has(name) ? part.Get(name).Number() : standard;

    public static int Index(this JsonPart part, string name, int standard) => part.Has(name) ? part.Get(name).Index() : standard;

    /// <summary>0 and 1, or false and true.</summary>
    public static List<bool> Flags(this JsonPart part) =>
        [.. part.Items().Select(static item => item.IsFlag ? item.Flag() : item.Index(2) == 1)];

    /// <summary>Rows of as many numbers as the first.</summary>
    public static DenseMatrix Matrix(this JsonPart part)
    {
        var rows = part.Items();
        var columns = rows.Count == 0 ? 0 : rows[0].Items().Count;
        var matrix = new DenseMatrix(rows.Count, columns);
        for (var i = 0; i < rows.Count; i++)
            rows[i].Numbers(columns).CopyTo(matrix.Row(i));
        if (rows.Count > 0 && columns == 0)
            throw rows[0].Refuse("this row is empty", "Give at least one number per row.");
        return matrix;
    }

    /// <summary>Rows of probabilities; they are used as they are, whatever they add up to.</summary>
    public static DenseMatrix Probabilities(this JsonPart part)
    {
        var matrix = part.Matrix();
        for (var i = 0; i < matrix.Rows; i++)
        {
            if (matrix.Row(i).ContainsAnyExceptInRange(0, 1))
                throw part.Items()[i].Refuse("a probability is outside 0 to 1", "Give probabilities and not scores.");
        }
        return matrix;
    }

    /// <summary>A list that has to be as long as another.</summary>
    public static JsonPart OfLength(this JsonPart part, int count, string other)
    {
        var found = part.Items().Count;
        return found == count ? part
            : throw part.Refuse($"there are {found} entries, but {count} in '{other}'", "Give one entry each, in the same order.");
    }

    /// <summary>A number, or null where there is none.</summary>
    public static JsonNode? Json(double? value) => value is { } number && double.IsFinite(number) ? JsonValue.Create(number) : null;

    public static JsonArray Json(IEnumerable<double> values) => [.. values.Select(static value => Json((double?)value))];

    public static JsonArray Json(IEnumerable<double?> values) => [.. values.Select(static value => Json(value))];

    public static JsonArray Json(IEnumerable<int> values) => [.. values.Select(static value => (JsonNode?)JsonValue.Create(value))];

    public static JsonArray Json(IEnumerable<bool> values) => [.. values.Select(static value => (JsonNode?)JsonValue.Create(value))];

    public static JsonArray Json(DenseMatrix rows) =>
        [.. Enumerable.Range(0, rows.Rows).Select(i => (JsonNode?)Json(rows.Row(i).ToArray()))];

    private static string Text(double number) => Core.NumberText.Of(number);
}
