using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets.Filters;

namespace Gyre.Datasets.Queries;

/// <summary>
/// The order of documents: by the given keys, else by <c>type</c> and the newest first; ties by id. An absent or null value is the
/// smallest, then come false and true, numbers, and texts; times among texts by their instant.
/// </summary>
internal sealed class DocumentOrder(ImmutableArray<OrderKey> keys)
{
    private static readonly ImmutableArray<OrderKey> Usual =
        [new OrderKey(new FieldPath("type"), false), new OrderKey(new FieldPath("createdAt"), true)];

    private readonly ImmutableArray<OrderKey> _keys = keys.IsEmpty ? Usual : keys;

    /// <summary>In order; values of keys are looked up once.</summary>
    public List<MapValue> Sort(IEnumerable<MapValue> documents) =>
    [
        .. documents.Select(document => (Document: document, Keys: _keys.Select(key => KeyOf(key, document)).ToArray()))
            .Order(Comparer<(MapValue Document, Key[] Keys)>.Create(
                (left, right) => Compare(left.Keys, right.Keys, left.Document, right.Document)))
            .Select(static pair => pair.Document),
    ];

    private int Compare(Key[] left, Key[] right, MapValue one, MapValue other)
    {
        for (var i = 0; i < left.Length; i++)
        {
            if (left[i].CompareTo(right[i]) is var order and not 0)
                return _keys[i].Descending ? -order : order;
        }
        return CodePoints.Compare(IdOf(one), IdOf(other));
    }

    public static string IdOf(MapValue document) => document.Find("id")?.ToString() ?? "";

    private static Key KeyOf(OrderKey key, MapValue document) =>
        QueryMatch.ValuesAt(key.Path, document) is [var first, ..] ? Key.Of(first) : default;

    /// <summary>A value by which documents are sorted.</summary>
    private readonly record struct Key(int Kind, double Number, long Instant, string? Text) : IComparable<Key>
    {
        public static Key Of(Value value) => value switch
        {
            BooleanValue flag => new Key(1, flag.Flag ? 1 : 0, 0, null),
            _ when value.TryGetNumber(out var number) => new Key(2, number, 0, null),
            _ when value.TextOf() is { } text => Instants.Read(text) is { } time ? new Key(3, 0, time, text) : new Key(4, 0, 0, text),
            NullValue => default,
            _ => new Key(5, 0, 0, value.ToString()),
        };

        public int CompareTo(Key other)
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
}
