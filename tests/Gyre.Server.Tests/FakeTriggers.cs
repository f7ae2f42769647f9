using System.Collections.Concurrent;
using Gyre.Automation;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Server.Tests;

/// <summary>Triggers that remember what they were asked.</summary>
internal sealed class FakeTriggers : ITriggers
{
    public const string SecretName = "HOOK_SECRET";
    public const string Secret = "a secret of many characters";

    private readonly ConcurrentDictionary<TriggerId, TriggerView> _views = new();
    private readonly ConcurrentDictionary<(TriggerId, string), OccurrenceView> _occurrences = new();

    public ConcurrentQueue<Value> Bodies { get; } = new();

    /// <summary>What requests come to, in the place of what they would.</summary>
    public TriggerRequestOutcome? Answer { get; set; }

    public Task<IReadOnlyList<TriggerView>> RegisterAsync(Project project, string folder, string? projectName, CancellationToken cancellationToken)
    {
        foreach (var trigger in project.Triggers)
        {
            var id = new TriggerId(GuidIds.FromNames(projectName!, trigger.Name));
            _views[id] = new TriggerView
            {
                Id = id,
                Project = projectName!,
                Folder = folder,
                Definition = trigger,
                When = trigger.Source.GetType().Name,
                Enabled = true,
                CreatedAt = DateTimeOffset.UnixEpoch,
                ChangedAt = DateTimeOffset.UnixEpoch,
            };
        }
        return ListAsync(projectName, cancellationToken);
    }

    public Task<IReadOnlyList<TriggerView>> ListAsync(string? project, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TriggerView>>([.. _views.Values.Where(view => project is null || view.Project == project).OrderBy(view => view.Definition.Name, StringComparer.Ordinal)]);

    public Task<TriggerView?> FindAsync(TriggerId trigger, CancellationToken cancellationToken) => Task.FromResult(_views.GetValueOrDefault(trigger));

    public Task<IReadOnlyList<OccurrenceView>> OccurrencesAsync(TriggerId trigger, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<OccurrenceView>>([.. _occurrences.Where(pair => pair.Key.Item1 == trigger).Select(pair => pair.Value).Take(limit)]);

    public Task<OccurrenceView?> FindOccurrenceAsync(TriggerId trigger, string occurrence, CancellationToken cancellationToken) =>
        Task.FromResult(_occurrences.GetValueOrDefault((trigger, occurrence)));

    public Task<bool> EnableAsync(TriggerId trigger, bool enabled, CancellationToken cancellationToken)
    {
        _views[trigger] = _views[trigger] with { Enabled = enabled };
        return Task.FromResult(true);
    }

    public Task<TriggerRequestResult> FireAsync(TriggerId trigger, string key, CancellationToken cancellationToken) => Task.FromResult(Take(trigger, $"hand:{key}"));

    public Task<TriggerRequestResult> ReceiveAsync(TriggerId trigger, string delivery, Value body, CancellationToken cancellationToken)
    {
        var result = Take(trigger, $"hook:{delivery}");
        if (result.Outcome == TriggerRequestOutcome.Accepted)
            Bodies.Enqueue(body);
        return Task.FromResult(result);
    }

    public Task<bool> RemoveAsync(TriggerId trigger, CancellationToken cancellationToken) => Task.FromResult(_views.TryRemove(trigger, out _));

    public Task<TriggerReplay> ReplayAsync(Trigger trigger, string project, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Task.FromResult(new TriggerReplay([new ReplayedOccurrence(to, $"cron:{from:yyyy}", new MapValue([]), null)], true, 7));

    private TriggerRequestResult Take(TriggerId trigger, string occurrence)
    {
        if (Answer is { } answer)
            return new TriggerRequestResult(answer, answer == TriggerRequestOutcome.Refused ? "" : occurrence);
        var isNew = _occurrences.TryAdd((trigger, occurrence), new OccurrenceView { Occurrence = occurrence, Outcome = OccurrenceOutcome.Started, At = DateTimeOffset.UnixEpoch });
        return new TriggerRequestResult(isNew ? TriggerRequestOutcome.Accepted : TriggerRequestOutcome.Known, occurrence);
    }
}
