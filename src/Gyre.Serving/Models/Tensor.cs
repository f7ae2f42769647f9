using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Serving.Models;

/// <summary>What the values of a tensor are.</summary>
internal enum TensorType
{
    Number,
    Whole,
    Flag,
    Text,
}

/// <summary>Values in rows: those of an input or output, row by row.</summary>
internal sealed record Tensor
{
    public required string Name { get; init; }

    public required TensorType Type { get; init; }

    /// <summary>Lengths, the rows first.</summary>
    public required ImmutableArray<long> Shape { get; init; }

    /// <summary>The values of numbers and flags, flat.</summary>
    public double[] Numbers { get; init; } = [];

    /// <summary>The values of whole numbers, flat.</summary>
    public long[] Wholes { get; init; } = [];

    /// <summary>The values of texts, flat.</summary>
    public string[] Texts { get; init; } = [];

    /// <summary>Names of the last dimension, where it has some: a row is then a map.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    public long Rows => Shape.IsEmpty ? 0 : Shape[0];

    /// <summary>All values, nested as the shape says.</summary>
    public Value ToValue() => (this with { Labels = [] }).Part(0, 0, Count(0));

    /// <summary>The part of one row; a map where the last dimension has names.</summary>
    public Value RowOf(long row)
    {
        var size = Count(1);
        return Part(1, row * size, size);
    }

    private long Count(int dimension)
    {
        var count = 1L;
        for (var i = dimension; i < Shape.Length; i++)
            count *= Shape[i];
        return count;
    }

    private Value Part(int dimension, long begin, long size)
    {
        if (dimension == Shape.Length)
            return Single(begin);
        var length = Shape[dimension];
        var step = length == 0 ? 0 : size / length;
        var items = ImmutableArray.CreateBuilder<Value>((int)length);
        for (var i = 0L; i < length; i++)
            items.Add(Part(dimension + 1, begin + (i * step), step));
        if (dimension == Shape.Length - 1 && Labels.Length == length && length > 0)
            return new MapValue([.. Labels.Zip(items, KeyValuePair.Create)]);
        return new ListValue(items.MoveToImmutable());
    }

    private Value Single(long place) => Type switch
    {
        TensorType.Text => Value.Of(Texts[place]),
        TensorType.Whole => Value.Of(Wholes[place]),
        TensorType.Flag => Value.Of(Numbers[place] != 0),
        _ => Value.Of(Numbers[place]),
    };
}
