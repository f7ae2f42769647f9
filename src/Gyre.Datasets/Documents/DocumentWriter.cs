using Gyre.Core;
using Gyre.Datasets.Queries;
using Gyre.Storage;

namespace Gyre.Datasets.Documents;

/// <summary>
/// Changes the documents of a collection inside a transaction. At the end, <see cref="Finish"/> notes what changed in all.
/// </summary>
internal sealed class DocumentWriter
{
    private const int AtOnce = 1000;

    private readonly IDbSession _session;
    private readonly CollectionRow _before;
    private readonly PathTable _paths;
    private CollectionRow _collection;

    public DocumentWriter(IDbSession session, CollectionRow collection)
    {
        (_session, _before, _collection) = (session, collection, collection);
        _paths = new PathTable(session, collection.Number);
    }

    /// <summary>Adds documents whose ids are not there.</summary>
    public void Add(IEnumerable<MapValue> documents)
    {
        var next = _session.QuerySingleOrDefault<long>("SELECT COALESCE(MAX(number), 0) FROM documents");
        foreach (var some in documents.Chunk(AtOnce))
        {
            var written = Written(some);
            var there = DocumentTable.Find(_session, _before.Number, [.. written.Select(static one => one.Id)]);
            if (written.Find(one => there.ContainsKey(one.Id)) is { } taken)
                throw new InvalidInputException(
                    "document.id-taken", $"There is a document with the id '{QueryReader.Short(taken.Id)}' already.",
                    "Give each document an id of its own.");
            Insert(next, written);
            next += some.Length;
        }
    }

    /// <summary>Adds documents, or puts them into the place of those with the same ids.</summary>
    public void Put(IEnumerable<MapValue> documents)
    {
        foreach (var some in documents.Chunk(AtOnce))
        {
            var written = Written(some);
            var there = DocumentTable.Find(_session, _before.Number, [.. written.Select(static one => one.Id)]);
            foreach (var one in written.Where(one => there.ContainsKey(one.Id)))
                Change(there[one.Id], one);
            var added = written.Where(one => !there.ContainsKey(one.Id)).ToList();
            if (added.Count > 0)
                Insert(_session.QuerySingleOrDefault<long>("SELECT COALESCE(MAX(number), 0) FROM documents"), added);
        }
    }

    /// <summary>Removes documents; gives how many were there.</summary>
    public int Remove(IReadOnlyCollection<string> ids)
    {
        var numbers = DocumentTable.Find(_session, _before.Number, [.. ids.Distinct(StringComparer.Ordinal)]).Values.ToList();
        foreach (var some in numbers.Chunk(AtOnce / 2))
        {
            _session.Execute("DELETE FROM document_values WHERE document IN @some", new { some });
            _session.Execute("DELETE FROM document_bodies WHERE number IN @some", new { some });
            _session.Execute("DELETE FROM documents WHERE number IN @some", new { some });
        }
        _collection = _collection with { Documents = _collection.Documents - numbers.Count };
        return numbers.Count;
    }

    public void Finish()
    {
        if (_collection != _before)
            CollectionTable.Update(_session, _collection);
        // The server's planner else takes a new table for an empty one.
        if (_session.Kind == DatabaseKind.PostgreSql && _collection.Documents - _before.Documents >= AtOnce)
            _session.Execute("ANALYZE documents, document_values, document_bodies, document_paths");
    }

    private List<WrittenDocument> Written(MapValue[] documents)
    {
        var written = documents.Select(one => WrittenDocument.Of(one, _before.Resource)).ToList();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (written.FirstOrDefault(one => !seen.Add(one.Id)) is { } twice)
            throw new InvalidInputException(
                "document.id-taken", $"The id '{QueryReader.Short(twice.Id)}' is given twice.",
                "Give each document an id of its own.");
        if (written.Exists(static one => one.IsOrderCut))
            _collection = _collection with { Traits = _collection.Traits | CollectionRow.OrderIsCut };
        return written;
    }

    private void Insert(long after, List<WrittenDocument> written)
    {
        long[] numbers = [.. Enumerable.Range(1, written.Count).Select(index => after + index)];
        _session.ExecuteRows(
            "INSERT INTO documents (number, collection, id, link, usual_order) {rows}",
            new RowSet().Add("number", numbers).Add("collection", [.. numbers.Select(_ => _before.Number)])
                .Add("id", [.. written.Select(static one => one.Id)]).Add("link", [.. written.Select(static one => one.Link)])
                .Add("usual_order", [.. written.Select(static one => one.Order)]));
        _session.ExecuteRows(
            "INSERT INTO document_bodies (number, body) {rows}",
            new RowSet().Add("number", numbers).Add("body", [.. written.Select(static one => one.Body)]));
        InsertValues(numbers.Zip(written));
        _collection = _collection with { Documents = _collection.Documents + written.Count };
    }

    private void Change(long number, WrittenDocument written)
    {
        _session.Execute(
            "UPDATE documents SET link = @Link, usual_order = @Order WHERE number = @number", new { written.Link, written.Order, number });
        _session.Execute("UPDATE document_bodies SET body = @Body WHERE number = @number", new { written.Body, number });
        _session.Execute("DELETE FROM document_values WHERE document = @number", new { number });
        InsertValues([(number, written)]);
    }

    private void InsertValues(IEnumerable<(long Number, WrittenDocument Written)> documents)
    {
        var all = documents.SelectMany(static one => one.Written.Values.Paths.Select(at => (one.Number, Path: at.Key, at.Value))).ToList();
        var paths = _paths.Note(all.GroupBy(static at => at.Path, StringComparer.Ordinal).ToDictionary(
            static at => at.Key, static at => at.Aggregate(PathTraits.None, static (traits, one) => traits | one.Value.Traits),
            StringComparer.Ordinal));
        var rows = all.SelectMany(at => at.Value.Rows.Select(row => (at.Number, Path: paths[at.Path], Row: row))).ToList();
        _session.ExecuteRows(
            "INSERT INTO document_values (document, path, tag, text, number) {rows}",
            new RowSet().Add("document", [.. rows.Select(static row => row.Number)]).Add("path", [.. rows.Select(static row => row.Path)])
                .Add("tag", [.. rows.Select(static row => (long)row.Row.Tag)]).Add("text", [.. rows.Select(static row => row.Row.Text)])
                .Add("number", [.. rows.Select(static row => row.Row.Number)]));
    }
}
