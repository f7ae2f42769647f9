using System.Collections.Concurrent;
using System.Net;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Server.Http;
using Gyre.Server.Store;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Server.Security;

/// <summary>
/// Finds out who asks and whether the route is open to them. Everything is closed: an unknown route wants a token like a known one, and a route that
/// nobody opened answers nobody.
/// </summary>
internal sealed class Gatekeeper(RequestDelegate next, IStore store, TrackingStore tracking, IRuns runs, TokenCheck tokens,
    TokenUses uses, Sessions sessions, ServeOptions options, ILogger<Gatekeeper> logger)
{
    private const int MostProjects = 10_000;
    private readonly ConcurrentDictionary<RunId, string> _projects = new();
    private byte[]? _stepKey;

    public async Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var rule = endpoint?.Metadata.GetMetadata<RouteRule>();
        var open = rule is { Right: Right.None };
        var (caller, refusal) = open ? await TryIdentifyAsync(context) : await IdentifyAsync(context);
        if (caller is not null)
            context.Features.Set(caller);
        refusal = open ? null : refusal ?? Judge(endpoint, rule, caller!);
        if (refusal is not null)
        {
            await refusal.ExecuteAsync(context);
            return;
        }
        context.RequestServices.GetRequiredService<CallerScope>().Set(
            !open && caller is StepCaller step && rule is not null
                ? new StepJudge(step, rule, tracking.Owners, token => runs.ProjectOfAsync(step.Run, token))
                : null);
        await next(context);
    }

    private static ProblemResult? Judge(Endpoint? endpoint, RouteRule? rule, Caller caller) => (rule, caller) switch
    {
        // What routing itself answers (wrong method, wrong content type, nothing there) has no handler to protect.
        (null, _) => endpoint is RouteEndpoint ? Problems.Forbidden("auth.closed", "This route is not open to anyone.") : null,
        (_, StepCaller) when rule.Steps is null => Problems.Forbidden(
            "auth.step", "A step's token reads its own project and changes what its own run made; this route is for users."),
        ({ Right: Right.Change }, UserCaller { Scope: TokenScope.Read }) => Problems.Forbidden("auth.scope", "This token is read-only."),
        _ => null,
    };

    /// <summary>An open route answers also while the store cannot tell who asks.</summary>
    private async Task<(Caller? Caller, ProblemResult? Refusal)> TryIdentifyAsync(HttpContext context)
    {
        try
        {
            return await IdentifyAsync(context);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return (null, null);
        }
    }

    private async Task<(Caller? Caller, ProblemResult? Refusal)> IdentifyAsync(HttpContext context)
    {
        var header = HeaderOf(context.Request);
        var text = TextOf(header);
        if (await ReadStepTokenAsync(text, context.RequestAborted) is { } step)
            return await StepAsync(step, context.RequestAborted);
        if (options.StepsOnly)
            return (null, Problems.Unauthorized(
                "auth.steps-only",
                "This server answers only the steps of its own runs.",
                "Start 'gyre serve' to use the API from other programs."));
        if (header.Count > 0)
        {
            if (await tokens.FindAsync(text, context.RequestAborted) is not { } row)
                return (null, TokenCheck.Unknown());
            await uses.RecordAsync(row, tokens.LatestTime(), context.RequestAborted);
            return (TokenCheck.CallerOf(row), null);
        }
        if (await FindSessionAsync(context) is { } session)
            return await SessionAsync(context, session.Text, session.Good);
        if (await IsOpenToAsync(context, store, context.RequestAborted))
            return (new LocalCaller(), null);
        return (null, Problems.Unauthorized(
            "auth.required", "A token is required.", "Send 'Authorization: Bearer TOKEN'. Create a token with 'gyre token create'."));
    }

    /// <summary>Whether somebody without a token may do everything: a program on this machine, before the first token is made.</summary>
    public static async Task<bool> IsOpenToAsync(HttpContext context, IStore store, CancellationToken cancellationToken) =>
        IsLocal(context) && !await store.Database.ReadAsync(TokenTable.AnyUser, cancellationToken);

    private async Task<(SessionText Text, GoodSession Good)?> FindSessionAsync(HttpContext context)
    {
        if (!SessionText.TryParse(context.Request.Cookies[Sessions.Cookie], out var parsed) || parsed is not { } given)
            return null;
        return await sessions.FindAsync(given, tokens.LatestTime(), context.RequestAborted) is { } good ? (given, good) : null;
    }

    /// <summary>
    /// A browser sends its cookie also when a foreign page makes it ask, so a change has to show that a page of this server asks. Browsers that keep to
    /// SameSite would be enough; this holds for the others.
    /// </summary>
    private async Task<(Caller? Caller, ProblemResult? Refusal)> SessionAsync(HttpContext context, SessionText text, GoodSession session)
    {
        var looks = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (!looks && !(context.Request.Headers[Sessions.CsrfHeader] is [var given] && text.FitsCsrf(given)))
        {
            return (null, Problems.Forbidden(
                "auth.csrf", $"Requests of a session that change something must have the header {Sessions.CsrfHeader}.", "Reload the page."));
        }
        context.Features.Set(session);
        context.Features.Set<SessionText?>(text);
        await TouchAsync(session.Row, context.RequestAborted);
        await uses.RecordAsync(session.Token, tokens.LatestTime(), context.RequestAborted);
        return (TokenCheck.CallerOf(session.Token), null);
    }

    /// <summary>Nobody is kept out because their visit could not be written down.</summary>
    private async Task TouchAsync(SessionRow row, CancellationToken cancellationToken)
    {
        try
        {
            await sessions.TouchAsync(row, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.SessionUseLost(exception.GetType().Name);
        }
    }

    /// <summary>Clients of the Personalizer service send their key in a header of its own; here it is a token.</summary>
    private static Microsoft.Extensions.Primitives.StringValues HeaderOf(HttpRequest request) =>
        request.Headers.Authorization is { Count: 0 } && request.Path.StartsWithSegments("/personalizer", StringComparison.Ordinal)
            && request.Headers["Ocp-Apim-Subscription-Key"] is [{ Length: > 0 } key]
            ? $"Bearer {key}"
            : request.Headers.Authorization;

    private static string? TextOf(Microsoft.Extensions.Primitives.StringValues header)
    {
        if (header is not [{ } value])
            return null;
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0)
            return null;
        var scheme = value[..space];
        return scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) || scheme.Equals("Token", StringComparison.OrdinalIgnoreCase) ? value[(space + 1)..].Trim(' ') : null;
    }

    private async Task<StepToken?> ReadStepTokenAsync(string? text, CancellationToken cancellationToken)
    {
        if (text is null)
            return null;
        _stepKey ??= await HomeKeys.LoadAsync(store, StepCredentials.KeyName, cancellationToken);
        return StepToken.TryRead(text, _stepKey, out var token) ? token : null;
    }

    private async Task<(Caller? Caller, ProblemResult? Refusal)> StepAsync(StepToken token, CancellationToken cancellationToken)
    {
        var node = await runs.NodeAsync(token.Run, token.NodePath, cancellationToken);
        return node is { State: NodeRunState.Queued or NodeRunState.Running } && node.Attempt == token.Attempt
            && await ProjectOfAsync(token.Run, cancellationToken) is { } project
            ? (new StepCaller(token.Run, token.NodePath, token.Attempt, project), null)
            : (null, Problems.Forbidden("auth.attempt-over", "This token expired when its attempt ended."));
    }

    /// <summary>The project of a run never changes, and steps ask often.</summary>
    private async Task<string?> ProjectOfAsync(RunId run, CancellationToken cancellationToken)
    {
        if (_projects.TryGetValue(run, out var known))
            return known;
        if (await runs.FindAsync(run, cancellationToken) is not { } view)
            return null;
        if (_projects.Count >= MostProjects)
            _projects.Clear();
        return _projects[run] = view.Project;
    }

    /// <summary>Whoever comes through a proxy may be anywhere, whether the proxy is known or not.</summary>
    private static bool IsLocal(HttpContext context) =>
        context.Features.Get<ViaProxy>() is null
        && context.Connection is { RemoteIpAddress: { } remote, LocalIpAddress: { } local } && IPAddress.IsLoopback(remote)
            && IPAddress.IsLoopback(local);
}
