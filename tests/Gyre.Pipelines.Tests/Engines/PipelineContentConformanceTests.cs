using Gyre.Core;
using Gyre.Pipelines.Cache;
using Gyre.Storage;
using Gyre.Testing.Storage;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>The content that results in the cache need: what the engine lets go.</summary>
public abstract class PipelineContentConformance : ContentUserConformance
{
    private EngineWorld _world = null!;

    protected override IContentUser User => _world.Engine.Content;

    protected abstract Task<string?> NewStoreAsync();

    public override async ValueTask InitializeAsync() => _world = await EngineWorld.CreateAsync(await NewStoreAsync());

    public override async ValueTask DisposeAsync()
    {
        if (_world is not null)
            await _world.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override Task NeedAsync(string name, Digest content) => WriteAsync(session => session.Execute(
        $"""
        INSERT INTO cache_entries ({CacheRow.Columns})
        VALUES (@Key, @Pipeline, @Node, @NodePath, @Run, @Attempt, @CreatedAt, @Hits, @LastHitAt, @Parts, @Result)
        """,
        new CacheRow
        {
            Key = Digest.Of(name),
            Pipeline = "p",
            Result = $$"""{"outputs": [{"path": "out.txt", "digest": "{{content}}"}]}""",
        }));

    protected override Task LetGoAsync(string name) => WriteAsync(session => CacheStore.Forget(session, Digest.Of(name)));

    private Task<int> WriteAsync(Action<IDbSession> work) => _world.Store.Database.WriteAsync(
        session =>
        {
            work(session);
            return 0;
        },
        Cancel);
}

public sealed class SqlitePipelineContentConformanceTests : PipelineContentConformance
{
    protected override Task<string?> NewStoreAsync() => Task.FromResult<string?>(null);
}

public sealed class PostgreSqlPipelineContentConformanceTests : PipelineContentConformance
{
    protected override async Task<string?> NewStoreAsync()
    {
        var server = await PostgresServer.SharedAsync();
        Assert.SkipWhen(server is null, PostgresServer.MissingReason);
        return await server.CreateDatabaseAsync(Cancel);
    }
}
