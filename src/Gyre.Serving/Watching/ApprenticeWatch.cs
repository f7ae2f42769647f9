using System.Runtime.ExceptionServices;
using Gyre.Serving.Routing;
using Gyre.Serving.Schema;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Serving.Watching;

/// <summary>
/// Looks at the rewards of apprentices, and lets one that is good enough decide by itself: one change of its settings, made in a
/// transaction that finds the revision that was judged, so that it is made once, also when several processes look.
/// </summary>
internal sealed class ApprenticeWatch(IDatabase database, RevisionCache<ServedDeployment> cache, TimeProvider clock)
{
    private const string Judge = "apprentice rule";

    /// <summary>How few new decisions are not worth a look, as a part of those that are looked at.</summary>
    private const int Parts = 100;

    /// <summary>How many decisions had been settled when a revision was last judged.</summary>
    private readonly Dictionary<long, (long Revision, long Settled)> _judged = [];

    /// <summary>Looks once at every apprentice; gives how many are none any more. Called by one at a time.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var rows = (await database.ReadAsync(DeploymentTable.List, cancellationToken)).Where(IsApprentice).ToList();
        foreach (var gone in _judged.Keys.Except(rows.Select(static row => row.Number)).ToList())
            _judged.Remove(gone);
        var ended = 0;
        Exception? failure = null;
        foreach (var row in rows)
        {
            try
            {
                ended += await LookAsync(row, cancellationToken) ? 1 : 0;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // What one deployment lacks keeps nobody else's apprentice waiting; the loop reports it.
                failure ??= exception;
            }
        }
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
        return ended;
    }

    private static bool IsApprentice(DeploymentRow row) => row.ReadSettings().Apprentice is not null;

    private async Task<bool> LookAsync(DeploymentRow row, CancellationToken cancellationToken)
    {
        var look = await database.ReadAsync(session => Look(session, row), cancellationToken);
        if (look.Begins && await database.WriteAsync(session => Begin(session, row), cancellationToken))
            look = await database.ReadAsync(session => Look(session, row), cancellationToken);
        if (look.Result is not { } result)
            return false;
        var ends = result.IsGoodEnough && await database.WriteAsync(session => End(session, row, result), cancellationToken);
        if (ends)
            await cache.RefreshAsync(row.Name, cancellationToken);
        _judged[row.Number] = (row.Revision, look.Settled);
        return ends;
    }

    /// <summary>How it stands; nothing when there is little new.</summary>
    private (bool Begins, ApprenticeResult? Result, long Settled) Look(IDbSession session, DeploymentRow row)
    {
        var champion = row.ReadRoute().Champion;
        if (ApprenticeTable.Find(session, row.Number) is not { } watch || watch.Champion != champion)
            return (true, null, 0);
        var rule = row.ReadSettings().Apprentice!;
        var books = BookTable.Read(session, row.Number);
        var settled = books.Joined + books.Defaulted;
        if (_judged.TryGetValue(row.Number, out var last) && last.Revision == row.Revision
            && settled - last.Settled < Math.Max(1, rule.MinDecisions / Parts))
        {
            return (false, null, settled);
        }
        List<CallerChoice> choices = [];
        foreach (var decision in ApprenticeTable.Newest(session, watch, rule.MinDecisions))
        {
            if (decision.BaselineOf(champion) is { } probability)
                choices.Add(new CallerChoice(decision.Reward, probability));
        }
        return (false, ApprenticeJudge.Judge(rule, choices), settled);
    }

    private static bool Begin(IDbSession session, DeploymentRow seen)
    {
        if (DeploymentTable.Find(session, seen.Number) is not { } row || row.Revision != seen.Revision)
            return false;
        ApprenticeTable.Save(
            session, new ApprenticeRow { Deployment = row.Number, Champion = row.ReadRoute().Champion, Since = row.ChangedAt });
        return true;
    }

    private bool End(IDbSession session, DeploymentRow seen, ApprenticeResult result)
    {
        if (DeploymentTable.Find(session, seen.Number) is not { } row || row.Revision != seen.Revision)
            return false;
        var cause = new RouteCause
        {
            Reason = result.Sentence,
            Evidence = [new AliasEvidence("reward_share", result.Achieved, null), new AliasEvidence("decisions", result.Decisions, null)],
            By = Judge,
        };
        var asked = new Configuration { Settings = row.ReadSettings() with { Apprentice = null }, Cause = cause };
        return new RouteDesk(session, clock.GetUtcNow()).Configure(row, asked).Change is not null;
    }
}
