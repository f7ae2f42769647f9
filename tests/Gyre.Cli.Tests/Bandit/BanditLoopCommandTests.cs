using Gyre.Cli.Files;
using Gyre.Cli.Homes;
using Gyre.Learning;
using Gyre.Storage;
using Gyre.Testing;

namespace Gyre.Cli.Tests.Bandit;

/// <summary><c>gyre bandit ingest</c> and <c>gyre bandit deploy</c>, over a real home, over a server of it, and as a step.</summary>
public sealed class BanditLoopCommandTests : IDisposable
{
    private const string World = "linear:arms=3,fields=2,deviation=0.1";
    private readonly ManualClock _clock = new();
    private readonly TestHost _host = new();

    public BanditLoopCommandTests() => _host.Host = _host.Host with { OpenHome = OpenAsync };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_loop_is_closed_in_a_home() => await GoRoundAsync("--home", "home");

    [Fact]
    public async Task A_loop_is_closed_on_a_server()
    {
        await using var home = await OpenAsync(new StorageOptions { Home = Path.Join(_host.Folder, "home") }, Cancel);
        await GoRoundAsync("--server", (await home.ServePagesAsync(Cancel)).GetLeftPart(UriPartial.Authority));
    }

    [Fact]
    public async Task A_step_uses_the_server_of_its_run_and_uploads_nothing()
    {
        await using var home = await OpenAsync(new StorageOptions { Home = Path.Join(_host.Folder, "home") }, Cancel);
        var policy = await TrainAsync("policy.json", 200);
        _host.Variables["GYRE_API_URL"] = (await home.ServePagesAsync(Cancel)).GetLeftPart(UriPartial.Authority);
        (await _host.RunAsync("bandit", "deploy", "--deployment", "shop", "--policy", policy)).ShouldBe(CliExitCodes.BadInput);
        await home.Blobs.PutFileAsync(policy, Cancel);
        await DoneAsync("bandit", "deploy", "--deployment", "shop", "--policy", policy);
        await DoneAsync("deployments", "--format", "json");
        _host.Json.GetProperty("deployments").GetArrayLength().ShouldBe(1);
        (await _host.RunAsync("deployments", "--home", "other")).ShouldBe(CliExitCodes.BadInput, "a place on the command line comes first");
    }

    [Fact]
    public async Task What_the_gate_kept_is_not_deployed()
    {
        var policy = await TrainAsync("policy.json", 200);
        var report = _host.Write("gate.json", """{"promote": false, "outcome": "keep", "sentence": "Not better."}""");
        string[] deploy = ["bandit", "deploy", "--deployment", "shop", "--policy", policy, "--report", report, "--version-file", In("version"), "--home", "home"];
        (await _host.RunAsync(deploy)).ShouldBe(CliExitCodes.Failed);
        _host.Out.ShouldContain("the gate kept the champion. Not better.");
        await DoneAsync([.. deploy, "--exit-zero"]);
        (await File.ReadAllTextAsync(In("version"), Cancel)).ShouldBe("0.0");
        Directory.Exists(In("home")).ShouldBeFalse("nothing was deployed");
        _host.Write("gate.json", "[]");
        (await _host.RunAsync(deploy)).ShouldBe(CliExitCodes.BadInput);
        _host.Write("gate.json", """{"promote": true, "sentence": "Better.", "difference": 0.25, "interval": [0.1, 0.4], "p_value": null, "rows": 90}""");
        await DoneAsync(deploy);
        await using var home = await OpenAsync(new StorageOptions { Home = In("home") }, Cancel);
        var change = (await home.Parts.Get<Gyre.Serving.IDeployments>().ChangesAsync("shop", 1, Cancel))![0];
        change.Reason.ShouldBe("Better.");
        change.Evidence.Select(static one => (one.Metric, one.Value))
            .ShouldBe([("gate.difference", 0.25), ("gate.rows", 90), ("gate.interval_low", 0.1), ("gate.interval_high", 0.4)]);
    }

    [Fact]
    public async Task Its_steps_never_take_results_from_the_cache()
    {
        _host.Write("gyre.yaml", """
            - step: {name: fetch, uses: gyre/bandit-ingest, cache: {lifetime: 1h}, with: {deployment: shop}}
            - step: {name: put, uses: gyre/bandit-deploy, with: {deployment: shop}}
            - step: {name: train, uses: gyre/bandit-train}
            """);
        var project = (await ProjectFiles.LoadAsync(_host.Host, _host.Folder, Cancel)).Project;
        project.Steps.Select(static step => step.Cache.Enabled).ShouldBe([false, false, true]);
    }

    [Theory]
    [InlineData("was not found", "ingest", "--deployment", "none", "--output", "x.csv")]
    [InlineData("valid time", "ingest", "--deployment", "shop", "--output", "x.csv", "--since", "soon", "--minimum", "0")]
    [InlineData("cannot be negative", "ingest", "--deployment", "shop", "--output", "x.csv", "--minimum", "-1")]
    [InlineData("outcome", "ingest", "--deployment", "shop", "--output", "x.csv", "--minimum", "0", "--outcome", "odd")]
    [InlineData("role", "deploy", "--deployment", "shop", "--policy", "policy.json", "--role", "boss")]
    public async Task What_is_wrong_is_said(string words, params string[] arguments)
    {
        await DoneAsync("deploy", "shop", "--policy", await TrainAsync("policy.json", 200), "--home", "home");
        string[] rooted = [.. arguments.Select(word => word.EndsWith(".json", StringComparison.Ordinal) ? In(word) : word)];
        (await _host.RunAsync(["bandit", .. rooted, "--home", "home"])).ShouldBe(CliExitCodes.BadInput, _host.Out);
        _host.Error.ShouldContain(words);
    }

    private async Task GoRoundAsync(params string[] place)
    {
        var first = await TrainAsync("first.json", 200);
        await DoneAsync(["bandit", "deploy", "--deployment", "shop", "--policy", first, "--reward-wait", "60", .. place]);
        await DoneAsync(["bandit", "deploy", "--deployment", "shop", "--policy", first, .. place]);
        _host.Out.ShouldContain("Version 1 of 'shop' is this policy already.");

        string[] ingest = [
            "bandit", "ingest", "--deployment", "shop", "--output", In("log.csv"), "--champion", In("champion.json"),
            "--new-file", In("new"), "--ready-file", In("ready"), .. place];
        (await _host.RunAsync([.. ingest, "--minimum", "30"])).ShouldBe(CliExitCodes.Failed);
        _host.Out.ShouldContain("0 new joined decisions since version 1 was deployed; 30 are needed.");
        File.Exists(In("log.csv")).ShouldBeFalse();
        (await File.ReadAllTextAsync(In("ready"), Cancel)).ShouldBe("0.0");

        await PlayAsync(40, "1", place);
        await PlayAsync(10, "0", place);
        (await _host.RunAsync([.. ingest, "--minimum", "30"])).ShouldBe(CliExitCodes.Failed, "their waits are not over");
        await EndWaitsAsync();
        await DoneAsync([.. ingest, "--minimum", "30", "--format", "json"]);
        Numbers("ready", "new_decisions", "rows", "version").ShouldBe([1, 40, 50, 1]);
        (await File.ReadAllTextAsync(In("new"), Cancel)).ShouldBe("40.0");
        (await File.ReadAllBytesAsync(In("champion.json"), Cancel)).ShouldBe(await File.ReadAllBytesAsync(first, Cancel));
        (await ReadAsync("log.csv")).Ids.Distinct().Count().ShouldBe(50);
        await DoneAsync([.. ingest, "--outcome", "joined", "--limit", "7", "--format", "json"]);
        Numbers("new_decisions", "rows").ShouldBe([40, 7]);
        (await ReadAsync("log.csv")).Count.ShouldBe(7);

        await DoneAsync("bandit", "train", "--log", In("log.csv"), "--from", In("champion.json"), "--output", In("second.json"));
        await DoneAsync(["bandit", "deploy", "--deployment", "shop", "--policy", In("second.json"), "--role", "canary", "--share", "0.25", .. place]);
        await DoneAsync(["deployments", .. place, "--format", "json"]);
        _host.Json.GetProperty("deployments")[0].GetProperty("canaries")[0].GetProperty("share").GetDouble().ShouldBe(0.25);
        _host.Json.GetProperty("deployments")[0].GetProperty("settings").GetProperty("reward_wait_seconds").GetDouble().ShouldBe(60);
        await DoneAsync(["deploy", "shop", "--version", "2", .. place]);
        await PlayAsync(5, "1", place);
        await EndWaitsAsync();
        await DoneAsync([.. ingest, "--minimum", "5", "--since", "champion", "--format", "json"]);
        Numbers("new_decisions", "rows", "version").ShouldBe([5, 5, 2]);
    }

    /// <summary>What the loop of a server does all the time.</summary>
    private async Task EndWaitsAsync()
    {
        _clock.Advance(TimeSpan.FromMinutes(2));
        await using var home = await OpenAsync(new StorageOptions { Home = In("home") }, Cancel);
        await home.Parts.Get<Gyre.Serving.IDecisions>().SettleAsync(Cancel);
    }

    private Task PlayAsync(int decisions, string share, string[] place) => DoneAsync(
        ["simulate", "--deployment", "shop", "--environment", World, "--decisions", $"{decisions}", "--rate", "max", "--reward-share", share, .. place]);

    private double[] Numbers(params string[] names) => [.. names.Select(name => _host.Json.GetProperty(name).GetDouble())];

    private async Task<DecisionLog> ReadAsync(string name)
    {
        await using var file = File.OpenRead(In(name));
        return await DecisionLogFile.ReadAsync(new NamedStream(file, name), null, Cancel);
    }

    private async Task<string> TrainAsync(string name, int decisions)
    {
        await DoneAsync("bandit", "generate", "--environment", World, "--decisions", $"{decisions}", "--output", In("random.csv"));
        await DoneAsync("bandit", "train", "--log", In("random.csv"), "--policy", "lin-ucb", "--output", In(name));
        return In(name);
    }

    private string In(string name) => Path.Join(_host.Folder, name);

    private async Task DoneAsync(params string[] arguments) =>
        (await _host.RunAsync(arguments)).ShouldBe(CliExitCodes.Done, string.Join(' ', arguments) + _host.Error + _host.Out);

    private Task<IHome> OpenAsync(StorageOptions storage, CancellationToken cancellationToken)
    {
        var settings = ProgramHomes.SettingsOf(storage, null) with { Clock = _clock };
        return CliHome.OpenAsync(settings, ProgramHomes.Standard.ModulesOf(settings), cancellationToken);
    }
}
