using Gyre.Testing.Storage;

namespace Gyre.Storage.Tests;

internal static class Places
{
    public static StorageOptions NewHome() => new() { Home = Directory.CreateTempSubdirectory("gyre-storage-").FullName };

    public static async Task<StorageOptions> NewPostgreSqlAsync()
    {
        var server = await PostgresServer.SharedAsync();
        if (server is null)
            Assert.Skip(PostgresServer.MissingReason);
        return NewHome() with { Store = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken) };
    }

    public static async Task<StorageOptions> NewS3Async()
    {
        var server = await S3Server.SharedAsync();
        if (server is null)
            Assert.Skip(S3Server.MissingReason);
        return NewHome() with { Artifacts = await server.CreateBucketAsync(TestContext.Current.CancellationToken) };
    }
}
