using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Gyre.Browser.Tests;

/// <summary>How a person looks at the pages.</summary>
internal sealed record Eyes(int Width, int Height, ColorScheme Scheme)
{
    public static Eyes Desk { get; } = new(1440, 900, ColorScheme.Light);

    public static Eyes Night { get; } = new(1440, 900, ColorScheme.Dark);

    public static Eyes Phone { get; } = new(360, 740, ColorScheme.Light);
}

/// <summary>
/// A tab of a person of their own. Whatever it sees that must never be is kept and told at the end: errors on the console, exceptions, and
/// requests that leave the server.
/// </summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly Uri _address;

    private Visit(IBrowserContext context, IPage page, Uri address)
    {
        (_context, Page, _address) = (context, page, address);
        Watch(page);
    }

    public IPage Page { get; }

    /// <summary>What was wrong so far.</summary>
    public IReadOnlyList<string> Faults => [.. _faults];

    /// <summary>Console errors that a test brings about on purpose, by a part of their text.</summary>
    public List<string> Expected { get; } = [];

    public static async Task<Visit> BeginAsync(IBrowser browser, Uri address, Eyes? eyes = null)
    {
        eyes ??= Eyes.Desk;
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = eyes.Width, Height = eyes.Height },
            ColorScheme = eyes.Scheme,
            TimezoneId = "Europe/Helsinki",
            Locale = "en-GB",
            BaseURL = address.AbsoluteUri,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(60_000);
        return new Visit(context, await context.NewPageAsync(), address);
    }

    /// <summary>Another tab of the same person.</summary>
    public async Task<IPage> NewTabAsync()
    {
        var page = await _context.NewPageAsync();
        Watch(page);
        return page;
    }

    /// <summary>Goes to a page and waits until it shows its heading and no more placeholders.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(new Uri(_address, path).AbsoluteUri);
        await SettleAsync();
    }

    /// <summary>Looks at the same page with other eyes, as somebody who turns the lights off or makes the window narrow.</summary>
    public async Task SeeWithAsync(Eyes eyes)
    {
        await Page.EmulateMediaAsync(new() { ColorScheme = eyes.Scheme });
        await Page.SetViewportSizeAsync(eyes.Width, eyes.Height);
        // The page hears of it by an event; colors that are read before it was drawn anew are of both schemes.
        await Page.WaitForFunctionAsync(
            """
            () => document.documentElement.getAttribute('data-mantine-color-scheme')
              === (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
            """);
        await Page.EvaluateAsync(
            "async () => { for (let i = 0; i < 3; i++) await new Promise(resolve => requestAnimationFrame(resolve)); }");
        await SettleAsync();
    }

    public async Task SettleAsync()
    {
        await Page.Locator("main h1").First.WaitForAsync();
        await Assertions.Expect(Page.Locator("[aria-busy=true]:visible")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
    }

    /// <summary>What breaks the rules of accessibility, in words; empty when nothing does.</summary>
    public async Task<IReadOnlyList<string>> BarriersAsync()
    {
        var result = await Page.RunAxe(new AxeRunOptions
        {
            RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
        });
        return
        [
            .. result.Violations.SelectMany(static violation => violation.Nodes.Select(node => $"{violation.Id}: {violation.Help}: {node.Html}")),
        ];
    }

    /// <summary>Pixels that stick out of the window sideways.</summary>
    public Task<int> OverflowAsync() =>
        Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");

    /// <summary>Text that is set smaller than 12 pixels, in words; a drawing that was made smaller as a whole is no offence.</summary>
    public Task<string[]> SmallTextAsync() => Page.EvaluateAsync<string[]>(
        """
        () => {
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const found = new Set();
          for (let text = walk.nextNode(); text !== null; text = walk.nextNode()) {
            const element = text.parentElement;
            if (text.data.trim() === '' || element.closest('svg, script, style, noscript') !== null || !element.checkVisibility()) continue;
            const size = parseFloat(getComputedStyle(element).fontSize);
            if (size < 12) found.add(`${size} px: ${text.data.trim().slice(0, 60)}`);
          }
          return [...found];
        }
        """);

    /// <summary>The innermost elements that do it, in words; a part that scrolls within itself is no offence.</summary>
    public Task<string> OutsideAsync() => Page.EvaluateAsync<string>(
        """
        () => [...document.querySelectorAll('main *, header *')]
          .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
          .filter((element) => { for (let at = element.parentElement; at !== null; at = at.parentElement) if (getComputedStyle(at).overflowX !== 'visible') return false; return true; })
          .slice(-3).map((element) => element.outerHTML.slice(0, 200)).join(' | ')
        """);

    public void ShouldHaveNoFaults() => Faults.ShouldBeEmpty();

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Watch(IPage page)
    {
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !Expected.Any(part => message.Text.Contains(part, StringComparison.Ordinal)))
                _faults.Enqueue($"console {message.Type} on {page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => _faults.Enqueue($"exception on {page.Url}: {error}");
        page.Request += (_, request) =>
        {
            if (!IsOwn(request.Url))
                _faults.Enqueue($"request to {request.Url}");
        };
    }

    private bool IsOwn(string url) => url.StartsWith("data:", StringComparison.Ordinal) || url.StartsWith("blob:", StringComparison.Ordinal)
        || (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Authority == _address.Authority);
}
