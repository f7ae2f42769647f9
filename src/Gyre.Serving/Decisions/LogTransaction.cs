using Gyre.Learning;
using Gyre.Serving.Rewards;
using Gyre.Serving.Schema;
using Gyre.Storage;

namespace Gyre.Serving.Decisions;

/// <summary>Writes the work of many callers in one transaction. Each is whole or absent, and sees what those before it have written.</summary>
internal sealed class LogTransaction(IDbSession session, IReadOnlyList<LogWork> works, DateTimeOffset now)
{
    private readonly Dictionary<long, DeploymentRow> _deployments = [];
    private readonly Dictionary<(long Deployment, string Id), DecisionRow> _known = [];
    private readonly Dictionary<(long Deployment, string Id), SlateRow> _slates = [];
    private readonly List<DecisionRow> _fresh = [];

    /// <summary>Writes them; gives the results in their order.</summary>
    public IReadOnlyList<LogResult> Run()
    {
        LookUpDeployments();
        LookUpDecisions();
        var results = new LogResult[works.Count];
        for (var i = 0; i < works.Count; i++)
            results[i] = _deployments.ContainsKey(works[i].Deployment) ? Decide(works[i]) : new LogResult(IsGone: true);
        Insert();
        var rewarded = works.Index().Where(one => one.Item.Rewards.Count > 0 && !results[one.Index].IsGone);
        foreach (var group in rewarded.GroupBy(static one => one.Item.Deployment))
            Reward([.. group], results);
        return results;
    }

    private void LookUpDeployments()
    {
        foreach (var number in works.Select(static work => work.Deployment).Distinct())
        {
            if (DeploymentTable.Find(session, number) is { } row)
                _deployments.Add(number, row);
        }
    }

    private void LookUpDecisions()
    {
        foreach (var group in works.Where(static work => work.MayBeKnown).GroupBy(static work => work.Deployment))
        {
            var ids = group.SelectMany(static work => work.Decisions).Select(static row => row.Id).Distinct(StringComparer.Ordinal);
            foreach (var row in DecisionTable.Find(session, group.Key, ids))
                _known[(row.Deployment, row.Id)] = row;
            var slates = group.Select(static work => work.Slate?.Id).OfType<string>();
            LookUpSlates(group.Key, ids.Concat(slates).Distinct(StringComparer.Ordinal));
        }
    }

    /// <summary>
    /// Slates of these ids; those that were not activated in time are dropped here, so that nobody meets them before the loop does.
    /// </summary>
    private void LookUpSlates(long deployment, IEnumerable<string> ids)
    {
        foreach (var slate in SlateTable.Find(session, deployment, ids))
        {
            if (slate.IsOver(now))
                SlateTable.Remove(session, deployment, [slate.Id]);
            else
                _slates.Add((deployment, slate.Id), slate);
        }
    }

    private LogResult Decide(LogWork work) =>
        work.Decisions.FirstOrDefault(row => row.Id != work.Slate?.Id && IsHeld(row)) is { } held
            ? new LogResult(Conflict: held.Id)
            : work.Slate is { } slate ? Decide(work, slate) : DecideEach(work);

    /// <summary>Whether a held decision waits under the id of another one.</summary>
    private bool IsHeld(DecisionRow row) => _slates.GetValueOrDefault((row.Deployment, row.Id)) is { Held: not null };

    private LogResult Decide(LogWork work, SlateRow slate)
    {
        if (_slates.GetValueOrDefault((slate.Deployment, slate.Id)) is { } before)
            return before.Request == slate.Request && DecisionsOf(before, work) is { } same ? same : new LogResult(Conflict: slate.Id);
        if (work.Decisions.FirstOrDefault(row => _known.ContainsKey((row.Deployment, row.Id))) is { } known)
            return work.Decisions.Count == 1 ? DecideEach(work) : new LogResult(Conflict: known.Id);
        SlateTable.Insert(session, slate);
        _slates.Add((slate.Deployment, slate.Id), slate);
        return slate.Held is null ? DecideEach(work) : new LogResult(Decisions: [.. work.Decisions.Select(static row => (row, false))]);
    }

    /// <summary>What was decided when a slate was asked for before; null when the log does not have it any more.</summary>
    private LogResult? DecisionsOf(SlateRow slate, LogWork work)
    {
        var rows = slate.Held is null
            ? work.Decisions.Select(row => _known.GetValueOrDefault((row.Deployment, row.Id))).OfType<DecisionRow>().ToList()
            : [.. slate.ReadHeld()];
        return rows.Count == work.Decisions.Count ? new LogResult(Decisions: [.. rows.Select(static row => (row, true))]) : null;
    }

    private LogResult DecideEach(LogWork work)
    {
        var fresh = new Dictionary<string, DecisionRow>(work.Decisions.Count, StringComparer.Ordinal);
        var all = new List<(DecisionRow, bool)>(work.Decisions.Count);
        foreach (var row in work.Decisions)
        {
            var known = _known.GetValueOrDefault((row.Deployment, row.Id)) ?? fresh.GetValueOrDefault(row.Id);
            if (known is not null && IsOther(known, row))
                return new LogResult(Conflict: row.Id);
            if (known is null)
                fresh.Add(row.Id, row);
            all.Add((known ?? row, known is not null));
        }
        _fresh.AddRange(fresh.Values);
        if (work.MayBeKnown)
        {
            foreach (var row in fresh.Values)
                _known[(row.Deployment, row.Id)] = row;
        }
        return new LogResult(Decisions: all);
    }

    /// <summary>
    /// Whether an id stands for something else: for another question, or where the decision was told and not asked for, for
    /// another decision.
    /// </summary>
    private static bool IsOther(DecisionRow known, DecisionRow row) => known.Request != row.Request
        || (row.Source != (long)DecisionSource.Server
            && (known.Source, known.Version, known.Arm, known.Propensity, known.Share, known.Seed, known.DecidedAt)
                != (row.Source, row.Version, row.Arm, row.Propensity, row.Share, row.Seed, row.DecidedAt));

    private void Insert()
    {
        DecisionTable.Insert(session, _fresh);
        foreach (var group in _fresh.GroupBy(static row => row.Deployment))
        {
            var count = group.LongCount();
            BookTable.Add(session, group.Key, new RewardBooks { Decisions = count, Pending = count });
        }
    }

    private void Reward(IReadOnlyList<(int Index, LogWork Work)> group, LogResult[] results)
    {
        var deployment = _deployments[group[0].Work.Deployment];
        var ledger = new RewardLedger(session, deployment.Number, deployment.ReadSettings(), now);
        foreach (var (index, work) in group)
            results[index] = new LogResult(Fates: ledger.Take(work.Rewards));
        SettledReport.Append(session, deployment.Name, ledger.Save(), now);
    }
}
