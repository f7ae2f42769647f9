using Gyre.Server.Http;
using Gyre.Storage;

namespace Gyre.Server.Security;

/// <summary>Finds out whether a token of a person or a program is good.</summary>
internal sealed class TokenCheck(IStore store, TimeProvider clock)
{
    private static readonly string EmptyHash = new('0', 64);
    private readonly Lock _lock = new();
    private DateTimeOffset _latest;

    /// <summary>The token, or null when it is unknown, expired or revoked.</summary>
    public async Task<TokenRow?> FindAsync(string? text, CancellationToken cancellationToken)
    {
        if (!TokenText.TryParse(text, out var parsed) || parsed is not { } given)
            return null;
        var row = await store.Database.ReadAsync(session => TokenTable.Find(session, given.Id), cancellationToken);
        // Compared also when there is no such id, so that the time does not tell.
        var fits = given.Fits(row?.Hash ?? EmptyHash);
        return fits && row is { Kind: TokenRow.User } && row.IsGood(LatestTime()) ? row : null;
    }

    public static UserCaller CallerOf(TokenRow row) => new(row.Id, row.Name, Enum.Parse<TokenScope>(row.Scope));

    public static ProblemResult Unknown() => Problems.Unauthorized(
        "auth.token", "The token is unknown, expired or revoked.", "Run 'gyre token list' to see the active tokens.");

    /// <summary>A wall clock that is put back does not bring tokens back.</summary>
    public DateTimeOffset LatestTime()
    {
        var now = clock.GetUtcNow();
        lock (_lock)
            return _latest = now > _latest ? now : _latest;
    }
}
