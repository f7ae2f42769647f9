using System.Security.Cryptography;
using Gyre.Storage;

namespace Gyre.Tracking.Store;

/// <summary>Keys that the store makes for itself, the same for all processes on it.</summary>
internal static class StoredKey
{
    /// <summary>Signs tokens of pages.</summary>
    public const string Pages = "pages";

    private const int Length = 32;

    /// <summary>The key of a name; made when it is not there.</summary>
    public static async Task<byte[]> LoadAsync(IDatabase database, string name, CancellationToken cancellationToken)
    {
        const string Find = "SELECT value FROM tracking_keys WHERE name = @name";
        if (await database.ReadAsync(session => session.QuerySingleOrDefault<byte[]>(Find, new { name }), cancellationToken) is { } known)
            return known;
        var value = RandomNumberGenerator.GetBytes(Length);
        return await database.WriteAsync(
            session =>
            {
                session.Execute("INSERT INTO tracking_keys (name, value) VALUES (@name, @value) ON CONFLICT (name) DO NOTHING", new { name, value });
                return session.QuerySingleOrDefault<byte[]>(Find, new { name })!;
            },
            cancellationToken);
    }
}
