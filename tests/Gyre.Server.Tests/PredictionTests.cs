using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gyre.Contracts;
using Gyre.Learning;

namespace Gyre.Server.Tests;

/// <summary>Models that deployments serve, over the server's own API and in the words of KServe and of MLflow's scoring.</summary>
public sealed class PredictionTests : IAsyncLifetime
{
    private const string Sizes = "/api/v1/deployments/sizes";

    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _home = await ServerHome.StartAsync();
        var digest = await PutModelAsync();
        var made = await _home.PostAsync("/api/v1/deployments", $$"""{"name": "sizes", "artifact": "{{digest}}"}""");
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        made.As<DeployedInfo>().Deployment.Serves.ShouldBe("model");
    }

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Theory]
    [InlineData("""{"instances": [[3, 0], {"width": -3, "length": 0}]}""")]
    [InlineData("""{"instances": [[3, 0], [-3, 0]], "parameters": {"x": 1}}""")]
    public async Task Rows_are_answered_with_classes(string body)
    {
        var answer = await _home.PostAsync($"{Sizes}/predict", body);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        var said = JsonNode.Parse(answer.Text)!;
        said["version"]!.GetValue<int>().ShouldBe(1);
        said["predictions"]!.AsArray().Select(static one => one!["class"]!.GetValue<string>()).ShouldBe(["large", "small"]);
        said["predictions"]![0]!["probabilities"]!["large"]!.GetValue<double>().ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public async Task The_paths_of_a_container_lead_to_its_deployment_with_the_same_rights()
    {
        var options = new ServeOptions { Port = 0, Predictions = new PredictionContainer("shop", "/v1/endpoints/7:predict", "/ping") };
        await using var home = await ServerHome.StartAsync(options);
        (await home.GetAsync("/ping")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await home.PostAsync("/v1/endpoints/7:predict", """{"instances": [[1, 2]]}""")).Status.ShouldBe(HttpStatusCode.NotFound);
        var policy = await KeptPolicies.PutAsync(home.Blobs, "green");
        await home.PostAsync("/api/v1/deployments", $$"""{"name": "shop", "policy": "{{policy}}"}""");
        (await home.GetAsync("/ping")).Status.ShouldBe(HttpStatusCode.OK);
        var answer = await home.PostAsync("/v1/endpoints/7:predict", """{"instances": [{"observation": [[1, 2], [1, 2]]}]}""");
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        JsonNode.Parse(answer.Text)!["predictions"]![0]!["PolicyStep 0"]!.ToJsonString().ShouldBe("[1,1]");
        (await home.GetAsync("/v1/endpoints/7:predict")).Status.ShouldBe(HttpStatusCode.NotFound);
        var reader = (await home.Tokens.CreateAsync("reader", TokenScope.Read, null, Cancel)).Text;
        (await home.SendAsync(HttpMethod.Post, "/v1/endpoints/7:predict", """{"instances": [[1, 2]]}""", reader)).Status
            .ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_serves_is_told_with_its_figures()
    {
        await _home.PostAsync($"{Sizes}/predict", """{"inputs": {"length": [3, -3], "width": [0, 0]}}""");
        var served = (await _home.GetAsync($"{Sizes}/predictions")).As<ServedInfo>();
        (served.Serves, served.Kind, served.Version).ShouldBe(("model", "softmax-regression", 1));
        served.Inputs.Select(static input => input.Name).ShouldBe(["length", "width"]);
        (served.Versions.Single().Requests, served.Versions.Single().Rows).ShouldBe((1, 2));
    }

    [Theory]
    [InlineData("""{}""", "instances")]
    [InlineData("""{"instances": 7}""", "no list")]
    [InlineData("""{"instances": [[1]]}""", "2 inputs")]
    [InlineData("""{"instances": [{"length": 1}]}""", "width")]
    [InlineData("""{"instances": [[1, "a"]]}""", "finite number")]
    [InlineData("""{"instances": [[1, 2]""", "JSON")]
    public async Task What_does_not_fit_is_refused(string body, string words)
    {
        var answer = await _home.PostAsync($"{Sizes}/predict", body);
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Text.ShouldContain(words);
    }

    [Fact]
    public async Task A_model_is_not_asked_for_decisions_and_unknown_deployments_are_not_found()
    {
        (await _home.PostAsync($"{Sizes}/decide", """{"context": [1, 2]}""")).Status.ShouldBe(HttpStatusCode.Conflict);
        (await _home.GetAsync($"{Sizes}/figures")).Status.ShouldBe(HttpStatusCode.Conflict);
        (await _home.PostAsync("/api/v1/deployments/none/predict", """{"instances": [[1]]}""")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _home.GetAsync("/programs/none/")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _home.GetAsync("/programs/sizes/")).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("""{"name": "new"}""")]
    [InlineData("""{"name": "new", "command": {"commands": []}}""")]
    [InlineData("""{"name": "new", "command": {"commands": [null]}}""")]
    [InlineData("""{"name": "new", "command": {"commands": ["x"], "other": 1}}""")]
    [InlineData("""{"name": "new", "artifact": "sha256:0000000000000000000000000000000000000000000000000000000000000000"}""")]
    public async Task Nothing_or_nonsense_is_not_deployed(string body)
    {
        (await _home.PostAsync("/api/v1/deployments", body)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _home.GetAsync("/api/v1/deployments/new")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_policy_decides_for_instances_as_prediction_containers_do()
    {
        var policy = await KeptPolicies.PutAsync(_home.Blobs, "green");
        await _home.PostAsync("/api/v1/deployments", $$"""{"name": "shop", "policy": "{{policy}}"}""");
        var answer = await _home.PostAsync(
            "/api/v1/deployments/shop/predict", """
            {"instances": [{"observation": [[1, 2], [1, 2]]}, {"observation": [[1, 2]]}, [1, 2], {"age": 1, "mood": 2}]}
            """);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        var said = JsonNode.Parse(answer.Text)!["predictions"]!.AsArray();
        said[0]!["PolicyStep 0"]!.ToJsonString().ShouldBe("[1,1]");
        said[1]!["PolicyStep 1"]!.ToJsonString().ShouldBe("[1]");
        (said[2]!["arm"]!.GetValue<string>(), said[3]!["arm"]!.GetValue<string>()).ShouldBe(("green", "green"));
        var id = said[3]!["decision_id"]!.GetValue<string>();
        var reward = await _home.PostAsync("/api/v1/deployments/shop/reward", $$"""{"decision_id": "{{id}}", "value": 1}""");
        reward.As<RewardInfo>().Fate.ShouldBe("used");
        (await _home.GetAsync("/api/v1/deployments/shop/books")).As<DecisionBooksInfo>().Decisions.ShouldBe(5);
        (await _home.PostAsync("/api/v1/deployments/shop/predict", """{"instances": [{"observation": [[1, "x"]]}]}""")).Status
            .ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task KServe_asks_models_by_tensors()
    {
        var model = JsonNode.Parse((await _home.GetAsync("/v2/models/sizes")).Text)!;
        (model["platform"]!.GetValue<string>(), model["inputs"]!.AsArray().Count).ShouldBe(("softmax-regression", 2));
        var answer = await _home.PostAsync("/v2/models/sizes/infer", """
            {"id": "q", "inputs": [{"name": "length", "shape": [2], "datatype": "FP64", "data": [3, -3]},
                                   {"name": "width", "shape": [2, 1], "datatype": "FP64", "data": [[0], [0]]}]}
            """);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        var said = JsonNode.Parse(answer.Text)!;
        (said["model_version"]!.GetValue<string>(), said["id"]!.GetValue<string>()).ShouldBe(("1", "q"));
        said["outputs"]![0]!.ToJsonString().ShouldBe("""{"name":"class","datatype":"BYTES","shape":[2],"data":["large","small"]}""");
        said["outputs"]![1]!["shape"]!.ToJsonString().ShouldBe("[2,2]");
        var refused = await _home.PostAsync("/v2/models/sizes/infer", """{"inputs": [{"name": "length", "shape": [3], "data": [1]}]}""");
        refused.Status.ShouldBe(HttpStatusCode.BadRequest);
        JsonNode.Parse(refused.Text)!["error"]!.GetValue<string>().ShouldContain("1 values for the shape [3]");
    }

    [Theory]
    [InlineData("""{"dataframe_split": {"columns": ["width", "length"], "data": [[0, 3], [0, -3]]}}""")]
    [InlineData("""{"dataframe_records": [{"width": 0, "length": 3}, {"width": 0, "length": -3}]}""")]
    [InlineData("""{"instances": [[3, 0], [-3, 0]]}""")]
    [InlineData("width,length\n0,3\n0,-3\n")]
    public async Task MLflow_scores_models_in_its_forms(string body)
    {
        var isCsv = body[0] != '{';
        using var content = new StringContent(body, Encoding.UTF8, isCsv ? "text/csv" : "application/json");
        var answer = await _home.Client.PostAsync("/endpoints/sizes/invocations", content, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!["predictions"]!.AsArray()
            .Select(static one => one!["class"]!.GetValue<string>()).ShouldBe(["large", "small"]);
    }

    private async Task<string> PutModelAsync()
    {
        var rows = new DenseMatrix(6, 2, [-3, 0, -2, 1, -1, 0, 1, 1, 2, 0, 3, 1]);
        var data = TrainingSet.Create(rows, ["small", "small", "small", "large", "large", "large"], ["length", "width"]);
        using var file = new MemoryStream();
        await ModelFile.WriteAsync(SoftmaxRegression.Fit(data, new SoftmaxRegressionOptions(), null, Cancel).Model, file, Cancel);
        file.Position = 0;
        return (await _home.Blobs.PutAsync(file, Cancel)).Digest.ToString();
    }
}
