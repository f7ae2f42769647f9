using System.Text.Json;
using Gyre.Cli.Homes;
using Gyre.Learning;
using Gyre.Storage;
using Gyre.Testing;

namespace Gyre.Cli.Tests;

/// <summary><c>gyre deploy</c> makes deployments as the project file declares them, in a home and on a server.</summary>
public sealed class DeclaredDeploymentTests : IDisposable
{
    private readonly TestHost _host = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Policies_are_as_declared_in_a_home() => await GoThroughAsync("--home", "home");

    [Fact]
    public async Task Policies_are_as_declared_on_a_server()
    {
        await using var home = await ProgramHomes.Standard.OpenAsync(new StorageOptions { Home = Path.Join(_host.Folder, "home") }, Cancel);
        await GoThroughAsync("--server", (await home.ServePagesAsync(Cancel)).GetLeftPart(UriPartial.Authority));
    }

    [Fact]
    public async Task A_program_is_added_again_only_when_it_or_a_file_of_it_differs()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3") || File.Exists("/usr/local/bin/python3"), "python3 is not installed");
        _host.Write("service/serve.py", """
            import http.server, os
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    self.send_response(200); self.send_header("Content-Length", "0"); self.end_headers()
                def log_message(self, *rest): pass
            http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
            """);
        const string Project = "- deployment: {name: rates, command: exec python3 serve.py, files: service, environment: {MODE: a}}";
        _host.Write("gyre.yaml", Project);
        string[] apply = ["deploy", "--home", "home"];
        await DoneAsync(apply);
        _host.Out.ShouldBe("rates: created: program 'exec python3 serve.py'" + Environment.NewLine);
        await DoneAsync(apply);
        _host.Out.ShouldBe("rates: unchanged" + Environment.NewLine);
        _host.Write("gyre.yaml", Project.Replace("MODE: a", "MODE: b", StringComparison.Ordinal));
        await DoneAsync(apply);
        _host.Out.ShouldStartWith("rates: changed: program");
        _host.Write("service/more.txt", "x");
        await DoneAsync(apply);
        _host.Out.ShouldStartWith("rates: changed: program");
        (await JsonAsync("deployments", "--home", "home")).GetProperty("deployments")[0].GetProperty("champion").GetInt64().ShouldBe(3);
    }

    [Fact]
    public async Task Everything_wrong_is_said_with_its_place_and_nothing_changes()
    {
        await WriteAsync("red.json", "red");
        _host.Write("gyre.yaml", """
            - deployment: {name: shop, policy: red.json}
            - deployment: {name: a, policy: none.json}
            - deployment: {name: b, model-file: folder}
            """);
        Directory.CreateDirectory(Path.Join(_host.Folder, "folder"));
        (await _host.RunAsync("deploy", "--home", "home")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("gyre.yaml:2:33: error file.missing: The file 'none.json' does not exist. (at 1/deployment/policy)");
        _host.Error.ShouldContain("gyre.yaml:3:37: error file.folder");
        (await JsonAsync("deployments", "--home", "home")).GetProperty("deployments").GetArrayLength().ShouldBe(0);
        (await _host.RunAsync("lint")).ShouldBe(CliExitCodes.Done);
        _host.Out.ShouldContain("gyre.yaml:2:33: warning file.missing");
        _host.Write("gyre.yaml", "- deployment: {name: Shop, policy: red.json, replicas: 2}");
        (await _host.RunAsync("deploy", "--home", "home")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("deployment.name");
        _host.Error.ShouldContain("deployment.program-only");
    }

    [Fact]
    public async Task What_the_home_refuses_names_the_place_and_the_others_are_applied()
    {
        await WriteAsync("red.json", "red");
        _host.Write("broken.json", "{}");
        _host.Write("gyre.yaml", """
            - deployment: {name: broken, policy: broken.json}
            - deployment: {name: shop, policy: red.json}
            """);
        (await _host.RunAsync("deploy", "--home", "home", "--format", "json")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("gyre.yaml:1:38: error");
        _host.Json.GetProperty("deployments").EnumerateArray().Select(static one => one.GetProperty("outcome").GetString())
            .ShouldBe(["failed", "created"]);
        _host.Write("gyre.yaml", "- deployment: {name: shop, model-file: broken.json}");
        (await _host.RunAsync("deploy", "--home", "home")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("deployment.form");
    }

    [Fact]
    public async Task Links_are_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights on Windows.");
        await WriteAsync("red.json", "red");
        File.CreateSymbolicLink(Path.Join(_host.Folder, "link.json"), Path.Join(_host.Folder, "red.json"));
        _host.Write("gyre.yaml", "- deployment: {name: shop, policy: link.json}");
        (await _host.RunAsync("deploy", "--home", "home")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("file.link");
    }

    [Theory]
    [InlineData("deploy", "other")]
    [InlineData("deploy", "shop", "--role", "canary")]
    [InlineData("deploy", "--policy", "red.json")]
    [InlineData("deploy", "shop", "--reward-wait", "5")]
    [InlineData("deploy", "shop", "--policy", "red.json", "--dry-run")]
    public async Task What_makes_no_sense_is_refused(params string[] arguments)
    {
        await WriteAsync("red.json", "red");
        _host.Write("gyre.yaml", "- deployment: {name: shop, policy: red.json}");
        (await _host.RunAsync([.. arguments, "--home", "home"])).ShouldBe(CliExitCodes.BadInput, _host.Out);
        _host.Error.ShouldContain("error deploy.");
    }

    [Fact]
    public async Task A_project_without_deployments_has_nothing_to_deploy()
    {
        (await _host.RunAsync("deploy", "--home", "home")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("project.missing");
        _host.Write("gyre.yaml", "- deployment: {name: shop, steps-may: [read]}");
        (await _host.RunAsync("deploy", "--home", "home")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("deploy.none");
    }

    private async Task GoThroughAsync(params string[] place)
    {
        foreach (var arm in (string[])["red", "green"])
            await WriteAsync($"{arm}.json", arm);
        _host.Write("gyre.yaml", """
            - deployment:
                name: shop
                policy: red.json
                settings: {reward-wait: 1m, reward-aggregation: sum}
            - deployment: {name: later, settings: {reward-wait: 5}}
            """);
        var dry = await JsonAsync(["deploy", "--dry-run", .. place]);
        Outcomes(dry).ShouldBe(["created", "skipped"]);
        (await JsonAsync(["deploy", .. place])).GetProperty("dry_run").GetBoolean().ShouldBeFalse();
        var first = await FindAsync(place);
        first.GetProperty("settings").GetProperty("reward_aggregation").GetString().ShouldBe("sum");
        Outcomes(await JsonAsync(["deploy", .. place])).ShouldBe(["unchanged", "skipped"]);

        _host.Write("gyre.yaml", """
            - deployment:
                name: shop
                policy: red.json
                settings: {reward-wait: 2m}
                canaries:
                - {policy: green.json, share: 0.25}
                shadows: []
            """);
        await DoneAsync(["deploy", "shop", "--dry-run", .. place]);
        _host.Out.ShouldBe(
            "shop: would change: a new version with policy green.json; reward-wait 60 s -> 120 s, reward-aggregation sum -> first, "
            + "canaries policy green.json with 0.25" + Environment.NewLine);
        Revision(await FindAsync(place)).ShouldBe(1);
        await DoneAsync(["deploy", "shop", .. place]);
        _host.Out.ShouldStartWith("shop: changed: a new version with policy green.json");
        var second = await FindAsync(place);
        second.GetProperty("canaries")[0].GetProperty("version").GetInt64().ShouldBe(2);
        Outcomes(await JsonAsync(["deploy", .. place])).ShouldBe(["unchanged"]);
        Revision(await FindAsync(place)).ShouldBe(Revision(second));

        _host.Write("gyre.yaml", "- deployment: {name: shop, policy: green.json, canaries: []}");
        await DoneAsync(["deploy", .. place]);
        _host.Out.ShouldBe("shop: changed: policy green.json (version 2)" + Environment.NewLine);
        Outcomes(await JsonAsync(["deploy", .. place])).ShouldBe(["unchanged"]);
        (await FindAsync(place)).GetProperty("champion").GetInt64().ShouldBe(2);

        _host.Write("gyre.yaml", "- deployment: {name: shop, settings: {reward-wait: 2m, reward-low: 0, apprentice: {share: 0.9}}}");
        await DoneAsync(["deploy", .. place]);
        _host.Out.ShouldContain("apprentice none -> (share 0.9, min-decisions 1000)");
        Outcomes(await JsonAsync(["deploy", .. place])).ShouldBe(["unchanged"]);
    }

    private static IEnumerable<string?> Outcomes(JsonElement report) =>
        report.GetProperty("deployments").EnumerateArray().Select(static one => one.GetProperty("outcome").GetString());

    private static long Revision(JsonElement deployment) => deployment.GetProperty("revision").GetInt64();

    private async Task<JsonElement> FindAsync(string[] place) =>
        (await JsonAsync(["deployments", .. place])).GetProperty("deployments")[0].Clone();

    private async Task DoneAsync(params string[] arguments) => (await _host.RunAsync(arguments)).ShouldBe(CliExitCodes.Done, _host.Error);

    private async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        await DoneAsync([.. arguments, "--format", "json"]);
        return _host.Json;
    }

    private async Task WriteAsync(string name, string arm)
    {
        var policy = Policy.Create(new PolicySpecification
        {
            Options = new GreedyOptions { Bias = true },
            ContextFields = ["age", "mood"],
            Arms = ["red", "green"],
        });
        for (var i = 0; i < 2; i++)
            policy.Learn(new PolicyContext([1, 2]), i, policy.Specification.Arms[i] == arm ? 1 : 0);
        await using var file = File.Create(Path.Join(_host.Folder, name));
        await PolicyFile.WriteAsync(policy, file, Cancel);
    }
}
