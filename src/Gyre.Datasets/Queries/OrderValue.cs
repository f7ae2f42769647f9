using Gyre.Core;
using Gyre.Datasets.Filters;

namespace Gyre.Datasets.Queries;

/// <summary>A value by which documents are sorted.</summary>
/// <param name="Kind">0 nothing, 1 false and true, 2 numbers, 3 times, 4 other texts, 5 anything else.</param>
/// <param name="Number">Of kinds 1 and 2.</param>
/// <param name="Instant">Of times, in ticks.</param>
/// <param name="Text">Of kinds 3 to 5.</param>
internal readonly record struct OrderValue(int Kind, double Number, long Instant, string? Text) : IComparable<OrderValue>
{
    public static OrderValue Of(Value value) => value switch
    {
        BooleanValue flag => new OrderValue(1, flag.Flag ? 1 : 0, 0, null),
        _ when value.TryGetNumber(out var number) => new OrderValue(2, number, 0, null),
        _ when value.TextOf() is { } text => Instants.Read(text) is { } time
            ? new OrderValue(3, 0, time, text)
            : new OrderValue(4, 0, 0, text),
        NullValue => default,
        _ => new OrderValue(5, 0, 0, value.ToString()),
    };

    public int CompareTo(OrderValue other)
    {
        if (Kind != other.Kind)
            return Kind.CompareTo(other.Kind);
        return Kind switch
        {
            0 => 0,
            1 or 2 => Number.CompareTo(other.Number),
            3 => Instant.CompareTo(other.Instant),
            _ => CodePoints.Compare(Text!, other.Text!),
        };
    }
}
