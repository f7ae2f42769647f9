using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Automation;

/// <summary>Triggers of projects, and what became of their occurrences.</summary>
public interface ITriggers
{
    /// <summary>
    /// Makes the triggers of a project those that it declares: new ones begin from now, changed ones begin anew, the same ones go on undisturbed, and those that it
    /// no longer declares are removed. All or nothing.
    /// </summary>
    /// <param name="project">The project as it was read.</param>
    /// <param name="folder">Its folder; read anew for every run. A full path.</param>
    /// <param name="projectName">Its name; null takes the folder's.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The project's triggers, by name.</returns>
    /// <exception cref="InvalidInputException">A trigger is wrong, or the name belongs to another folder.</exception>
    Task<IReadOnlyList<TriggerView>> RegisterAsync(Project project, string folder, string? projectName, CancellationToken cancellationToken);

    /// <summary>Triggers by project and name.</summary>
    /// <param name="project">Only of this project; null for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<TriggerView>> ListAsync(string? project, CancellationToken cancellationToken);

    /// <summary>A trigger, or null.</summary>
    Task<TriggerView?> FindAsync(TriggerId trigger, CancellationToken cancellationToken);

    /// <summary>What became of its occurrences, the latest first.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <param name="limit">At most so many; 1 to 1000.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<OccurrenceView>> OccurrencesAsync(TriggerId trigger, int limit, CancellationToken cancellationToken);

    /// <summary>One occurrence, or null when nothing has been decided about it.</summary>
    Task<OccurrenceView?> FindOccurrenceAsync(TriggerId trigger, string occurrence, CancellationToken cancellationToken);

    /// <summary>Turns it on or off. Turning it on also puts one that was set aside to work again; it begins anew from now. False when there is none.</summary>
    /// <exception cref="InvalidInputException">It is to be turned on, but its project declares that it is off.</exception>
    Task<bool> EnableAsync(TriggerId trigger, bool enabled, CancellationToken cancellationToken);

    /// <summary>Lets it occur now. All its limits hold. The same key again is the same occurrence.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <param name="key">One per wish; 1 to 200 characters.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<TriggerRequestResult> FireAsync(TriggerId trigger, string key, CancellationToken cancellationToken);

    /// <summary>Takes a request from outside, whose signature was checked, for whoever runs the triggers. Durable when this returns.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <param name="delivery">The sender's id of it; the same again is the same occurrence. 1 to 200 characters.</param>
    /// <param name="body">What was sent.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<TriggerRequestResult> ReceiveAsync(TriggerId trigger, string delivery, Value body, CancellationToken cancellationToken);

    /// <summary>Removes it; its runs and the record of its occurrences stay. False when there is none.</summary>
    Task<bool> RemoveAsync(TriggerId trigger, CancellationToken cancellationToken);

    /// <summary>Says when a trigger would have fired in a span of time, from its schedule and the events of the log, if each of its runs had ended well and at once. Changes nothing.</summary>
    /// <param name="trigger">Its definition; need not be registered.</param>
    /// <param name="project">Name of its project.</param>
    /// <param name="from">Beginning of the span, not included.</param>
    /// <param name="to">End of the span; at most 3660 days later.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="InvalidInputException">The definition or the span is wrong.</exception>
    Task<TriggerReplay> ReplayAsync(Trigger trigger, string project, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}

/// <summary>A trigger as people look at it.</summary>
public sealed record TriggerView
{
    /// <summary>Its id: a pure function of project and name.</summary>
    public required TriggerId Id { get; init; }

    /// <summary>Its project.</summary>
    public required string Project { get; init; }

    /// <summary>Folder of the project.</summary>
    public required string Folder { get; init; }

    /// <summary>As it was declared.</summary>
    public required Trigger Definition { get; init; }

    /// <summary>What makes it occur, for people: <c>cron 0 3 * * * (Europe/Berlin)</c>, <c>every 01:00:00</c>, <c>event alias.moved</c>.</summary>
    public required string When { get; init; }

    /// <summary>Whether it is on: both its project and whoever turned it last say so.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Why it starts nothing more, or null.</summary>
    public string? SetAside { get; init; }

    /// <summary>Why the last event that could not be judged could not, or null.</summary>
    public string? Problem { get; init; }

    /// <summary>When its schedule is due next; null when it has none or is off.</summary>
    public DateTimeOffset? NextDue { get; init; }

    /// <summary>Its runs that have not ended, the oldest first.</summary>
    public ImmutableArray<RunId> Running { get; init; } = [];

    /// <summary>Occurrences that wait for their start, the next one first.</summary>
    public ImmutableArray<string> Waiting { get; init; } = [];

    /// <summary>Failures since the last success.</summary>
    public int Failures { get; init; }

    /// <summary>When it last started a run; null when it never did.</summary>
    public DateTimeOffset? LastStart { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its definition was last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}

/// <summary>What became of an occurrence.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<OccurrenceOutcome>))]
public enum OccurrenceOutcome
{
    /// <summary>Its run is being prepared.</summary>
    Starting,

    /// <summary>It has its run.</summary>
    Started,

    /// <summary>It gets no run, by a rule of the trigger.</summary>
    Skipped,

    /// <summary>Its run was refused.</summary>
    Failed,
}

/// <summary>What became of an occurrence.</summary>
public sealed record OccurrenceView
{
    /// <summary><c>cron:TIME</c>, <c>every:TIME</c>, <c>event:SEQUENCE</c>, <c>hook:ID</c> or <c>hand:ID</c>.</summary>
    public required string Occurrence { get; init; }

    /// <summary>What became of it.</summary>
    public required OccurrenceOutcome Outcome { get; init; }

    /// <summary>Why it has no run, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Its run, or null.</summary>
    public RunId? Run { get; init; }

    /// <summary>How the run stands; null without one.</summary>
    public RunState? RunState { get; init; }

    /// <summary>How many runs stand in the line of runs that trigger each other, this one included; 0 without a run.</summary>
    public int Depth { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>Whether a request for an occurrence was taken.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<TriggerRequestOutcome>))]
public enum TriggerRequestOutcome
{
    /// <summary>It was.</summary>
    Accepted,

    /// <summary>It had been before.</summary>
    Known,

    /// <summary>Too many wait already.</summary>
    Full,

    /// <summary>There is no such trigger, or it takes no such requests.</summary>
    Refused,
}

/// <summary>Whether a request was taken.</summary>
/// <param name="Outcome">Whether.</param>
/// <param name="Occurrence">The occurrence that it is; empty when it was refused.</param>
public sealed record TriggerRequestResult(TriggerRequestOutcome Outcome, string Occurrence);

/// <summary>When a trigger would have fired.</summary>
/// <param name="Firings">At most 1000, the earliest first.</param>
/// <param name="IsWhole">False when there would have been more, or the log holds too many events to look at all.</param>
/// <param name="Events">How many events of the log were looked at.</param>
public sealed record TriggerReplay(ImmutableArray<ReplayedOccurrence> Firings, bool IsWhole, int Events);

/// <summary>An occurrence that would have been.</summary>
/// <param name="At">When.</param>
/// <param name="Occurrence">The occurrence.</param>
/// <param name="Parameters">What its run would have been given; empty when it would have been skipped.</param>
/// <param name="Skipped">Why it would have had no run; null when it would have had one.</param>
public sealed record ReplayedOccurrence(DateTimeOffset At, string Occurrence, MapValue Parameters, string? Skipped);
