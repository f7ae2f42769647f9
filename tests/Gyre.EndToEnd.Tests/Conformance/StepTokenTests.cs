using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gyre.EndToEnd.Tests.Crash;

namespace Gyre.EndToEnd.Tests.Conformance;

/// <summary>Steps that call back with no token, with a wrong one, or for something that is not theirs.</summary>
public sealed class StepTokenTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gyre-token-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        CrashHome.EndProcessesOf(_folder);
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("none", 0, "succeeded")]
    [InlineData("gyre_sAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA_0000000000000000000000000000000000000000000000000000000000000000", 7, "failed")]
    [InlineData("somebody-elses", 7, "failed")]
    public async Task Nothing_starts_and_the_step_ends_as_it_says_itself(string token, int exit, string state)
    {
        SkipWithoutPython();
        var project = Directory.CreateDirectory(Path.Join(_folder, "project")).FullName;
        var home = Path.Join(_folder, "home");
        await WriteAsync(project, PostScript, $"python3 call.py {exit}", token);
        using (var program = GyreProgram.Start(new Dictionary<string, string>(), "run", project, "--home", home))
            (await program.EndAsync()).Code.ShouldBe(exit == 0 ? 0 : 1);
        var node = (await GyreProgram.AskAsync("runs", "show", "last", "--home", home)).GetProperty("nodes")[0];
        node.GetProperty("state").GetString().ShouldBe(state, node.ToString());
        ShouldBeRefused(node.GetProperty("metadata"), "auth.steps-only");
        (await GyreProgram.AskAsync("runs", "--home", home)).GetProperty("runs").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_token_that_was_taken_back_is_as_good_as_none()
    {
        SkipWithoutPython();
        await using var home = await ServedHome.StartAsync("[]");
        var admin = await home.PostAsync("/api/v1/tokens", """{"name": "me"}""");
        home.Token = admin["token"]!.GetValue<string>();
        var taken = await home.PostAsync("/api/v1/tokens", """{"name": "taken back"}""");
        (await home.SendAsync(HttpMethod.Delete, $"/api/v1/tokens/{taken["id"]}")).Status.ShouldBe(HttpStatusCode.NoContent);
        foreach (var (token, code) in new[] { (taken["token"]!.GetValue<string>(), "auth.token"), ("none", "auth.required") })
        {
            await WriteAsync(home.Project, PostScript, "python3 call.py 3", token);
            var execution = await ExecuteAsync(home, "error");
            ShouldBeRefused(JsonSerializer.SerializeToElement(execution["cumulative_metadata"]), code);
        }
        (await home.GetAsync("/api/v0/pipelines/"))["count"]!.GetValue<int>().ShouldBe(2, "the two that the test started");
    }

    [Fact]
    public async Task The_token_of_a_step_reaches_its_own_project_alone_and_ends_with_the_step()
    {
        SkipWithoutPython();
        await using var home = await ServedHome.StartAsync("[]");
        var other = Directory.CreateDirectory(Path.Join(_folder, "other")).FullName;
        await WriteAsync(other, "", "echo", "none");
        await home.PostAsync("/api/v1/projects", new JsonObject { ["folder"] = other, ["name"] = "other" }.ToJsonString());
        var foreign = await home.PostAsync("/api/v0/executions/", """{"project": "other", "step": "call"}""");
        var kept = Path.Join(_folder, "kept");
        await WriteAsync(home.Project, LookScript.Replace("KEPT", kept, StringComparison.Ordinal), $"python3 call.py {foreign["pipeline"]!["id"]} {foreign["id"]}", null);
        var seen = (await ExecuteAsync(home, "complete"))["cumulative_metadata"]!;
        seen["pipeline"]!.GetValue<int>().ShouldBe(404);
        seen["execution"]!.GetValue<int>().ShouldBe(404);
        seen["stop"]!.GetValue<int>().ShouldBe(403);
        seen["run"]!.GetValue<int>().ShouldBe(403);
        seen["listed"]!.GetValue<int>().ShouldBe(1, "its own");
        seen["posted"]!.GetValue<int>().ShouldBe(201);
        seen["warning"]!.GetValue<string>().ShouldBe("A step's token works only in its own project; 'demo' was used instead of 'other'.");
        (await home.GetAsync("/api/v0/pipelines/?project=other"))["count"]!.GetValue<int>().ShouldBe(1, "what it posted is its own project's");
        var (status, body, _) = await home.SendAsync(HttpMethod.Post, "/api/v0/pipelines/", "{}", await File.ReadAllTextAsync(kept, Cancel));
        (status, body!["code"]!.GetValue<string>()).ShouldBe((HttpStatusCode.Forbidden, "auth.attempt-over"));
    }

    private static void SkipWithoutPython()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the steps are written for sh");
        Assert.SkipUnless(Programs.Exist("python3"), "python3 is not installed");
    }

    private static void ShouldBeRefused(JsonElement answer, string code)
    {
        answer.GetProperty("status").GetInt32().ShouldBe(401);
        answer.GetProperty("scheme").GetString().ShouldBe("Token");
        answer.GetProperty("keys").EnumerateArray().Select(key => key.GetString()).ShouldBe(["code", "detail", "message"]);
        answer.GetProperty("code").GetString().ShouldBe(code);
    }

    private static async Task<JsonNode> ExecuteAsync(ServedHome home, string state)
    {
        var made = await home.PostAsync("/api/v0/executions/", """{"project": "demo", "step": "call"}""");
        var done = await home.UntilAsync($"/api/v0/executions/{made["id"]}/", "complete", "error", "stopped");
        done["status"]!.GetValue<string>().ShouldBe(state, done.ToJsonString());
        return done;
    }

    private static async Task WriteAsync(string project, string script, string command, string? token)
    {
        var variables = token is null ? "[]" : $"[{{name: VALOHAI_API_TOKEN, default: {token}}}]";
        await File.WriteAllTextAsync(Path.Join(project, "call.py"), script, Cancel);
        await File.WriteAllTextAsync(
            Path.Join(project, "valohai.yaml"),
            $$"""
            - step: {name: call, image: any, command: {{command}}, environment-variables: {{variables}}}
            - pipeline:
                name: p
                nodes: [{name: call, type: execution, step: call}]
                edges: []
            """,
            Cancel);
    }

    private const string PostScript = """
        import json, os, sys, urllib.request, urllib.error
        headers = {"Content-Type": "application/json"}
        if os.environ["VALOHAI_API_TOKEN"] != "none":
            headers["Authorization"] = "Token " + os.environ["VALOHAI_API_TOKEN"]
        body = {"nodes": [{"name": "call", "type": "execution", "template": {"step": "call"}}], "edges": []}
        try:
            urllib.request.urlopen(urllib.request.Request(os.environ["VALOHAI_API_URL"] + "/api/v0/pipelines/", json.dumps(body).encode(), headers))
        except urllib.error.HTTPError as error:
            answer = json.load(error)
            print(json.dumps({"status": error.code, "scheme": error.headers["WWW-Authenticate"], "keys": sorted(answer), "code": answer["code"]}))
        sys.exit(int(sys.argv[1]))
        """;

    private const string LookScript = """
        import json, os, sys, urllib.request, urllib.error
        if len(sys.argv) < 3:
            sys.exit(0)
        run, execution = sys.argv[1:]
        open("KEPT", "w").write(os.environ["VALOHAI_API_TOKEN"])

        def call(path, body=None):
            headers = {"Authorization": "Token " + os.environ["VALOHAI_API_TOKEN"], "Content-Type": "application/json"}
            try:
                with urllib.request.urlopen(urllib.request.Request(os.environ["VALOHAI_API_URL"] + path, body and json.dumps(body).encode(), headers)) as answer:
                    return answer.status, json.load(answer)
            except urllib.error.HTTPError as error:
                return error.code, None

        node = {"name": "a", "type": "execution", "template": {"step": "call", "command": "true"}}
        found = {
            "pipeline": call(f"/api/v0/pipelines/{run}/")[0],
            "execution": call(f"/api/v0/executions/{execution}/")[0],
            "stop": call(f"/api/v0/pipelines/{run}/stop/", {"a": 1})[0],
            "run": call(f"/api/v1/runs/{run}")[0],
            "listed": call("/api/v0/pipelines/?project=other")[1]["count"],
        }
        found["posted"], answer = call("/api/v0/pipelines/", {"project": "other", "nodes": [node], "edges": []})
        found["warning"] = answer["warnings"][0] if answer else None
        print(json.dumps(found))
        """;
}
