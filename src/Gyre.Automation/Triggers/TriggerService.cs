using Gyre.Core;
using Gyre.Projects;
using Gyre.Projects.Rules;
using Gyre.Projects.Schedules;
using Gyre.Storage;

namespace Gyre.Automation.Triggers;

/// <summary>Triggers as people handle them. What they want of one they leave as a request, for whoever runs the triggers.</summary>
internal sealed class TriggerService(IStore store, TriggerLoop loop, IdSource ids, AutomationOptions options) : ITriggers
{
    private const int MaxKeyLength = 200;

    private IDatabase Database => store.Database;

    public async Task<IReadOnlyList<TriggerView>> RegisterAsync(Project project, string folder, string? projectName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var name = projectName ?? new DirectoryInfo(place).Name;
        foreach (var trigger in project.Triggers)
            Check(project, trigger);
        var last = await store.Events.LastAsync(cancellationToken);
        return await Database.WriteAsync(
            session =>
            {
                new TriggerRegistry(session, ids, options.Clock.GetUtcNow(), last).Register(project, name, place);
                return Views(session, name);
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<TriggerView>> ListAsync(string? project, CancellationToken cancellationToken) =>
        Database.ReadAsync(session => Views(session, project), cancellationToken);

    public Task<TriggerView?> FindAsync(TriggerId trigger, CancellationToken cancellationToken) =>
        Database.ReadAsync(session => TriggerStore.Find(session, trigger) is { } row ? TriggerViews.Of(row) : null, cancellationToken);

    public Task<IReadOnlyList<OccurrenceView>> OccurrencesAsync(TriggerId trigger, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        return Database.ReadAsync<IReadOnlyList<OccurrenceView>>(
            session => [.. TriggerStore.Occurrences(session, trigger, limit).Select(row => TriggerViews.Of(session, row))], cancellationToken);
    }

    public Task<OccurrenceView?> FindOccurrenceAsync(TriggerId trigger, string occurrence, CancellationToken cancellationToken) => Database.ReadAsync(
        session => TriggerStore.FindOccurrence(session, trigger, occurrence) is { } row ? TriggerViews.Of(session, row) : null, cancellationToken);

    public async Task<bool> EnableAsync(TriggerId trigger, bool enabled, CancellationToken cancellationToken)
    {
        var last = await store.Events.LastAsync(cancellationToken);
        return await Database.WriteAsync(
            session => TriggerStore.Find(session, trigger) is { } row && new TriggerRegistry(session, ids, options.Clock.GetUtcNow(), last).Enable(row, enabled), cancellationToken);
    }

    public async Task<TriggerRequestResult> FireAsync(TriggerId trigger, string key, CancellationToken cancellationToken)
    {
        var result = await AskAsync(trigger, TriggerRequestRow.Hand, key, "{}", static _ => true, cancellationToken);
        try
        {
            // Nobody else may be there to do it; when somebody is, they share the work.
            if (result.Outcome is TriggerRequestOutcome.Accepted or TriggerRequestOutcome.Known)
                await loop.AdvanceAsync(trigger, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // It was taken. Whoever runs the triggers tries again, and sets it aside when that is of no use.
        }
        return result;
    }

    public Task<TriggerRequestResult> ReceiveAsync(TriggerId trigger, string delivery, Value body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        return AskAsync(
            trigger, TriggerRequestRow.Hook, delivery, ValueJson.Write(body), static source =>
                TriggerSources.ConditionOf(source).TakesHooks, cancellationToken);
    }

    public Task<bool> RemoveAsync(TriggerId trigger, CancellationToken cancellationToken) =>
        Database.WriteAsync(session => TriggerStore.Remove(session, trigger), cancellationToken);

    public Task<TriggerReplay> ReplayAsync(Trigger trigger, string project, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        new TriggerReplayer(store.Events).ReplayAsync(trigger, project, from, to, cancellationToken);

    private async Task<TriggerRequestResult> AskAsync(TriggerId trigger, string kind, string key, string body, Func<TriggerSource, bool> fits, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, MaxKeyLength, nameof(key));
        var request = new TriggerRequestRow
        {
            Id = ids.Next(),
            TriggerId = trigger,
            Occurrence = TriggerMachine.OccurrenceOf(kind, key),
            Kind = kind,
            Request = key,
            Body = body,
            CreatedAt = options.Clock.GetUtcNow(),
        };
        var outcome = await Database.WriteAsync(
            session => TriggerStore.Find(session, trigger) is { } row && fits(row.ReadDefinition().Source) ? TriggerStore.Ask(session, request) : TriggerRequestOutcome.Refused,
            cancellationToken);
        return new TriggerRequestResult(outcome, outcome == TriggerRequestOutcome.Refused ? "" : request.Occurrence);
    }

    private static IReadOnlyList<TriggerView> Views(IDbSession session, string? project) => [.. TriggerStore.List(session, project).Select(TriggerViews.Of)];

    private void Check(Project project, Trigger trigger)
    {
        if (!TriggerPlan.TryMake(trigger, out _, out var problems))
            throw new InvalidInputException([.. problems.Select(problem => problem with { Path = $"triggers/{trigger.Name}/{problem.Path}" })]);
        if (TriggerRules.CheckEvents(trigger, options.Language.Events) is { } unknown)
        {
            var path = $"triggers/{trigger.Name}/{unknown.Path}";
            throw new InvalidInputException([unknown with { Path = path, Message = $"Trigger '{trigger.Name}': {unknown.Message}" }]);
        }
        if (project.Pipelines.All(pipeline => pipeline.Name != trigger.Pipeline))
            throw new InvalidInputException("trigger.unknown-pipeline", $"Trigger '{trigger.Name}': the project has no pipeline '{trigger.Pipeline}'.");
    }
}
