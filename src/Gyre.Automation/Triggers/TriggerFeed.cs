using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Automation.Triggers;

/// <summary>Events that one trigger has to be told.</summary>
/// <param name="Revision">The trigger as it was looked at; when it has changed meanwhile, they are not told.</param>
/// <param name="Events">In the log's order.</param>
/// <param name="UpTo">All events up to here are told, or none of its business.</param>
internal sealed record TriggerNews(int Revision, IReadOnlyList<StoredEvent> Events, long UpTo)
{
    public static TriggerNews None(int revision) => new(revision, [], 0);
}

/// <summary>
/// Reads the log once for all triggers. How far each of them has got is in the store; what was looked at beyond that and is none of its business is
/// remembered here, so that nothing has to be written for it. Not for several threads.
/// </summary>
internal sealed class TriggerFeed(IEventLog log, ProjectLanguage language)
{
    private const int PageSize = 1000;
    private const int MaxNews = 200;

    private readonly Dictionary<TriggerId, (int Revision, long UpTo)> _seen = [];

    /// <summary>Whether there may be more than what was read last.</summary>
    public bool HasMore { get; private set; }

    public async Task<IReadOnlyDictionary<TriggerId, TriggerNews>> ReadAsync(IReadOnlyList<TriggerGlance> triggers, CancellationToken cancellationToken)
    {
        HasMore = false;
        var watching = triggers.Where(trigger => trigger.Watches is not null).ToList();
        if (watching.Count == 0)
            return new Dictionary<TriggerId, TriggerNews>();
        var page = await log.ReadAsync(watching.Min(From), PageSize, subject: null, cancellationToken);
        var found = new Dictionary<TriggerId, TriggerNews>();
        foreach (var trigger in watching)
        {
            var from = From(trigger);
            if (page.Count == 0 || page[^1].Sequence <= from)
                continue;
            var news = page.Where(stored => stored.Sequence > from && IsFor(trigger, stored)).Take(MaxNews).ToList();
            var upTo = news.Count == MaxNews ? news[^1].Sequence : page[^1].Sequence;
            if (news.Count > 0)
                found[trigger.Id] = new TriggerNews(trigger.Revision, news, upTo);
            else
                _seen[trigger.Id] = (trigger.Revision, upTo);
            HasMore |= news.Count == MaxNews;
        }
        HasMore |= page.Count == PageSize;
        return found;
    }

    private long From(TriggerGlance trigger) =>
        _seen.TryGetValue(trigger.Id, out var seen) && seen.Revision == trigger.Revision ? Math.Max(seen.UpTo, trigger.EventCursor) : trigger.EventCursor;

    /// <summary>What triggers skip is never told: two that are told of each other's skips would never come to rest.</summary>
    private bool IsFor(TriggerGlance trigger, StoredEvent stored) =>
        stored.Type == trigger.Watches && language.Events.Find(stored.Type) is not { StartsTriggers: false };

    /// <summary>As the machine is told of it.</summary>
    public static EventSeen Seen(IDbSession session, StoredEvent stored, DateTimeOffset now)
    {
        var data = DataOf(stored);
        return new EventSeen(now, stored.Sequence, stored.Type, stored.Subject, stored.At, data, RunLedger.DepthOfCause(session, stored.Subject, data));
    }

    public static MapValue DataOf(StoredEvent stored)
    {
        try
        {
            return ValueJson.Parse(stored.Data) as MapValue ?? new MapValue([]);
        }
        catch (Exception exception) when (exception is InvalidInputException or System.Text.Json.JsonException or FormatException)
        {
            return new MapValue([]);
        }
    }
}
