using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Gyre.Browser.Tests;

/// <summary>Pages follow what happens, in every tab, also over a server that dies and comes back.</summary>
public sealed class LiveTests(ChromiumFixture chromium)
{
    [Fact]
    public async Task A_cycle_is_seen_turn_by_turn_until_it_says_why_it_stopped()
    {
        var browser = chromium.Browser;
        await using var home = await ServedHome.StartAsync();
        var gates = Directory.CreateDirectory(Path.Join(home.Root, "gates")).FullName;
        var folder = home.Project("loop", Projects.Cycle, ("turn.sh", Projects.SlowTurnScript(gates)));
        var cycle = (string)(await home.PostAsync("api/v1/cycles", new { folder, cycle = "climb" }))["cycle_id"]!;
        await using var visit = await Visit.BeginAsync(browser, home.Address);
        await visit.GoAsync($"cycles/{cycle}");
        var main = visit.Page.Locator("main");
        var turns = main.GetByRole(AriaRole.Row).Filter(new() { HasTextRegex = new("succeeded|Succeeded") });
        for (var level = 1; level <= 3; level++)
        {
            await File.WriteAllTextAsync(Path.Join(gates, $"{level}"), "", TestContext.Current.CancellationToken);
            await Expect(turns).ToHaveCountAsync(level, new() { Timeout = 60_000 });
        }
        await Expect(main).ToContainTextAsync("Stopped", new() { Timeout = 60_000 });
        await Expect(main).ToContainTextAsync("3 of at most 8 turns");
        visit.ShouldHaveNoFaults();
    }

    [Fact]
    public async Task A_person_approves_in_one_tab_and_the_other_tab_sees_it()
    {
        var browser = chromium.Browser;
        await using var home = await ServedHome.StartAsync();
        var folder = home.Project("release", Projects.Release, ("train.sh", Projects.TrainScript));
        var run = await home.StartRunAsync(folder, "release");
        await using var visit = await Visit.BeginAsync(browser, home.Address);
        await visit.GoAsync($"runs/{run}?node=ask");
        var other = await visit.NewTabAsync();
        await other.GotoAsync(new Uri(home.Address, $"runs/{run}").AbsoluteUri);
        await Expect(visit.Page.GetByText("Shall this model go out?").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).First.ClickAsync();
        var comment = visit.Page.GetByRole(AriaRole.Dialog);
        if (await comment.CountAsync() > 0)
            await comment.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await home.EndOfAsync(run);
        await Expect(other.Locator("main header").First).ToContainTextAsync("ucceeded", new() { Timeout = 60_000 });
        await Expect(visit.Page.Locator("main header").First).ToContainTextAsync("ucceeded", new() { Timeout = 60_000 });
        visit.ShouldHaveNoFaults();
    }

    [Fact]
    public async Task A_server_that_is_gone_is_said_to_be_and_the_page_goes_on_when_it_is_back()
    {
        var browser = chromium.Browser;
        await using var home = await ServedHome.StartAsync();
        var folder = home.Project("broken", Projects.Broken);
        await using var visit = await Visit.BeginAsync(browser, home.Address);
        visit.Expected.AddRange(["ERR_", "Failed to load resource", "net::"]);
        await visit.GoAsync("runs");
        await home.KillServerAsync();
        await Expect(visit.Page.GetByText("Not live").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await home.ServeAgainAsync();
        await Expect(visit.Page.GetByText("Not live")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
        var run = await home.StartRunAsync(folder, "breaks", "after the return");
        await home.EndOfAsync(run);
        await Expect(visit.Page.GetByText("after the return").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        visit.ShouldHaveNoFaults();
    }
}
