using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Gyre.Browser.Tests.ChromiumFixture))]

namespace Gyre.Browser.Tests;

/// <summary>One browser for all tests: the Chromium that the machine has. Without it, the tests are skipped.</summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The browser; skips the test where there is none.</summary>
    public IBrowser Browser
    {
        get
        {
            Assert.SkipWhen(_browser is null, Testing.Chromium.Missing);
            return _browser!;
        }
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Testing.Chromium.Program is not { } program)
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            Args = Testing.Chromium.Arguments,
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
