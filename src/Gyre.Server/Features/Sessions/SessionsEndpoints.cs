using System.Net;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Server.Features.Metrics;
using Gyre.Server.Http;
using Gyre.Server.Security;
using Gyre.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using BrowserSessions = Gyre.Server.Security.Sessions;

namespace Gyre.Server.Features.Sessions;

/// <summary>Sessions of browsers: a token is shown once, and a cookie that no script can read stands for it.</summary>
internal static class SessionsEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("", "Sessions");
        group.MapGet("/session", GetSession).WithName(nameof(GetSession)).WithSummary("Find out who is signed in");
        group.MapPost("/session", SignIn).WithName(nameof(SignIn)).TakesJson<SignInRequest>().WithMetadata(new ReadsBody())
            .WithSummary("Sign in with a token; the response sets a cookie for this browser");
        group.MapDelete("/session", SignOut).WithName(nameof(SignOut)).WithSummary("Sign out");
        group.MapGet("/sessions", ListSessions).WithName(nameof(ListSessions)).WithSummary("List browsers that are signed in");
        group.MapDelete("/sessions/{id}", EndSession).WithName(nameof(EndSession)).WithSummary("Sign a browser out");
    }

    private static async Task<Ok<SessionInfo>> GetSession(HttpContext context, IStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(Of(
            context.Features.Get<Caller>(),
            context.Features.Get<SessionText?>(),
            required: !await Gatekeeper.IsOpenToAsync(context, store, cancellationToken)));

    private static async Task<Results<Ok<SessionInfo>, ProblemResult>> SignIn(
        HttpContext context, BrowserSessions sessions, SignInGate gate, TokenCheck tokens, TokenUses uses, CancellationToken cancellationToken)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (gate.WaitOf(address) is { } wait)
            return Problems.TooMany("auth.too-many", "There were too many wrong tokens from this address.", wait);
        var body = JsonBody.Read(context, ApiJson.Default.SignInRequest);
        if (await tokens.FindAsync(body.Token.Trim(), cancellationToken) is not { } token)
        {
            gate.CountWrong(address);
            return TokenCheck.Unknown();
        }
        await uses.RecordAsync(token, tokens.LatestTime(), cancellationToken);
        var text = await sessions.CreateAsync(token.Id, cancellationToken);
        context.Response.Cookies.Append(BrowserSessions.Cookie, text.Reveal(), CookieFor(context));
        return TypedResults.Ok(Of(TokenCheck.CallerOf(token), text, required: true));
    }

    private static async Task<NoContent> SignOut(HttpContext context, BrowserSessions sessions, CancellationToken cancellationToken)
    {
        if (context.Features.Get<GoodSession>() is { } session)
            await sessions.EndAsync(session.Row.Id, cancellationToken);
        context.Response.Cookies.Delete(BrowserSessions.Cookie, CookieFor(context));
        return TypedResults.NoContent();
    }

    private static async Task<Ok<BrowserSessionList>> ListSessions(
        HttpContext context, BrowserSessions sessions, CancellationToken cancellationToken)
    {
        var current = context.Features.Get<GoodSession>()?.Row.Id;
        var found = await sessions.ListAsync(cancellationToken);
        return TypedResults.Ok(new BrowserSessionList
        {
            Sessions =
            [
                .. found.Select(session => new BrowserSessionInfo
                {
                    Id = session.Row.Id.ToString("D"),
                    TokenName = session.Token.Name,
                    CreatedAt = session.Row.CreatedAt,
                    LastUsedAt = session.Row.LastUsedAt,
                    Current = session.Row.Id == current,
                }),
            ],
        });
    }

    private static async Task<Results<NoContent, ProblemResult>> EndSession(
        string id, BrowserSessions sessions, CancellationToken cancellationToken) =>
        Guid.TryParseExact(id, "D", out var session) && await sessions.EndAsync(session, cancellationToken)
            ? TypedResults.NoContent()
            : Problems.NotFound("session", id);

    private static SessionInfo Of(Caller? caller, SessionText? session, bool required) => new()
    {
        Required = required,
        SignedIn = caller is UserCaller or LocalCaller,
        Name = caller is UserCaller or LocalCaller ? caller.Name : null,
        Scope = caller switch
        {
            UserCaller user => KebabCase.Of(user.Scope),
            LocalCaller => KebabCase.Of(TokenScope.Admin),
            _ => null,
        },
        Csrf = session?.Csrf,
        Version = MetricsEndpoints.Version(),
    };

    /// <summary>Gone when the browser is closed unless it restores what was open; the server ends it as well.</summary>
    private static CookieOptions CookieFor(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Path = context.Request.PathBase is { HasValue: true } pathBase ? pathBase.ToUriComponent() : "/",
    };
}
