using System.Text;
using Gyre.Core;
using Gyre.Datasets.Documents;
using Gyre.Datasets.Search;
using Gyre.Storage;
using Gyre.Testing;
using Gyre.Testing.Storage;

namespace Gyre.Datasets.Tests.Queries;

/// <summary>Documents that are kept are found as those in memory are; each engine inherits.</summary>
public abstract class DocumentStoreConformance : IAsyncLifetime
{
    private const int QueriesPerSet = 100;

    private readonly ManualClock _clock = new();
    private string _home = "";
    private IStore _store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract DatabaseKind Engine { get; }

    private DocumentStore Store => new(_store.Database);

    public async ValueTask InitializeAsync()
    {
        _home = Directory.CreateTempSubdirectory("gyre-documents-").FullName;
        var options = new StorageOptions { Home = _home };
        if (Engine == DatabaseKind.PostgreSql)
        {
            var server = await PostgresServer.SharedAsync();
            Assert.SkipWhen(server is null, PostgresServer.MissingReason);
            options = options with { Store = await server.CreateDatabaseAsync(Cancel) };
        }
        _store = await GyreStore.OpenAsync(options, DatasetService.Migrations, _clock, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        Directory.Delete(_home, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Every_recorded_query_finds_what_was_recorded()
    {
        await Store.CreateAsync("recorded", RecordedQueries.Documents, Cancel);
        var wrong = await _store.Database.ReadAsync(
            session => RecordedQueries.Wrong(query => DocumentLedger.Run(session, "recorded", query)), Cancel);
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Random_queries_find_what_they_find_in_memory()
    {
        var (byTables, all) = (0, 0);
        for (var number = 0; number * QueriesPerSet < Budget.Queries; number++)
        {
            var random = new SeededRandom(2026).Fork($"set {number}");
            var queries = new RandomQueries(random);
            var documents = queries.Documents(random.NextInt(0, 60), random.NextInt(0, 60));
            await Store.ReplaceAsync("random", documents, Cancel);
            var (wrong, answered) = await WrongAsync("random", documents, queries, QueriesPerSet);
            wrong.ShouldBe([], $"set {number}");
            (byTables, all) = (byTables + answered, all + QueriesPerSet);
        }
        // Both ways are taken.
        ((double)byTables / all).ShouldBeInRange(0.2, 0.8);
    }

    [Theory]
    [InlineData("""{"filter": {"type": "file", "hidden": false}}""", true)]
    [InlineData("""{"filter": {"$or": [{"dir": "/cats/**"}, {"metadata.system.width": {"$gte": 128, "$lt": 640}}]}}""", true)]
    [InlineData("""{"filter": {"$not": {"metadata.system.annotationStatus": "approved"}, "creator": {"$nin": ["x", null]}}}""", true)]
    [InlineData("""{"filter": {"createdAt": {"$gt": "2026-03-02T02:00:00+02:00"}, "metadata.system.refs": []}}""", true)]
    [InlineData("""{"join": {"filter": {"label": "car"}}, "except": {"query": {"join": {"filter": {"type": {"$in": ["box"]}}}}}}""", true)]
    [InlineData("""{"filter": {"metadata.user.scene": {"$exists": false}}, "sort": {"name": "descending"}}""", true)]
    [InlineData("""{"filter": {"name": "*.png"}}""", false)]
    [InlineData("""{"filter": {"metadata.system.annotationStatus": ["completed"]}}""", false)]
    [InlineData("""{"filter": {"metadata.system.refs": {"$match": {"id": "T1"}}}}""", false)]
    [InlineData("""{"sort": {"metadata.system.annotationStatus": "ascending"}}""", false)]
    public async Task What_indexes_answer_is_not_read(string text, bool isByTables)
    {
        await Store.CreateAsync("recorded", RecordedQueries.Documents, Cancel);
        var query = DocumentQueries.Parse(Encoding.UTF8.GetBytes(text));
        var (page, was) = await _store.Database.ReadAsync(
            session =>
            {
                var search = new DocumentSearch(session, query, CollectionTable.Both(session, "recorded"));
                return (search.Run(), search.IsByTables);
            },
            Cancel);
        was.ShouldBe(isByTables);
        Told(page).ShouldBe(Told(DocumentQueries.Run(query, RecordedQueries.Documents)));
    }

    [Fact]
    public async Task A_set_that_was_changed_is_as_one_that_was_made_so()
    {
        for (var number = 0; number < Budget.Queries / 400; number++)
        {
            var random = new SeededRandom(7).Fork($"changes {number}");
            var queries = new RandomQueries(random);
            var documents = queries.Documents(20, 20);
            await Store.ReplaceAsync("changed", documents, Cancel);
            for (var change = 0; change < 10; change++)
                documents = await ChangeAsync("changed", documents, queries, random);
            var kept = await Store.ReadAsync("changed", Cancel);
            kept.Items.ShouldBe(documents.Items, $"changes {number}");
            kept.Annotations.ShouldBe(documents.Annotations, $"changes {number}");
            (await WrongAsync("changed", documents, queries, 40)).Wrong.ShouldBe([], $"changes {number}");
        }
    }

    [Fact]
    public async Task It_says_why_a_document_does_not_match()
    {
        await Store.CreateAsync("recorded", RecordedQueries.Documents, Cancel);
        foreach (var text in (string[])
            [
                """{"filter": {"annotated": false}}""", """{"join": {"filter": {"label": "cow"}}}""",
                """{"resource": "annotations", "join": {"filter": {"hidden": true}}}""",
                """{"except": {"query": {"join": {"filter": {"label": "car"}}}}}""",
            ])
        {
            var query = DocumentQueries.Parse(Encoding.UTF8.GetBytes(text));
            var id = query.Resource == QueryResource.Items ? "i00" : "a000";
            (await Store.ExplainAsync("recorded", query, id, Cancel))
                .ShouldBe(DocumentQueries.Explain(query, RecordedQueries.Documents, id), text);
            (await RefusedAsync(() => Store.ExplainAsync("recorded", query, "z", Cancel))).ShouldContain("'z'");
        }
    }

    [Fact]
    public async Task Sets_know_nothing_of_each_other_and_go_as_a_whole()
    {
        await Store.CreateAsync("one", SetOf("""{"id": "x", "n": 1}"""), Cancel);
        await Store.CreateAsync("two", SetOf("""{"id": "x", "n": 2}""", """{"id": 5, "n": 1}"""), Cancel);
        (await FoundAsync("one", """{"n": 1}""")).ShouldBe("x");
        (await FoundAsync("two", """{"n": 1}""")).ShouldBe("5");
        (await Store.FindAsync("two", QueryResource.Items, "5", Cancel)).ShouldNotBeNull().Find("n").ShouldBe(Value.Of(1L));
        (await Store.FindAsync("two", QueryResource.Annotations, "5", Cancel)).ShouldBeNull();
        (await Store.DropAsync("two", Cancel)).ShouldBeTrue();
        (await Store.DropAsync("two", Cancel)).ShouldBeFalse();
        (await FoundAsync("one", """{"n": {"$gt": 0}}""")).ShouldBe("x");
        (await RefusedAsync(() => FoundAsync("two", "{}"))).ShouldContain("'two'");
    }

    [Theory]
    [InlineData("""{"n": 1}""", "no 'id'")]
    [InlineData("""{"id": ""}""", "no 'id'")]
    [InlineData("""{"id": ["x"]}""", "no 'id'")]
    [InlineData("""{"id": "x"}""", "'x' already")]
    public async Task What_cannot_be_kept_is_refused_and_nothing_of_it_stays(string document, string words)
    {
        await Store.CreateAsync("set", SetOf("""{"id": "x", "n": 1}"""), Cancel);
        var refusal = await Should.ThrowAsync<InvalidInputException>(
            () => Store.AppendAsync("set", SetOf("""{"id": "y", "n": 1}""", document), Cancel));
        refusal.Message.ShouldContain(words);
        refusal.Diagnostics.Single().Remedy.ShouldNotBeNullOrEmpty();
        (await FoundAsync("set", "{}")).ShouldBe("x");
    }

    [Fact]
    public async Task A_name_is_taken_once_and_ids_and_depth_have_limits()
    {
        await Store.CreateAsync("set", SetOf(), Cancel);
        (await RefusedAsync(() => Store.CreateAsync("set", SetOf(), Cancel))).ShouldContain("'set' already");
        (await RefusedAsync(() => Store.CreateAsync(new string('s', 201), SetOf(), Cancel))).ShouldContain("no name");
        MapValue Document(string id, Value value) => new([new("id", Value.Of(id)), new("n", value)]);
        Task PutAsync(MapValue document) => Store.PutAsync("set", new DocumentSet([document], []), Cancel);
        (await RefusedAsync(() => PutAsync(Document(new string('i', 501), Value.Null)))).ShouldContain("too long");
        Value Nested(int depth) => Enumerable.Range(0, depth).Aggregate(Value.Null, static (inner, _) => Value.Of([inner]));
        (await RefusedAsync(() => PutAsync(Document("deep", Nested(64))))).ShouldContain("nested");
        await PutAsync(Document("deep", Nested(63)));
        (await FoundAsync("set", """{"n": {"$exists": true}}""")).ShouldBe("deep");
    }

    private static async Task<string> RefusedAsync(Func<Task> work) => (await Should.ThrowAsync<InvalidInputException>(work)).Message;

    private async Task<DocumentSet> ChangeAsync(string set, DocumentSet documents, RandomQueries queries, SeededRandom random)
    {
        var (items, annotations) = (documents.Items.ToList(), documents.Annotations.ToList());
        var id = $"{random.NextInt(0, 25)}";
        if (random.NextInt(0, 3) == 0)
        {
            items.RemoveAll(one => one.Find("id") == Value.Of($"i{id}"));
            var removed = await Store.RemoveAsync(set, QueryResource.Items, [$"i{id}", "unknown"], Cancel);
            removed.ShouldBe(documents.Items.Count - items.Count);
            return new DocumentSet(items, annotations);
        }
        var (item, annotation) = (queries.Document($"i{id}", null, true), queries.Document($"a{id}", $"i{random.NextInt(0, 25)}", false));
        Put(items, item);
        Put(annotations, annotation);
        await Store.PutAsync(set, new DocumentSet([item], [annotation]), Cancel);
        return new DocumentSet(items, annotations);
    }

    private static void Put(List<MapValue> documents, MapValue document)
    {
        var at = documents.FindIndex(one => one.Find("id") == document.Find("id"));
        if (at < 0)
            documents.Add(document);
        else
            documents[at] = document;
    }

    /// <summary>Queries that find something else in the store than in memory, and how many the tables answered alone.</summary>
    private Task<(List<string> Wrong, int ByTables)> WrongAsync(string set, DocumentSet documents, RandomQueries queries, int count) =>
        _store.Database.ReadAsync(
            session =>
            {
                var (wrong, byTables) = (new List<string>(), 0);
                for (var i = 0; i < count && wrong.Count < 3; i++)
                {
                    var text = queries.Query();
                    var query = DocumentQueries.Read(text);
                    var search = new DocumentSearch(session, query, CollectionTable.Both(session, set));
                    var (expected, found) = (Told(DocumentQueries.Run(query, documents)), Told(search.Run()));
                    byTables += search.IsByTables ? 1 : 0;
                    if (expected != found)
                        wrong.Add($"{text}\n  in memory {expected}\n  kept      {found}");
                }
                return (wrong, byTables);
            },
            Cancel);

    private static string Told(QueryPage page) =>
        $"{page.Total} {page.Pages} {page.HasNextPage}: {string.Join(' ', page.Documents.Select(static one => one.Find("id")))}";

    private async Task<string> FoundAsync(string set, string filter)
    {
        var page = await Store.RunAsync(set, DocumentQueries.Parse(Encoding.UTF8.GetBytes(filter)), Cancel);
        return string.Join(' ', page.Documents.Select(static one => one.Find("id")));
    }

    private static DocumentSet SetOf(params IEnumerable<string> items) =>
        new([.. items.Select(static text => (MapValue)ValueJson.Parse(text))], []);
}

/// <summary>On SQLite.</summary>
public sealed class SqliteDocumentStoreTests : DocumentStoreConformance
{
    protected override DatabaseKind Engine => DatabaseKind.Sqlite;
}

/// <summary>On PostgreSQL.</summary>
public sealed class PostgreSqlDocumentStoreTests : DocumentStoreConformance
{
    protected override DatabaseKind Engine => DatabaseKind.PostgreSql;
}
