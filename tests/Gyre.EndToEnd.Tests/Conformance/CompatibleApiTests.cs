using System.Net;
using System.Text.Json.Nodes;
using Gyre.Core;
using Gyre.Testing;

namespace Gyre.EndToEnd.Tests.Conformance;

/// <summary>The API that programs written for another platform call, over a real server and real steps.</summary>
public sealed class CompatibleApiTests : IAsyncLifetime
{
    private const string Yaml = """
        - step:
            name: make data
            image: any
            command:
              - rows={parameter-value:rows}
              - printf '{"rows":%s}\n' $rows
              - echo $rows > "$VH_OUTPUTS_DIR/rows.txt"
              - printf '{"valohai.alias":"newest","valohai.tags":["small"],"valohai.dataset-versions":["dataset://rows/v%s"]}' $rows > "$VH_OUTPUTS_DIR/rows.txt.metadata.json"
            parameters: [{name: rows, type: integer, default: 3, min: 1}]
        - step:
            name: read data
            image: any
            command: cat "$VH_INPUTS_DIR"/data/*; sleep {parameter-value:seconds}
            parameters: [{name: seconds, type: float, default: 0}]
            inputs: [{name: data}]
        - step:
            name: fetch
            image: any
            command: |
              python3 - <<'END'
              import json, os, urllib.request
              config = os.environ["VH_CONFIG_DIR"]
              data = json.load(open(config + "/inputs.json"))["data"]
              assert "path" not in data["files"][0] and os.listdir(os.environ["VH_INPUTS_DIR"] + "/data") == [], data
              ask = json.load(open(config + "/api.json"))["input_request"]
              request = urllib.request.Request(ask["url"], method=ask["method"], headers=ask["headers"], data=json.dumps({"input_ids": [data["input_id"]]}).encode())
              answer = json.load(urllib.request.urlopen(request))
              file = answer[0]["files"][0]
              print(json.dumps({"name": file["filename"], "rows": int(urllib.request.urlopen(file["url"]).read())}))
              try:
                  urllib.request.urlopen(file["url"].replace("/0/content", "/1/content"))
              except urllib.error.HTTPError as refused:
                  print(json.dumps({"forged": refused.code}))
              END
            inputs: [{name: data, download: on-demand}]
        - pipeline:
            name: later
            nodes:
              - {name: make, type: execution, step: make data}
              - {name: fetch, type: execution, step: fetch}
            edges: [[make.output.*, fetch.input.data]]
        - step:
            name: hear
            image: any
            command: cat "$VH_INPUTS_DIR"/webhook-payload/*
            inputs: [{name: webhook-payload, optional: true}]
        - pipeline:
            name: both
            nodes:
              - {name: make, type: execution, step: make data}
              - {name: read, type: execution, step: read data}
            edges: [[make.output.*, read.input.data]]
        - pipeline:
            name: heard
            nodes: [{name: hear, type: execution, step: hear}]
            edges: []
        - pipeline:
            name: asks
            nodes: [{name: make, type: execution, step: make data, actions: [{when: node-starting, then: require-approval}]}]
            edges: []
        """;

    private ServedHome _home = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the steps are written for sh");
        _home = await ServedHome.StartAsync(Yaml);
    }

    public async ValueTask DisposeAsync()
    {
        if (_home is not null)
            await _home.DisposeAsync();
    }

    [Fact]
    public async Task A_pipeline_of_the_project_is_started_by_name_and_looked_at_until_it_is_complete()
    {
        var created = await _home.PostAsync("/api/v0/pipelines/create-from-template/", """{"project": "somebody-elses-id", "commit": "main", "name": "both"}""");
        created["warnings"]![0]!.GetValue<string>().ShouldContain("'demo'");
        var done = await _home.UntilAsync($"/api/v0/pipelines/{created["id"]}/", "complete", "error");
        done["status"]!.GetValue<string>().ShouldBe("complete");
        done["nodes"]!.AsArray().Select(node => node!["name"]!.GetValue<string>()).ShouldBe(["make", "read"]);
        done["edges"]![0]!["source_type"]!.GetValue<string>().ShouldBe("output");
        (await _home.GetAsync($"/api/v0/pipelines/demo:{created["counter"]}/"))["id"]!.ToString().ShouldBe(created["id"]!.ToString());
        var execution = await _home.GetAsync($"/api/v0/executions/{done["nodes"]![1]!["execution"]!["id"]}/");
        execution["step"]!.GetValue<string>().ShouldBe("read data");
        var events = await _home.GetAsync($"/api/v0/executions/{execution["id"]}/events/");
        events["events"]!.AsArray().ShouldContain(line => line!["stream"]!.GetValue<string>() == "stdout" && line["message"]!.GetValue<string>() == "3");
        await FilesAsync(done["nodes"]![0]!["execution"]!["id"]!.ToString());
    }

    [Fact]
    public async Task Files_of_an_input_on_demand_are_there_when_the_step_asks_for_them()
    {
        Assert.SkipUnless(Programs.Exist("python3"), "python3 is not installed");
        var created = await _home.PostAsync("/api/v0/pipelines/create-from-template/", """{"project": "demo", "commit": "main", "name": "later"}""");
        var done = await _home.UntilAsync($"/api/v0/pipelines/{created["id"]}/", "complete", "error");
        done["status"]!.GetValue<string>().ShouldBe("complete");
        var fetched = (await _home.GetAsync($"/api/v0/executions/{done["nodes"]![1]!["execution"]!["id"]}/"))["cumulative_metadata"]!;
        (fetched["name"]!.GetValue<string>(), fetched["rows"]!.GetValue<int>(), fetched["forged"]!.GetValue<int>()).ShouldBe(("rows.txt", 3, 404));
    }

    [Fact]
    public async Task Single_executions_and_sweeps_take_values_in_either_spelling()
    {
        var one = await _home.PostAsync("/api/v0/executions/", """{"project": "demo", "commit": "main", "step": "make data", "parameters": {"rows": 7}, "environment-variables": {"A": "b"}, "time-limit": 60}""");
        (await _home.UntilAsync($"/api/v0/executions/{one["id"]}/", "complete", "error"))["cumulative_metadata"]!["rows"]!.GetValue<int>().ShouldBe(7);
        var data = await _home.GetAsync($"/api/v0/data/?output_execution={one["id"]}");
        var read = await _home.PostAsync("/api/v0/executions/", $$$"""{"project": "demo", "commit": "main", "step": "read data", "inputs": {"data": ["datum://{{{data["results"]![0]!["id"]}}}"]}}""");
        (await _home.UntilAsync($"/api/v0/executions/{read["id"]}/", "complete", "error"))["status"]!.GetValue<string>().ShouldBe("complete");
        var sweep = await _home.PostAsync("/api/v0/tasks/", """{"project": "demo", "step": "make data", "type": "grid_search", "on_child_error": "stop_all_and_error", "parameters": {"rows": {"style": "multiple", "rules": {"items": [1, 2]}}}}""");
        var done = await _home.UntilAsync($"/api/v0/tasks/{sweep["id"]}/", "complete", "error");
        done["executions"]!.AsArray().Count.ShouldBe(2);
        var page = await _home.GetAsync("/api/v0/executions/?limit=1&status=complete&project=demo");
        page["count"]!.GetValue<int>().ShouldBe(4);
        (await _home.GetAsync($"/api/v0/executions/?pipeline={Guid.Empty}"))["count"]!.GetValue<int>().ShouldBe(0, "an unknown pipeline has no executions");
        (await _home.SendAsync(HttpMethod.Get, $"/api/v0/tasks/{one["pipeline"]!["id"]}:0/")).Status.ShouldBe(HttpStatusCode.NotFound, "an execution is no task");
        page["next"]!.GetValue<string>().ShouldContain("offset=1");
        (await _home.GetAsync(new Uri(page["next"]!.GetValue<string>()).PathAndQuery))["previous"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Refusals_are_nested_like_the_request()
    {
        var body = """
            {"project": "demo", "nodes": [
              {"name": "a", "type": "execution", "template": {"commit": "main", "step": "make data", "parameters": {"rows": 0}}},
              {"name": "b", "type": "execution", "template": {"step": "no such step"}},
              {"name": "c", "type": "nonsense"}],
             "edges": [{"source_node": "a", "source_type": "output", "source_key": "*", "target_node": "x", "target_type": "input", "target_key": "data"}]}
            """;
        var refused = await _home.PostAsync("/api/v0/pipelines/", body, HttpStatusCode.BadRequest);
        refused["nodes"]![0]!["template"]!["parameters"]!["rows"]![0]!.GetValue<string>().ShouldContain("less than the minimum");
        refused["nodes"]![1]!["template"]!["step"]![0]!.GetValue<string>().ShouldContain("no such step");
        refused["nodes"]![2]!["type"]![0]!.GetValue<string>().ShouldContain("nonsense");
        refused["edges"]![0]![0]!.GetValue<string>().ShouldContain("'x'");
        (await _home.GetAsync("/api/v0/pipelines/"))["count"]!.GetValue<int>().ShouldBe(0, "nothing was stored");
        (await _home.PostAsync("/api/v0/pipelines/", "{}", HttpStatusCode.BadRequest))["nodes"]![0]!.GetValue<string>().ShouldContain("at least one node");
        var (status, unknown, _) = await _home.SendAsync(HttpMethod.Get, $"/api/v0/pipelines/{Guid.Empty}/");
        (status, unknown!["code"]!.GetValue<string>()).ShouldBe((HttpStatusCode.NotFound, "pipeline.unknown"));
    }

    [Fact]
    public async Task A_token_is_wanted_as_soon_as_there_is_one_and_its_scheme_is_said()
    {
        var made = await _home.PostAsync("/api/v1/tokens", """{"name": "me"}""");
        var (status, _, headers) = await _home.SendAsync(HttpMethod.Get, "/api/v0/projects/");
        status.ShouldBe(HttpStatusCode.Unauthorized);
        headers.WwwAuthenticate.ToString().ShouldBe("Token");
        var (good, projects, _) = await _home.SendAsync(HttpMethod.Get, "/api/v0/projects/", null, made["token"]!.GetValue<string>());
        (good, projects!["results"]![0]!["name"]!.GetValue<string>()).ShouldBe((HttpStatusCode.OK, "demo"));
        (await _home.SendAsync(HttpMethod.Get, "/api/v0/users/me/", null, made["token"]!.GetValue<string>())).Body!["username"]!.GetValue<string>().ShouldBe("me");
    }

    [Fact]
    public async Task What_runs_can_be_stopped_and_what_asks_can_be_answered()
    {
        var slow = await _home.PostAsync("/api/v0/pipelines/create-from-template/", """{"project": "demo", "name": "both", "parameters": {"read.seconds": 1000}}""");
        await _home.PostAsync($"/api/v0/pipelines/{slow["id"]}/stop/", "{}", HttpStatusCode.OK);
        (await _home.UntilAsync($"/api/v0/pipelines/{slow["id"]}/", "stopped", "complete", "error"))["status"]!.GetValue<string>().ShouldBe("stopped");
        var asks = await _home.PostAsync("/api/v0/pipelines/create-from-template/", """{"project": "demo", "name": "asks"}""");
        await Patience.UntilAsync(
            async () => (await _home.GetAsync($"/api/v0/pipelines/{asks["id"]}/"))["nodes"]![0]!["awaiting_approval"]!.GetValue<bool>(), TestContext.Current.CancellationToken);
        var answer = await _home.PostAsync($"/api/v0/pipelines/{asks["id"]}/nodes/make/approve/", """{"by": "ann", "comment": "fine"}""", HttpStatusCode.OK);
        answer["by"]!.GetValue<string>().ShouldNotBe("ann", "who answers is who calls, whatever the body says");
        (await _home.UntilAsync($"/api/v0/pipelines/{asks["id"]}/", "complete", "error"))["status"]!.GetValue<string>().ShouldBe("complete");
        await _home.PostAsync($"/api/v0/pipelines/{asks["id"]}/nodes/make/reject/", "{}", HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_launch_address_starts_its_pipeline_with_the_body_as_a_file()
    {
        var trigger = GuidIds.FromNames("launch", "demo", "heard").ToString("D");
        var launched = await _home.PostAsync($"/api/v0/launch/{trigger}/", """{"event": "new data"}""", HttpStatusCode.OK);
        var run = await _home.UntilAsync($"/api/v0/launch/{trigger}/run/?run_id={launched["run_id"]}", "completed", "error");
        run["status"]!.GetValue<string>().ShouldBe("completed");
        var pipeline = await _home.GetAsync($"/api/v0/pipelines/{launched["run_id"]}/");
        var events = await _home.GetAsync($"/api/v0/executions/{pipeline["nodes"]![0]!["execution"]!["id"]}/events/");
        events["events"]!.AsArray().ShouldContain(line => line!["message"]!.GetValue<string>().Contains("new data", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rubbish_is_refused_and_never_an_error_of_the_server()
    {
        const string Good = """{"project":"demo","title":"t","nodes":[{"name":"a","type":"task","template":{"commit":"main","step":"make data","type":"grid_search","parameters":{"rows":{"style":"linear","rules":{"start":1,"end":3,"step":1}}},"inputs":{},"runtime_config":{"no_output_timeout":5}}}],"edges":[{"source_node":"a","source_type":"output","source_key":"*","target_node":"a","target_type":"input","target_key":"x"}],"parameters":{"p":{"config":{"targets":["a.parameter.rows"]},"expression":1}}}""";
        string[] values = ["null", "[]", "{}", "\"\"", "-1", "1e308", "true", "\"\\u0000\"", "[[[[]]]]", "{\"style\":\"single\"}", "\"../../etc/passwd\"", "\"{{7*7}}\""];
        var random = new SeededRandom(20);
        for (var round = 0; round < 300; round++)
        {
            var body = JsonNode.Parse(Good)!;
            for (var change = random.NextInt(1, 3); change > 0; change--)
                Mutate(body, random, values);
            var (status, answer, _) = await _home.SendAsync(HttpMethod.Post, "/api/v0/pipelines/", body.ToJsonString());
            ((int)status).ShouldBeLessThan(500, $"{body.ToJsonString()}: {answer}");
        }
        foreach (var text in new[] { "", "{", "[]", "null", new string('[', 10_000), "{\"nodes\": {\"a\": 1}}" })
            ((int)(await _home.SendAsync(HttpMethod.Post, "/api/v0/pipelines/", text)).Status).ShouldBeInRange(400, 499);
    }

    private static void Mutate(JsonNode root, SeededRandom random, string[] values)
    {
        var places = new List<(JsonObject Parent, string Key)>();
        Collect(root, places);
        var (parent, key) = places[random.NextInt(0, places.Count)];
        parent[key] = JsonNode.Parse(values[random.NextInt(0, values.Length)]);
    }

    private static void Collect(JsonNode? node, List<(JsonObject, string)> places)
    {
        if (node is JsonObject map)
        {
            foreach (var (key, value) in map)
            {
                places.Add((map, key));
                Collect(value, places);
            }
        }
        else if (node is JsonArray list)
        {
            foreach (var item in list)
                Collect(item, places);
        }
    }

    private async Task FilesAsync(string execution)
    {
        var file = (await _home.GetAsync($"/api/v0/data/?output_execution={execution}"))["results"]![0]!;
        (file["name"]!.GetValue<string>(), file["size"]!.GetValue<int>(), file["tags"]![0]!.GetValue<string>()).ShouldBe(("rows.txt", 2, "small"));
        file["md5"]!.GetValue<string>().Length.ShouldBe(32);
        (await _home.GetAsync("/api/v0/datum-aliases/resolve/?name=newest&project=demo"))["datum"]!["id"]!.ToString().ShouldBe(file["id"]!.ToString());
        (await _home.GetAsync("/api/v0/datum-aliases/"))["results"]![0]!["history"]!.AsArray().Count.ShouldBe(1);
        (await _home.GetAsync("/api/v0/data/?tag=small"))["count"]!.GetValue<int>().ShouldBe(1);
        var dataset = (await _home.GetAsync("/api/v0/datasets/"))["results"]![0]!;
        dataset["latest_version"]!["uri"]!.GetValue<string>().ShouldBe("dataset://rows/v3");
        (await _home.GetAsync($"/api/v0/dataset-versions/{dataset["latest_version"]!["id"]}/"))["files"]!.AsArray().Count.ShouldBe(1);
        var link = new Uri((await _home.GetAsync($"/api/v0/data/{file["id"]}/download/"))["url"]!.GetValue<string>());
        (await _home.SendAsync(HttpMethod.Get, link.PathAndQuery)).Body!.ToString().ShouldBe("3");
        (await _home.SendAsync(HttpMethod.Get, link.PathAndQuery.Replace("signature=", "signature=0", StringComparison.Ordinal))).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
