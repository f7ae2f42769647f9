using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Home.Views;
using Gyre.Pipelines;

namespace Gyre.Server.Tests.Wire;

/// <summary>What the server answers is the records' JSON, and its API document describes it.</summary>
public sealed class AnswerTests : IAsyncLifetime
{
    private ServerHome _home = null!;

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync();

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public async Task Runs_nodes_and_cycles_are_answered_as_their_records()
    {
        var run = SampleViews.Run;
        _home.Engine.Runs[run.Id] = run;
        _home.Engine.Nodes[(run.Id, "train[2]")] = SampleViews.Node;
        _home.Engine.Cycles[SampleViews.Cycle.Id] = SampleViews.Cycle;
        await ShouldAnswerAsync($"/api/v1/runs/{run.Id}", ContractViews.Of(run));
        await ShouldAnswerAsync($"/api/v1/runs/{run.Id}?nodes=false", ContractViews.Of(run));
        await ShouldAnswerAsync(
            $"/api/v1/runs/{run.Id}?nodes=true", ContractViews.Of(run, [SampleViews.Node], new RunOutputs(new MapValue([]), [])));
        await ShouldAnswerAsync($"/api/v1/runs/{run.Id}/nodes/train[2]", ContractViews.Of(SampleViews.Node));
        await ShouldAnswerAsync($"/api/v1/cycles/{SampleViews.Cycle.Id}", ContractViews.Of(SampleViews.Cycle));
        (await _home.GetAsync($"/api/v1/runs/{run.Id}?nodes=yes")).ShouldBeProblem(400, "query.nodes");
        (await _home.GetAsync($"/api/v1/runs/{run.Id}?node=true")).ShouldBeProblem(400, "query.unknown");
    }

    /// <summary>A value may be as deep as a step can print it, and stands deeper in an answer.</summary>
    [Fact]
    public async Task Metadata_of_the_greatest_depth_is_answered()
    {
        var deep = Enumerable.Range(0, ValueJson.MaxDepth - 1).Aggregate(Value.Of(1), static (value, _) => Value.Of([value]));
        var run = _home.Engine.Add();
        var node = SampleViews.Node with { Metadata = new MapValue([new("deep", deep)]) };
        _home.Engine.Nodes[(run.Id, node.Path)] = node;
        await ShouldAnswerAsync($"/api/v1/runs/{run.Id}/nodes", new NodeList { Nodes = [ContractViews.Of(node)] });
    }

    [Fact]
    public async Task The_API_document_describes_what_has_a_form_of_its_own()
    {
        var schemas = (await _home.GetAsync("/openapi/v1.json")).Json["components"]!["schemas"]!;
        var node = schemas["NodeInfo"]!["properties"]!;
        JsonNode Resolved(JsonNode found) => found["$ref"] is { } reference
            ? schemas[reference.GetValue<string>().Split('/')[^1]]!
            : found;
        var outputs = Resolved(node["outputs"]!)["anyOf"]!.AsArray();
        outputs[0]!["type"]!.GetValue<string>().ShouldBe("array");
        Resolved(outputs[0]!["items"]!)["properties"]!.AsObject().Select(pair => pair.Key).ShouldBe(
            ["path", "uri", "digest", "size", "metadata"]);
        outputs[1]!["type"]!.GetValue<string>().ShouldBe("object");
        Words(node["started_at"]!).ShouldContain("string");
        node["started_at"]!["format"]!.GetValue<string>().ShouldBe("date-time");
        Words(node["cpu_seconds"]!).ShouldContain("number");
        Words(schemas["RunInfo"]!["properties"]!["created_at"]!).ShouldBe(["string"]);
        node["artifacts"]!["additionalProperties"].ShouldNotBeNull();
    }

    private static string[] Words(JsonNode schema) => schema["type"] switch
    {
        JsonArray several => [.. several.Select(word => word!.GetValue<string>())],
        { } one => [one.GetValue<string>()],
        null => [],
    };

    private async Task ShouldAnswerAsync<T>(string path, T record)
    {
        var answer = await _home.GetAsync(path);
        answer.Text.ShouldBe(JsonSerializer.Serialize(
            record,
            typeof(T),
            new ApiJson(new JsonSerializerOptions(ApiJson.Default.Options) { MaxDepth = 1000, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })));
    }
}
