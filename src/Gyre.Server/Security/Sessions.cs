using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Server.Security;

/// <summary>A row of <c>server_sessions</c>.</summary>
internal sealed record SessionRow
{
    public const string Columns = "id, token, hash, created_at, last_used_at";

    public Guid Id { get; init; }

    public Guid Token { get; init; }

    public string Hash { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastUsedAt { get; init; }
}

/// <summary>A session with its token; what is not good any more is never one.</summary>
internal sealed record GoodSession(SessionRow Row, TokenRow Token);

/// <summary>
/// Sessions of browsers. A browser shows a token once and gets a cookie in its place, which no script can read. A session ends with its
/// token, when it is signed out, or when it was not used for thirty days.
/// </summary>
internal sealed class Sessions(IStore store, TimeProvider clock)
{
    /// <summary>Changing requests of a session repeat in it what <c>GET /api/v1/session</c> said.</summary>
    public const string CsrfHeader = "X-Gyre-Csrf";

    public const string Cookie = "gyre_session";
    private static readonly string EmptyHash = new('0', 64);
    private static readonly TimeSpan Unused = TimeSpan.FromDays(30);
    private static readonly TimeSpan Coarse = TimeSpan.FromMinutes(5);
    private readonly IdSource _ids = IdSource.FromClock(clock);

    /// <summary>Signs in with a token that was found good.</summary>
    public async Task<SessionText> CreateAsync(Guid token, CancellationToken cancellationToken)
    {
        var text = SessionText.Create(_ids.Next());
        var now = clock.GetUtcNow();
        var row = new SessionRow { Id = text.Id, Token = token, Hash = text.Hash, CreatedAt = now, LastUsedAt = now };
        await store.Database.WriteAsync(
            session =>
            {
                session.Execute("DELETE FROM server_sessions WHERE last_used_at < @oldest", new { oldest = now - Unused });
                return session.Execute(
                    $"INSERT INTO server_sessions ({SessionRow.Columns}) VALUES (@Id, @Token, @Hash, @CreatedAt, @LastUsedAt)", row);
            },
            cancellationToken);
        return text;
    }

    /// <summary>The session of a cookie, or null when it is not good.</summary>
    /// <param name="given">From the cookie.</param>
    /// <param name="now">No earlier than any time that was asked about before.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<GoodSession?> FindAsync(SessionText given, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (row, token) = await store.Database.ReadAsync(
            session =>
            {
                var row = session.QuerySingleOrDefault<SessionRow>(
                    $"SELECT {SessionRow.Columns} FROM server_sessions WHERE id = @id", new { id = given.Id });
                return (row, row is null ? null : TokenTable.Find(session, row.Token));
            },
            cancellationToken);
        // Compared also when there is no such session, so that the time does not tell.
        var fits = given.Fits(row?.Hash ?? EmptyHash);
        return fits && row is not null && token is { Kind: TokenRow.User } && token.IsGood(now) && now - row.LastUsedAt < Unused
            ? new GoodSession(row, token)
            : null;
    }

    /// <summary>Writes down that a session was used, unless that was written lately.</summary>
    public async Task TouchAsync(SessionRow row, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (now - row.LastUsedAt < Coarse)
            return;
        await store.Database.WriteAsync(
            session => session.Execute("UPDATE server_sessions SET last_used_at = @now WHERE id = @id", new { now, id = row.Id }),
            cancellationToken);
    }

    /// <summary>Sessions that are good now, the last used first.</summary>
    public async Task<IReadOnlyList<GoodSession>> ListAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await store.Database.ReadAsync<IReadOnlyList<GoodSession>>(
            session =>
            {
                var rows = session.Query<SessionRow>(
                    $"SELECT {SessionRow.Columns} FROM server_sessions WHERE last_used_at >= @oldest ORDER BY last_used_at DESC, id LIMIT 1000",
                    new { oldest = now - Unused });
                return
                [
                    .. rows.Select(row => (row, token: TokenTable.Find(session, row.Token)))
                        .Where(found => found.token is { Kind: TokenRow.User } token && token.IsGood(now))
                        .Select(static found => new GoodSession(found.row, found.token!)),
                ];
            },
            cancellationToken);
    }

    /// <summary>Ends a session at once. False when there is none with this id.</summary>
    public Task<bool> EndAsync(Guid id, CancellationToken cancellationToken) => store.Database.WriteAsync(
        session => session.Execute("DELETE FROM server_sessions WHERE id = @id", new { id }) > 0, cancellationToken);
}
