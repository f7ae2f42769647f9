using System.Text.Json;
using Gyre.Cli.Homes;
using Gyre.Learning;
using Gyre.Storage;

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
    [InlineData("deploy", "shop")]
    [InlineData("deploy", "shop", "--policy", "none.json")]
    [InlineData("deploy", "shop", "--policy", "red.json", "--version", "1")]
    [InlineData("deploy", "shop", "--policy", "red.json", "--role", "boss")]
    [InlineData("deploy", "shop", "--policy", "red.json", "--exploration-floor", "much")]
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
