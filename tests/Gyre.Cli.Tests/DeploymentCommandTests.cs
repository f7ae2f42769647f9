using System.Text.Json;
using Gyre.Cli.Homes;
using Gyre.Learning;
using Gyre.Serving;
using Gyre.Storage;
using Gyre.Testing;

namespace Gyre.Cli.Tests;

/// <summary>The commands about deployments, over a real home and over a server of it.</summary>
public sealed class DeploymentCommandTests : IDisposable
{
    private readonly TestHost _host = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_deployment_goes_its_way_in_a_home() => await GoThroughAsync("--home", "home");

    [Fact]
    public async Task A_deployment_goes_its_way_on_a_server()
    {
        await using var home = await ProgramHomes.Standard.OpenAsync(new StorageOptions { Home = Path.Join(_host.Folder, "home") }, Cancel);
        var server = (await home.ServePagesAsync(Cancel)).GetLeftPart(UriPartial.Authority);
        await GoThroughAsync("--server", server);
        await DoneAsync("decisions", "export", "shop", "--output", "log.csv", "--server", server);
        _host.Out.ShouldContain("Wrote 0 decisions");
    }

    [Fact]
    public async Task Settled_decisions_are_exported_as_a_log_to_train_on()
    {
        await WriteAsync("red.json", "red");
        await DoneAsync("deploy", "shop", "--policy", "red.json", "--reward-wait", "0.001", "--reward-default", "-1", "--home", "home");
        await DoneAsync("decide", "shop", "--context", "1,2", "--home", "home");
        await DoneAsync("decisions", "books", "shop", "--home", "home");
        _host.Error.ShouldContain("The books balance.");
        await DoneAsync("decisions", "export", "shop", "--output", "log.csv", "--home", "home");
        var file = File.OpenRead(Path.Join(_host.Folder, "log.csv"));
        await using (file)
        {
            var log = await DecisionLogFile.ReadAsync(new NamedStream(file, "log.csv"), null, Cancel);
            (log.Count, log.Arms[0], log.Rewards[0]).ShouldBe((1, "red", -1));
            log.ContextFields.ShouldBe(["age", "mood"]);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_log_is_a_training_set_in_each_form(bool isRemote)
    {
        await using var served = isRemote
            ? await ProgramHomes.Standard.OpenAsync(new StorageOptions { Home = Path.Join(_host.Folder, "home") }, Cancel)
            : null;
        string[] place = served is null
            ? ["--home", "home"]
            : ["--server", (await served.ServePagesAsync(Cancel)).GetLeftPart(UriPartial.Authority)];
        await SettledAsync(served, place);
        Directory.CreateDirectory(Path.Join(_host.Folder, "logs"));
        foreach (var form in (string[])["csv", "jsonl", "parquet"])
        {
            var export = await JsonAsync(["decisions", "export", "shop", "--as", form, "--output", "logs", .. place]);
            export.GetProperty("rows").GetInt64().ShouldBe(3);
            await DoneAsync(
                "bandit", "train", "--log", PathOf($"logs/log.{form}"), "--policy", "greedy", "--output", PathOf($"{form}.json"));
        }
        var policies = new[] { "csv", "jsonl", "parquet" }.Select(form => File.ReadAllText(PathOf($"{form}.json"))).ToList();
        policies.ShouldAllBe(policy => policy == policies[0]);
        await DoneAsync(["decisions", "export", "shop", "--arm", "none", "--output", "none.parquet", .. place]);
        _host.Out.ShouldContain("Wrote 0 decisions");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_log_is_kept_as_a_version_of_a_dataset_once(bool isRemote)
    {
        await using var served = isRemote
            ? await ProgramHomes.Standard.OpenAsync(new StorageOptions { Home = Path.Join(_host.Folder, "home") }, Cancel)
            : null;
        string[] place = served is null
            ? ["--home", "home"]
            : ["--server", (await served.ServePagesAsync(Cancel)).GetLeftPart(UriPartial.Authority)];
        await SettledAsync(served, place);
        string[] keep = ["decisions", "export", "shop", "--dataset", "films-log", "--project", "films"];
        var first = await JsonAsync([.. keep, "--as", "parquet", .. place]);
        first.GetProperty("uri").GetString().ShouldStartWith("dataset://films-log/3-");
        first.GetProperty("is_new").GetBoolean().ShouldBeTrue();
        var origin = first.GetProperty("origin");
        string[] counts = ["rows", "first", "last"];
        counts.Select(name => origin.GetProperty(name).GetInt64()).ShouldBe([3, 1, 3]);
        var again = await JsonAsync([.. keep, "--as", "parquet", .. place]);
        (again.TryGetProperty("is_new", out var isNew) && isNew.GetBoolean()).ShouldBeFalse();
        again.GetProperty("id").GetGuid().ShouldBe(first.GetProperty("id").GetGuid());
        (await _host.RunAsync([.. keep, "--arm", "none", .. place])).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("fits the filters");
    }

    [Fact]
    public async Task A_damaged_parquet_file_is_refused()
    {
        await SettledAsync(null, "--home", "home");
        await DoneAsync("decisions", "export", "shop", "--output", "log.parquet", "--home", "home");
        var bytes = await File.ReadAllBytesAsync(Path.Join(_host.Folder, "log.parquet"), Cancel);
        foreach (var length in (int[])[4, 12, bytes.Length / 2, bytes.Length - 1])
        {
            await File.WriteAllBytesAsync(Path.Join(_host.Folder, "cut.parquet"), bytes[..length], Cancel);
            (await _host.RunAsync("bandit", "train", "--log", PathOf("cut.parquet"), "--policy", "greedy", "--output", PathOf("p.json")))
                .ShouldBe(CliExitCodes.BadInput);
            _host.Error.ShouldContain("not a valid Parquet file");
        }
    }

    [Fact]
    public async Task An_apprentice_answers_with_the_choice_of_its_caller_until_it_is_told_otherwise()
    {
        string[] deploy = ["deploy", "shop", "--policy", "red.json", "--home", "home"];
        string[] decide = ["decide", "shop", "--context", "1,2", "--home", "home"];
        await WriteAsync("red.json", "red");
        await DoneAsync([.. deploy, "--reward-low", "0", "--apprentice"]);
        (await JsonAsync([.. decide, "--baseline", "green"])).GetProperty("arm").GetString().ShouldBe("green");
        (await _host.RunAsync(decide)).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("apprentice");
        var settings = (await JsonAsync([.. deploy, "--apprentice", "0.5"])).GetProperty("deployment").GetProperty("settings");
        settings.GetProperty("apprentice").GetProperty("share").GetDouble().ShouldBe(0.5);
        settings.GetProperty("apprentice").GetProperty("min_decisions").GetInt32().ShouldBe(1000);
        await DoneAsync([.. deploy, "--apprentice", "none"]);
        (await JsonAsync(decide)).GetProperty("arm").GetString().ShouldBe("red");
    }

    [Theory]
    [InlineData("decisions", "export", "shop")]
    [InlineData("decisions", "export", "shop", "--output", "a.csv", "--dataset", "d")]
    [InlineData("decisions", "export", "shop", "--output", "a.csv", "--as", "xml")]
    [InlineData("decisions", "export", "shop", "--output", "a.csv", "--from", "soon")]
    [InlineData("decisions", "export", "shop", "--output", "a.csv", "--version", "x")]
    [InlineData("decisions", "export", "shop", "--output", "a.csv", "--outcome", "pending")]
    [InlineData("decisions", "export", "shop", "--output", "a.csv", "--from", "2026-01-02", "--to", "2026-01-01")]
    [InlineData("decisions", "export", "shop", "--dataset", "d")]
    [InlineData("decisions", "export", "shop", "--dataset", "a/b", "--project", "p")]
    [InlineData("deploy", "shop")]
    [InlineData("deploy", "shop", "--policy", "none.json")]
    [InlineData("deploy", "shop", "--policy", "red.json", "--version", "1")]
    [InlineData("deploy", "shop", "--policy", "red.json", "--role", "boss")]
    [InlineData("deploy", "shop", "--policy", "red.json", "--exploration-floor", "much")]
    [InlineData("deploy", "shop", "--policy", "red.json", "--apprentice")]
    [InlineData("deploy", "shop", "--policy", "red.json", "--reward-low", "0", "--apprentice", "much")]
    [InlineData("deploy", "shop", "--version", "9")]
    [InlineData("decide", "shop", "--context", "1")]
    [InlineData("decide", "shop", "--context", "age=1,age=2")]
    [InlineData("decide", "shop", "--context", "1,x")]
    [InlineData("decide", "nothing", "--context", "1,2")]
    [InlineData("reward", "shop", "--decision", "x", "--value", "much")]
    [InlineData("rollback", "shop")]
    [InlineData("decisions", "list", "shop", "--outcome", "odd")]
    [InlineData("decisions", "books", "nothing")]
    public async Task What_is_wrong_is_said(params string[] arguments)
    {
        await WriteAsync("red.json", "red");
        await DoneAsync("deploy", "shop", "--policy", "red.json", "--home", "home");
        (await _host.RunAsync([.. arguments, "--home", "home"])).ShouldBe(CliExitCodes.BadInput, _host.Out);
        _host.Error.ShouldNotBeEmpty();
        await DoneAsync("deployments", "--home", "home", "--format", "json");
        _host.Json.GetProperty("deployments")[0].GetProperty("revision").GetInt64().ShouldBe(1);
    }

    private async Task GoThroughAsync(params string[] place)
    {
        await WriteAsync("red.json", "red");
        await WriteAsync("green.json", "green");
        await DoneAsync(["deploy", "shop", "--policy", "red.json", "--reward-aggregation", "sum", .. place]);
        await DoneAsync(["deploy", "shop", "--policy", "green.json", "--role", "shadow", "--exploration-floor", "0.2", .. place]);
        _host.Out.ShouldContain("version 1 is the champion");
        var settings = (await JsonAsync(["deployments", .. place])).GetProperty("deployments")[0].GetProperty("settings");
        settings.GetProperty("reward_aggregation").GetString().ShouldBe("sum");
        settings.GetProperty("exploration_floor").GetDouble().ShouldBe(0.2);

        var decision = await JsonAsync(["decide", "shop", "--context", "age=1,mood=2", "--arms", "red", "--id", "one", .. place]);
        (decision.GetProperty("arm").GetString(), decision.GetProperty("version").GetInt64()).ShouldBe(("red", 1));
        await DoneAsync(["decide", "shop", "--context", "1,2", "--arms", "red", "--id", "one", .. place]);
        _host.Error.ShouldContain("made before");
        (await JsonAsync(["reward", "shop", "--decision", "one", "--value", "1", "--id", "r", .. place])).GetProperty("fate").GetString().ShouldBe("used");
        await DoneAsync(["reward", "shop", "--decision", "one", "--value", "1", "--id", "r", .. place]);
        _host.Out.Trim().ShouldBe("duplicate");
        await DoneAsync(["decisions", "list", "shop", "--outcome", "pending", .. place]);
        _host.Out.ShouldContain("one");
        (await JsonAsync(["decisions", "books", "shop", .. place])).GetProperty("pending_with_reward").GetInt64().ShouldBe(1);

        await DoneAsync(["deploy", "shop", "--version", "2", "--reason", "better", .. place]);
        _host.Out.ShouldContain("Version 2 serves 'shop' now");
        (await JsonAsync(["rollback", "shop", .. place])).GetProperty("deployment").GetProperty("champion").GetInt64().ShouldBe(1);
        await DoneAsync(["rollback", "shop", .. place]);
        _host.Out.ShouldContain("Nothing changed.");
    }

    /// <summary>A home that only serves settles nothing by itself; commands over a home do.</summary>
    private async Task SettledAsync(IHome? served, params string[] place)
    {
        await WriteAsync("red.json", "red");
        await DoneAsync(["deploy", "shop", "--policy", "red.json", "--reward-wait", "0.001", "--reward-default", "-1", .. place]);
        foreach (var mood in (string[])["2", "3", "4"])
            await DoneAsync(["decide", "shop", "--context", $"1,{mood}", .. place]);
        await Patience.UntilAsync(
            async () =>
            {
                if (served is not null)
                    await served.Parts.Get<IDecisions>().SettleAsync(Cancel);
                return (await JsonAsync(["decisions", "books", "shop", .. place])).GetProperty("pending").GetInt64() == 0;
            },
            Cancel);
    }

    private string PathOf(string name) => Path.Join(_host.Folder, name);

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
