using System.Text.Json.Nodes;
using Gyre.Serving.Schema;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Serving.Tests;

/// <summary>P35: a promotion is one act. Whoever reads beside it sees the old pair of route and alias or the new one, never a mix.</summary>
public sealed class PromotionTests
{
    private const int Promotions = 100;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Readers_see_route_and_alias_of_one_revision(DatabaseKind engine)
    {
        await using var place = await ServingPlace.OpenAsync(engine);
        await place.Tracking.Registry.CreateAsync("taste", "", [], Cancel);
        for (var version = 1; version <= 2; version++)
        {
            await place.Tracking.ModelVersions.CreateAsync("taste", new NewModelVersion { Source = "s3://b/m" }, Cancel);
            await place.DeployAsync(
                TestPolicies.Prefers(TestPolicies.Arms[version - 1]),
                change: one => one with { Model = "taste", ModelVersion = version, Role = VersionRole.Idle });
        }
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => ReadAsync(place, done.Token), Cancel)).ToList();
        var deciding = Task.Run(() => DecideAsync(place, done.Token), Cancel);
        for (var i = 0; i < Promotions; i++)
            await place.Deployments.PromoteAsync("shop", new Promotion { Version = (i % 2 == 0) ? 2 : 1, Cause = new RouteCause { Reason = "P35" } }, Cancel);
        await done.CancelAsync();

        foreach (var pairs in await Task.WhenAll(readers))
        {
            pairs.ShouldNotBeEmpty();
            pairs.ShouldAllBe(pair => pair.Champion == pair.Alias && pair.Revision == pair.Changes);
        }
        (await deciding).ShouldAllBe(decision => decision.Arm == TestPolicies.Arms[(int)decision.Version - 1]);
        (await place.Deployments.ChangesAsync("shop", 1000, Cancel))!.Count.ShouldBe(Promotions + 1);
        (await place.Tracking.Registry.AliasMovesAsync("taste", "champion", 1000, Cancel)).Length.ShouldBe(Promotions + 1);
    }

    private static async Task<List<Seen>> ReadAsync(ServingPlace place, CancellationToken done)
    {
        var seen = new List<Seen>();
        do
        {
            seen.Add(await place.Store.Database.ReadAsync(Read, Cancel));
        }
        while (!done.IsCancellationRequested);
        return seen;
    }

    private static Seen Read(IDbSession session)
    {
        var row = DeploymentTable.Find(session, "shop")!;
        var alias = session.QuerySingleOrDefault<long>("SELECT version FROM registry_aliases WHERE alias = 'champion'");
        var changes = session.QuerySingleOrDefault<long>("SELECT COUNT(*) FROM deployment_changes");
        return new Seen(JsonNode.Parse(row.Route)!["champion"]!.GetValue<long>(), alias, row.Revision, changes);
    }

    private static async Task<List<Decision>> DecideAsync(ServingPlace place, CancellationToken done)
    {
        var decisions = new List<Decision>();
        do
        {
            decisions.Add((await place.Decisions.DecideAsync("shop", new DecisionRequest { Context = TestPolicies.Context }, Cancel))!);
        }
        while (!done.IsCancellationRequested);
        return decisions;
    }

    private sealed record Seen(long Champion, long Alias, long Revision, long Changes);
}
