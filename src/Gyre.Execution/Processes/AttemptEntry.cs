using Gyre.Core;
using Gyre.Execution.Supervision;

namespace Gyre.Execution.Processes;

/// <summary>Where an attempt stands, as this engine sees it.</summary>
internal enum EntryState
{
    /// <summary>Its order is being written.</summary>
    Writing,

    /// <summary>Waits for room.</summary>
    Queued,

    /// <summary>A warm supervisor was asked to take it.</summary>
    Handed,

    /// <summary>Somebody has claimed it.</summary>
    Claimed,

    /// <summary>Being finished here, without a supervisor.</summary>
    Finishing,

    /// <summary>Its end was told.</summary>
    Ended,
}

/// <summary>An attempt that was submitted or adopted here. Only the executor's own loop touches it.</summary>
internal sealed class AttemptEntry(AttemptId id, AttemptFolder folder)
{
    public AttemptId Id { get; } = id;

    public AttemptFolder Folder { get; } = folder;

    public AttemptRequirements Requirements { get; set; } = new();

    public EntryState State { get; set; } = EntryState.Writing;

    /// <summary>The supervisor that was asked, while it is connected.</summary>
    public SupervisorConnection? Supervisor { get; set; }

    public AttemptClaim? Claim { get; set; }

    /// <summary>When it started, once that was told.</summary>
    public DateTimeOffset? StartTold { get; set; }

    /// <summary>Since when its supervisor is stopped; null while it is not.</summary>
    public long? StoppedSince { get; set; }
}
