using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Serving.Routing;
using Gyre.Serving.Schema;
using Gyre.Storage;

namespace Gyre.Serving.Watching;

/// <summary>
/// Looks at the contexts and rewards of every deployment and reports drift, in the transaction that keeps how far it has looked: each
/// alarm is reported once, also when several processes look. What is looked at is read outside of that transaction, and thrown away when
/// another process was quicker.
/// </summary>
internal sealed class DriftWatch(IDatabase database, RevisionCache<ServedDeployment> cache, TimeProvider clock)
{
    /// <summary>The metric under which <c>gyre bandit deploy</c> gives what its gate found.</summary>
    private const string GateLow = "gate.value_low";

    private const int RewardsAtOnce = 5000;

    /// <summary>Looks once at every deployment; gives how many alarms there were.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var deployments = await database.ReadAsync(DeploymentTable.List, cancellationToken);
        var alarms = 0;
        // Models decide nothing, so there is no log to watch.
        foreach (var row in deployments.Where(static row => row.Serves == ServedForm.Policy))
        {
            for (var isAtEnd = false; !isAtEnd;)
            {
                var (found, isDone) = await LookAsync(row, cancellationToken);
                alarms += found;
                isAtEnd = isDone;
            }
        }
        return alarms;
    }

    private async Task<(int Alarms, bool IsDone)> LookAsync(DeploymentRow row, CancellationToken cancellationToken)
    {
        if (await cache.GetAsync(row.Name, cancellationToken) is not { } served || served.Number != row.Number)
            return (0, true);
        var fields = served.Specification.ContextFields;
        var look = await database.ReadAsync(session => Look(session, row, fields, clock.GetUtcNow()), cancellationToken);
        if (look is null)
            return (0, true);
        var isKept = await database.WriteAsync(session => Keep(session, row.Number, look, clock.GetUtcNow()), cancellationToken);
        return (isKept ? look.Alarms.Length : 0, !isKept);
    }

    /// <summary>One step further; null when there is nothing new.</summary>
    private static NextLook? Look(IDbSession session, DeploymentRow seen, ImmutableArray<string> fields, DateTimeOffset now)
    {
        if (DeploymentTable.Find(session, seen.Number) is not { } row)
            return null;
        var before = DriftTable.Find(session, row.Number);
        var champion = row.ReadRoute().Champion;
        var known = before is null ? null : DriftTable.Read(before);
        var state = known?.Champion == champion
            ? known
            : DriftMachine.Start(
                champion, WatchTable.LastBefore(session, row.Number, row.ChangedAt), GateLowOf(session, row.Number, champion));
        var (next, alarms) = Contexts(session, row.Number, state, fields);
        // The rewards of an apprentice are those of its callers' choices.
        if (row.ReadSettings() is { Apprentice: null, RewardLow: { } low, RewardHigh: { } high } && low < high)
        {
            var settled = WatchTable.After(session, row.Number, state.RewardsSeen, row.ChangedAt, RewardsAtOnce)
                .TakeWhile(static one => one.IsSettled).ToList();
            (next, var alarm) = DriftMachine.TakeRewards(next, low, high, settled, now);
            alarms = alarm is null ? alarms : alarms.Add(alarm);
        }
        return next == state && known == state ? null : new NextLook(before, next, alarms);
    }

    /// <summary>What the gate told of the champion when it was promoted; null where none did.</summary>
    private static double? GateLowOf(IDbSession session, long deployment, long champion) =>
        ChangeTable.LastOfChampion(session, deployment) is { } change && change.ToVersion == champion
            ? change.ToChange().Evidence.FirstOrDefault(static one => one.Metric == GateLow)?.Value
            : null;

    private static (DriftWatchState State, ImmutableArray<DriftAlarm> Alarms) Contexts(
        IDbSession session, long deployment, DriftWatchState state, ImmutableArray<string> fields)
    {
        if (fields.IsEmpty || DriftTable.Nth(session, deployment, state.WindowAfter, DriftMachine.Window) is not { } to)
            return (state, []);
        if (state.ReferenceTo == 0)
            return (DriftMachine.TakeReference(state, to), []);
        var reference = ContextsOf(session, deployment, state.ReferenceAfter, state.ReferenceTo, fields.Length);
        var window = ContextsOf(session, deployment, state.WindowAfter, to, fields.Length);
        return DriftMachine.TakeWindow(state, fields, reference, window, to);
    }

    private static List<double[]> ContextsOf(IDbSession session, long deployment, long after, long to, int width) =>
    [
        .. DriftTable.Requests(session, deployment, after, to)
            .Select(static text => JsonSerializer.Deserialize(text, ServingJson.Default.RequestDocument)!.Context)
            .Where(context => context.Length == width),
    ];

    private static bool Keep(IDbSession session, long deployment, NextLook look, DateTimeOffset now)
    {
        if (DeploymentTable.Find(session, deployment) is not { } row || DriftTable.Find(session, deployment) != look.Before)
            return false;
        DriftTable.Save(session, deployment, look.State);
        foreach (var alarm in look.Alarms)
        {
            var data = DataOf(row.Name, look.State.Champion, alarm);
            session.Append(new NewEvent(DeploymentEvents.Drifted, $"deployment/{row.Name}", now, data));
        }
        return true;
    }

    private static MapValue DataOf(string name, long champion, DriftAlarm alarm)
    {
        var entries = new List<KeyValuePair<string, Value>>
        {
            new("name", Value.Of(name)),
            new("version", Value.Of(champion)),
            new("detector", Value.Of(alarm.Detector)),
            new("statistic", Value.Of(alarm.Statistic)),
            new("threshold", Value.Of(alarm.Threshold)),
            new("reason", Value.Of(alarm.Sentence)),
        };
        if (alarm.Field is { } field)
            entries.Add(new("field", Value.Of(field)));
        return new MapValue([.. entries]);
    }

    private sealed record NextLook(string? Before, DriftWatchState State, ImmutableArray<DriftAlarm> Alarms);
}
