using System.Text.Json;
using Gyre.Core;
using Gyre.Projects;
using Gyre.Projects.Schedules;

namespace Gyre.Automation.Triggers;

/// <summary>A row of <c>triggers</c>.</summary>
internal sealed record TriggerRow
{
    public const string Columns =
        "id, project, name, folder, definition, revision, enabled, state, set_aside, next_wake, watches, event_cursor, created_at, changed_at";

    public TriggerId Id { get; init; }

    public string Project { get; init; } = "";

    public string Name { get; init; } = "";

    public string Folder { get; init; } = "";

    public string Definition { get; init; } = "";

    /// <summary>Grows with every change of the definition or of <see cref="Enabled"/>.</summary>
    public int Revision { get; init; }

    public bool Enabled { get; init; }

    public string State { get; init; } = "";

    public string? SetAside { get; init; }

    public DateTimeOffset? NextWake { get; init; }

    /// <summary>Type of the events that it has to be told; null for none.</summary>
    public string? Watches { get; init; }

    public long EventCursor { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    public Trigger ReadDefinition() => JsonSerializer.Deserialize(Definition, TriggersJson.Default.Trigger)!;

    public TriggerState ReadState() => JsonSerializer.Deserialize(State, TriggersJson.Default.TriggerState)!;

    /// <summary>The definition as it holds now, with its texts read.</summary>
    /// <exception cref="InvalidInputException">It was good where it was registered, but this machine does not know its zone, say.</exception>
    public TriggerPlan ReadPlan() => TriggerPlan.TryMake(ReadPresent(), out var plan, out var problems) ? plan : throw new InvalidInputException(problems);

    /// <summary>The definition as it holds now.</summary>
    public Trigger ReadPresent()
    {
        var trigger = ReadDefinition();
        return trigger with { Enabled = trigger.Enabled && Enabled };
    }

    public static string Write(Trigger trigger) => JsonSerializer.Serialize(trigger, TriggersJson.Default.Trigger);

    public static string Write(TriggerState state) => JsonSerializer.Serialize(state, TriggersJson.Default.TriggerState);
}

/// <summary>A row of <c>trigger_occurrences</c>.</summary>
internal sealed record OccurrenceRow
{
    public const string Columns = "trigger_id, occurrence, outcome, is_open, reason, run, depth, parameters, tries, retry_at, at";

    public TriggerId TriggerId { get; init; }

    public string Occurrence { get; init; } = "";

    public string Outcome { get; init; } = "";

    /// <summary>Its run is being prepared or has not ended.</summary>
    public bool IsOpen { get; init; }

    public string? Reason { get; init; }

    public RunId? Run { get; init; }

    public int Depth { get; init; }

    public string Parameters { get; init; } = "{}";

    /// <summary>How often preparing its run has gone wrong for reasons that may pass.</summary>
    public int Tries { get; init; }

    public DateTimeOffset RetryAt { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>A row of <c>trigger_requests</c>: somebody wants an occurrence.</summary>
internal sealed record TriggerRequestRow
{
    public const string Hook = "hook";
    public const string Hand = "hand";

    public Guid Id { get; init; }

    public TriggerId TriggerId { get; init; }

    public string Occurrence { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Request { get; init; } = "";

    public string Body { get; init; } = "{}";

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What a loop needs to know of each trigger to see whether there is something to do.</summary>
internal sealed record TriggerGlance
{
    public TriggerId Id { get; init; }

    public string Project { get; init; } = "";

    public int Revision { get; init; }

    public string? Watches { get; init; }

    public long EventCursor { get; init; }

    public DateTimeOffset? NextWake { get; init; }

    public bool HasWork { get; init; }
}

/// <summary>A start whose run is over.</summary>
internal sealed record EndedStart
{
    public string Occurrence { get; init; } = "";

    public RunId Run { get; init; }

    public string? State { get; init; }
}
