using Gyre.Core;
using Gyre.Projects;
using Gyre.Projects.Schedules;
using Gyre.Storage;

namespace Gyre.Automation.Triggers;

/// <summary>Lets the machine live through a span of time again, with runs that end well at once.</summary>
internal sealed class TriggerReplayer(IEventLog log)
{
    private const int MaxFirings = 1000;
    private const int MaxEvents = 200_000;
    private const int PageSize = 5000;
    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(3660);

    public async Task<TriggerReplay> ReplayAsync(Trigger trigger, string project, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (to <= from || to - from > LongestSpan)
            throw new InvalidInputException("trigger.span", "The time range must end after it starts, and span at most 3660 days.");
        if (!TriggerPlan.TryMake(trigger with { Enabled = true }, out var plan, out var problems))
            throw new InvalidInputException(problems);
        var life = new Life(plan, from);
        var (events, isWhole) = (0, true);
        var condition = TriggerSources.ConditionOf(trigger.Source);
        if (condition.Watches is { } type)
        {
            for (long after = 0; isWhole && !life.IsFull;)
            {
                var page = await log.ReadAsync(after, PageSize, subject: null, cancellationToken);
                foreach (var stored in page.Where(stored => stored.Type == type && stored.At > from && stored.At <= to))
                {
                    var data = TriggerFeed.DataOf(stored);
                    if (condition.IsOfProject(project, data))
                        life.Live(new EventSeen(stored.At, stored.Sequence, stored.Type, stored.Subject, stored.At, data, Depth: 0));
                }
                events += page.Count;
                isWhole = events < MaxEvents;
                if (page.Count < PageSize)
                    break;
                after = page[^1].Sequence;
            }
        }
        life.LiveUntil(to);
        return new TriggerReplay([.. life.Firings.Take(MaxFirings)], isWhole && !life.IsFull, events);
    }

    private sealed class Life
    {
        private readonly TriggerPlan _plan;
        private readonly List<ReplayedOccurrence> _firings = [];
        private TriggerState _state = TriggerState.Empty;
        private DateTimeOffset? _wake;
        private DateTimeOffset _now;

        public Life(TriggerPlan plan, DateTimeOffset from)
        {
            (_plan, _now) = (plan, from);
            Tell(new TimeReached(from));
        }

        public IReadOnlyList<ReplayedOccurrence> Firings => _firings;

        public bool IsFull => _firings.Count > MaxFirings;

        public void Live(EventSeen seen)
        {
            LiveUntil(seen.Now);
            if (!IsFull)
                Tell(seen with { Now = _now });
        }

        public void LiveUntil(DateTimeOffset time)
        {
            while (!IsFull && _wake is { } wake && wake <= time)
            {
                _now = wake > _now ? wake : _now;
                Tell(new TimeReached(_now));
                if (_wake <= _now)
                    break;
            }
            // Events may have happened a little out of order.
            _now = time > _now ? time : _now;
        }

        private void Tell(TriggerEvent told)
        {
            var outcome = TriggerMachine.Decide(_plan, _state, told);
            _state = outcome.State;
            _wake = outcome.Decisions.OfType<TriggerWakeAt>().LastOrDefault()?.When;
            foreach (var decision in outcome.Decisions)
            {
                if (decision is OccurrenceSkipped skipped)
                    _firings.Add(new ReplayedOccurrence(_now, skipped.Occurrence, new MapValue([]), skipped.Reason));
                if (decision is not StartOccurrence start)
                    continue;
                _firings.Add(new ReplayedOccurrence(_now, start.Occurrence, start.Parameters, null));
                var run = new RunId(GuidIds.FromNames(start.Occurrence));
                Tell(new OccurrenceStarted(_now, start.Occurrence, run));
                Tell(new RunEnded(_now, run, RunState.Succeeded));
            }
        }
    }
}
