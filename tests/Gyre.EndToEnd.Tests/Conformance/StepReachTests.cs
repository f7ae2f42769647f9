using System.Net;
using System.Text.Json.Nodes;

namespace Gyre.EndToEnd.Tests.Conformance;

/// <summary>A real step with its real token, trying what belongs to another project, beside what is its own.</summary>
public sealed class StepReachTests : IDisposable
{
    private const string Script = """
        import json, os, sys, urllib.request, urllib.error
        other = dict(pair.split("=", 1) for pair in sys.argv[1:])
        if not other:
            sys.exit(0)
        root = os.environ["MLFLOW_TRACKING_URI"]

        def call(method, path, body=None, raw=None):
            data = raw if raw is not None else json.dumps(body).encode() if body is not None else None
            headers = {"Authorization": "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"], "Content-Type": "application/json"}
            try:
                with urllib.request.urlopen(urllib.request.Request(root + path, data, headers, method=method)) as answer:
                    return answer.status, answer.read().decode()
            except urllib.error.HTTPError as error:
                return error.code, error.read().decode()

        api, files = "/api/2.0/mlflow", "/api/2.0/mlflow-artifacts/artifacts/"
        theirs = f"{other['experiment']}/{other['run']}/artifacts/a.txt"
        run, experiment = os.environ["MLFLOW_RUN_ID"], os.environ["MLFLOW_EXPERIMENT_ID"]
        attacks = {
            "read": call("GET", files + theirs),
            "overwrite": call("PUT", files + theirs, raw=b"mine now"),
            "remove": call("DELETE", files + theirs),
            "upload": call("POST", f"/ajax-api/2.0/mlflow/upload-artifact?run_id={other['run']}&path=b.txt", raw=b"x"),
            "look": call("GET", f"{api}/runs/get?run_id={other['run']}"),
            "log": call("POST", api + "/runs/log-metric", {"run_id": other["run"], "key": "k", "value": 1, "timestamp": 1}),
            "lease": call("POST", f"/api/v1/tracking/runs/{other['run']}/keep-alive", {"seconds": 1}),
            "end": call("POST", api + "/runs/update", {"run_id": other["run"], "status": "KILLED"}),
            "experiment": call("POST", api + "/experiments/delete", {"experiment_id": other["experiment"]}),
            "alias": call("POST", api + "/registered-models/alias", {"name": "net", "alias": "champion", "version": "2"}),
            "version": call("DELETE", api + "/model-versions/delete", {"name": "net", "version": "1"}),
            "model": call("DELETE", api + "/registered-models/delete", {"name": "net"}),
            "run": call("POST", "/api/v1/runs", {"project": "other", "pipeline": "p"}),
            "webhook": call("GET", api + "/webhooks"),
        }
        found = call("POST", api + "/runs/search", {"experiment_ids": [experiment, other["experiment"]]})
        own = {
            "log": call("POST", api + "/runs/log-metric", {"run_id": run, "key": "k", "value": 1, "timestamp": 1}),
            "create": call("POST", api + "/runs/create", {"experiment_id": experiment, "run_name": "nested"}),
            "file": call("PUT", f"{files}{experiment}/{run}/artifacts/model.bin", raw=b"model"),
            "model": call("POST", api + "/registered-models/create", {"name": "own"}),
            "version": call("POST", api + "/model-versions/create", {"name": "own", "source": f"mlflow-artifacts:/{experiment}/{run}/artifacts/model.bin", "run_id": run}),
        }
        print(json.dumps({
            "attacks": {name: answer[0] for name, answer in attacks.items()},
            "own": {name: answer[0] for name, answer in own.items()},
            "leaked": any("their secret" in answer[1] for answer in attacks.values()),
            "found": sorted({item["info"]["experiment_id"] for item in json.loads(found[1]).get("runs", [])} - {experiment}),
        }))
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("gyre-reach-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_token_of_a_step_leaves_another_projects_records_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the steps are written for sh");
        Assert.SkipUnless(Programs.Exist("python3"), "python3 is not installed");
        await using var home = await ServedHome.StartAsync("[]");
        var other = Directory.CreateDirectory(Path.Join(_folder, "other")).FullName;
        await WriteAsync(other, "");
        await home.PostAsync("/api/v1/projects", new JsonObject { ["folder"] = other, ["name"] = "other" }.ToJsonString());
        var (experiment, run) = await MakeTheirsAsync(home);
        await WriteAsync(home.Project, $"experiment={experiment} run={run}");
        var seen = (await ExecuteAsync(home, "demo"))["cumulative_metadata"]!;
        seen["attacks"]!.AsObject().Select(pair => $"{pair.Key} {pair.Value}").ShouldAllBe(text => text.EndsWith(" 403",
            StringComparison.Ordinal));
        seen["own"]!.AsObject().Select(pair => $"{pair.Key} {pair.Value}").ShouldAllBe(text => text.EndsWith(" 200",
            StringComparison.Ordinal));
        seen["leaked"]!.GetValue<bool>().ShouldBeFalse();
        seen["found"]!.AsArray().ShouldBeEmpty();
        var after = (await home.GetAsync($"/api/2.0/mlflow/runs/get?run_id={run}"))["run"]!["info"]!;
        (after["status"]!.GetValue<string>(), after["lifecycle_stage"]!.GetValue<string>()).ShouldBe(("FINISHED", "active"));
    }

    private static async Task<(string Experiment, string Run)> MakeTheirsAsync(ServedHome home)
    {
        await ExecuteAsync(home, "other");
        var all = (await home.GetAsync("/api/2.0/mlflow/experiments/search?max_results=10"))["experiments"]!.AsArray();
        var experiment = all.Single(found => found!["name"]!.GetValue<string>().StartsWith("other/",
            StringComparison.Ordinal))!["experiment_id"]!.GetValue<string>();
        var found = await home.PostAsync("/api/2.0/mlflow/runs/search", $$"""{"experiment_ids": ["{{experiment}}"]}""", HttpStatusCode.OK);
        var run = found["runs"]![0]!["info"]!["run_id"]!.GetValue<string>();
        await home.SendAsync(HttpMethod.Put, $"/api/2.0/mlflow-artifacts/artifacts/{experiment}/{run}/artifacts/a.txt",
            "\"their secret\"");
        const string Tags = """[{"key": "gyre.project", "value": "other"}]""";
        await home.PostAsync("/api/2.0/mlflow/registered-models/create", $$"""{"name": "net", "tags": {{Tags}}}""", HttpStatusCode.OK);
        for (var version = 1; version <= 2; version++)
            await home.PostAsync(
                "/api/2.0/mlflow/model-versions/create",
                $$"""{"name": "net", "source": "mlflow-artifacts:/{{experiment}}/{{run}}/artifacts"}""",
                HttpStatusCode.OK);
        return (experiment, run);
    }

    private static async Task<JsonNode> ExecuteAsync(ServedHome home, string project)
    {
        var made = await home.PostAsync("/api/v0/executions/", $$"""{"project": "{{project}}", "step": "call"}""");
        var done = await home.UntilAsync($"/api/v0/executions/{made["id"]}/", "complete", "error", "stopped");
        done["status"]!.GetValue<string>().ShouldBe("complete", done.ToJsonString());
        return done;
    }

    private static async Task WriteAsync(string project, string arguments)
    {
        await File.WriteAllTextAsync(Path.Join(project, "call.py"), Script, Cancel);
        await File.WriteAllTextAsync(
            Path.Join(project, "valohai.yaml"),
            $$"""
            - step: {name: call, image: any, command: "python3 call.py {{arguments}}"}
            - pipeline:
                name: p
                nodes: [{name: call, type: execution, step: call}]
                edges: []
            """,
            Cancel);
    }
}
