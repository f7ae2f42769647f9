namespace Gyre.Cli.Tests;

/// <summary><c>gyre dataset query</c> over files and folders.</summary>
public sealed class DatasetQueryTests : IDisposable
{
    private readonly TestHost _host = new();

    public DatasetQueryTests()
    {
        _host.Write("items.json", """[{"id": "a", "size": 1}, {"id": "b", "size": 2}, {"id": "c"}]""");
        _host.Write("annotations.jsonl",
            "{\"id\": \"1\", \"itemId\": \"a\", \"label\": \"cat\"}\n\n{\"id\": \"2\", \"itemId\": \"b\", \"label\": \"dog\"}\n");
        _host.Write("query.json", """{"filter": {"size": {"$gt": 0}}, "join": {"filter": {"label": "dog"}}}""");
    }

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Items_are_found_and_what_is_not_found_is_explained()
    {
        (await RunAsync("items.json", "--annotations", "annotations.jsonl", "--format", "json")).ShouldBe(CliExitCodes.Done, _host.Error);
        _host.Out.Trim().ShouldBe("""{"ids":["b"],"total":1,"pages":1,"has_next_page":false}""");
        (await RunAsync("items.json", "--annotations", "annotations.jsonl")).ShouldBe(CliExitCodes.Done);
        (_host.Out.Trim(), _host.Error.Trim()).ShouldBe(("b", "1 of 1 found."));
        (await RunAsync("items.json", "--explain", "c")).ShouldBe(CliExitCodes.Done);
        _host.Out.ShouldContain("filter.size.$gt: the field 'size' is absent");
        (await RunAsync("items.json", "--annotations", "annotations.jsonl", "--explain", "b", "--format", "json")).ShouldBe(
            CliExitCodes.Done);
        _host.Json.GetProperty("matches").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Examples_of_a_dataset_are_items_with_a_field_for_each_element()
    {
        _host.Write(
            "set/schema.json",
            """
            {"name": "s", "description": "", "inputs": [{"name": "x", "type": "float", "required": true, "nullable": true}],
             "outputs": [{"name": "y", "type": "category", "required": true, "nullable": false}], "metadata": []}
            """);
        _host.Write(
            "set/examples.csv",
            "id,x,y\n8b8e1f0a-6f0e-4d3e-9f3b-0a4f3b6a1c01,1.5,cat\n8b8e1f0a-6f0e-4d3e-9f3b-0a4f3b6a1c02,null,dog\n8b8e1f0a-6f0e-4d3e-9f3b-0a4f3b6a1c03,3,dog\n");
        _host.Write("query.json", """{"y": "dog", "x": {"$gte": 2}}""");
        (await RunAsync("set", "--format", "json")).ShouldBe(CliExitCodes.Done, _host.Error);
        _host.Out.ShouldContain("\"ids\":[\"8b8e1f0a-6f0e-4d3e-9f3b-0a4f3b6a1c03\"]");
        _host.Write("set/examples.csv", "id,x,y\nnot-an-id,1,cat\n");
        (await RunAsync("set")).ShouldBe(CliExitCodes.BadInput);
    }

    [Theory]
    [InlineData("""{"filter": {"a": {"$regex": "x"}}}""", "items.json", "'$regex'")]
    [InlineData("""{"filter": """, "items.json", "JSON")]
    [InlineData("""{}""", "nowhere", "'nowhere' is not a file or folder, and not a version: No home exists")]
    [InlineData("""{}""", "query.json", "is not a JSON array")]
    [InlineData("""[{}]""", "query.json", "not an object")]
    public async Task What_cannot_be_read_is_refused(string query, string source, string words)
    {
        _host.Write("query.json", query);
        (await RunAsync(source)).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain(words);
    }

    [Fact]
    public async Task Documents_without_an_id_are_refused_with_their_index()
    {
        _host.Write("items.json", """[{"id": "a"}, {"size": 1}]""");
        (await RunAsync("items.json")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("index 1");
    }

    private Task<int> RunAsync(string source, params string[] options) =>
        _host.RunAsync(["dataset", "query", source, "--filter", "query.json", .. options]);
}
