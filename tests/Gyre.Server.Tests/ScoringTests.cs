using System.Net;
using System.Text.Json.Nodes;
using Gyre.Contracts;

namespace Gyre.Server.Tests;

/// <summary>Deployments asked in the words of KServe and of MLflow's scoring: what they answer is decided, logged and can be rewarded.</summary>
public sealed class ScoringTests : IAsyncLifetime
{
    private const string Infer = "/v2/models/shop/infer";
    private const string Invocations = "/endpoints/shop/invocations";

    private ServerHome _home = null!;

    public async ValueTask InitializeAsync()
    {
        _home = await ServerHome.StartAsync();
        var digest = await KeptPolicies.PutAsync(_home.Blobs, "red");
        (await _home.PostAsync("/api/v1/deployments", $$"""{"name": "shop", "policy": "{{digest}}"}""")).Status.ShouldBe(HttpStatusCode.Created);
    }

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Theory]
    [InlineData("""{"name": "context", "shape": [2, 2], "datatype": "FP64", "data": [[1, 2], [1, 2]]}""", 2)]
    [InlineData("""{"name": "x", "shape": [2, 2], "datatype": "FP32", "data": [1, 2, 1, 2]}""", 2)]
    [InlineData("""{"name": "x", "shape": [2], "datatype": "INT64", "data": [1, 2]}""", 1)]
    [InlineData("""{"name": "mood", "shape": [1], "datatype": "FP64", "data": [2]}, {"name": "age", "shape": [1, 1], "datatype": "FP64", "data": [[1]]}""", 1)]
    public async Task KServe_tensors_become_decisions(string inputs, int rows)
    {
        var answer = JsonNode.Parse((await _home.PostAsync(Infer, $$"""{"id": "q", "inputs": [{{inputs}}]}""")).Text)!;
        (answer["model_name"]!.GetValue<string>(), answer["id"]!.GetValue<string>()).ShouldBe(("shop", "q"));
        var outputs = answer["outputs"]!.AsArray().ToDictionary(static one => one!["name"]!.GetValue<string>(), static one => one!);
        outputs["arm"]["data"]!.AsArray().Select(static one => one!.GetValue<string>()).ShouldBe(Enumerable.Repeat("red", rows));
        outputs["arm"]["shape"]!.AsArray().Single()!.GetValue<int>().ShouldBe(rows);
        (await DecisionsAsync()).ShouldBe(rows);
        var id = outputs["decision_id"]["data"]!.AsArray()[0]!.GetValue<string>();
        id.ShouldBe(rows == 1 ? "q" : "q/0");
        (await _home.PostAsync("/api/v1/deployments/shop/reward", $$"""{"decision_id": "{{id}}", "value": 1}""")).As<RewardInfo>().Fate.ShouldBe("used");
        // The same id again is the same decisions.
        (await _home.PostAsync(Infer, $$"""{"id": "q", "inputs": [{{inputs}}]}""")).Status.ShouldBe(HttpStatusCode.OK);
        (await DecisionsAsync()).ShouldBe(rows);
    }

    [Theory]
    [InlineData("""{}""", "no 'inputs'")]
    [InlineData("""{"inputs": [{"name": "x", "shape": [3], "datatype": "FP64", "data": [1, 2, 3]}]}""", "The shape is [3]")]
    [InlineData("""{"inputs": [{"name": "x", "shape": [2], "datatype": "FP64", "data": [1]}]}""", "1 values for the shape [2]")]
    [InlineData("""{"inputs": [{"name": "x", "shape": [2], "datatype": "BYTES", "data": ["a", "b"]}]}""", "no type of numbers")]
    [InlineData("""{"inputs": [{"name": "x", "shape": [2], "datatype": "FP64", "data": [1, "b"]}]}""", "not numbers")]
    [InlineData("""{"inputs": [{"name": "x", "shape": [-1, 2], "datatype": "FP64", "data": []}]}""", "list of one or two lengths")]
    [InlineData("""{"inputs": [{"name": "x", "shape": [0, 2], "datatype": "FP64", "data": []}]}""", "There are 0 rows")]
    [InlineData("""{"inputs": [{"name": "age", "shape": [1], "datatype": "FP64", "data": [1]}, {"name": "y", "shape": [1], "datatype": "FP64", "data": [1]}]}""", "The field 'mood'")]
    [InlineData("""{"inputs": [""", "not valid JSON")]
    public async Task What_is_no_tensor_of_the_context_is_refused_in_its_words(string body, string problem)
    {
        var answer = await _home.PostAsync(Infer, body);
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        JsonNode.Parse(answer.Text)!["error"]!.GetValue<string>().ShouldContain(problem);
        (await DecisionsAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task KServe_tells_what_is_there()
    {
        (await _home.GetAsync("/v2/health/live")).Text.ShouldBe("""{"live":true}""");
        (await _home.GetAsync("/v2/health/ready")).Text.ShouldBe("""{"ready":true}""");
        _home.Store.Away = true;
        var away = await _home.GetAsync("/v2/health/ready");
        (away.Status, away.Text).ShouldBe((HttpStatusCode.ServiceUnavailable, """{"ready":false}"""));
        (await _home.GetAsync("/v2/health/live")).Status.ShouldBe(HttpStatusCode.OK);
        _home.Store.Away = false;
        JsonNode.Parse((await _home.GetAsync("/v2")).Text)!["name"]!.GetValue<string>().ShouldBe("gyre");
        var model = JsonNode.Parse((await _home.GetAsync("/v2/models/shop")).Text)!;
        model["inputs"]![0]!["shape"]!.ToJsonString().ShouldBe("[-1,2]");
        (await _home.GetAsync("/v2/models/shop/ready")).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var path in (string[])["/v2/models/none", "/v2/models/none/ready"])
        {
            var answer = await _home.GetAsync(path);
            answer.Status.ShouldBe(HttpStatusCode.NotFound);
            JsonNode.Parse(answer.Text)!["error"].ShouldNotBeNull();
        }
        (await _home.PostAsync("/v2/models/none/infer", "{}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"dataframe_split": {"columns": ["mood", "age"], "index": [0, 1], "data": [[2, 1], [2, 1]]}}""")]
    [InlineData("""{"dataframe_split": {"data": [[1, 2], [1, 2]]}}""")]
    [InlineData("""{"dataframe_records": [{"age": 1, "mood": 2}, {"mood": 2, "age": 1}], "params": {"x": 1}}""")]
    [InlineData("""{"instances": [[1, 2], [1, 2]]}""")]
    [InlineData("""{"instances": [{"age": 1, "mood": 2}, {"age": 1, "mood": 2}]}""")]
    [InlineData("""{"inputs": [[1, 2], [1, 2]]}""")]
    [InlineData("""{"inputs": {"age": [1, 1], "mood": [2, 2]}}""")]
    public async Task Each_form_of_MLflow_becomes_decisions(string body)
    {
        var answer = JsonNode.Parse((await _home.PostAsync(Invocations, body)).Text)!;
        answer["predictions"]!.AsArray().Select(static one => one!["arm"]!.GetValue<string>()).ShouldBe(["red", "red"]);
        (await DecisionsAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task CSV_becomes_decisions()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Invocations)
        {
            Content = new StringContent("mood,\"age\"\r\n2,1\n2,1\n", System.Text.Encoding.UTF8, "text/csv"),
        };
        using var answer = await _home.Client.SendAsync(request, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await DecisionsAsync()).ShouldBe(2);
    }

    [Theory]
    [InlineData("[]", "not an object")]
    [InlineData("{}", "no input")]
    [InlineData("""{"instances": [[1, 2]], "inputs": [[1, 2]]}""", "instances and inputs")]
    [InlineData("""{"instances": []}""", "0 rows")]
    [InlineData("""{"instances": [1]}""", "neither a list nor an object")]
    [InlineData("""{"instances": [["a", 2]]}""", "no number")]
    [InlineData("""{"dataframe_split": {"columns": ["age"], "data": [[1, 2]]}}""", "2 values for 1 columns")]
    [InlineData("""{"dataframe_split": {"columns": ["age", "age"], "data": [[1, 2]]}}""", "twice")]
    [InlineData("""{"inputs": {"age": [1], "mood": [1, 2]}}""", "different numbers of rows")]
    [InlineData("""{"instances": [{"age": 1}]}""", "mood")]
    public async Task What_is_no_input_is_refused_as_MLflow_does(string body, string problem)
    {
        var answer = await _home.PostAsync(Invocations, body);
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        var told = JsonNode.Parse(answer.Text)!;
        told["error_code"]!.GetValue<string>().ShouldBe("INVALID_PARAMETER_VALUE");
        told["message"]!.GetValue<string>().ShouldContain(problem);
        (await DecisionsAsync()).ShouldBe(0);
        (await _home.PostAsync("/endpoints/none/invocations", """{"instances": [[1, 2]]}""")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<long> DecisionsAsync() => (await _home.GetAsync("/api/v1/deployments/shop/books")).As<DecisionBooksInfo>().Decisions;
}
