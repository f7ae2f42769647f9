using System.Text.RegularExpressions;
using Gyre.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Gyre.Browser.Tests;

/// <summary>Pages stay usable with far more than fits on a screen.</summary>
public sealed class CrowdTests(ChromiumFixture chromium)
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patiently = new() { Timeout = 60_000 };

    [Fact]
    public async Task A_hundred_thousand_runs_are_scrolled_to_their_end()
    {
        const int Copies = 99_999;
        var browser = chromium.Browser;
        await using var home = await ServedHome.StartAsync();
        var run = await home.StartRunAsync(home.Project("broken", Projects.Broken), "breaks", "the first of all");
        await home.EndOfAsync(run);
        Crowd.CopyRun(home.Home, run, Copies);
        await using var visit = await Visit.BeginAsync(browser, home.Address);
        await visit.GoAsync("runs");
        var grid = visit.Page.GetByRole(AriaRole.Grid, new() { Name = "Runs" });
        await Expect(grid).ToHaveAttributeAsync("aria-rowcount", $"{Copies + 2}");
        await Expect(visit.Page.GetByText("100,000 runs").First).ToBeVisibleAsync(Patiently);
        await Expect(grid.GetByText("the first of all")).ToBeVisibleAsync(Patiently);
        await grid.EvaluateAsync("grid => { grid.scrollTop = grid.scrollHeight; }");
        await Expect(grid.GetByText($"copy {Copies}", new() { Exact = true })).ToBeVisibleAsync(Patiently);
        await Expect(grid.GetByText("the first of all")).ToHaveCountAsync(0);
        (await grid.GetByRole(AriaRole.Row).CountAsync()).ShouldBeLessThan(120, "rows out of sight are not drawn");
        // The middle is reached by dragging the bar, over rows that were never loaded.
        await grid.EvaluateAsync("grid => { grid.scrollTop = grid.scrollHeight / 2; }");
        await Expect(grid.GetByText(new Regex("^copy (49|50)[0-9]{3}$")).First).ToBeVisibleAsync(Patiently);
        visit.ShouldHaveNoFaults();
    }

    [Fact]
    public async Task A_thousand_tracking_runs_are_compared_side_by_side()
    {
        const int Runs = 1000;
        var browser = chromium.Browser;
        await using var home = await ServedHome.StartAsync();
        var experiment = await TrackingCrowd.FillAsync(home, Runs, points: 20);
        await using var visit = await Visit.BeginAsync(browser, home.Address);
        await visit.GoAsync($"tracking/experiments/{experiment}");
        var grid = visit.Page.GetByRole(AriaRole.Grid).First;
        await Expect(grid).ToHaveAttributeAsync("aria-rowcount", $"{Runs + 1}");
        // All rows must be there before all can be selected.
        await Patience.UntilAsync(
            async () =>
            {
                await grid.EvaluateAsync("grid => { grid.scrollTop = grid.scrollHeight; }");
                return await grid.GetByRole(AriaRole.Link, new() { Name = "run 0", Exact = true }).CountAsync() > 0;
            },
            TestContext.Current.CancellationToken, "the last row is there");
        await grid.GetByLabel("Select all rows").CheckAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Compare", Exact = true }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Compare 1,000 runs" })).ToBeVisibleAsync(Patiently);
        await visit.SettleAsync();
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("run 999");
        await visit.Page.GetByRole(AriaRole.Tab, new() { Name = "Charts" }).ClickAsync();
        await Expect(visit.Page.Locator("main canvas").First).ToBeVisibleAsync(Patiently);
        await visit.SettleAsync();
        (await visit.OverflowAsync()).ShouldBeLessThanOrEqualTo(0, "the page sticks out sideways");
        visit.ShouldHaveNoFaults();
    }

    [Fact]
    public async Task A_graph_of_ten_thousand_nodes_is_drawn_panned_and_searched()
    {
        var browser = chromium.Browser;
        await using var home = await ServedHome.StartAsync();
        var run = await home.StartRunAsync(home.Project("many", Crowd.WaitingGraph(10_000)), "many");
        await using var visit = await Visit.BeginAsync(browser, home.Address);
        await visit.GoAsync($"runs/{run}");
        var canvas = visit.Page.GetByRole(AriaRole.Img, new() { NameRegex = new("Graph of 10,000 node runs") });
        await Expect(canvas).ToBeVisibleAsync(Patiently);
        var before = await canvas.ScreenshotAsync();
        var box = (await canvas.BoundingBoxAsync())!;
        await visit.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await visit.Page.Mouse.WheelAsync(0, -2000);
        await visit.Page.Mouse.DownAsync();
        await visit.Page.Mouse.MoveAsync(box.X + 40, box.Y + 40, new() { Steps = 20 });
        await visit.Page.Mouse.UpAsync();
        (await canvas.ScreenshotAsync()).ShouldNotBe(before, "the drawing has moved");
        visit.ShouldHaveNoFaults();
    }
}
