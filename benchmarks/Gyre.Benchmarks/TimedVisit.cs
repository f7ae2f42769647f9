using Microsoft.Playwright;

namespace Gyre.Benchmarks;

/// <summary>A browser with an empty cache whose pages are timed by their own clock, so that the way to and from it does not count.</summary>
internal sealed class TimedVisit : IAsyncDisposable
{
    /// <summary>
    /// <c>still()</c>: when frames began to come in time again, three of them one after the other: the page has no more work.
    /// <c>until(look)</c>: when a look at the page first gave true, asked in each frame.
    /// </summary>
    private const string Helpers =
        """
        window.until = (look) => new Promise((done) => {
          const ask = () => look() ? done(performance.now()) : requestAnimationFrame(ask);
          ask();
        });
        window.still = () => new Promise((done) => {
          let since = performance.now(), before = since, calm = 0;
          const ask = (now) => {
            if (now - before < 30) calm++; else { calm = 0; since = performance.now(); }
            before = now;
            if (calm === 3) done(since); else requestAnimationFrame(ask);
          };
          requestAnimationFrame(ask);
        });
        window.atRest = () => document.querySelector('main h1') !== null && document.querySelector('main [aria-busy=true]') === null;
        """;

    private readonly IBrowserContext _context;
    private readonly IPage _page;
    private readonly Uri _address;

    private TimedVisit(IBrowserContext context, IPage page, Uri address) => (_context, _page, _address) = (context, page, address);

    public static async Task<TimedVisit> BeginAsync(IBrowser browser, Uri address)
    {
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        await context.AddInitScriptAsync(Helpers);
        return new TimedVisit(context, await context.NewPageAsync(), address);
    }

    /// <summary>Milliseconds from the request of an address until the page is at rest and something is there.</summary>
    public async Task<double> GoAsync(string path, string selector = "main h1")
    {
        await _page.GotoAsync(new Uri(_address, path).AbsoluteUri, new() { WaitUntil = WaitUntilState.Commit });
        return await _page.EvaluateAsync<double>("selector => until(() => atRest() && document.querySelector(selector) !== null)", selector);
    }

    /// <summary>Milliseconds from a click on a link at the side until the page it leads to has its heading and is at rest.</summary>
    public Task<double> ChangeAsync(string title) => _page.EvaluateAsync<double>(
        """
        async (title) => {
          const link = [...document.querySelectorAll('nav a')].find((one) => one.textContent.trim() === title);
          const begin = performance.now();
          link.click();
          return await until(() => document.querySelector('main h1')?.textContent.startsWith(title) && atRest()) - begin;
        }
        """,
        title);

    /// <summary>Milliseconds from a click until something is there and the page has no more work.</summary>
    public Task<double> ClickUntilAsync(string link, string selector) => _page.EvaluateAsync<double>(
        """
        async ([link, selector]) => {
          const begin = performance.now();
          document.querySelector(link).click();
          await until(() => document.querySelector(selector) !== null);
          return await still() - begin;
        }
        """,
        new[] { link, selector });

    /// <summary>Milliseconds from a jump of the bar to the end until the last row is there.</summary>
    public Task<double> JumpToEndAsync(string grid, string last) => _page.EvaluateAsync<double>(
        """
        async ([grid, last]) => {
          const begin = performance.now();
          const scroller = document.querySelector(grid);
          scroller.scrollTop = scroller.scrollHeight;
          return await until(() => document.querySelector(last) !== null) - begin;
        }
        """,
        new[] { grid, last });

    /// <summary>Frames per second while a table is scrolled by a row and a half per frame for two seconds.</summary>
    public Task<double> FramesWhileScrollingAsync(string grid) => _page.EvaluateAsync<double>(
        """
        (grid) => new Promise((done) => {
          const scroller = document.querySelector(grid);
          const begin = performance.now();
          let frames = 0;
          const step = (now) => {
            frames++;
            scroller.scrollTop -= 54;
            if (now - begin < 2000) requestAnimationFrame(step); else done(frames * 1000 / (now - begin));
          };
          requestAnimationFrame(step);
        })
        """,
        grid);

    /// <summary>Milliseconds from the request of an address until it is drawn and still, and those of them after its last data came.</summary>
    public async Task<(double Whole, double SinceData)> OpenAndDrawAsync(string path, string selector)
    {
        await _page.GotoAsync(new Uri(_address, path).AbsoluteUri, new() { WaitUntil = WaitUntilState.Commit });
        var times = await _page.EvaluateAsync<double[]>(
            """
            async (selector) => {
              await until(() => atRest() && document.querySelector(selector) !== null);
              const end = await still();
              const data = performance.getEntriesByType('resource').filter((one) => one.name.includes('/api/') && one.responseEnd > 0 && one.responseEnd <= end);
              return [end, end - Math.max(0, ...data.map((one) => one.responseEnd))];
            }
            """,
            selector);
        return (times[0], times[1]);
    }

    public async Task<double> NumberAsync(string selector, string attribute) => double.Parse(
        (await _page.Locator(selector).First.GetAttributeAsync(attribute))!, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Frames per second while a drawing is dragged about by the mouse for some two seconds.</summary>
    public async Task<double> FramesWhilePannedAsync(string canvas)
    {
        const int Moves = 120;
        var box = (await _page.Locator(canvas).BoundingBoxAsync())!;
        var (x, y) = (box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await _page.Mouse.MoveAsync(x, y);
        for (var zoom = 0; zoom < 10; zoom++)
            await _page.Mouse.WheelAsync(0, -200);
        await _page.Mouse.DownAsync();
        await _page.EvaluateAsync("() => { window.frames_ = []; const step = (now) => { window.frames_.push(now); if (window.frames_ !== null) requestAnimationFrame(step); }; requestAnimationFrame(step); }");
        for (var move = 0; move < Moves; move++)
            await _page.Mouse.MoveAsync(x + (200 * MathF.Sin(move / 10f)), y + (120 * MathF.Cos(move / 10f)));
        var rate = await _page.EvaluateAsync<double>("() => (window.frames_.length - 1) * 1000 / (window.frames_.at(-1) - window.frames_[0])");
        await _page.Mouse.UpAsync();
        return rate;
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
