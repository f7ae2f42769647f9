using System.Security.Cryptography;
using Gyre.Storage;

namespace Gyre.Tracking.Search;

/// <summary>The key that signs page tokens: one per store, so that every server on it reads the tokens of the others.</summary>
internal static class SearchKeys
{
    private const string Name = "pages";

    public static async Task<byte[]> LoadAsync(IDatabase database, CancellationToken cancellationToken)
    {
        if (await database.ReadAsync(Find, cancellationToken) is { } known)
            return Convert.FromHexString(known);
        var fresh = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var kept = await database.WriteAsync(
            session =>
            {
                session.Execute("INSERT INTO tracking_keys (name, value) VALUES (@Name, @fresh) ON CONFLICT (name) DO NOTHING", new { Name, fresh });
                return Find(session)!;
            },
            cancellationToken);
        return Convert.FromHexString(kept);
    }

    private static string? Find(IDbSession session) => session.QuerySingleOrDefault<string>("SELECT value FROM tracking_keys WHERE name = @Name", new { Name });
}
