using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Gyre.Browser.Tests;

/// <summary>Where tokens exist, nobody sees anything without one; whoever has one shows it once.</summary>
public sealed class SignInTests(ChromiumFixture chromium)
{
    [Fact]
    public async Task A_token_opens_the_page_that_was_asked_for_and_signing_out_closes_it()
    {
        var browser = chromium.Browser;
        var token = "";
        await using var home = await ServedHome.StartAsync(async home => token = await TokenAsync(home, "laptop", "admin"), "--base-path", "/ml");
        await using var visit = await Visit.BeginAsync(browser, home.Address);
        visit.Expected.Add("401");
        await visit.Page.GotoAsync(new Uri(home.Address, "runs?state=failed").AbsoluteUri);
        await Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/ml/sign-in"));
        var field = visit.Page.GetByLabel("Token");
        await field.FillAsync("gyre_wrong");
        await field.PressAsync("Enter");
        await Expect(visit.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("not valid");
        await field.FillAsync(token);
        await field.PressAsync("Enter");
        await Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/ml/runs\\?state=failed"));
        await visit.SettleAsync();
        (await visit.Page.EvaluateAsync<string>("() => document.cookie")).ShouldBe("", "no script reads the session");
        (await visit.Page.EvaluateAsync<string>("() => JSON.stringify([localStorage, sessionStorage])")).ShouldNotContain(token);
        await visit.GoAsync("settings?tab=sessions");
        await Expect(visit.Page.GetByText("laptop").First).ToBeVisibleAsync();
        (await visit.BarriersAsync()).ShouldBeEmpty();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).First.ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/ml/sign-in"));
        await visit.Page.GotoAsync(new Uri(home.Address, "runs").AbsoluteUri);
        await Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/ml/sign-in"));
        visit.ShouldHaveNoFaults();
    }

    [Fact]
    public async Task A_change_of_a_session_is_made_and_a_reader_is_offered_none()
    {
        var browser = chromium.Browser;
        string admin = "", reader = "";
        await using var home = await ServedHome.StartAsync(async home =>
        {
            admin = await TokenAsync(home, "laptop", "admin");
            reader = await TokenAsync(home, "guest", "read");
        });
        await using var visit = await Visit.BeginAsync(browser, home.Address);
        visit.Expected.Add("401");
        await SignInAsync(visit, home, admin);
        await visit.GoAsync("settings?tab=tokens");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Create a token" }).First.ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByLabel("Name").First.FillAsync("made on the page");
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Create", Exact = true }).ClickAsync();
        await Expect(visit.Page.GetByText("gyre_").First).ToBeVisibleAsync();
        visit.ShouldHaveNoFaults();
        await using var guest = await Visit.BeginAsync(browser, home.Address);
        guest.Expected.AddRange(["401", "403"]);
        await SignInAsync(guest, home, reader);
        await guest.GoAsync("settings?tab=projects");
        await Expect(guest.Page.GetByRole(AriaRole.Button, new() { Name = "Register a folder" })).ToHaveCountAsync(0);
        guest.ShouldHaveNoFaults();
    }

    [Theory]
    [InlineData("//evil.example/x")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task Nobody_is_sent_away_after_signing_in(string next)
    {
        var browser = chromium.Browser;
        var token = "";
        await using var home = await ServedHome.StartAsync(async home => token = await TokenAsync(home, "laptop", "admin"));
        await using var visit = await Visit.BeginAsync(browser, home.Address);
        visit.Expected.Add("401");
        await visit.Page.GotoAsync(new Uri(home.Address, $"sign-in?next={Uri.EscapeDataString(next)}").AbsoluteUri);
        await visit.Page.GetByLabel("Token").FillAsync(token);
        await visit.Page.GetByLabel("Token").PressAsync("Enter");
        await visit.SettleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        new Uri(visit.Page.Url).Authority.ShouldBe(home.Address.Authority);
        visit.ShouldHaveNoFaults();
    }

    private static async Task SignInAsync(Visit visit, ServedHome home, string token)
    {
        await visit.Page.GotoAsync(new Uri(home.Address, "sign-in").AbsoluteUri);
        await visit.Page.GetByLabel("Token").FillAsync(token);
        await visit.Page.GetByLabel("Token").PressAsync("Enter");
        await visit.Page.Locator("main h1").First.WaitForAsync();
        await Expect(visit.Page).Not.ToHaveURLAsync(new System.Text.RegularExpressions.Regex("sign-in"));
    }

    private static async Task<string> TokenAsync(ServedHome home, string name, string scope) =>
        (await home.RunAsync("token", "create", "--name", name, "--scope", scope)).Trim().Split('\n')[^1].Trim();
}
