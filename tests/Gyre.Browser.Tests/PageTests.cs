using Microsoft.Playwright;

namespace Gyre.Browser.Tests;

/// <summary>Every page, as everybody may look at it: without faults, without barriers, without anything sticking out.</summary>
public sealed class PageTests(ChromiumFixture chromium, FilledHome filled)
{
    public static TheoryData<string> Pages =>
    [
        "", "runs", "runs/{waiting}", "runs/{failed}", "cycles", "cycles/{cycle}", "tracking", "tracking/experiments/{experiment}", "tracking/runs/{run}",
        "tracking/compare?runs={runs}", "models", "models/net", "models/net/1", "traces", "triggers", "triggers/yearly", "notifications", "cache",
        "catalog", "datasets", "datasets/vision/shapes", "datasets/vision/shapes?tab=columns&with=2026-03&column=size",
        "datasets/vision/shapes?tab=examples", "datasets/vision/shapes?tab=examples&view=table",
        "datasets/vision/shapes?tab=query&q=%7B%22filter%22%3A%7B%22label%22%3A%22circle%22%7D%7D",
        "datasets/vision/shapes?tab=changes&with=2026-03", "datasets/vision/shapes?tab=files",
        "components", "lineage/run/{run}", "lineage/pipeline-run/{failed}", "deployments", "deployments/shop",
        "deployments/shop/decisions", "deployments/shop/workbench?versions=1,2", "plans", "plans/{plan}", "plans/{plan}?tab=results",
        "plans/{plan}?tab=matrix&after=0", "plans/{plan}?tab=curves", "plans/{plan}?tab=significance", "plans/{plan}?tab=about", "settings",
        "settings?tab=storage", "settings?tab=health", "settings?tab=about",
    ];

    /// <summary>One visit for all three, because a browser with an empty cache takes seconds to begin.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public async Task By_day_by_night_and_on_a_phone(string page)
    {
        var browser = chromium.Browser;
        var home = await filled.OpenAsync();
        await using var visit = await Visit.BeginAsync(browser, home.Address, Eyes.Desk);
        await visit.GoAsync(Fill(page));
        await LookAsync(visit, page, Eyes.Desk);
        await visit.SeeWithAsync(Eyes.Night);
        await LookAsync(visit, page, Eyes.Night);
        await visit.SeeWithAsync(Eyes.Phone);
        await visit.GoAsync(Fill(page));
        await LookAsync(visit, page, Eyes.Phone);
        visit.ShouldHaveNoFaults();
    }

    private static async Task LookAsync(Visit visit, string page, Eyes eyes)
    {
        if (Environment.GetEnvironmentVariable("GYRE_SCREENSHOTS") is { Length: > 0 } folder)
            await ShootAsync(visit.Page, folder, page, eyes);
        (await visit.Page.TitleAsync()).ShouldContain("Gyre");
        (await visit.OverflowAsync()).ShouldBeLessThanOrEqualTo(0, $"the page sticks out sideways ({eyes})");
        (await visit.BarriersAsync()).ShouldBeEmpty(eyes.ToString());
        (await visit.SmallTextAsync()).ShouldBeEmpty(eyes.ToString());
    }

    private string Fill(string page) => page.Replace("{waiting}", filled.Waiting, StringComparison.Ordinal)
        .Replace("{failed}", filled.Failed, StringComparison.Ordinal).Replace("{cycle}", filled.Cycle, StringComparison.Ordinal)
        .Replace("{experiment}", filled.Experiment, StringComparison.Ordinal).Replace("{run}", filled.TrackingRuns[0], StringComparison.Ordinal)
        .Replace("{plan}", filled.Plan, StringComparison.Ordinal)
        .Replace("{runs}", string.Join(',', filled.TrackingRuns), StringComparison.Ordinal);

    /// <summary>For people who want to look themselves: a picture of each page in the folder that GYRE_SCREENSHOTS names.</summary>
    private static async Task ShootAsync(IPage page, string folder, string name, Eyes eyes)
    {
        var plain = string.Concat((name.Length == 0 ? "home" : name).Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        Directory.CreateDirectory(folder);
        await page.ScreenshotAsync(new() { Path = Path.Join(folder, $"{plain}-{eyes.Width}-{eyes.Scheme}.png".ToLowerInvariant()) });
    }
}
