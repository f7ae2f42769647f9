using Gyre.Storage;
using Gyre.Testing;
using Gyre.Testing.Storage;
using Gyre.Tracking.Store;

namespace Gyre.Tracking.Tests.Search;

/// <summary>Opens empty stores with the tables of this module.</summary>
internal static class SearchPlaces
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<IStore> OpenAsync(DatabaseKind engine)
    {
        var options = new StorageOptions { Home = Directory.CreateTempSubdirectory("gyre-search-").FullName };
        if (engine == DatabaseKind.PostgreSql)
        {
            var server = await PostgresServer.SharedAsync();
            if (server is null)
                Assert.Skip(PostgresServer.MissingReason);
            options = options with { Store = await server.CreateDatabaseAsync(Cancel) };
        }
        return await GyreStore.OpenAsync(options, TrackingMigrations.All, new ManualClock(), Cancel);
    }
}
