using System.Collections.Immutable;
using Gyre.Learning;
using Gyre.Serving.Routing;
using Gyre.Serving.Schema;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Serving.Watching;

/// <summary>
/// Looks at the rewards of canaries where a rule judges them, and changes the route in the transaction that keeps what was seen: each
/// decision counts once, also when a process dies in between. Decisions are taken in their order, and none behind one that is still waited
/// for, so that quick rewards do not come before slow ones.
/// </summary>
internal sealed class CanaryWatch(IDatabase database, RevisionCache<ServedDeployment> cache, TimeProvider clock)
{
    private const int AtOnce = 5000;
    private const string Judge = "canary rule";

    /// <summary>Looks once at every deployment; gives how many routes changed.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var deployments = await database.ReadAsync(DeploymentTable.List, cancellationToken);
        var changed = 0;
        foreach (var name in deployments.Where(IsWatched).Select(static row => row.Name))
        {
            for (var seen = AtOnce; seen == AtOnce;)
            {
                // Most looks find nothing, and reading does not hold up the writer.
                if (!await database.ReadAsync(session => HasNews(session, name), cancellationToken))
                    break;
                var look = await database.WriteAsync(session => Look(session, name), cancellationToken);
                seen = look.Seen;
                if (!look.Changed)
                    continue;
                changed++;
                await cache.RefreshAsync(name, cancellationToken);
            }
        }
        return changed;
    }

    private static bool IsWatched(DeploymentRow row) =>
        row.ReadSettings() is { CanaryRule: not null, Apprentice: null } && row.ReadRoute().Canaries.Length > 0;

    private static bool HasNews(IDbSession session, string name)
    {
        if (DeploymentTable.Find(session, name) is not { } row || !IsWatched(row))
            return false;
        var route = row.ReadRoute();
        return route.Canaries.Any(canary => WatchTable.Find(session, row.Number, canary.Version) is not { } watch
            || watch.Champion != route.Champion
            || WatchTable.After(session, row.Number, watch.Seen, row.ChangedAt, 1) is [{ IsSettled: true }]);
    }

    private (int Seen, bool Changed) Look(IDbSession session, string name)
    {
        if (DeploymentTable.Find(session, name) is not { } row || !IsWatched(row))
            return (0, false);
        var (route, settings) = (row.ReadRoute(), row.ReadSettings());
        WatchTable.Keep(session, row.Number, [.. route.Canaries.Select(static canary => canary.Version)]);
        var most = 0;
        foreach (var canary in route.Canaries)
        {
            var judge = new CanaryJudge(settings, route.Champion, canary.Version, IsHeldBack(session, row, canary.Version));
            var (state, seen) = Take(session, row, canary.Version, judge);
            most = Math.Max(most, seen);
            var (verdict, result) = judge.Judge(state);
            // The next look judges the others by the route that this made.
            if (verdict != CanaryVerdict.Wait && Act(new RouteDesk(session, clock.GetUtcNow()), row, canary.Version, verdict, result))
                return (most, true);
        }
        return (most, false);
    }

    private static (CanaryState State, int Seen) Take(IDbSession session, DeploymentRow row, long canary, CanaryJudge judge)
    {
        var champion = row.ReadRoute().Champion;
        var watch = WatchTable.Find(session, row.Number, canary) is { } known && known.Champion == champion
            ? known
            : new WatchRow
            {
                Deployment = row.Number,
                Version = canary,
                Champion = champion,
                Seen = WatchTable.LastBefore(session, row.Number, row.ChangedAt),
            }.With(default(CanaryState));
        var decisions = WatchTable.After(session, row.Number, watch.Seen, row.ChangedAt, AtOnce)
            .TakeWhile(static one => one.IsSettled).ToList();
        var state = judge.Next(watch.ReadState(), decisions);
        WatchTable.Save(session, watch.With(state) with { Seen = decisions is [.., var last] ? last.Number : watch.Seen });
        return (state, decisions.Count);
    }

    /// <summary>Whether the last change of the champion was its replacement.</summary>
    private static bool IsHeldBack(IDbSession session, DeploymentRow row, long canary) =>
        ChangeTable.LastOfChampion(session, row.Number)?.ToChange() is { Kind: RouteChangeKind.Promoted, From: { } before } && before == canary;

    private static bool Act(RouteDesk desk, DeploymentRow row, long canary, CanaryVerdict verdict, GateResult result)
    {
        var cause = new RouteCause { Reason = result.Sentence, Evidence = EvidenceOf(result), By = Judge };
        var route = row.ReadRoute();
        var changed = verdict switch
        {
            CanaryVerdict.Promote => desk.Promote(row, new Promotion { Version = canary, Expected = route.Champion, Cause = cause }),
            CanaryVerdict.RollBack => desk.RollBack(row, cause),
            _ => desk.Configure(row, new Configuration { Canaries = route.Canaries.RemoveAll(one => one.Version == canary), Cause = cause }),
        };
        return changed.Change is not null;
    }

    private static ImmutableArray<AliasEvidence> EvidenceOf(GateResult result) =>
    [
        new AliasEvidence("reward_difference", result.Difference, null),
        new AliasEvidence("reward_difference_low", result.Bounds.Low, null),
        new AliasEvidence("reward_difference_high", result.Bounds.High, null),
        new AliasEvidence("decisions", result.Rows, null),
    ];
}
