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
    public static readonly ImmutableArray<OrderKey> Usual =
        [new OrderKey(new FieldPath("type"), false), new OrderKey(new FieldPath("createdAt"), true)];

    private readonly ImmutableArray<OrderKey> _keys = keys.IsEmpty ? Usual : keys;

    /// <summary>In order; values of keys are looked up once.</summary>
    public List<MapValue> Sort(IEnumerable<MapValue> documents) => Sort(documents.Select(static document => (document, document)));

    /// <summary>What stands for documents, in their order. Of each document only its keys are kept meanwhile.</summary>
    public List<T> Sort<T>(IEnumerable<(T One, MapValue Document)> documents) =>
    [
        .. documents.Select(pair => (pair.One, Id: IdOf(pair.Document), Keys: KeysOf(pair.Document)))
            .Order(Comparer<(T One, string Id, OrderValue[] Keys)>.Create(
                (left, right) => Compare(left.Keys, right.Keys) is var order and not 0 ? order : CodePoints.Compare(left.Id, right.Id)))
            .Select(static pair => pair.One),
    ];

    public static string IdOf(MapValue document) => document.Find("id")?.ToString() ?? "";

    public static OrderValue KeyOf(FieldPath path, MapValue document) =>
        QueryMatch.ValuesAt(path, document) is [var first, ..] ? OrderValue.Of(first) : default;

    private OrderValue[] KeysOf(MapValue document) => [.. _keys.Select(key => KeyOf(key.Path, document))];

    private int Compare(OrderValue[] left, OrderValue[] right)
    {
        for (var i = 0; i < left.Length; i++)
        {
            if (left[i].CompareTo(right[i]) is var order and not 0)
                return _keys[i].Descending ? -order : order;
        }
        return 0;
    }
}
