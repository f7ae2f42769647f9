using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Core.Logging;
using Gyre.Core.Loops;
using Gyre.Execution;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Projects.Schedules;
using Gyre.Storage;
using Microsoft.Extensions.Logging;

namespace Gyre.Automation.Triggers;

/// <summary>
/// Tells triggers of time, events, requests and ends of runs. Any number of engines may do it on one store: what a trigger is told and what it makes of it is one
/// transaction over what is stored then, so telling it twice does no harm; the lease only saves them the double work.
/// </summary>
internal sealed class TriggerLoop(IStore store, IRunStarter runs, IdSource ids, AutomationOptions options, string owner)
{
    private const int MaxRequestsAtOnce = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Remembered = TimeSpan.FromDays(90);
    private static readonly TimeSpan BetweenForgetting = TimeSpan.FromHours(1);

    private readonly TriggerFeed _events = new(store.Events, options.Language);
    private readonly TriggerStarter _starter = new(store, runs, ids, options);
    private readonly Dictionary<TriggerId, TriggerTrouble> _troubles = [];
    private readonly ILogger _logger = options.Logs.For<TriggerLoop>();
    private DateTimeOffset _forgotAt;

    private IDatabase Database => store.Database;

    /// <summary>Looks at all triggers once; for one caller at a time. Gives whether there is more to do at once.</summary>
    public async Task<bool> TurnAsync(CancellationToken cancellationToken)
    {
        var now = options.Clock.GetUtcNow();
        var triggers = await Database.ReadAsync(session => TriggerStore.Glance(session, now), cancellationToken);
        if (triggers.Count == 0)
            return false;
        await ForgetOldAsync(now, cancellationToken);
        var news = await _events.ReadAsync(triggers, cancellationToken);
        var more = _events.HasMore;
        foreach (var trigger in triggers)
        {
            // A clock that goes back must not make the pause longer.
            if (_troubles.GetValueOrDefault(trigger.Id)?.PausedUntil is { } until && now < until && until - now <= Pause)
                continue;
            if (news.TryGetValue(trigger.Id, out var told) || trigger.HasWork || trigger.NextWake <= now)
                more |= await TryAdvanceAsync(trigger.Id, told ?? TriggerNews.None(trigger.Revision), cancellationToken);
        }
        return more;
    }

    /// <summary>Deals with the requests for one trigger and what is due besides, unless another engine is at it.</summary>
    public Task AdvanceAsync(TriggerId trigger, CancellationToken cancellationToken) =>
        AdvanceAsync(trigger, TriggerNews.None(revision: -1), new TriggerTrouble(), cancellationToken);

    private async Task AdvanceAsync(TriggerId trigger, TriggerNews news, TriggerTrouble trouble, CancellationToken cancellationToken)
    {
        var lease = await store.Leases.TryAcquireAsync(Subjects.Of(trigger), owner, options.LeaseDuration, ProcessMark.IsGone, cancellationToken);
        if (lease is null)
            return;
        try
        {
            Tell(await Database.WriteAsync(session => Decide(session, trigger, news, trouble), cancellationToken));
            await _starter.StartAsync(trigger, KeepLeaseAsync, cancellationToken);
        }
        finally
        {
            await store.Leases.ReleaseAsync(lease, CancellationToken.None);
        }

        async Task<bool> KeepLeaseAsync()
        {
            if (await store.Leases.RenewAsync(lease, options.LeaseDuration, cancellationToken) is not { } renewed)
                return false;
            lease = renewed;
            return true;
        }
    }

    /// <summary>The record of occurrences must not grow for ever. That none starts twice does not depend on it: times and events are never told again, requests have an end, and runs keep their keys.</summary>
    private async Task ForgetOldAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if ((now - _forgotAt).Duration() < BetweenForgetting)
            return;
        _forgotAt = now;
        await Database.WriteAsync(session => TriggerStore.Forget(session, now - Remembered), cancellationToken);
    }

    /// <summary>One trigger that goes wrong must not keep the others from their turn, nor one thing it is told the next ones.</summary>
    private async Task<bool> TryAdvanceAsync(TriggerId trigger, TriggerNews news, CancellationToken cancellationToken)
    {
        var trouble = _troubles.GetValueOrDefault(trigger) ?? new TriggerTrouble();
        try
        {
            await AdvanceAsync(trigger, news, trouble, cancellationToken);
            _troubles.Remove(trigger);
            return false;
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or IOutageException or StoreReadOnlyException or ObjectDisposedException))
        {
            _logger.TriggerFailed(trigger.ToString(), exception.GetType().Name, exception.StackTrace);
            _troubles[trigger] = trouble;
            trouble.Blame(exception.Message);
            trouble.PausedUntil = trouble.Telling is null ? options.Clock.GetUtcNow() + Pause : null;
            return trouble.Telling is not null;
        }
    }

    private void Tell(TriggerDesk? desk)
    {
        foreach (var (occurrence, reason) in desk?.Said ?? [])
        {
            if (occurrence is not null)
                _logger.OccurrenceSkipped(desk!.Row.Name, occurrence, reason);
            else
                _logger.TriggerSetAside(desk!.Row.Name, reason);
        }
    }

    private TriggerDesk? Decide(IDbSession session, TriggerId id, TriggerNews news, TriggerTrouble trouble)
    {
        trouble.Telling = null;
        if (TriggerStore.Find(session, id) is not { } row)
            return null;
        var plan = row.ReadPlan();
        var desk = new TriggerDesk(session, row, plan, ids, options.Clock.GetUtcNow());
        foreach (var ended in TriggerStore.Ended(session, id))
        {
            TriggerStore.Close(session, id, ended.Occurrence);
            desk.Tell(new RunEnded(desk.Now, ended.Run, ended.State is null ? RunState.Cancelled : Enum.Parse<RunState>(ended.State)));
        }
        foreach (var request in TriggerStore.Requests(session, id, MaxRequestsAtOnce))
            TellRequest(desk, request, trouble);
        if (news.Revision == row.Revision)
        {
            foreach (var stored in news.Events.Where(stored => stored.Sequence > desk.State.LastSequence))
                TellEvent(desk, plan, stored, trouble);
            desk.MoveCursor(news.UpTo);
        }
        trouble.Telling = null;
        desk.Tell(new TimeReached(desk.Now));
        desk.Save();
        return desk;
    }

    private void TellRequest(TriggerDesk desk, TriggerRequestRow request, TriggerTrouble trouble)
    {
        TriggerStore.RemoveRequest(desk.Session, request.Id);
        if (TriggerStore.FindOccurrence(desk.Session, desk.Row.Id, request.Occurrence) is not null)
            return;
        if (trouble.ReasonFor(request.Occurrence) is { } reason)
        {
            desk.Skip(request.Occurrence, $"it was suspended: {reason}");
            return;
        }
        trouble.Telling = request.Occurrence;
        options.BeforeTrigger?.Invoke(request.Occurrence);
        desk.Tell(request.Kind == TriggerRequestRow.Hook
            ? new HookReceived(desk.Now, request.Request, ValueJson.Parse(request.Body))
            : new FiredByHand(desk.Now, request.Request));
    }

    private void TellEvent(TriggerDesk desk, TriggerPlan plan, StoredEvent stored, TriggerTrouble trouble)
    {
        var occurrence = $"event:{stored.Sequence}";
        if (trouble.ReasonFor(occurrence) is { } reason)
        {
            desk.Report(TriggerEvents.EventSetAside, ("sequence", Value.Of(stored.Sequence)), ("reason", Value.Of(reason)));
            desk.MoveCursor(stored.Sequence, $"Event {stored.Sequence} caused the suspension: {reason}");
            return;
        }
        trouble.Telling = occurrence;
        options.BeforeTrigger?.Invoke(occurrence);
        var seen = TriggerFeed.Seen(desk.Session, stored, desk.Now);
        if (TriggerSources.ConditionOf(plan.Trigger.Source).IsOfProject(desk.Row.Project, seen.Data))
            desk.Tell(seen);
    }
}

/// <summary>What went wrong with a trigger since it last went well.</summary>
internal sealed class TriggerTrouble
{
    private const int MaxFailures = 5;

    private readonly Dictionary<string, string> _aside = new(StringComparer.Ordinal);
    private string? _item;
    private int _failures;

    /// <summary>What it is being told, so that it is known what went wrong; null for nothing that could be set aside.</summary>
    public string? Telling { get; set; }

    /// <summary>Nothing is tried before then; null for no pause.</summary>
    public DateTimeOffset? PausedUntil { get; set; }

    /// <summary>Why something is not told any more, or null.</summary>
    public string? ReasonFor(string item) => _aside.GetValueOrDefault(item);

    /// <summary>Telling it went wrong; what does so too often is set aside.</summary>
    public void Blame(string reason)
    {
        _failures = _item == Telling ? _failures + 1 : 1;
        _item = Telling;
        if (Telling is not null && _failures >= MaxFailures)
            _aside[Telling] = reason;
    }
}
