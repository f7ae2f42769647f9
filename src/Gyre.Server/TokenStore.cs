using System.Text.Json.Serialization;
using Gyre.Core;
using Gyre.Server.Security;
using Gyre.Storage;

namespace Gyre.Server;

/// <summary>What a token of a person or a program may do.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<TokenScope>))]
public enum TokenScope
{
    /// <summary>Everything.</summary>
    Admin,

    /// <summary>Look at everything but tokens; change nothing.</summary>
    Read,
}

/// <summary>What is kept of a token.</summary>
/// <param name="Id">36 characters.</param>
/// <param name="Name">For people.</param>
/// <param name="Scope">What it may do.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends, or null.</param>
/// <param name="RevokedAt">When it was revoked, or null.</param>
/// <param name="LastUsedAt">When it was last used, by a program or by a browser that signed in with it, to the minute; null for never.</param>
public sealed record TokenEntry(
    string Id,
    string Name,
    TokenScope Scope,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    DateTimeOffset? LastUsedAt);

/// <summary>A token that was just made.</summary>
/// <param name="Entry">What is kept of it.</param>
/// <param name="Text">The token; it cannot be shown again.</param>
public sealed record NewToken(TokenEntry Entry, string Text);

/// <summary>
/// Tokens of people and programs. The store keeps a SHA-256 only. Once a token was made, every route but <c>/health</c> wants one, also after the
/// last was revoked: whoever can reach the home can make another.
/// </summary>
/// <param name="store">Opened with <see cref="GyreServer.Migrations"/>.</param>
/// <param name="clock">Gives the times.</param>
public sealed class TokenStore(IStore store, TimeProvider clock)
{
    /// <summary>The longest name in characters.</summary>
    public const int MaxNameLength = 100;

    private readonly IdSource _ids = IdSource.FromClock(clock);

    /// <summary>Makes a token.</summary>
    /// <param name="name">For people; 1 to 100 characters without control characters.</param>
    /// <param name="scope">What it may do.</param>
    /// <param name="lifetime">How long it is good for; null for until it is revoked.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="InvalidInputException">The name or the lifetime is refused (<c>token.name</c>, <c>token.lifetime</c>).</exception>
    public Task<NewToken> CreateAsync(string name, TokenScope scope, TimeSpan? lifetime, CancellationToken cancellationToken) =>
        CreateAsync(_ids.Next(), name, scope, lifetime, cancellationToken);

    /// <summary>Tokens, newest first; those of steps are left out.</summary>
    public async Task<IReadOnlyList<TokenEntry>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await store.Database.ReadAsync(
            static session => session.Query<TokenRow>(
                $"SELECT {TokenRow.Columns} FROM server_tokens WHERE kind = @kind ORDER BY created_at DESC, id DESC LIMIT 1000", new { kind = TokenRow.User }),
            cancellationToken);
        return [.. rows.Select(EntryOf)];
    }

    /// <summary>Ends a token at once. False when there is none with this id, or it was revoked before.</summary>
    public async Task<bool> RevokeAsync(string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(id, "D", out var token))
            return false;
        var now = clock.GetUtcNow();
        return await store.Database.WriteAsync(
            session => session.Execute(
                "UPDATE server_tokens SET revoked_at = @now WHERE id = @token AND kind = @kind AND revoked_at IS NULL",
                new { now, token, kind = TokenRow.User }) > 0,
            cancellationToken);
    }

    /// <summary>Whether some token is good now.</summary>
    public async Task<bool> AnyGoodAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return (await ListAsync(cancellationToken)).Any(token => token.RevokedAt is null && (token.ExpiresAt is not { } end || now < end));
    }

    /// <summary>With an id that was chosen before, so that making it twice leaves one token, with the later secret.</summary>
    internal async Task<NewToken> CreateAsync(Guid id, string name, TokenScope scope, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        Check(name, lifetime);
        var text = TokenText.Create(id);
        var now = clock.GetUtcNow();
        var row = new TokenRow
        {
            Id = id,
            Name = name,
            Scope = scope.ToString(),
            Hash = text.Hash,
            CreatedAt = now,
            ExpiresAt = lifetime is { } span ? now + span : null,
        };
        await store.Database.WriteAsync(session => TokenTable.Put(session, row), cancellationToken);
        return new NewToken(EntryOf(row), text.Reveal());
    }

    private static TokenEntry EntryOf(TokenRow row) =>
        new(row.Id.ToString("D"), row.Name, Enum.Parse<TokenScope>(row.Scope), row.CreatedAt, row.ExpiresAt, row.RevokedAt, row.LastUsedAt);

    private static void Check(string name, TimeSpan? lifetime)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaxNameLength || name.Any(char.IsControl))
            throw new InvalidInputException([new Diagnostic(Severity.Error, "token.name", $"A token name must have 1 to {MaxNameLength} characters and no control characters.") { Path = "name" }]);
        if (lifetime is { } span && (span <= TimeSpan.Zero || span > TimeSpan.FromDays(3650)))
            throw new InvalidInputException([new Diagnostic(Severity.Error, "token.lifetime", "A token lifetime must be greater than 0 and at most 3650 days.") { Path = "days" }]);
    }
}
