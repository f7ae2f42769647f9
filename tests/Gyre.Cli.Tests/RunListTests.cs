using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Cli.Tests;

/// <summary>Lists of runs: filters, short ids, runs without an engine, and tables that fit the terminal.</summary>
public class RunListTests
{
    private static FakeHome ThreeRuns()
    {
        var home = Samples.Home(RunState.Running);
        home.AllRuns[0] = home.AllRuns[0] with { IsDriven = false };
        home.AllRuns.Add(Samples.View(RunId.From(Guid.Parse("0199c1f4-7c1e-7b4a-9d5e-3f2a1b0c9d8f")), RunState.Failed) with { Project = "other", Pipeline = "train" });
        home.AllRuns.Add(Samples.View(RunId.From(Guid.Parse("0188c1f4-7c1e-7b4a-9d5e-3f2a1b0c9d8f")), RunState.Succeeded) with { CreatedAt = Samples.Begin.AddDays(-9) });
        return home;
    }

    private static async Task<TestHost> RunAsync(FakeHome home, string line, int expected = CliExitCodes.Done, int width = 0)
    {
        var host = new TestHost(home);
        if (width > 0)
            host.Host = host.Host with { OutIsTerminal = true, Width = () => width, NoColor = true };
        (await host.RunAsync([.. line.Split(' '), "--home", "."])).ShouldBe(expected, host.Error);
        return host;
    }

    [Theory]
    [InlineData("--state failed", "other")]
    [InlineData("--state failed --state running", "sample other")]
    [InlineData("--project sample --state succeeded", "sample")]
    [InlineData("--pipeline train", "other")]
    [InlineData("--since 2026-02-27", "sample other")]
    [InlineData("--pipeline nothing", "")]
    public async Task Runs_are_chosen_by_state_pipeline_project_and_time(string options, string projects)
    {
        using var host = await RunAsync(ThreeRuns(), $"runs --format json {options}");
        host.Json.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("project").GetString()).ShouldBe(
            projects.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("--state faild", "Did you mean 'failed'?")]
    [InlineData("--since yesterday", "'yesterday' is not a valid time for --since.")]
    public async Task What_is_no_state_or_time_is_refused_with_what_is(string options, string words)
    {
        using var host = await RunAsync(ThreeRuns(), $"runs {options}", CliExitCodes.BadInput);
        host.Error.ShouldContain(words);
    }

    [Theory]
    [InlineData("30m", "2026-03-01T11:30:00Z")]
    [InlineData("1.5h", "2026-03-01T10:30:00Z")]
    [InlineData("2d", "2026-02-27T12:00:00Z")]
    [InlineData("1w", "2026-02-22T12:00:00Z")]
    [InlineData("2026-02-01", "2026-02-01T00:00:00Z")]
    [InlineData("2026-02-01T10:30Z", "2026-02-01T10:30:00Z")]
    [InlineData("2026-02-01T10:30:15+02:00", "2026-02-01T08:30:15Z")]
    [InlineData("h", null)]
    [InlineData("-2h", null)]
    [InlineData("2y", null)]
    [InlineData("99999999999999w", null)]
    [InlineData("01.02.2026", null)]
    public void A_time_is_a_while_ago_or_a_date(string text, string? expected) => Since.Parse(text, Samples.Begin)
        .ShouldBe(expected is null ? null : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public async Task Ids_are_as_short_as_they_are_unique_and_are_found_again_so()
    {
        using var host = await RunAsync(ThreeRuns(), "runs");
        var ids = host.Out.Split('\n').Skip(1).Select(line => line.Split(' ')[0]).Where(id => id.Length > 0).ToList();
        ids.ShouldBe([Samples.RunText, "0199c1f4-7c1e-7b4a-9d5e-3f2a1b0c9d8f", "0188c1f4"]);
        using var show = await RunAsync(ThreeRuns(), "runs show 0188c1f4");
        show.Out.ShouldContain("0188c1f4-7c1e-7b4a-9d5e-3f2a1b0c9d8f");
    }

    [Fact]
    public async Task A_run_that_nobody_drives_says_so_and_how_to_go_on()
    {
        using var list = await RunAsync(ThreeRuns(), "runs");
        list.Out.ShouldContain("running (no engine)");
        list.Error.ShouldContain($"No engine is executing this. Run 'gyre resume {Samples.RunText} --home .' or start 'gyre serve' to continue.");
        using var show = await RunAsync(ThreeRuns(), "runs show last");
        show.Out.ShouldContain($"Run 'gyre resume {Samples.RunText} --home .'");
        using var json = await RunAsync(ThreeRuns(), "runs show last --format json");
        json.Json.GetProperty("driven").GetBoolean().ShouldBeFalse();
        json.Json.GetProperty("remedy").GetString().ShouldBe($"No engine is executing it. Run 'gyre resume {Samples.RunText}' or start 'gyre serve' on its home to continue.");
    }

    [Fact]
    public async Task A_run_that_is_driven_or_over_says_nothing_of_the_kind()
    {
        var home = ThreeRuns();
        home.AllRuns[0] = home.AllRuns[0] with { IsDriven = true };
        using var list = await RunAsync(home, "runs");
        (list.Out + list.Error).ShouldNotContain("engine");
        using var json = await RunAsync(home, "runs --state failed --format json");
        json.Out.ShouldNotContain("driven");
    }

    [Fact]
    public async Task A_cycle_whose_turn_nobody_drives_says_so()
    {
        var home = Samples.Home();
        home.AllCycles.Add(Samples.Chain(CycleState.Running, null) with { IsDriven = false });
        using var list = await RunAsync(home, "cycle list");
        list.Out.ShouldContain("running (no engine)");
        list.Error.ShouldContain("gyre cycle resume");
        using var show = await RunAsync(home, "cycle show last");
        show.Out.ShouldContain($"gyre cycle resume {Samples.CycleText}");
    }

    [Theory]
    [InlineData(200)]
    [InlineData(100)]
    [InlineData(80)]
    [InlineData(60)]
    public async Task A_table_fits_the_terminal_without_breaking_a_word(int width)
    {
        var home = ThreeRuns();
        for (var index = 0; index < home.AllRuns.Count; index++)
            home.AllRuns[index] = home.AllRuns[index] with { Title = "a rather long title of a run", Project = "a-project-with-a-name" };
        using var host = await RunAsync(home, "runs", width: width);
        var lines = host.Out.TrimEnd().Split('\n').Select(line => line.TrimEnd()).ToList();
        lines.ShouldAllBe(line => line.Length <= width);
        host.Out.ShouldContain(Samples.RunText);
        host.Out.ShouldContain("running");
        var hidden = host.Out.Contains("Not shown for lack of room", StringComparison.Ordinal);
        hidden.ShouldBe(width < 200);
        if (host.Out.Contains("PROJECT ", StringComparison.Ordinal))
            host.Out.ShouldContain("a-project-with-a-name");
    }

    [Fact]
    public void Columns_are_left_out_in_their_order_and_long_texts_wrap_before()
    {
        ColumnSize[] columns = [new(8, 8), new(10, 10), new(5, 60), new(10, 10)];
        TableFit.Choose(columns, 200, [3, 1], (3, 1)).ShouldBe([(0, 8), (1, 10), (2, 60), (3, 10)]);
        // 47 for the texts: all stay, and only the one with spaces gives way.
        TableFit.Choose(columns, 60, [3, 1], (3, 1)).ShouldBe([(0, 8), (1, 10), (2, 19), (3, 10)]);
        TableFit.Choose(columns, 45, [3, 1], (3, 1)).ShouldBe([(0, 8), (1, 10), (2, 17)]);
        TableFit.Choose(columns, 20, [3, 1], (3, 1)).ShouldBe([(0, 8), (2, 5)]);
        TableFit.Choose([new(90, 90)], 20, [0], (3, 1)).ShouldBe([(0, 16)]);
    }

    [Theory]
    [InlineData("abcdefgh-1111", "zzzz", "abcdefgh")]
    [InlineData("abcdefgh-1111", "abcdefgh-2222", "abcdefgh-1")]
    [InlineData("abcdefgh-1111", "abcdefgx-2222", "abcdefgh")]
    [InlineData("abcdefg-1111", "abcdefgx", "abcdefg-1")]
    [InlineData("abcd", "abce", "abcd")]
    public void A_short_id_is_unique_and_ends_in_no_hyphen(string id, string other, string expected) => ShortIds.Of(id, [other]).ShouldBe(expected);
}
