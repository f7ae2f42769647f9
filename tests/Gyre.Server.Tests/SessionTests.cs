using System.Net;
using System.Text.RegularExpressions;
using Gyre.Contracts;
using Gyre.Testing;

namespace Gyre.Server.Tests;

/// <summary>Browsers that are signed in: what a cookie allows, and what it alone does not.</summary>
public sealed partial class SessionTests
{
    private const string Csrf = "X-Gyre-Csrf";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_shown_once_and_a_cookie_stands_for_it()
    {
        await using var home = await ServerHome.StartAsync(token: "laptop");
        var before = (await home.GetAsync("/api/v1/session")).As<SessionInfo>();
        (before.Required, before.SignedIn, before.Name, before.Csrf).ShouldBe((true, false, null, null));
        var answer = await SignInAsync(home, home.Ahead!);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.Text.ShouldNotContain(home.Ahead!);
        var cookie = answer.Headers["Set-Cookie"];
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=strict", Case.Insensitive);
        cookie.ShouldNotContain(home.Ahead![^64..]);
        var session = ("Cookie", CookieOf(answer));
        var now = (await home.GetAsync("/api/v1/session", null, session)).As<SessionInfo>();
        (now.SignedIn, now.Name, now.Scope).ShouldBe((true, "laptop", "admin"));
        now.Csrf.ShouldBe(answer.As<SessionInfo>().Csrf);
        (await home.GetAsync("/api/v1/runs", null, session)).Status.ShouldBe(HttpStatusCode.OK);
        home.Log.All.ShouldNotContain(CookieOf(answer).Split('_')[^1]);
    }

    [Fact]
    public async Task A_change_needs_what_only_a_page_of_the_server_knows()
    {
        await using var home = await ServerHome.StartAsync(token: "laptop");
        var answer = await SignInAsync(home, home.Ahead!);
        var session = ("Cookie", CookieOf(answer));
        const string Body = """{"name": "other"}""";
        (await home.PostAsync("/api/v1/tokens", Body, null, session)).ShouldBeProblem(403, "auth.csrf");
        (await home.PostAsync("/api/v1/tokens", Body, null, session, (Csrf, "wrong"))).ShouldBeProblem(403, "auth.csrf");
        (await home.PostAsync("/api/2.0/mlflow/runs/search", """{"experiment_ids": ["0"]}""", null, session)).Status
            .ShouldBe(HttpStatusCode.Forbidden);
        (await home.PostAsync("/api/v1/tokens", Body, null, session, (Csrf, answer.As<SessionInfo>().Csrf!))).Status
            .ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_everywhere()
    {
        await using var home = await ServerHome.StartAsync(token: "laptop");
        var answer = await SignInAsync(home, home.Ahead!);
        var session = ("Cookie", CookieOf(answer));
        var csrf = (Csrf, answer.As<SessionInfo>().Csrf!);
        var gone = await home.SendAsync(HttpMethod.Delete, "/api/v1/session", null, null, session, csrf);
        gone.Status.ShouldBe(HttpStatusCode.NoContent);
        gone.Headers["Set-Cookie"].ShouldContain("expires=Thu, 01 Jan 1970", Case.Insensitive);
        (await home.GetAsync("/api/v1/runs", null, session)).ShouldBeProblem(401, "auth.required");
    }

    [Fact]
    public async Task A_session_ends_with_its_token_and_can_be_ended_by_others()
    {
        await using var home = await ServerHome.StartAsync(token: "keeper");
        var reader = await home.Tokens.CreateAsync("reader", TokenScope.Read, null, Cancel);
        var first = await SignInAsync(home, reader.Text);
        var second = await SignInAsync(home, reader.Text);
        var listed = (await home.GetAsync("/api/v1/sessions", home.Ahead)).As<BrowserSessionList>().Sessions;
        listed.Select(static session => session.TokenName).ShouldBe(["reader", "reader"]);
        (await home.GetAsync("/api/v1/sessions", null, ("Cookie", CookieOf(first)))).ShouldBeProblem(403, "auth.scope");
        (await home.SendAsync(HttpMethod.Delete, $"/api/v1/sessions/{IdOf(first)}", null, home.Ahead)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await home.SendAsync(HttpMethod.Delete, $"/api/v1/sessions/{IdOf(first)}", null, home.Ahead)).ShouldBeProblem(404, "session.unknown");
        (await home.GetAsync("/api/v1/runs", null, ("Cookie", CookieOf(first)))).ShouldBeProblem(401, "auth.required");
        (await home.GetAsync("/api/v1/runs", null, ("Cookie", CookieOf(second)))).Status.ShouldBe(HttpStatusCode.OK);
        await home.Tokens.RevokeAsync(reader.Entry.Id, Cancel);
        (await home.GetAsync("/api/v1/runs", null, ("Cookie", CookieOf(second)))).ShouldBeProblem(401, "auth.required");
    }

    [Fact]
    public async Task A_session_that_is_not_used_ends_after_thirty_days()
    {
        var clock = new ManualClock();
        await using var home = await ServerHome.StartAsync(clock: clock, token: "laptop");
        var session = ("Cookie", CookieOf(await SignInAsync(home, home.Ahead!)));
        clock.JumpWallClock(clock.GetUtcNow().AddDays(29));
        (await home.GetAsync("/api/v1/runs", null, session)).Status.ShouldBe(HttpStatusCode.OK);
        clock.JumpWallClock(clock.GetUtcNow().AddDays(29));
        (await home.GetAsync("/api/v1/runs", null, session)).Status.ShouldBe(HttpStatusCode.OK, "it was used since");
        clock.JumpWallClock(clock.GetUtcNow().AddDays(31));
        (await home.GetAsync("/api/v1/runs", null, session)).ShouldBeProblem(401, "auth.required");
    }

    [Fact]
    public async Task Wrong_tokens_are_slowed_down()
    {
        var clock = new ManualClock();
        await using var home = await ServerHome.StartAsync(clock: clock, token: "laptop");
        for (var wrong = 0; wrong < 10; wrong++)
            (await SignInAsync(home, "gyre_wrong")).ShouldBeProblem(401, "auth.token");
        var refused = await SignInAsync(home, home.Ahead!);
        refused.ShouldBeProblem(429, "auth.too-many");
        refused.Headers.ShouldContainKey("Retry-After");
        clock.JumpWallClock(clock.GetUtcNow().AddMinutes(1));
        (await SignInAsync(home, home.Ahead!)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("gyre_session=")]
    [InlineData("gyre_session=session_")]
    [InlineData("gyre_session=gyre_00000000000000000000000000000000_0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("gyre_session=session_00000000000000000000000000000000_0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task A_made_up_cookie_is_nobody(string cookie)
    {
        await using var home = await ServerHome.StartAsync(token: "laptop");
        (await home.GetAsync("/api/v1/runs", null, ("Cookie", cookie))).ShouldBeProblem(401, "auth.required");
        (await home.GetAsync("/api/v1/session", null, ("Cookie", cookie))).As<SessionInfo>().SignedIn.ShouldBeFalse();
    }

    [Fact]
    public async Task A_token_in_the_place_of_a_session_is_nobody_and_so_is_a_session_in_the_place_of_a_token()
    {
        await using var home = await ServerHome.StartAsync(token: "laptop");
        (await home.GetAsync("/api/v1/runs", null, ("Cookie", $"gyre_session={home.Ahead}"))).ShouldBeProblem(401, "auth.required");
        var session = CookieOf(await SignInAsync(home, home.Ahead!))["gyre_session=".Length..];
        (await home.GetAsync("/api/v1/runs", session)).ShouldBeProblem(401, "auth.token");
    }

    [Fact]
    public async Task Without_a_token_the_local_user_needs_none()
    {
        await using var home = await ServerHome.StartAsync();
        var session = (await home.GetAsync("/api/v1/session")).As<SessionInfo>();
        (session.Required, session.SignedIn, session.Name, session.Scope, session.Csrf).ShouldBe((false, true, "local", "admin", null));
        session.Version.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_cookie_of_a_path_stays_there()
    {
        await using var home = await ServerHome.StartAsync(new ServeOptions { Port = 0, PathBase = "/ml" }, token: "laptop");
        var answer = await home.PostAsync("/ml/api/v1/session", $$"""{"token": "{{home.Ahead}}"}""");
        answer.Headers["Set-Cookie"].ShouldContain("path=/ml", Case.Insensitive);
    }

    private static Task<Answer> SignInAsync(ServerHome home, string token) =>
        home.PostAsync("/api/v1/session", $$"""{"token": "{{token}}"}""");

    private static string CookieOf(Answer answer) => answer.Headers["Set-Cookie"].Split(';')[0];

    private static string IdOf(Answer answer) => Guid.ParseExact(Session().Match(CookieOf(answer)).Groups[1].Value, "N").ToString("D");

    [GeneratedRegex("session_([0-9a-f]{32})_")]
    private static partial Regex Session();
}
