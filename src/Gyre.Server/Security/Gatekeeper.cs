using System.Net;
using Gyre.Pipelines;
using Gyre.Server.Http;
using Gyre.Server.Store;
using Gyre.Storage;

namespace Gyre.Server.Security;

/// <summary>
/// Finds out who asks and whether the route is open to them. Everything is closed: an unknown route wants a token like a known one, and a route that
/// nobody opened answers nobody.
/// </summary>
internal sealed class Gatekeeper(RequestDelegate next, IStore store, IRuns runs, ServeOptions options, TimeProvider clock)
{
    private static readonly string EmptyHash = new('0', 64);
    private readonly Lock _lock = new();
    private DateTimeOffset _latest;
    private byte[]? _stepKey;

    public async Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var right = endpoint?.Metadata.GetMetadata<RouteRight>();
        var open = right is { Right: Right.None };
        var (caller, refusal) = open ? await TryIdentifyAsync(context) : await IdentifyAsync(context);
        if (caller is not null)
            context.Features.Set(caller);
        refusal = open ? null : refusal ?? Judge(endpoint, right, caller!);
        if (refusal is null)
            await next(context);
        else
            await refusal.ExecuteAsync(context);
    }

    private static ProblemResult? Judge(Endpoint? endpoint, RouteRight? right, Caller caller) => (right, caller) switch
    {
        // What routing itself answers (wrong method, wrong content type, nothing there) has no handler to protect.
        (null, _) => endpoint is RouteEndpoint ? Problems.Forbidden("auth.closed", "This route is not open to anyone.") : null,
        (_, StepCaller) when !right.OpenToSteps => Problems.Forbidden(
            "auth.step", "A step's token can only read its own run and start runs."),
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
        var header = context.Request.Headers.Authorization;
        var text = TextOf(header);
        if (await ReadStepTokenAsync(text, context.RequestAborted) is { } step)
            return await StepAsync(step, context.RequestAborted);
        if (options.StepsOnly)
            return (null, Problems.Unauthorized(
                "auth.steps-only",
                "This server answers only the steps of its own runs.",
                "Start 'gyre serve' to use the API from other programs."));
        if (header.Count == 0)
        {
            if (IsLocal(context) && !await store.Database.ReadAsync(TokenTable.AnyUser, context.RequestAborted))
                return (new LocalCaller(), null);
            return (null, Problems.Unauthorized(
                "auth.required", "A token is required.", "Send 'Authorization: Bearer TOKEN'. Create a token with 'gyre token create'."));
        }
        if (TokenText.TryParse(text, out var given) && await FindAsync(given.Value, context.RequestAborted) is { Kind: TokenRow.User } row)
            return (new UserCaller(row.Id, row.Name, Enum.Parse<TokenScope>(row.Scope)), null);
        return (null, Problems.Unauthorized(
            "auth.token", "The token is unknown, expired or revoked.", "Run 'gyre token list' to see the active tokens."));
    }

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

    private async Task<TokenRow?> FindAsync(TokenText given, CancellationToken cancellationToken)
    {
        var row = await store.Database.ReadAsync(session => TokenTable.Find(session, given.Id), cancellationToken);
        // Compared also when there is no such id, so that the time does not tell.
        var fits = given.Fits(row?.Hash ?? EmptyHash);
        return fits && row is not null && row.IsGood(LatestTime()) ? row : null;
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
            ? (new StepCaller(token.Run, token.NodePath, token.Attempt), null)
            : (null, Problems.Forbidden("auth.attempt-over", "This token expired when its attempt ended."));
    }

    /// <summary>A wall clock that is put back does not bring tokens back.</summary>
    private DateTimeOffset LatestTime()
    {
        var now = clock.GetUtcNow();
        lock (_lock)
            return _latest = now > _latest ? now : _latest;
    }

    private static bool IsLocal(HttpContext context) =>
        context.Connection is { RemoteIpAddress: { } remote, LocalIpAddress: { } local } && IPAddress.IsLoopback(remote) && IPAddress.IsLoopback(local);
}
