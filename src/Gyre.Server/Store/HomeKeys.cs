using System.Security.Cryptography;
using Gyre.Storage;

namespace Gyre.Server.Store;

/// <summary>Secret keys of a home, made when they are first needed.</summary>
internal static class HomeKeys
{
    public static async Task<byte[]> LoadAsync(IStore store, string name, CancellationToken cancellationToken)
    {
        const string Select = "SELECT value FROM server_keys WHERE name = @name";
        if (await store.Database.ReadAsync(session => session.QuerySingleOrDefault<string>(Select, new { name }), cancellationToken) is { } known)
            return Convert.FromHexString(known);
        var fresh = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var text = await store.Database.WriteAsync(
            session =>
            {
                session.Execute("INSERT INTO server_keys (name, value) VALUES (@name, @fresh) ON CONFLICT (name) DO NOTHING", new { name, fresh });
                return session.QuerySingleOrDefault<string>(Select, new { name })!;
            },
            cancellationToken);
        return Convert.FromHexString(text);
    }
}
