using Gyre.Testing;
using Microsoft.Playwright;

namespace Gyre.Benchmarks;

/// <summary>The pages in the Chromium of the machine, against the budgets that people notice.</summary>
internal static class PagesBenchmarks
{
    private const int Rounds = 7;

    public static async Task RunAsync(Bench bench)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium.Program ?? throw new InvalidOperationException(Chromium.Missing),
            Args = Chromium.Arguments,
        });
        await using var server = await ServedStore.StartAsync(bench);
        var rows = new List<string[]>();
        await MeasureViewsAsync(browser, server, rows);
        await MeasureRowsAsync(bench, browser, server, rows);
        await MeasureCurvesAsync(browser, server, rows);
        await MeasureGraphAsync(bench, browser, server, rows);
        Bench.Print("Pages in a browser", ["", "measured", "budget"], rows);
    }

    /// <summary>An empty cache each time; then from page to page by the links at the side.</summary>
    private static async Task MeasureViewsAsync(IBrowser browser, ServedStore server, List<string[]> rows)
    {
        var views = new List<double>();
        var first = new List<double>();
        var again = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            await using var visit = await TimedVisit.BeginAsync(browser, server.Address);
            views.Add(await visit.GoAsync(""));
            foreach (var title in (string[])["Runs", "Cycles", "Triggers", "Tracking", "Models", "Traces", "Catalogue", "Components", "Cache"])
                first.Add(await visit.ChangeAsync(title));
            foreach (var title in (string[])["Runs", "Cycles", "Triggers", "Tracking", "Models", "Traces", "Catalogue", "Components", "Cache"])
                again.Add(await visit.ChangeAsync(title));
        }
        rows.Add(["first view, cold cache: the page is at rest", Milliseconds(views), "1,000 ms"]);
        rows.Add(["route change, the page never opened before", Milliseconds(first), "100 ms"]);
        rows.Add(["route change, opened before", Milliseconds(again), "100 ms"]);
    }

    private static async Task MeasureRowsAsync(Bench bench, IBrowser browser, ServedStore server, List<string[]> rows)
    {
        var folder = Graphs.Chain(bench, 2);
        var run = await server.StartRunAsync(folder, "many");
        await server.EndOfAsync(run);
        Crowd.CopyRun(server.Home, run, 99_999);
        var opened = new List<double>();
        var ends = new List<double>();
        var frames = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            await using var visit = await TimedVisit.BeginAsync(browser, server.Address);
            await visit.GoAsync("");
            await visit.ChangeAsync("Cycles");
            opened.Add(await visit.ClickUntilAsync("nav a[href='/runs']", "[role=row][data-index='0'] a"));
            ends.Add(await visit.JumpToEndAsync("[role=grid]", "[role=row][data-index='99999'] a"));
            frames.Add(await visit.FramesWhileScrollingAsync("[role=grid]"));
        }
        rows.Add(["table of 100,000 runs: from the click to rows that can be used", Milliseconds(opened), "200 ms"]);
        rows.Add(["the same: from its beginning to the rows at its end", Milliseconds(ends), ""]);
        rows.Add(["the same: frames per second while it is scrolled", Bench.Number(Middle(frames), "0"), ""]);
    }

    private static async Task MeasureCurvesAsync(IBrowser browser, ServedStore server, List<string[]> rows)
    {
        const int Curves = 1000;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Curves), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) => await server.RecordCurveAsync(number, 100));
        var whole = new List<double>();
        var drawn = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            await using var visit = await TimedVisit.BeginAsync(browser, server.Address);
            await visit.GoAsync("");
            var (all, sinceData) = await visit.OpenAndDrawAsync("tracking/experiments/0?tab=charts", "main canvas");
            whole.Add(all);
            drawn.Add(sinceData);
        }
        rows.Add(["chart of 1,000 curves of 100 points: from the address to a still page", Milliseconds(whole), ""]);
        rows.Add(["the same: from the last of its data", Milliseconds(drawn), "500 ms"]);
    }

    private static async Task MeasureGraphAsync(Bench bench, IBrowser browser, ServedStore server, List<string[]> rows)
    {
        var folder = bench.NewPlace("graph");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Join(folder, "gyre.yaml"), Crowd.WaitingGraph(10_000));
        var run = await server.StartRunAsync(folder, "many");
        var laidOut = new List<double>();
        var shown = new List<double>();
        var frames = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            await using var visit = await TimedVisit.BeginAsync(browser, server.Address);
            shown.Add(await visit.GoAsync($"runs/{run}", "[data-renderer='canvas']"));
            laidOut.Add(await visit.NumberAsync("[data-renderer='canvas']", "data-layout-ms"));
            frames.Add(await visit.FramesWhilePannedAsync("[data-renderer='canvas'] canvas[role='img']"));
        }
        rows.Add(["graph of 10,000 nodes: laid out in its worker", Milliseconds(laidOut), "3,000 ms"]);
        rows.Add(["the same: from a cold cache to the drawing", Milliseconds(shown), ""]);
        rows.Add(["the same: frames per second while it is panned", Bench.Number(Middle(frames), "0"), "50"]);
    }

    private static string Milliseconds(List<double> values) => $"{Bench.Number(Middle(values), "0")} ms (worst {Bench.Number(values.Max(), "0")})";

    private static double Middle(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
