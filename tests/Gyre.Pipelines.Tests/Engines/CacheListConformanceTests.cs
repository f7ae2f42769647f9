using Gyre.Testing.Storage;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>What the list of cached results tells, on every store.</summary>
public abstract class CacheListConformance : IAsyncLifetime
{
    private const string Project = """
        - step: {name: make, image: one, command: make it}
        - pipeline:
            name: p
            nodes: [{name: a, type: execution, step: make}]
            edges: []
        """;

    private EngineWorld _world = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await EngineWorld.CreateAsync(await NewStoreAsync());

    public async ValueTask DisposeAsync()
    {
        if (_world is not null)
            await _world.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_entry_tells_the_size_of_its_outputs_and_when_it_was_last_taken()
    {
        var first = await _world.RunAsync(Project);
        var output = (await _world.Engine.Runs.NodeAsync(first.Id, "a", Cancel)).ShouldNotBeNull().Outputs.ShouldHaveSingleItem();
        var filled = (await _world.Engine.Cache.ListAsync(10, null, Cancel)).ShouldHaveSingleItem();
        (filled.SizeInBytes, filled.Hits, filled.LastHit).ShouldBe((output.SizeInBytes, 0, null));
        var second = await _world.RunAsync(Project);
        var taken = (await _world.Engine.Cache.ListAsync(10, null, Cancel)).ShouldHaveSingleItem();
        taken.Hits.ShouldBe(1);
        taken.LastHit.ShouldNotBeNull().ShouldBeInRange(second.CreatedAt, second.EndedAt.ShouldNotBeNull());
    }

    protected abstract Task<string?> NewStoreAsync();
}

public sealed class SqliteCacheListConformanceTests : CacheListConformance
{
    protected override Task<string?> NewStoreAsync() => Task.FromResult<string?>(null);
}

public sealed class PostgreSqlCacheListConformanceTests : CacheListConformance
{
    protected override async Task<string?> NewStoreAsync()
    {
        var server = await PostgresServer.SharedAsync();
        Assert.SkipWhen(server is null, PostgresServer.MissingReason);
        return await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
    }
}
