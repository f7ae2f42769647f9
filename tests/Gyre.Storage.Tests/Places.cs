using Gyre.Testing.Storage;

namespace Gyre.Storage.Tests;

internal static class Places
{
    /// <summary>A store on a server needs no folder, and must not make one.</summary>
    private static readonly string NoHome = Path.Join(Path.GetTempPath(), "gyre-no-home");

    public static StorageOptions NewHome() => new() { Home = Directory.CreateTempSubdirectory("gyre-storage-").FullName };

    public static async Task<StorageOptions> NewPostgreSqlAsync()
    {
        var server = await PostgresServer.SharedAsync();
        if (server is null)
            Assert.Skip(PostgresServer.MissingReason);
        return new StorageOptions { Home = NoHome, Store = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken) };
    }

    public static async Task<StorageOptions> NewS3Async()
    {
        var server = await S3Server.SharedAsync();
        if (server is null)
            Assert.Skip(S3Server.MissingReason);
        return NewHome() with { Artifacts = await server.CreateBucketAsync(TestContext.Current.CancellationToken) };
    }
}
