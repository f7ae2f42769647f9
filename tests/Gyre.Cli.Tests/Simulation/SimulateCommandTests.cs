using Gyre.Cli.Homes;
using Gyre.Storage;

namespace Gyre.Cli.Tests.Simulation;

/// <summary><c>gyre simulate</c> over a real home and over a server of it.</summary>
public sealed class SimulateCommandTests : IDisposable
{
    private const string World = "linear:arms=3,fields=2,deviation=0.1";
    private readonly TestHost _host = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Users_play_against_a_deployment_of_a_home() => await PlayAsync("--home", "home");

    [Fact]
    public async Task Users_play_against_a_deployment_of_a_server()
    {
        await using var home = await ProgramHomes.Standard.OpenAsync(new StorageOptions { Home = Path.Join(_host.Folder, "home") }, Cancel);
        await PlayAsync("--server", (await home.ServePagesAsync(Cancel)).GetLeftPart(UriPartial.Authority));
    }

    [Fact]
    public async Task An_interrupt_prints_what_came_so_far()
    {
        await DeployAsync("--home", "home");
        var clock = new JumpingClock { Waiting = _host.InterruptAsync };
        _host.Host = _host.Host with { Clock = clock };
        (await _host.RunAsync(
            "simulate", "--deployment", "shop", "--environment", World, "--for", "1h", "--rate", "1/s", "--delay", "fixed:5m", "--home", "home"))
            .ShouldBe(CliExitCodes.Interrupted, _host.Error);
        _host.Out.ShouldContain("rewards not sent");
        _host.Out.ShouldContain("best single arm");
    }

    [Fact]
    public async Task A_terminal_shows_a_line_in_place()
    {
        await DeployAsync("--home", "home");
        _host.Host = _host.Host with { Clock = new JumpingClock(), ErrorIsTerminal = true };
        await DoneAsync(
            "simulate", "--deployment", "shop", "--environment", World, "--decisions", "30", "--rate", "5/s", "--home", "home", "--format", "json");
        _host.Error.ShouldContain("average reward");
        _host.Json.GetProperty("decisions_per_second").GetDouble().ShouldBe(5, 0.5);
    }

    [Theory]
    [InlineData("not a valid rate", "--rate", "fast")]
    [InlineData("not a valid rate", "--rate", "0/s")]
    [InlineData("not a valid delay", "--delay", "soon")]
    [InlineData("not a valid duration", "--delay", "exp:long")]
    [InlineData("not a valid duration", "--for", "10")]
    [InlineData("exclude each other", "--for", "10s", "--decisions", "5")]
    [InlineData("out of range", "--reward-share", "1.5")]
    [InlineData("out of range", "--first-round", "-1")]
    [InlineData("does not exist", "--ratings", "none.data")]
    [InlineData("environment", "--environment", "moon")]
    [InlineData("context", "--environment", "linear:arms=3,fields=5")]
    [InlineData("was not found", "--deployment", "nothing")]
    public async Task What_is_wrong_is_said(string words, params string[] arguments)
    {
        await DeployAsync("--home", "home");
        string[] usual = [
            .. arguments.Contains("--deployment") ? (string[])[] : ["--deployment", "shop"],
            .. arguments.Contains("--environment") ? (string[])[] : ["--environment", World], "--home", "home"];
        (await _host.RunAsync(["simulate", .. usual, .. arguments])).ShouldBe(CliExitCodes.BadInput, _host.Error);
        _host.Error.ShouldContain(words);
    }

    private async Task PlayAsync(params string[] place)
    {
        await DeployAsync(place);
        string[] play = ["simulate", "--deployment", "shop", "--environment", World, "--decisions", "60", "--rate", "max", .. place, "--format", "json"];
        await DoneAsync(play);
        var first = _host.Json;
        (first.GetProperty("decisions").GetInt64(), first.GetProperty("rewards_sent").GetInt64(), first.GetProperty("first_round").GetInt64())
            .ShouldBe((60, 60, 0));
        first.GetProperty("fates").GetProperty("used").GetInt64().ShouldBe(60);
        first.GetProperty("versions")[0].GetProperty("decisions").GetInt64().ShouldBe(60);
        first.GetProperty("optimal").GetDouble().ShouldBeGreaterThan(first.GetProperty("best_fixed").GetDouble());

        await DoneAsync(play);
        _host.Json.GetProperty("first_round").GetInt64().ShouldBe(60, "other users come the second time");
        await DoneAsync(["decisions", "books", "shop", .. place, "--format", "json"]);
        (_host.Json.GetProperty("used").GetInt64(), _host.Json.GetProperty("balance").GetBoolean()).ShouldBe((120, true));
    }

    private async Task DeployAsync(params string[] place)
    {
        var (log, policy) = (Path.Join(_host.Folder, "log.csv"), Path.Join(_host.Folder, "policy.json"));
        await DoneAsync("bandit", "generate", "--environment", World, "--decisions", "200", "--output", log);
        await DoneAsync("bandit", "train", "--log", log, "--policy", "lin-ucb", "--output", policy);
        await DoneAsync(["deploy", "shop", "--policy", policy, .. place]);
    }

    private async Task DoneAsync(params string[] arguments) => (await _host.RunAsync(arguments)).ShouldBe(CliExitCodes.Done, _host.Error);
}
