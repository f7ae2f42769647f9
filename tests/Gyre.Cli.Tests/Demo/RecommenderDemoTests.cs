using System.Text.Json;
using System.Xml.Linq;
using Gyre.Cli.Bandit;
using Gyre.Cli.Demo;
using Gyre.Learning;

namespace Gyre.Cli.Tests.Demo;

/// <summary>The recommender of the demo on a real home, over fewer rounds and with a policy that is quick to judge.</summary>
public sealed class RecommenderDemoTests : IDisposable
{
    private static readonly RecommenderSettings Short = new()
    {
        Rounds = 40,
        FirstDecisions = 120,
        Policy = "softmax",
        Environment = "ratings:arms=10,rank=10,deviation=0.5",
    };

    private readonly TestHost _host = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task It_learns_is_promoted_and_its_books_balance()
    {
        var result = await PlayAsync(Short, "--format", "json");
        (result.GetProperty("rounds").GetInt32(), result.GetProperty("decisions").GetInt64()).ShouldBe((40, 40 * 48));
        result.GetProperty("promotions").GetInt32().ShouldBeGreaterThan(0);
        result.GetProperty("refusals").GetInt32().ShouldBeGreaterThan(0);
        var (first, last, optimal) = (Number(result, "first_greedy_value"), Number(result, "greedy_value"), Number(result, "optimal"));
        last.ShouldBeGreaterThan(first);
        last.ShouldBeInRange(0.95 * optimal, optimal + 0.05);
        var books = result.GetProperty("books");
        (books.GetProperty("balance").GetBoolean(), books.GetProperty("pending").GetInt64()).ShouldBe((true, 0));
        books.GetProperty("defaulted").GetInt64().ShouldBeGreaterThan(0);
        books.GetProperty("late").GetInt64().ShouldBeGreaterThan(0);

        (await _host.RunAsync("decisions", "books", "demo-recommender", "--home", "h", "--format", "json")).ShouldBe(CliExitCodes.Done);
        _host.Json.GetProperty("decisions").GetInt64().ShouldBe(40 * 48, "the home has what the demo showed");
    }

    [Fact]
    public async Task The_same_seed_goes_the_same_way_and_another_one_does_not()
    {
        var settings = Short with { Rounds = 8 };
        var first = Without(await PlayAsync(settings, "--format", "json"));
        Without(await PlayAsync(settings, "--format", "json")).ShouldBe(first);
        Without(await PlayAsync(settings with { Seed = 2 }, "--format", "json")).ShouldNotBe(first);
    }

    [Fact]
    public async Task The_report_is_a_page_that_needs_nothing_else()
    {
        await PlayAsync(Short with { Rounds = 12 });
        _host.Out.ShouldContain("The books balance.");
        var file = Path.Join(_host.Folder, "h", "demo-recommender", "report.html");
        _host.Out.ShouldContain(file);
        _host.Error.ShouldContain("round 12 of 12");
        var page = await File.ReadAllTextAsync(file, Cancel);
        foreach (var foreign in (string[])["http:", "https:", "<script", "<link", "<img", "@import", "url("])
            page.ShouldNotContain(foreign);
        var body = page[page.IndexOf("<body>", StringComparison.Ordinal)..page.IndexOf("</html>", StringComparison.Ordinal)];
        var plots = XDocument.Parse(body).Descendants("svg").ToList();
        plots.Count.ShouldBe(2);
        plots[0].Elements("polyline").Select(static line => line.Attribute("points")!.Value.Split(' ').Length).ShouldBe([12, 12, 12, 12, 12]);
    }

    [Fact]
    public async Task A_terminal_shows_the_loop_in_place()
    {
        _host.Host = _host.Host with { ErrorIsTerminal = true };
        await PlayAsync(Short with { Rounds = 6 });
        _host.Error.ShouldContain("A recommender that learns from its own decisions");
        _host.Error.ShouldContain("served policy, greedy");
    }

    [Fact]
    public async Task Demos_are_listed()
    {
        (await _host.RunAsync("demo", "--list")).ShouldBe(CliExitCodes.Done);
        _host.Out.ShouldContain("digits");
        _host.Out.ShouldContain("recommender");
        (await _host.RunAsync("demo", "--list", "--format", "json")).ShouldBe(CliExitCodes.Done);
        _host.Json.GetProperty("demos").GetArrayLength().ShouldBe(3);
        (await _host.RunAsync("demo", "recomender")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("Did you mean 'recommender'?");
        _host.Error.ShouldContain("digits, recommender");
        (await _host.RunAsync("demo", "recommender", "--ui")).ShouldBe(CliExitCodes.BadInput);
    }

    [Fact]
    public void Parts_of_logs_join_to_the_whole()
    {
        var log = BanditJobs.Generate(BanditJobs.ReadEnvironment("linear:arms=5,fields=2", null, 1), null, 30, 0, 1, null, Cancel);
        var (few, rest) = (LogParts.Pick(log, [3]), LogParts.Pick(log, [.. Enumerable.Range(4, 26)]));
        few.Arms.ShouldHaveSingleItem();
        var joined = LogParts.Join(few, rest);
        joined.Count.ShouldBe(27);
        Rows(joined).ShouldBe(Rows(LogParts.Newest(log, 27)));
        Rows(joined).ShouldBe(Rows(log).Skip(3));
    }

    private static IEnumerable<string> Rows(DecisionLog log) => Enumerable.Range(0, log.Count).Select(row =>
        $"{log.Ids[row]} {log.Arms[log.Chosen[row]]} {log.Propensities[row]} {log.Rewards[row]} {string.Join(' ', log.Contexts.Row(row).ToArray())}");

    private static string Without(JsonElement result) => result.ToString()[..result.ToString().IndexOf("\"report\"", StringComparison.Ordinal)];

    private static double Number(JsonElement result, string name) => result.GetProperty(name).GetDouble();

    private async Task<JsonElement> PlayAsync(RecommenderSettings settings, params string[] more)
    {
        var result = CliApp.Create(_host.Host).Parse(["demo", "recommender", "--home", "h", .. more]);
        var before = _host.Out.Length;
        (await new RecommenderDemo(_host.Host, settings).RunAsync(result, Cancel)).ShouldBe(CliExitCodes.Done, _host.Error);
        return more.Length > 0 ? JsonDocument.Parse(_host.Out[before..]).RootElement : default;
    }
}
