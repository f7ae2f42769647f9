using System.Globalization;
using System.Numerics;
using Gyre.Core;

namespace Gyre.Server.Formats.KServe;

/// <summary>Tensors of the protocol as rows of numbers. Pure.</summary>
internal static class KServeTensors
{
    public const int MaxRows = 1000;

    private static readonly HashSet<string> Types = new(
        ["BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", "FP32", "FP64"], StringComparer.Ordinal);

    /// <summary>
    /// The contexts of a request: of one tensor of the shape [fields] or [rows, fields], or of one tensor per field of the shape [rows] or
    /// [rows, 1].
    /// </summary>
    /// <param name="request">The body.</param>
    /// <param name="fields">Names of the numbers of a context, in order.</param>
    /// <exception cref="InvalidInputException">It is another one; the place is named.</exception>
    public static double[][] Contexts(Value request, IReadOnlyList<string> fields)
    {
        if ((request as MapValue)?.Find("inputs") is not ListValue { Items: { Length: > 0 } inputs })
            throw Refuse("inputs", "The request has no 'inputs'", "Send a list of tensors.");
        var tensors = inputs.Select(static (input, place) => Tensor.Read(input, Path("inputs", place))).ToList();
        if (tensors is [var only] && (fields.Count != 1 || only.Name != fields[0]))
            return Rows(only, fields.Count);
        var columns = fields.Select(field => Column(tensors, field)).ToList();
        if (columns.Select(static column => column.Length).Distinct().Skip(1).Any())
            throw Refuse("inputs", "The tensors have different numbers of rows", "Send as many values for each field.");
        if (tensors.Find(tensor => !fields.Contains(tensor.Name, StringComparer.Ordinal)) is { } unknown)
            throw Refuse("inputs", $"The context has no field '{Shown(unknown.Name)}'", $"Its fields are {string.Join(", ", fields)}.");
        return [.. Enumerable.Range(0, columns.Count == 0 ? 0 : columns[0].Length).Select(row => columns.Select(column => column[row]).ToArray())];
    }

    /// <summary>A tensor of an answer.</summary>
    public static Value Output(string name, string type, IReadOnlyList<Value> data) => new MapValue(
    [
        KeyValuePair.Create("name", Value.Of(name)),
        KeyValuePair.Create("datatype", Value.Of(type)),
        KeyValuePair.Create("shape", Value.Of([Value.Of(data.Count)])),
        KeyValuePair.Create("data", Value.Of(data)),
    ]);

    private static double[][] Rows(Tensor tensor, int width)
    {
        var rows = tensor.Shape switch
        {
            [var length] when length == width => 1,
            [var count, var length] when length == width => count,
            _ => throw Refuse(
                $"{tensor.Path}/shape", $"The shape is [{string.Join(", ", tensor.Shape)}]",
                string.Create(CultureInfo.InvariantCulture, $"Send [{width}] for one context, or [rows, {width}].")),
        };
        CheckRows(tensor, rows);
        return [.. tensor.Data.Chunk(width)];
    }

    private static double[] Column(List<Tensor> tensors, string field)
    {
        if (tensors.FindAll(tensor => tensor.Name == field) is not [var tensor])
            throw Refuse("inputs", $"The field '{field}' is missing or there twice", "Send one tensor per field of the context, or one for all.");
        if (tensor.Shape is not ([_] or [_, 1]))
            throw Refuse($"{tensor.Path}/shape", $"The shape is [{string.Join(", ", tensor.Shape)}]", "Send [rows] or [rows, 1] for a field.");
        CheckRows(tensor, tensor.Shape[0]);
        return tensor.Data;
    }

    private static void CheckRows(Tensor tensor, long rows)
    {
        if (rows is < 1 or > MaxRows)
            throw Refuse(
                $"{tensor.Path}/shape", string.Create(CultureInfo.InvariantCulture, $"There are {rows} rows"),
                string.Create(CultureInfo.InvariantCulture, $"Send 1 to {MaxRows}."));
    }

    private static string Path(string list, int place) => string.Create(CultureInfo.InvariantCulture, $"{list}/{place}");

    private static string Shown(string text) => text.Length <= 100 ? text : text[..100] + "...";

    private static InvalidInputException Refuse(string path, string problem, string remedy) =>
        new([new Diagnostic(Severity.Error, "infer.tensor", problem + ".") { Path = path, Remedy = remedy }]);

    /// <summary>A tensor; its data are flat, row by row, whether they came nested or not.</summary>
    private sealed record Tensor(string Path, string Name, long[] Shape, double[] Data)
    {
        public static Tensor Read(Value value, string path)
        {
            if (value is not MapValue map || map.Find("name") is not TextValue { Text: var name })
                throw Refuse(path, "The tensor has no 'name'", "Send name, shape, datatype and data.");
            if (map.Find("datatype") is not TextValue { Text: var type } || !Types.Contains(type))
                throw Refuse($"{path}/datatype", "The datatype is no type of numbers", $"Send one of {string.Join(", ", Types)}.");
            var shape = ShapeOf(map.Find("shape"), path);
            var data = new List<double>();
            Flatten(map.Find("data") ?? Value.Null, data, path);
            if (shape.Aggregate(BigInteger.One, static (product, length) => product * length) != data.Count)
                throw Refuse(
                    $"{path}/data", string.Create(CultureInfo.InvariantCulture, $"There are {data.Count} values for the shape [{string.Join(", ", shape)}]"),
                    "Send as many values as the shape says.");
            return new Tensor(path, name, shape, [.. data]);
        }

        private static long[] ShapeOf(Value? value, string path)
        {
            if (value is ListValue { Items: { Length: > 0 and <= 2 } items }
                && items.All(static item => item is IntegerValue { Number: { Sign: >= 0 } number } && number <= int.MaxValue))
                return [.. items.Select(static item => (long)((IntegerValue)item).Number)];
            throw Refuse($"{path}/shape", "The shape is not a list of one or two lengths", "Send [fields] or [rows, fields].");
        }

        /// <summary>The parser of the body has bounded how deep lists are.</summary>
        private static void Flatten(Value value, List<double> data, string path)
        {
            if (value is ListValue list)
            {
                foreach (var item in list.Items)
                    Flatten(item, data, path);
            }
            else if (value is BooleanValue flag)
                data.Add(flag.Flag ? 1 : 0);
            else if (value.TryGetNumber(out var number))
                data.Add(number);
            else
                throw Refuse($"{path}/data", "The data are not numbers", "Send numbers, flat or nested as the shape says.");
        }
    }
}
