using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Contracts;

/// <summary>Makes the triggers of a project those that its file declares. Either <see cref="Project"/> or <see cref="Folder"/> is given.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RegisterTriggersRequest
{
    /// <summary>Name of a registered project.</summary>
    public string? Project { get; init; }

    /// <summary>Absolute path of a project's folder on the server's machine; it becomes registered.</summary>
    public string? Folder { get; init; }
}

/// <summary>Triggers by project and name.</summary>
public sealed record TriggerList
{
    /// <summary>Without their occurrences.</summary>
    public required IReadOnlyList<TriggerInfo> Triggers { get; init; }
}

/// <summary>A rule that starts runs.</summary>
public sealed record TriggerInfo
{
    /// <summary>Its id.</summary>
    public required TriggerId TriggerId { get; init; }

    /// <summary>Its name, unique in the project.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Folder of the project on the server's machine.</summary>
    public required string Folder { get; init; }

    /// <summary>Name of the pipeline it starts.</summary>
    public required string Pipeline { get; init; }

    /// <summary>What makes it occur, for people.</summary>
    public required string When { get; init; }

    /// <summary>What its project declares: schedule, filter, limits and what its runs are given.</summary>
    public required TriggerDefinitionInfo Definition { get; init; }

    /// <summary>Whether it is on.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Why it starts nothing more until somebody enables it again, or null.</summary>
    public string? SetAside { get; init; }

    /// <summary>Why the last event that could not be judged could not, or null.</summary>
    public string? Problem { get; init; }

    /// <summary>When its schedule is due next, or null.</summary>
    public DateTimeOffset? NextDue { get; init; }

    /// <summary>Its runs that have not ended.</summary>
    public required IReadOnlyList<RunId> Running { get; init; }

    /// <summary>Occurrences that wait for their start.</summary>
    public required IReadOnlyList<string> Waiting { get; init; }

    /// <summary>Failures since the last success.</summary>
    public required int Failures { get; init; }

    /// <summary>When it last started a run, or null.</summary>
    public DateTimeOffset? LastStart { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its definition was last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The latest occurrences, the latest first; empty in lists.</summary>
    public required IReadOnlyList<OccurrenceInfo> Occurrences { get; init; }
}

/// <summary>What became of an occurrence.</summary>
public sealed record OccurrenceInfo
{
    /// <summary><c>cron:TIME</c>, <c>every:TIME</c>, <c>event:SEQUENCE</c>, <c>hook:ID</c> or <c>hand:ID</c>.</summary>
    public required string Occurrence { get; init; }

    /// <summary><c>waiting starting started skipped failed</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Why it has no run, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Its run, or null.</summary>
    public RunId? RunId { get; init; }

    /// <summary>How the run stands, or null.</summary>
    public string? RunState { get; init; }

    /// <summary>When it was decided, or null while it waits.</summary>
    public DateTimeOffset? At { get; init; }
}

/// <summary>When a trigger would have fired.</summary>
public sealed record TriggerTestInfo
{
    /// <summary>The earliest first, at most 1000.</summary>
    public required IReadOnlyList<ReplayedInfo> Firings { get; init; }

    /// <summary>False when there would have been more.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>How many events of the log were looked at.</summary>
    public required int Events { get; init; }
}

/// <summary>An occurrence that would have been.</summary>
public sealed record ReplayedInfo
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The occurrence.</summary>
    public required string Occurrence { get; init; }

    /// <summary>What its run would have been given.</summary>
    public required Value Parameters { get; init; }

    /// <summary>Why it would have had no run, or null.</summary>
    public string? Skipped { get; init; }
}
