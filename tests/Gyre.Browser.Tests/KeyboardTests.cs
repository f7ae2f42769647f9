using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Gyre.Browser.Tests;

/// <summary>Everything that a mouse can do is done here without one.</summary>
public sealed class KeyboardTests(ChromiumFixture chromium)
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patiently = new() { Timeout = 60_000 };

    [Fact]
    public async Task A_run_is_found_opened_and_approved()
    {
        var browser = chromium.Browser;
        await using var home = await ServedHome.StartAsync();
        var run = await home.StartRunAsync(home.Project("release", Projects.Release, ("train.sh", Projects.TrainScript)), "release", "By hand");
        await using var visit = await Visit.BeginAsync(browser, home.Address);
        var keys = visit.Page.Keyboard;
        await visit.GoAsync("");
        // The first stop of every page leads past the navigation.
        await keys.PressAsync("Tab");
        await Expect(visit.Page.Locator(":focus")).ToHaveTextAsync(new Regex("Skip to"));
        await keys.PressAsync("Control+k");
        await Expect(visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Search or go to" })).ToBeFocusedAsync(new() { Timeout = 60_000 });
        await keys.TypeAsync("Runs");
        await Expect(visit.Page.GetByRole(AriaRole.Option, new() { Selected = true })).ToContainTextAsync("Runs", new() { Timeout = 60_000 });
        await keys.PressAsync("Enter");
        await Expect(visit.Page).ToHaveURLAsync(new Regex("/runs$"));
        await visit.SettleAsync();
        await TabToAsync(visit.Page, "[role=row][data-index='0']");
        await keys.PressAsync("Enter");
        await Expect(visit.Page).ToHaveURLAsync(new Regex($"/runs/{run}"));
        await visit.SettleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).First).ToBeVisibleAsync(Patiently);
        await TabToAsync(visit.Page, "button", "Approve");
        await keys.PressAsync("Enter");
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        if (await dialog.CountAsync() > 0)
        {
            await TabToAsync(visit.Page, "[role=dialog] button", "Approve");
            await keys.PressAsync("Enter");
        }
        await home.EndOfAsync(run);
        await Expect(visit.Page.Locator("main header").First).ToContainTextAsync("ucceeded", new() { Timeout = 60_000 });
        visit.ShouldHaveNoFaults();
    }

    [Theory]
    [InlineData("runs")]
    [InlineData("tracking")]
    [InlineData("models")]
    [InlineData("settings")]
    public async Task Every_stop_can_be_seen_and_the_way_goes_round(string path)
    {
        const int Most = 200;
        var browser = chromium.Browser;
        await using var home = await ServedHome.StartAsync();
        await using var visit = await Visit.BeginAsync(browser, home.Address);
        await visit.GoAsync(path);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var stop = 0; stop < Most; stop++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            var focus = await visit.Page.EvaluateAsync<Stop>(Look);
            if (focus.Name == "BODY" || !seen.Add(focus.Place))
                break;
            focus.Seen.ShouldBeTrue($"{focus.Name} has the focus, and nothing shows it");
        }
        seen.Count.ShouldBeInRange(10, Most - 1, "the way goes round and is not a trap");
        visit.ShouldHaveNoFaults();
    }

    /// <summary>What has the focus; it is seen by an outline, a shadow or a border that it has only then.</summary>
    private const string Look =
        """
        () => {
          const element = document.activeElement;
          if (document.adoptedStyleSheets.length === 0) {
            // What fades in would still look as it did before.
            const sheet = new CSSStyleSheet();
            sheet.replaceSync('*, *::before, *::after { transition: none !important; }');
            document.adoptedStyleSheets = [sheet];
          }
          const name = element.tagName === 'BODY' ? 'BODY' : `${element.tagName} ${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}`;
          const marks = (node) => { const style = getComputedStyle(node); return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.borderColor, style.backgroundColor].join(); };
          const chain = [element, element.parentElement, element.nextElementSibling].filter((node) => node !== null);
          const place = [...document.querySelectorAll('*')].indexOf(element).toString();
          const focused = chain.map(marks).join();
          element.blur();
          const plain = chain.map(marks).join();
          element.focus({ focusVisible: true, preventScroll: true });
          return { name, place, seen: focused !== plain };
        }
        """;

    /// <summary>Presses Tab until something that matches has the focus.</summary>
    private static async Task TabToAsync(IPage page, string selector, string? text = null)
    {
        const int Most = 200;
        for (var press = 0; press < Most; press++)
        {
            var isThere = await page.EvaluateAsync<bool>(
                "([selector, text]) => document.activeElement.matches(selector) && (text === null || document.activeElement.textContent.includes(text))",
                new[] { selector, text });
            if (isThere)
                return;
            await page.Keyboard.PressAsync("Tab");
        }
        throw new InvalidOperationException($"Tab does not come to {selector} {text}.");
    }

    private sealed record Stop
    {
        public string Name { get; init; } = "";

        public string Place { get; init; } = "";

        public bool Seen { get; init; }
    }
}
