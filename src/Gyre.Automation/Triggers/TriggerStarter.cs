using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Core.Logging;
using Gyre.Core.Loops;
using Gyre.Pipelines;
using Gyre.Storage;
using Microsoft.Extensions.Logging;

namespace Gyre.Automation.Triggers;

/// <summary>
/// Gives occurrences their runs. That an occurrence is to be started was kept before; its run, that it has it, and what its trigger makes of that are one
/// transaction, which looks whether it still has none. So however often and by however many it is tried, there is one run.
/// </summary>
internal sealed class TriggerStarter(IStore store, IRunStarter runs, IdSource ids, AutomationOptions options)
{
    private const int MaxTries = 5;

    private readonly ILogger _logger = options.Logs.For<TriggerStarter>();

    /// <summary>Prepares and starts everything that is to be started now.</summary>
    /// <param name="trigger">Whose occurrences.</param>
    /// <param name="keepLease">Called between one and the next; false when somebody else has taken over.</param>
    /// <param name="cancellationToken">Stops; what is left is taken up later.</param>
    public async Task StartAsync(TriggerId trigger, Func<Task<bool>> keepLease, CancellationToken cancellationToken)
    {
        var (row, starting) = await store.Database.ReadAsync(
            session => (TriggerStore.Find(session, trigger), TriggerStore.Starting(session, trigger, options.Clock.GetUtcNow())), cancellationToken);
        if (row is null)
            return;
        foreach (var (index, occurrence) in starting.Index())
        {
            if (index > 0 && !await keepLease())
                return;
            await StartAsync(row, occurrence, cancellationToken);
        }
    }

    private async Task StartAsync(TriggerRow row, OccurrenceRow occurrence, CancellationToken cancellationToken)
    {
        string? refusal;
        try
        {
            options.BeforeTrigger?.Invoke($"prepare {occurrence.Occurrence}");
            var run = await PrepareAsync(row, occurrence, cancellationToken);
            options.BeforeTrigger?.Invoke($"start {occurrence.Occurrence}");
            if (await KeepAsync(row.Id, occurrence.Occurrence, run, refusal: null, cancellationToken) is { } kept)
                _logger.TriggerFired(row.Name, occurrence.Occurrence, kept.Run);
            options.BeforeTrigger?.Invoke($"started {occurrence.Occurrence}");
            return;
        }
        catch (InvalidInputException exception)
        {
            refusal = exception.Diagnostics[0].Message;
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or IOutageException or ObjectDisposedException) && occurrence.Tries + 1 >= MaxTries)
        {
            refusal = $"starting the run failed {MaxTries} times; last error: {exception.Message}";
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or IOutageException or ObjectDisposedException))
        {
            // A disk that is full or a file that is locked may be well again in a while.
            _logger.StartRetried(row.Name, occurrence.Occurrence, occurrence.Tries + 1, exception.GetType().Name);
            await RetryLaterAsync(row.Id, occurrence, cancellationToken);
            return;
        }
        if (await KeepAsync(row.Id, occurrence.Occurrence, run: null, refusal, cancellationToken) is not null)
            _logger.StartRefused(row.Name, occurrence.Occurrence, refusal);
    }

    private Task<KeptStart?> KeepAsync(
        TriggerId trigger, string occurrence, PreparedRun? run, string? refusal, CancellationToken cancellationToken) =>
        store.Database.WriteAsync(session => Keep(session, trigger, occurrence, run, refusal), cancellationToken);

    private async Task<PreparedRun> PrepareAsync(TriggerRow row, OccurrenceRow occurrence, CancellationToken cancellationToken)
    {
        var request = new StartRun
        {
            Project = await TriggerProject.LoadAsync(row.Folder, options.Language.ForAcceptedFiles(), cancellationToken),
            Folder = row.Folder,
            ProjectName = row.Project,
            Pipeline = row.ReadDefinition().Pipeline,
            Parameters = (MapValue)ValueJson.Parse(occurrence.Parameters),
            Tags = [$"trigger:{row.Name}"],
        };
        return await runs.PrepareAsync(request, cancellationToken);
    }

    private Task<bool> RetryLaterAsync(TriggerId trigger, OccurrenceRow occurrence, CancellationToken cancellationToken) => store.Database.WriteAsync(
        session =>
        {
            TriggerStore.RetryAt(session, trigger, occurrence.Occurrence, occurrence.Tries + 1, options.Clock.GetUtcNow() + TimeSpan.FromSeconds(1 << occurrence.Tries));
            return true;
        },
        cancellationToken);

    /// <returns>What was kept; null when somebody else was quicker.</returns>
    private KeptStart? Keep(IDbSession session, TriggerId trigger, string occurrence, PreparedRun? run, string? refusal)
    {
        if (TriggerStore.Find(session, trigger) is not { } row || TriggerStore.FindOccurrence(session, trigger, occurrence) is not { IsOpen: true, Run: null } open)
            return null;
        var desk = new TriggerDesk(session, row, row.ReadPlan(), ids, options.Clock.GetUtcNow());
        RunId? started = null;
        if (run is null)
        {
            TriggerStore.Put(session, open with { Outcome = nameof(OccurrenceOutcome.Failed), IsOpen = false, Reason = refusal });
            desk.Report(TriggerEvents.StartFailed, ("occurrence", Value.Of(occurrence)), ("reason", Value.Of(refusal!)));
            desk.Tell(new StartFailed(desk.Now, occurrence, refusal!));
        }
        else
        {
            var id = runs.Keep(session, run, $"trigger:{trigger}:{occurrence}", open.Depth);
            TriggerStore.Put(session, open with { Outcome = nameof(OccurrenceOutcome.Started), Run = id });
            desk.Report(
                TriggerEvents.Fired,
                ("occurrence", Value.Of(occurrence)), ("run", Value.Of(id.ToString())), ("depth", Value.Of(open.Depth)));
            desk.Tell(new OccurrenceStarted(desk.Now, occurrence, id));
            started = id;
        }
        desk.Save();
        return new KeptStart(started);
    }

    private sealed record KeptStart(RunId? Run);
}
