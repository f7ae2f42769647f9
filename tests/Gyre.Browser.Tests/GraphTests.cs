using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Gyre.Browser.Tests;

/// <summary>The graph of a run is drawn by a worker, and walked without a mouse.</summary>
public sealed class GraphTests(ChromiumFixture chromium, FilledHome filled)
{
    [Fact]
    public async Task Nodes_are_drawn_and_a_node_opens_with_its_log()
    {
        var browser = chromium.Browser;
        var home = await filled.OpenAsync();
        await using var visit = await Visit.BeginAsync(browser, home.Address);
        await visit.GoAsync($"runs/{filled.Waiting}");
        foreach (var node in (string[])["train", "tune", "ask", "publish"])
            await Expect(visit.Page.Locator($"[data-node='{node}']")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await visit.Page.Locator("[data-node='train']").ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("node=train"));
        await visit.Page.GetByRole(AriaRole.Tab, new() { Name = "Log" }).First.ClickAsync();
        await Expect(visit.Page.GetByText("a line with").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        (await visit.BarriersAsync()).ShouldBeEmpty();
        visit.ShouldHaveNoFaults();
    }
}
