using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gyre.Core;
using Gyre.Server.Http;
using Gyre.Server.Security;
using Gyre.Storage;

namespace Gyre.Server.Requests;

/// <summary>
/// Reads the body of a changing request, and lets a request with an <c>Idempotency-Key</c> count once: a second one waits for the first and gets its
/// answer. Answers are kept for a week. A request that failed leaves nothing behind and may be sent again.
/// </summary>
internal sealed class RepeatedRequests(RequestDelegate next, IStore store, BodyBudget budget, TimeProvider clock)
{
    public const string Header = "Idempotency-Key";
    private const int MaxKeyLength = 255;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);
    private readonly Turns _turns = new();

    public async Task InvokeAsync(HttpContext context)
    {
        var route = context.GetEndpoint()?.Metadata;
        // Content of any length is read by whom it is for.
        if (route?.GetMetadata<StreamsBody>() is not null || (route?.GetMetadata<RouteRule>()?.Right != Right.Change && route?.GetMetadata<ReadsBody>() is null))
        {
            await next(context);
            return;
        }
        using var share = budget.Open();
        var body = await BodyReader.ReadAsync(context.Request, share, most: null, context.RequestAborted);
        context.Features.Set(new RequestBody(body));
        using var lane = body.Length > BodyBudget.Large ? await budget.EnterLaneAsync(context.RequestAborted) : null;
        await AnswerAsync(context, route, body);
    }

    private async Task AnswerAsync(HttpContext context, EndpointMetadataCollection? route, ReadOnlyMemory<byte> body)
    {
        var isKept = route?.GetMetadata<RouteRule>()?.Right == Right.Change && route.GetMetadata<RepeatableAsIs>() is null;
        if (context.Request.Headers[Header] is not { Count: > 0 } header || !isKept)
        {
            await next(context);
            return;
        }
        var key = header is [{ Length: > 0 and <= MaxKeyLength } text] && text.All(c => c is > ' ' and <= '~') ? text : null;
        if (key is null)
            await Problems.BadRequest("idempotency.key", $"An idempotency key must have 1 to {MaxKeyLength} visible ASCII characters.").ExecuteAsync(context);
        else
            await OnceAsync(context, context.Caller().Id,
                key, DigestOf(context.Request, WithoutSecrets(body, route!.GetMetadata<HoldsSecrets>()?.Name)));
    }

    private async Task OnceAsync(HttpContext context, string caller, string key, Digest digest)
    {
        using var turn = await _turns.TakeAsync($"{caller} {key}", context.RequestAborted);
        var row = await store.Database.WriteAsync(session => Claim(session, caller, key, digest.Hex, clock.GetUtcNow()), context.RequestAborted);
        if (row.Digest != digest.Hex)
            await Problems.Conflict("idempotency.reused", "This idempotency key has already been used for a different request.", "Use a new key for each new request.").ExecuteAsync(context);
        else if (row.Status is { } status)
            await ReplayAsync(context, row, status);
        else
            await FirstAsync(context, caller, key, digest);
    }

    private async Task FirstAsync(HttpContext context, string caller, string key, Digest digest)
    {
        context.Features.Set(new EffectKey(Digest.Of($"{caller}\n{key}\n{digest}").Hex));
        var real = context.Response.Body;
        using var captured = new MemoryStream();
        var kept = false;
        try
        {
            context.Response.Body = captured;
            await next(context);
            kept = context.Response.StatusCode is >= 200 and < 300;
            if (kept)
                await KeepAsync(context, caller, key, captured);
        }
        finally
        {
            context.Response.Body = real;
            if (!kept)
                await store.Database.WriteAsync(session => Forget(session, caller, key), CancellationToken.None);
        }
        // An answer without content must not be written to at all.
        if (captured.Length > 0)
            await real.WriteAsync(captured.GetBuffer().AsMemory(0, (int)captured.Length), context.RequestAborted);
    }

    /// <summary>Not cut short when the client has gone: the effect is there, and the client will ask again.</summary>
    private Task<int> KeepAsync(HttpContext context, string caller, string key, MemoryStream captured)
    {
        var answer = new
        {
            caller,
            key,
            status = context.Response.StatusCode,
            location = (string?)context.Response.Headers.Location,
            contentType = context.Response.ContentType,
            body = context.Features.Get<StoredAnswer>()?.Body ?? Encoding.UTF8.GetString(captured.GetBuffer(), 0, (int)captured.Length),
        };
        return store.Database.WriteAsync(
            session => session.Execute(
                "UPDATE server_requests SET status = @status, location = @location, content_type = @contentType, body = @body WHERE caller = @caller AND key = @key",
                answer),
            CancellationToken.None);
    }

    private static async Task ReplayAsync(HttpContext context, RequestRow row, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Headers["Idempotency-Replayed"] = "true";
        if (row.Location is { } location)
            context.Response.Headers.Location = location;
        context.Response.ContentType = row.ContentType;
        if (row.Body is { Length: > 0 } body)
            await context.Response.WriteAsync(body, context.RequestAborted);
    }

    private static RequestRow Claim(IDbSession session, string caller, string key, string digest, DateTimeOffset now)
    {
        var oldest = now - Kept;
        session.Execute("DELETE FROM server_requests WHERE created_at < @oldest", new { oldest });
        session.Execute(
            "INSERT INTO server_requests (caller, key, digest, created_at) VALUES (@caller, @key, @digest, @now) ON CONFLICT (caller, key) DO NOTHING",
            new { caller, key, digest, now });
        return session.QuerySingleOrDefault<RequestRow>(
            "SELECT digest, status, location, content_type, body FROM server_requests WHERE caller = @caller AND key = @key", new { caller, key })!;
    }

    private static int Forget(IDbSession session, string caller, string key) =>
        session.Execute("DELETE FROM server_requests WHERE caller = @caller AND key = @key AND status IS NULL", new { caller, key });

    /// <summary>The body as far as a digest of it may be kept. What is no JSON object is refused by its route.</summary>
    private static ReadOnlyMemory<byte> WithoutSecrets(ReadOnlyMemory<byte> body, string? name)
    {
        if (name is null)
            return body;
        try
        {
            return JsonNode.Parse(body.Span) is JsonObject document && document.Remove(name)
                ? Encoding.UTF8.GetBytes(document.ToJsonString())
                : body;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return body;
        }
    }

    private static Digest DigestOf(HttpRequest request, ReadOnlyMemory<byte> body) =>
        Digest.Of($"{request.Method}\n{request.Path}{request.QueryString}\n{Digest.Of(body.Span)}");

    private sealed record RequestRow
    {
        public string Digest { get; init; } = "";

        public int? Status { get; init; }

        public string? Location { get; init; }

        public string? ContentType { get; init; }

        public string? Body { get; init; }
    }

    /// <summary>One at a time per name; names nobody waits for are forgotten.</summary>
    private sealed class Turns
    {
        private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

        public async Task<IDisposable> TakeAsync(string name, CancellationToken cancellationToken)
        {
            while (true)
            {
                var entry = _entries.GetOrAdd(name, static _ => new Entry());
                lock (entry)
                {
                    // Between the look-up and here the last holder may have thrown it away.
                    if (entry.Gone)
                        continue;
                    entry.Users++;
                }
                var turn = new Turn(this, name, entry);
                try
                {
                    await entry.Gate.WaitAsync(cancellationToken);
                    turn.Entered = true;
                    return turn;
                }
                catch
                {
                    turn.Dispose();
                    throw;
                }
            }
        }

        private sealed class Entry
        {
            public SemaphoreSlim Gate { get; } = new(1, 1);

            public int Users { get; set; }

            public bool Gone { get; set; }
        }

        private sealed class Turn(Turns turns, string name, Entry entry) : IDisposable
        {
            public bool Entered { get; set; }

            public void Dispose()
            {
                if (Entered)
                    entry.Gate.Release();
                lock (entry)
                {
                    if (--entry.Users > 0)
                        return;
                    entry.Gone = true;
                }
                turns._entries.TryRemove(name, out _);
            }
        }
    }
}
