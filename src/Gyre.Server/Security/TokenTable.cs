using Gyre.Storage;

namespace Gyre.Server.Security;

/// <summary>Statements over tokens, inside a caller's transaction.</summary>
internal static class TokenTable
{
    public static int Put(IDbSession session, TokenRow row) => session.Execute(
        $"INSERT INTO server_tokens ({TokenRow.Columns}) " +
        "VALUES (@Id, @Kind, @Name, @Scope, @Hash, @CreatedAt, @ExpiresAt, @RevokedAt, @LastUsedAt, @Run, @NodePath, @Attempt, @StartedRuns) " +
        "ON CONFLICT (id) DO UPDATE SET hash = excluded.hash",
        row);

    public static TokenRow? Find(IDbSession session, Guid id) =>
        session.QuerySingleOrDefault<TokenRow>($"SELECT {TokenRow.Columns} FROM server_tokens WHERE id = @id", new { id });

    /// <summary>Whether a token for people was ever made.</summary>
    public static bool AnyUser(IDbSession session) =>
        session.QuerySingleOrDefault<long>("SELECT COUNT(*) FROM (SELECT 1 FROM server_tokens WHERE kind = @kind LIMIT 1) AS found", new { kind = TokenRow.User }) > 0;
}
