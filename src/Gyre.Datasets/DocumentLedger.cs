using System.Globalization;
using Gyre.Core;
using Gyre.Datasets.Documents;
using Gyre.Datasets.Queries;
using Gyre.Datasets.Search;
using Gyre.Storage;

namespace Gyre.Datasets;

/// <summary>
/// Sets of documents inside a transaction of another module, so that they change together with what belongs to them, or not at all. What
/// is refused is thrown before anything is written of that document, but others before it may be written: let the transaction fail.
/// </summary>
public static class DocumentLedger
{
    private const int LongestName = 200;

    /// <summary>Keeps a new set. See <see cref="IDocuments.CreateAsync"/>.</summary>
    public static void Create(IDbSession session, string set, DocumentSet documents)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentException.ThrowIfNullOrEmpty(set);
        if (set.Length > LongestName || !DocumentValues.IsClean(set))
            throw new InvalidInputException(
                "documents.bad-name", $"'{QueryReader.Short(set)}' is no name of a set of documents.",
                string.Create(CultureInfo.InvariantCulture, $"Use at most {LongestName} characters."));
        if (CollectionTable.Exists(session, set))
            throw new InvalidInputException(
                "documents.set-exists", $"There is a set of documents '{set}' already.", "Replace it, append to it, or use another name.");
        CollectionTable.Add(session, set);
        Append(session, set, documents);
    }

    /// <summary>Adds new documents. See <see cref="IDocuments.AppendAsync"/>.</summary>
    public static void Append(IDbSession session, string set, DocumentSet documents) =>
        Change(session, set, documents, static (writer, some) => writer.Add(some));

    /// <summary>Adds or replaces documents. See <see cref="IDocuments.PutAsync"/>.</summary>
    public static void Put(IDbSession session, string set, DocumentSet documents) =>
        Change(session, set, documents, static (writer, some) => writer.Put(some));

    /// <summary>Removes documents. See <see cref="IDocuments.RemoveAsync"/>.</summary>
    public static int Remove(IDbSession session, string set, QueryResource resource, IReadOnlyCollection<string> ids)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(ids);
        var writer = new DocumentWriter(session, Collection(session, set, resource));
        var removed = writer.Remove([.. ids.Where(DocumentValues.IsClean)]);
        writer.Finish();
        return removed;
    }

    /// <summary>Removes a set; gives whether there was one.</summary>
    public static bool Drop(IDbSession session, string set)
    {
        ArgumentNullException.ThrowIfNull(session);
        var exists = CollectionTable.Exists(session, set);
        CollectionTable.Remove(session, set);
        return exists;
    }

    /// <summary>A document, or null. See <see cref="IDocuments.FindAsync"/>.</summary>
    public static MapValue? Find(IDbSession session, string set, QueryResource resource, string id)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(id);
        return DocumentValues.IsClean(id) && DocumentTable.Find(session, Collection(session, set, resource).Number, id) is { } number
            ? DocumentTable.Read(session, [number]).Single()
            : null;
    }

    /// <summary>The whole set, in the order in which its documents came.</summary>
    public static DocumentSet Read(IDbSession session, string set)
    {
        ArgumentNullException.ThrowIfNull(session);
        List<MapValue> Of(QueryResource resource) =>
            [.. DocumentTable.Read(session, DocumentTable.Numbers(session, Collection(session, set, resource).Number))];
        return new DocumentSet(Of(QueryResource.Items), Of(QueryResource.Annotations));
    }

    /// <summary>Runs a query. See <see cref="IDocuments.RunAsync"/>.</summary>
    public static QueryPage Run(IDbSession session, string set, DocumentQuery query)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(query);
        return new DocumentSearch(session, query, Both(session, set)).Run();
    }

    /// <summary>Why a document does not match; null when it matches. See <see cref="IDocuments.ExplainAsync"/>.</summary>
    public static string? Explain(IDbSession session, string set, DocumentQuery query, string id)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(query);
        var collections = Both(session, set);
        var own = collections.Single(one => one.Resource == query.Resource);
        var other = collections.Single(one => one.Resource != query.Resource);
        List<MapValue> document = Find(session, set, query.Resource, id) is { } found ? [found] : [];
        var related = DocumentSearch.RelatedTo(session, own, other, document);
        return QueryExplanation.Of(query, DocumentSearch.SetOf(query.Resource, document, related), id);
    }

    private static void Change(IDbSession session, string set, DocumentSet documents, Action<DocumentWriter, IEnumerable<MapValue>> how)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(documents);
        foreach (var collection in Both(session, set))
        {
            var some = collection.Resource == QueryResource.Items ? documents.Items : documents.Annotations;
            var writer = new DocumentWriter(session, collection);
            if (some.Count > 0)
                how(writer, some);
            writer.Finish();
        }
    }

    private static CollectionRow Collection(IDbSession session, string set, QueryResource resource) =>
        Both(session, set).Single(one => one.Resource == resource);

    private static IReadOnlyList<CollectionRow> Both(IDbSession session, string set) =>
        DocumentValues.IsClean(set) && CollectionTable.Both(session, set) is { Count: > 0 } both
        ? both
        : throw new InvalidInputException(
            "documents.no-set", $"There is no set of documents '{QueryReader.Short(set)}'.", "Check its name, or create it.");
}
