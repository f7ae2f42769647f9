using Gyre.Core;
using Gyre.Datasets.Filters;

namespace Gyre.Datasets.Queries;

/// <summary>Runs queries over documents in memory. Pure.</summary>
internal static class QueryRun
{
    public static QueryPage Of(DocumentQuery query, DocumentSet documents)
    {
        var related = new Related(query.Resource, documents);
        var found = related.Documents.Where(document => Fits(query.Part, document, related));
        return PageOf(query, new DocumentOrder(query.Sort).Sort(found));
    }

    /// <summary>Indexes of all documents that a query asks for, in their own order.</summary>
    public static IReadOnlyList<int> Indexes(DocumentQuery query, DocumentSet documents)
    {
        var related = new Related(query.Resource, documents);
        return
        [
            .. related.Documents.Index().Where(one => Fits(query.Part, one.Item, related)).Select(static one => one.Index),
        ];
    }

    public static QueryPage PageOf(DocumentQuery query, IReadOnlyList<MapValue> ordered) =>
        PageOf(query, ordered, static page => page);

    /// <summary>A page of things that stand for documents.</summary>
    public static QueryPage PageOf<T>(DocumentQuery query, IReadOnlyList<T> ordered, Func<List<T>, IReadOnlyList<MapValue>> read)
    {
        var pages = (ordered.Count + query.PageSize - 1) / query.PageSize;
        var from = (long)query.Page * query.PageSize;
        var page = from >= ordered.Count ? [] : ordered.Skip((int)from).Take(query.PageSize).ToList();
        return new QueryPage(read(page), ordered.Count, pages, (long)query.Page + 1 < pages);
    }

    public static bool Fits(QueryPart part, MapValue document, Related related) =>
        QueryMatch.Holds(part.Filter, document)
        && (part.Join is not { } join || related.Of(document).Any(other => QueryMatch.Holds(join.Filter, other)))
        && (part.Intersect is not { } both || Fits(both, document, related))
        && (part.Except is not { } without || !Fits(without, document, related));
}

/// <summary>The documents that are asked for, and those of the other resource that belong to each.</summary>
internal sealed class Related
{
    private readonly QueryResource _resource;
    private readonly Lazy<ILookup<string, MapValue>> _others;

    public Related(QueryResource resource, DocumentSet documents)
    {
        _resource = resource;
        Documents = resource == QueryResource.Items ? documents.Items : documents.Annotations;
        _others = new Lazy<ILookup<string, MapValue>>(() => resource == QueryResource.Items
            ? documents.Annotations.ToLookup(static one => KeyOf(one, "itemId"), StringComparer.Ordinal)
            : documents.Items.ToLookup(static one => KeyOf(one, "id"), StringComparer.Ordinal));
    }

    public IReadOnlyList<MapValue> Documents { get; }

    public IEnumerable<MapValue> Of(MapValue document) =>
        _others.Value[KeyOf(document, _resource == QueryResource.Items ? "id" : "itemId")];

    private static string KeyOf(MapValue document, string field) => document.Find(field)?.ToString() ?? "";
}
