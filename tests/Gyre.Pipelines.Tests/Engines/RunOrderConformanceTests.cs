using System.Globalization;
using Gyre.Core;
using Gyre.Projects;
using Gyre.Testing.Storage;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>Orders of runs, on every store.</summary>
public abstract class RunOrderConformance : IAsyncLifetime
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    // In the order of their ids. "Z" is before "a" byte by byte, on any engine.
    private static readonly (string Pipeline, RunState State, int Created, int? Ended)[] Runs =
    [
        ("b", RunState.Succeeded, 0, 50),
        ("a", RunState.Running, 1, null),
        ("Z", RunState.Failed, 2, 10),
        ("a", RunState.Succeeded, 3, 11),
        ("b", RunState.Running, 4, null),
        ("\u00e4", RunState.Cancelled, 5, 55),
    ];

    private EngineWorld _world = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await EngineWorld.CreateAsync(await NewStoreAsync());
        await _world.Store.Database.WriteAsync(
            session =>
            {
                foreach (var (index, run) in Runs.Index())
                {
                    session.Execute(
                        """
                        INSERT INTO runs (id, project, pipeline, title, state, any_failed, open_nodes, executions, cache_hits, parameters, created_at, ended_at, turn)
                        VALUES (@id, 'p', @Pipeline, @title, @state, FALSE, 0, 0, 0, '{}', @created, @ended, 0)
                        """,
                        new
                        {
                            id = IdOf(index),
                            run.Pipeline,
                            title = index.ToString(CultureInfo.InvariantCulture),
                            state = run.State.ToString(),
                            created = Begin.AddSeconds(run.Created),
                            ended = run.Ended is { } seconds ? Begin.AddSeconds(seconds) : (DateTimeOffset?)null,
                        });
                }
                return 0;
            },
            Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_world is not null)
            await _world.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(RunOrder.Created, "012345")]
    [InlineData(RunOrder.Ended, "230514")]
    [InlineData(RunOrder.Duration, "230514")]
    [InlineData(RunOrder.State, "521403")]
    [InlineData(RunOrder.Pipeline, "213045")]
    public async Task Runs_come_in_the_order_and_page_by_page_the_same(RunOrder order, string expected)
    {
        (await WholeAsync(order, ascending: true)).ShouldBe(expected);
        (await WholeAsync(order, ascending: false)).ShouldBe(string.Concat(expected.Reverse()));
        foreach (var ascending in (bool[])[true, false])
        {
            foreach (var limit in (int[])[1, 2, 4])
                (await PagedAsync(order, ascending, limit)).ShouldBe(await WholeAsync(order, ascending), $"{order} {ascending} {limit}");
        }
    }

    [Fact]
    public async Task The_number_of_runs_is_that_of_the_whole_list_behind_a_place_too()
    {
        var query = new RunQuery { OrderBy = RunOrder.Ended, Limit = 2 };
        var first = await _world.Engine.Runs.QueryAsync(query, Cancel);
        var next = await _world.Engine.Runs.QueryAsync(query with { After = RunPlace.Of(first.Runs[^1], RunOrder.Ended) }, Cancel);
        (first.Count, next.Count).ShouldBe((6, 6));
    }

    [Fact]
    public async Task A_place_stays_where_it_was_when_its_run_ends()
    {
        var query = new RunQuery { OrderBy = RunOrder.Ended, Limit = 2 };
        var first = await _world.Engine.Runs.QueryAsync(query, Cancel);
        Named(first).ShouldBe("41");
        await _world.Store.Database.WriteAsync(
            session => session.Execute("UPDATE runs SET ended_at = @at WHERE id = @id", new { at = Begin.AddSeconds(1), id = IdOf(1) }), Cancel);
        var next = await _world.Engine.Runs.QueryAsync(query with { After = RunPlace.Of(first.Runs[^1], RunOrder.Ended), Limit = 3 }, Cancel);
        Named(next).ShouldBe("503");
    }

    protected abstract Task<string?> NewStoreAsync();

    private static RunId IdOf(int index) => new(Guid.Parse($"0199c1f4-0000-7000-8000-00000000000{index}"));

    private static string Named(RunList list) => string.Concat(list.Runs.Select(static run => run.Title));

    private async Task<string> WholeAsync(RunOrder order, bool ascending) =>
        Named(await _world.Engine.Runs.QueryAsync(new RunQuery { OrderBy = order, Ascending = ascending }, Cancel));

    private async Task<string> PagedAsync(RunOrder order, bool ascending, int limit)
    {
        var seen = "";
        RunPlace? after = null;
        RunList page;
        do
        {
            page = await _world.Engine.Runs.QueryAsync(new RunQuery { OrderBy = order, Ascending = ascending, Limit = limit, After = after }, Cancel);
            seen += Named(page);
            after = page.Runs is [.., var last] ? RunPlace.Of(last, order) : null;
        }
        while (page.Runs.Count == limit);
        return seen;
    }
}

public sealed class SqliteRunOrderConformanceTests : RunOrderConformance
{
    protected override Task<string?> NewStoreAsync() => Task.FromResult<string?>(null);
}

public sealed class PostgreSqlRunOrderConformanceTests : RunOrderConformance
{
    protected override async Task<string?> NewStoreAsync()
    {
        var server = await PostgresServer.SharedAsync();
        Assert.SkipWhen(server is null, PostgresServer.MissingReason);
        return await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
    }
}
