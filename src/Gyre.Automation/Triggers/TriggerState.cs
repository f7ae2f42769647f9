using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Automation.Triggers;

/// <summary>
/// What a trigger remembers; of bounded size. No occurrence starts twice: times by <see cref="Reached"/>, which only grows, but for
/// <see cref="TakenUp"/> under a clock that went back; events by <see cref="LastSequence"/>; requests, and times after such a step back, by the
/// last <see cref="MaxRecent"/> occurrences (what is repeated later still is stopped by the run's key of idempotency).
/// </summary>
internal sealed record TriggerState
{
    /// <summary>Occurrences of requests and times that are remembered.</summary>
    public const int MaxRecent = 500;

    /// <summary>Groups that are counted at the same time.</summary>
    public const int MaxGroups = 1000;

    /// <summary>Times of events that are remembered in all groups together.</summary>
    public const int MaxTimes = 10_000;

    /// <summary>A trigger that has seen nothing.</summary>
    public static TriggerState Empty { get; } = new();

    /// <summary>When it was first told something; intervals count from here. Null before.</summary>
    public DateTimeOffset? Anchor { get; init; }

    /// <summary>All times up to here are decided about. Never falls, whatever the clock does.</summary>
    public DateTimeOffset? Reached { get; init; }

    /// <summary>All events up to here are decided about.</summary>
    public long LastSequence { get; init; }

    /// <summary>The last occurrences that came from requests or times, the oldest first.</summary>
    public ImmutableArray<string> Recent { get; init; } = [];

    /// <summary>Starts of the last hour, the oldest first; at most as many as may be.</summary>
    public ImmutableArray<DateTimeOffset> Starts { get; init; } = [];

    /// <summary>Starts that have not ended, the oldest first.</summary>
    public ImmutableArray<ActiveOccurrence> Active { get; init; } = [];

    /// <summary>Occurrences that wait, the next one first.</summary>
    public ImmutableArray<WaitingOccurrence> Queue { get; init; } = [];

    /// <summary>Counted events, the group counted last at the end.</summary>
    public ImmutableArray<EventCounter> Counters { get; init; } = [];

    /// <summary>Failures since the last success.</summary>
    public int Failures { get; init; }

    /// <summary>Why it starts nothing more, or null.</summary>
    public string? SetAside { get; init; }

    /// <summary>Why the last event that could not be judged could not: its filter or group had no value. Null when there was none.</summary>
    public string? Problem { get; init; }

    /// <summary>When the last run was started.</summary>
    public DateTimeOffset? LastStart { get; init; }
}

/// <summary>A start that has not ended.</summary>
/// <param name="Occurrence">Its occurrence.</param>
/// <param name="Run">Its run; null until it is known.</param>
/// <param name="Cancelling">It is to be cancelled, as soon as its run is known.</param>
internal sealed record ActiveOccurrence(string Occurrence, RunId? Run, bool Cancelling);

/// <summary>An occurrence that waits for its start.</summary>
internal sealed record WaitingOccurrence(string Occurrence, MapValue Parameters, int Depth);

/// <summary>Events counted towards the next occurrence.</summary>
/// <param name="Group">Value of the group's expression; empty without one.</param>
/// <param name="Count">How many; without a window.</param>
/// <param name="Times">When they happened; with a window, in the order they were told.</param>
/// <param name="Depth">The greatest depth among them.</param>
internal sealed record EventCounter(string Group, int Count, ImmutableArray<DateTimeOffset> Times, int Depth);
