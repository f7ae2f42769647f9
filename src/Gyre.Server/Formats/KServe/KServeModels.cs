using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Serving;

namespace Gyre.Server.Formats.KServe;

/// <summary>Tensors of the protocol as inputs of a model, and its outputs as tensors. Pure.</summary>
internal static class KServeModels
{
    private const int MostDimensions = 8;

    /// <exception cref="InvalidInputException">The request has no tensors of the shapes that it says.</exception>
    public static PredictionRequest Read(Value request)
    {
        if (request is not MapValue map || map.Find("inputs") is not ListValue { Items: { IsEmpty: false } tensors })
            throw Refuse("inputs", "The request has no 'inputs'");
        var inputs = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>(tensors.Length);
        foreach (var (index, tensor) in tensors.Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"inputs/{index}");
            if (tensor is not MapValue entry || entry.Find("name") is not TextValue { Text: var name })
                throw Refuse(path, "The tensor has no 'name'");
            if (inputs.Any(known => known.Key == name))
                throw Refuse(path, "The tensor is there twice");
            inputs.Add(KeyValuePair.Create(name, Nested(entry, path)));
        }
        return new PredictionRequest { Inputs = new MapValue(inputs.ToImmutable()) };
    }

    /// <summary>The outputs of a model as tensors.</summary>
    public static ListValue Outputs(MapValue outputs, ImmutableArray<ModelField> fields) => new(
        [.. outputs.Entries.Select(output =>
        Tensor(output.Key, output.Value, fields.FirstOrDefault(field => field.Name == output.Key)?.Type))]);

    /// <summary>Name of a type in the protocol.</summary>
    public static string TypeOf(string? type) => type switch
    {
        "float32" => "FP32",
        "float16" => "FP16",
        "bool" => "BOOL",
        "string" => "BYTES",
        null or "float64" => "FP64",
        _ => type.ToUpperInvariant(),
    };

    private static MapValue Tensor(string name, Value value, string? type)
    {
        var shape = new List<long>();
        for (var part = value; part is ListValue { Items: var items }; part = items.IsEmpty ? Value.Null : items[0])
            shape.Add(items.Length);
        var data = ImmutableArray.CreateBuilder<Value>();
        Flatten(value, data);
        return new MapValue(
        [
            KeyValuePair.Create("name", Value.Of(name)),
            KeyValuePair.Create("datatype", Value.Of(TypeOf(type))),
            KeyValuePair.Create("shape", Value.Of(shape.Select(static length => Value.Of(length)))),
            KeyValuePair.Create("data", (Value)new ListValue(data.ToImmutable())),
        ]);
    }

    private static Value Nested(MapValue tensor, string path)
    {
        var shape = ShapeOf(tensor.Find("shape"), path);
        if (tensor.Find("data") is not ListValue data)
            throw Refuse($"{path}/data", "The data are no list");
        var flat = ImmutableArray.CreateBuilder<Value>();
        Flatten(data, flat);
        // Lengths multiply to more than any document holds long before this overflows: each is below 2^31, and there are at most 8.
        if (shape.Aggregate(System.Numerics.BigInteger.One, static (product, length) => product * length) != flat.Count)
            throw Refuse($"{path}/data", $"There are {flat.Count} values for the shape [{string.Join(", ", shape)}]");
        var next = 0;
        return Part(shape, 0, flat, ref next);
    }

    private static Value Part(long[] shape, int dimension, ImmutableArray<Value>.Builder flat, ref int next)
    {
        if (dimension == shape.Length)
            return flat[next++];
        var items = ImmutableArray.CreateBuilder<Value>();
        for (var i = 0L; i < shape[dimension] && next < flat.Count; i++)
            items.Add(Part(shape, dimension + 1, flat, ref next));
        return new ListValue(items.ToImmutable());
    }

    private static long[] ShapeOf(Value? value, string path)
    {
        if (value is ListValue { Items: { Length: > 0 and <= MostDimensions } items }
            && items.All(static item => item is IntegerValue { Number: { Sign: > 0 } number } && number <= int.MaxValue))
            return [.. items.Select(static item => (long)((IntegerValue)item).Number)];
        throw Refuse($"{path}/shape", $"The shape is no list of 1 to {MostDimensions} lengths");
    }

    /// <summary>The parser of the body has bounded how deep lists are.</summary>
    private static void Flatten(Value value, ImmutableArray<Value>.Builder data)
    {
        if (value is not ListValue list)
        {
            data.Add(value);
            return;
        }
        foreach (var item in list.Items)
            Flatten(item, data);
    }

    private static InvalidInputException Refuse(string path, string problem) => new(
    [
        new Diagnostic(Severity.Error, "kserve.tensor", problem + ".") { Path = path, Remedy = "Send name, shape, datatype and data." },
    ]);
}
