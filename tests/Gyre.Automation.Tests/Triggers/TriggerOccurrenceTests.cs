using System.Globalization;
using Gyre.Automation;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Pipelines.Tests.Engines;
using Gyre.Projects;
using Gyre.Testing;
using Gyre.Testing.Storage;

namespace Gyre.Automation.Tests.Triggers;

/// <summary>
/// Property P13: three servers on one store, duplicates of everything, and servers that die in the middle: one run per occurrence. The runs are ended by hand, so that
/// nothing is measured but their starts.
/// </summary>
public abstract class TriggerOccurrenceTests
{
    private const int Servers = 3;

    private static readonly int Occurrences = Budget.Occurrences;

    private static CancellationToken Cancel => EngineWorld.Cancel;

    protected abstract Task<string?> NewStoreAsync();

    [Fact]
    public async Task Each_occurrence_has_exactly_one_run()
    {
        await using var world = await TriggerWorld.CreateAsync(await NewStoreAsync());
        await world.RegisterAsync(
            """
            {name: e, pipeline: one, event: {type: thing.happened}, concurrency: {mode: queue, max-running: 100, queue-bound: 1000}, limits: {starts-per-hour: 10000}},
            {name: h, pipeline: one, webhook: {secret: NONE}, concurrency: {mode: queue, max-running: 100, queue-bound: 1000}, limits: {starts-per-hour: 10000}}
            """);
        var hook = (await world.TriggerAsync("h")).Id;
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var deaths = 0;
        var servers = Enumerable.Range(0, Servers).Select(index => Task.Run(() => ServeAsync(world, index, () => Interlocked.Increment(ref deaths), done.Token), Cancel)).ToList();
        var ending = Task.Run(() => EndRunsAsync(world, done.Token), Cancel);
        for (var i = 0; i < Occurrences / 2; i++)
        {
            await world.HappenAsync("thing.happened");
            var taken = await Task.WhenAll(Enumerable.Range(0, Servers).Select(_ => world.Triggers.ReceiveAsync(hook, $"delivery-{i}", Value.Of(i), Cancel)));
            taken.Count(result => result.Outcome == TriggerRequestOutcome.Accepted).ShouldBe(1);
            if (i % 50 == 49)
                await UntilAsync(world, 2 * (i + 1));
        }
        await UntilAsync(world, Occurrences);
        await done.CancelAsync();
        await Task.WhenAll([.. servers, ending]);
        world.Restart();
        await world.TurnAsync();
        var (runs, occurrences, started) = await world.World.Store.Database.ReadAsync(
            session => (
                session.QuerySingleOrDefault<int>("SELECT COUNT(*) FROM runs"),
                session.QuerySingleOrDefault<int>("SELECT COUNT(*) FROM trigger_occurrences"),
                session.QuerySingleOrDefault<int>("SELECT COUNT(DISTINCT run) FROM trigger_occurrences WHERE outcome = 'Started'")),
            Cancel);
        (runs, occurrences, started).ShouldBe((Occurrences, Occurrences, Occurrences));
        deaths.ShouldBeGreaterThan(Servers);
    }

    /// <summary>A server that dies now and then, wherever it is, and comes back without memory.</summary>
    private static async Task ServeAsync(TriggerWorld world, int index, Action died, CancellationToken cancellationToken)
    {
        var chance = new SeededRandom((ulong)index);
        var (engine, triggers) = Begin();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var seen = await world.World.Store.Events.LastAsync(cancellationToken);
                if (!await triggers.TurnTriggersAsync(cancellationToken))
                    await world.World.Store.Events.WaitAsync(seen, TimeSpan.FromMilliseconds(20), cancellationToken);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                died();
                triggers.Dispose();
                await engine.DisposeAsync();
                (engine, triggers) = Begin();
            }
            catch (OperationCanceledException)
            {
                triggers.Dispose();
                return;
            }
        }

        (Engine Engine, AutomationService Triggers) Begin()
        {
            var begun = world.World.NewEngine(world.Clock);
            return (begun, world.NewAutomation(begun, _ =>
            {
                if (chance.NextInt(0, 50) == 0)
                    throw new OperationCanceledException("killed");
            }));
        }
    }

    private static async Task EndRunsAsync(TriggerWorld world, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var seen = await world.World.Store.Events.LastAsync(cancellationToken);
                await world.World.Store.Database.WriteAsync(session => session.Execute("UPDATE runs SET state = 'Succeeded' WHERE state = 'Running'"), cancellationToken);
                await world.World.Store.Events.WaitAsync(seen, TimeSpan.FromMilliseconds(20), cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // All have ended.
        }
    }

    private static async Task UntilAsync(TriggerWorld world, int runs)
    {
        while (await world.World.Store.Database.ReadAsync(session => session.QuerySingleOrDefault<int>("SELECT COUNT(*) FROM runs"), Cancel) < runs)
            await world.World.Store.Events.WaitAsync(await world.World.Store.Events.LastAsync(Cancel), TimeSpan.FromMilliseconds(50), Cancel);
    }
}

public sealed class SqliteTriggerOccurrenceTests : TriggerOccurrenceTests
{
    protected override Task<string?> NewStoreAsync() => Task.FromResult<string?>(null);
}

public sealed class PostgreSqlTriggerOccurrenceTests : TriggerOccurrenceTests
{
    protected override async Task<string?> NewStoreAsync()
    {
        var server = await PostgresServer.SharedAsync();
        if (server is null)
            Assert.Skip(PostgresServer.MissingReason);
        return await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
    }
}
