using System.Text;
using Gyre.Core;
using Gyre.Datasets.Filters;

namespace Gyre.Datasets.Tests.Queries;

/// <summary>The rules of queries, one by one.</summary>
public sealed class DocumentQueryTests
{
    private static readonly DocumentSet Documents = new(
        [.. Items("""{"id": "a", "n": 3, "s": "dog.png", "flag": true, "t": "2026-03-02T01:00:00+02:00", "tags": ["x", "y"], "empty": [], "none": null}""",
            """{"id": "b", "n": 4.5, "s": "Dog", "flag": 1, "t": "2026-03-02", "tags": ["y"], "refs": [{"id": "T1", "status": "open"}, {"id": "T2", "status": "done"}]}""",
            """{"id": "c", "n": "3", "s": "a*b", "t": "noon", "tags": "x", "refs": [{"id": "T2"}, {"id": "T1", "status": "done"}]}""",
            """{"id": "d", "deep": {"er": {"still": 7}}, "s": "😀", "scores": [1, 9]}""")],
        [.. Items("""{"id": "1", "itemId": "a", "label": "cat", "type": "box"}""",
            """{"id": "2", "itemId": "a", "label": "dog", "type": "point"}""",
            """{"id": "3", "itemId": "b", "label": "dog", "type": "box"}""")]);

    [Theory]
    [InlineData("""{}""", "a b c d")]
    [InlineData("""{"n": 3}""", "a")]
    [InlineData("""{"n": 3.0}""", "a")]
    [InlineData("""{"n": "3"}""", "c")]
    [InlineData("""{"flag": true}""", "a")]
    [InlineData("""{"flag": 1}""", "b")]
    [InlineData("""{"none": null}""", "a b c d")]
    [InlineData("""{"n": null}""", "d")]
    [InlineData("""{"none": {"$exists": true}}""", "a")]
    [InlineData("""{"tags": "y"}""", "a b")]
    [InlineData("""{"tags": ["y", "x"]}""", "a")]
    [InlineData("""{"tags": ["y", "y"]}""", "")]
    [InlineData("""{"tags": ["*", "x"]}""", "a")]
    [InlineData("""{"empty": []}""", "a b c d")]
    [InlineData("""{"tags": []}""", "d")]
    [InlineData("""{"s": "*og*"}""", "a b")]
    [InlineData("""{"s": "a\\*b"}""", "c")]
    [InlineData("""{"s": {"$glob": "D*"}}""", "b")]
    [InlineData("""{"s": "**"}""", "a b c d")]
    [InlineData("""{"n": {"$gte": 3}}""", "a b")]
    [InlineData("""{"n": {"$gt": "3"}}""", "b")]
    [InlineData("""{"n": {"$lte": "3"}}""", "a c")]
    [InlineData("""{"scores": {"$gt": 5}}""", "d")]
    [InlineData("""{"t": {"$lt": "2026-03-02"}}""", "a")]
    [InlineData("""{"t": {"$gte": "2026-03-01T23:00:00Z"}}""", "a b c")]
    [InlineData("""{"t": {"$gte": "2026-03-02T00:00"}}""", "b c")]
    [InlineData("""{"s": {"$gt": "\uffff"}}""", "d")]
    [InlineData("""{"deep.er.still": 7}""", "d")]
    [InlineData("""{"deep": {"er": {"still": {"$in": [7, 8]}}}}""", "d")]
    [InlineData("""{"deep": {}}""", "a b c d")]
    [InlineData("""{"n": {"$ne": 3}}""", "b c d")]
    [InlineData("""{"n": {"$nin": [3, null]}}""", "b c")]
    [InlineData("""{"n": {"$not": {"$gte": 4, "$lt": 5}}}""", "a c d")]
    [InlineData("""{"refs.status": "open"}""", "b")]
    [InlineData("""{"refs": {"id": "T1", "status": "done"}}""", "b c")]
    [InlineData("""{"refs": {"$match": {"id": "T1", "status": "done"}}}""", "c")]
    [InlineData("""{"refs": {"$match": {"status": {"$exists": false}}}}""", "c")]
    [InlineData("""{"$or": []}""", "")]
    [InlineData("""{"$and": [{"n": 3}, {"flag": true}], "s": "dog.png"}""", "a")]
    [InlineData("""{"$or": [{"n": 3}, {"n": 4.5}], "$and": [{"tags": "x"}]}""", "a")]
    public void A_filter_finds(string filter, string ids) =>
        Found($$$"""{"filter": {{{filter}}}, "sort": {"id": "ascending"}}""").ShouldBe(ids);

    [Theory]
    [InlineData("""{"filter": {}, "join": {"filter": {"label": "dog", "type": "box"}}}""", "b")]
    [InlineData("""{"filter": {}, "join": {"on": {"resource": "annotations", "local": "itemId", "foreign": "id"}}}""", "a b")]
    [InlineData("""{"except": {"query": {"join": {"filter": {"label": "cat"}}}}, "sort": {"id": "descending"}}""", "d c b")]
    [InlineData("""{"intersect": {"query": {"filter": {"n": {"$gt": 0}}, "except": {"query": {"filter": {"n": 3}}}}}}""", "b")]
    [InlineData("""{"resource": "annotations", "join": {"filter": {"flag": true}}, "sort": {"id": "ascending"}}""", "1 2")]
    [InlineData("""{"sort": {"n": "ascending"}}""", "d a b c")]
    [InlineData("""{"sort": {"t": "descending"}}""", "c b a d")]
    [InlineData("""{"pageSize": 3, "page": 1, "sort": {"id": "ascending"}}""", "d")]
    [InlineData("""{"filter": {"n": 3}, "context": {}, "systemSpace": true}""", "a")]
    public void A_query_finds(string query, string ids) => Found(query).ShouldBe(ids);

    [Theory]
    [InlineData("""[]""", "not an object")]
    [InlineData("""{"filter": 3}""", "'filter' is not an object")]
    [InlineData("""{"filter": {}, "delete": true}""", "'delete'")]
    [InlineData("""{"filter": {"a": {"$regex": "x"}}}""", "'$regex'")]
    [InlineData("""{"$nor": []}""", "'$nor'")]
    [InlineData("""{"filter": {"a": {"$and": []}}}""", "'$and'")]
    [InlineData("""{"filter": {"a": {"$gt": true}}}""", "bound")]
    [InlineData("""{"filter": {"a": {"$exists": 1}}}""", "true or false")]
    [InlineData("""{"filter": {"a": {"$eq": {"b": 1}}}}""", "not a text")]
    [InlineData("""{"filter": {"a": [{"b": 1}]}}""", "not a text")]
    [InlineData("""{"filter": {"a": {"$match": 1}}}""", "$match")]
    [InlineData("""{"filter": {"a..b": 1}}""", "a..b")]
    [InlineData("""{"filter": {"": 1}}""", "not a path")]
    [InlineData("""{"filter": {"a": {"$exists": true, "b": 1}}}""", "'b' is a field beside operators")]
    [InlineData("""{"sort": {"a": "up"}}""", "'a'")]
    [InlineData("""{"page": 1.5}""", "'page'")]
    [InlineData("""{"pageSize": 0}""", "'pageSize'")]
    [InlineData("""{"resource": "dogs"}""", "'dogs'")]
    [InlineData("""{"resource": 3}""", "'3'")]
    [InlineData("""{"join": {"on": {"resource": "items"}}}""", "'annotations'")]
    [InlineData("""{"join": {"filters": {}}}""", "'filters'")]
    [InlineData("""{"except": {"filter": {}}}""", "'filter'")]
    [InlineData("""{"except": {"query": {"resource": "annotations"}}}""", "another resource")]
    public void What_is_not_known_is_refused_by_name(string query, string words)
    {
        var refusal = Should.Throw<InvalidInputException>(() => DocumentQueries.Parse(Encoding.UTF8.GetBytes(query)));
        refusal.Message.ShouldContain(words);
        refusal.Diagnostics.Single().Remedy.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Depth_and_number_of_conditions_have_limits()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"$not":""", 40)) + "{}" + new string('}', 40);
        Should.Throw<InvalidInputException>(() => DocumentQueries.Parse(Encoding.UTF8.GetBytes(deep))).Message.ShouldContain("deep");
        var wide = $$$"""{"a": {"$in": [{{{string.Join(',', Enumerable.Range(0, 10_001))}}}]}}""";
        Should.Throw<InvalidInputException>(() => DocumentQueries.Parse(Encoding.UTF8.GetBytes(wide))).Message.ShouldContain("10000");
    }

    [Theory]
    [InlineData("""{"n": 3}""", "b", "filter.n: 'n' is 4.5, which is not 3.")]
    [InlineData("""{"n": {"$gt": 5}}""", "d", "filter.n.$gt: the field 'n' is absent, which is not greater than 5.")]
    [InlineData("""{"$and": [{"s": "Dog"}, {"tags": {"$in": ["x"]}}]}""", "b",
        """filter.$and[1].tags.$in: 'tags' is ["y"], which is not one of "x".""")]
    [InlineData("""{"flag": {"$ne": true}}""", "a", "filter.flag.$ne: 'flag' is true, which must not be.")]
    [InlineData("""{"$or": [{"n": 1}, {"n": 2}]}""", "a",
        "filter.$or: no alternative holds; the first: filter.$or[0].n: 'n' is 3, which is not 1.")]
    public void It_says_why_a_document_does_not_match(string filter, string id, string words) =>
        DocumentQueries.Explain(
            DocumentQueries.Parse(Encoding.UTF8.GetBytes($$$"""{"filter": {{{filter}}}}""")), Documents, id).ShouldBe(words);

    [Theory]
    [InlineData("""{"join": {"filter": {"label": "cow"}}}""", "a", "none of the 2 documents that belong to it")]
    [InlineData("""{"join": {"filter": {"label": "cow"}}}""", "b", "which alone belongs to the document")]
    [InlineData("""{"join": {"filter": {"label": "cow"}}}""", "c", "nothing belongs to the document")]
    [InlineData("""{"except": {"query": {"filter": {"n": 3}}}}""", "a", "except.query: the document is among those that are taken away.")]
    [InlineData("""{"intersect": {"query": {"filter": {"n": 3}}}}""", "b", "intersect.query.filter.n")]
    public void It_says_why_a_join_or_another_query_fails(string query, string id, string words) =>
        DocumentQueries.Explain(DocumentQueries.Parse(Encoding.UTF8.GetBytes(query)), Documents, id).ShouldNotBeNull().ShouldContain(words);

    [Fact]
    public void A_document_that_matches_needs_no_explanation_and_one_that_is_not_there_is_refused()
    {
        var query = DocumentQueries.Parse("""{"filter": {"n": 3}}"""u8);
        DocumentQueries.Explain(query, Documents, "a").ShouldBeNull();
        Should.Throw<InvalidInputException>(() => DocumentQueries.Explain(query, Documents, "z")).Message.ShouldContain("'z'");
    }

    [Fact]
    public void Many_stars_cost_no_more_than_their_number_times_the_text()
    {
        var pattern = GlobPattern.Of(string.Concat(Enumerable.Repeat("*a", 2000)) + "b");
        pattern.Matches(new string('a', 100_000)).ShouldBeFalse();
    }

    private static IEnumerable<MapValue> Items(params IEnumerable<string> texts) =>
        texts.Select(static text => (MapValue)ValueJson.Parse(text));

    private static string Found(string query) => string.Join(
        ' ', DocumentQueries.Run(DocumentQueries.Parse(Encoding.UTF8.GetBytes(query)), Documents).Documents.Select(
            static one => one.Find("id")!.ToString()));
}
