using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets.Documents;
using Gyre.Datasets.Filters;
using Gyre.Datasets.Queries;
using Gyre.Storage;

namespace Gyre.Datasets.Search;

/// <summary>
/// Runs a query over the tables. What they say exactly is counted, sorted and cut to a page there; for the rest, documents that may be
/// meant are read and tested as <see cref="QueryRun"/> does. Both give the same.
/// </summary>
internal sealed class DocumentSearch
{
    private const int AtOnce = 500;

    private readonly IDbSession _session;
    private readonly DocumentQuery _query;
    private readonly CollectionRow _own;
    private readonly CollectionRow _other;
    private readonly PathTable _paths;
    private readonly SqlParameters _parameters = new();
    private readonly ConditionText _text;

    /// <param name="session">The transaction.</param>
    /// <param name="query">What is asked.</param>
    /// <param name="collections">Items and annotations of the set.</param>
    public DocumentSearch(IDbSession session, DocumentQuery query, IReadOnlyList<CollectionRow> collections)
    {
        (_session, _query) = (session, query);
        _own = collections.Single(one => one.Resource == query.Resource);
        _other = collections.Single(one => one.Resource != query.Resource);
        _paths = new PathTable(session, _own.Number);
        _text = new ConditionText(session.Kind, _parameters);
    }

    /// <summary>Whether the last run was answered by the tables alone: only the documents of the page were read.</summary>
    public bool IsByTables { get; private set; }

    public QueryPage Run()
    {
        IsByTables = true;
        var (condition, rest) = new PartCompiler(
            new FilterCompiler(_paths, _parameters),
            new FilterCompiler(new PathTable(_session, _other.Number), _parameters), _other).Compile(_query.Part);
        if (condition.IsNo)
            return QueryRun.PageOf(_query, Array.Empty<MapValue>());
        var source = new DocumentSource(_session, _parameters, _text, _own, condition);
        if (rest is null && OrderOf(_query.Sort) is { } order)
            return InTables(source, order);
        IsByTables = false;
        return InMemory(source.Numbers(), rest);
    }

    private QueryPage InTables(DocumentSource source, SortText order)
    {
        var total = source.Count();
        var pages = (int)((total + _query.PageSize - 1) / _query.PageSize);
        var from = (long)_query.Page * _query.PageSize;
        var numbers = from >= total ? [] : source.Page(order, total, from, _query.PageSize);
        return new QueryPage([.. DocumentTable.Read(_session, numbers)], (int)total, pages, (long)_query.Page + 1 < pages);
    }

    /// <summary>Reads documents, tests what is left of the query, and sorts what was found.</summary>
    private QueryPage InMemory(IReadOnlyList<long> numbers, QueryPart? rest)
    {
        var found = numbers.Chunk(AtOnce).SelectMany(some => Fitting(some, rest));
        var ordered = new DocumentOrder(_query.Sort).Sort(found);
        return QueryRun.PageOf(_query, ordered, page => [.. DocumentTable.Read(_session, page)]);
    }

    private IEnumerable<(long Number, MapValue Document)> Fitting(long[] numbers, QueryPart? rest)
    {
        var documents = DocumentTable.Read(_session, numbers).ToList();
        var pairs = numbers.Zip(documents);
        if (rest is null)
            return pairs;
        var others = HasJoin(rest) ? RelatedTo(documents) : [];
        var related = new Related(_query.Resource, SetOf(_query.Resource, documents, others));
        return pairs.Where(pair => QueryRun.Fits(rest, pair.Second, related));
    }

    private static bool HasJoin(QueryPart part) => part.Join is not null
        || (part.Intersect is { } both && HasJoin(both)) || (part.Except is { } without && HasJoin(without));

    private List<MapValue> RelatedTo(List<MapValue> documents) => RelatedTo(_session, _own, _other, documents);

    /// <summary>Documents of the other resource that belong to some of one.</summary>
    public static List<MapValue> RelatedTo(IDbSession session, CollectionRow own, CollectionRow other, IEnumerable<MapValue> documents)
    {
        var key = own.Resource == QueryResource.Items ? "id" : "itemId";
        return
        [
            .. DocumentTable.Read(
                session, DocumentTable.Related(session, other, documents.Select(one => one.Find(key)?.ToString() ?? ""))),
        ];
    }

    public static DocumentSet SetOf(QueryResource resource, IReadOnlyList<MapValue> own, IReadOnlyList<MapValue> others) =>
        resource == QueryResource.Items ? new DocumentSet(own, others) : new DocumentSet(others, own);

    /// <summary>Null when the tables do not know the order of all values.</summary>
    private SortText? OrderOf(ImmutableArray<OrderKey> keys)
    {
        if (keys.IsEmpty)
            return (_own.Traits & CollectionRow.OrderIsCut) == 0 ? SortText.Usual : null;
        if (keys.Length > SortText.MostKeys || _paths.Find(DocumentValues.WholeDocument) is not null)
            return null;
        var known = new List<(long Path, bool Descending)>();
        foreach (var key in keys)
        {
            if (!DocumentValues.IsIndexed(key.Path.Text))
                return null;
            // Where no document has a value, all are alike.
            if (_paths.Find(key.Path.Text) is not { } row)
                continue;
            if (row.Traits != (int)PathTraits.None)
                return null;
            known.Add((row.Number, key.Descending));
        }
        return SortText.By(known, _parameters);
    }
}
