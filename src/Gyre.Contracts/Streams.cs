using Gyre.Core;

namespace Gyre.Contracts;

/// <summary>A line of a log, as data of a server-sent event <c>line</c>.</summary>
public sealed record LogLineInfo
{
    /// <summary>When it came.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary><c>stdout stderr supervisor</c>.</summary>
    public required string Stream { get; init; }

    /// <summary>At most 16 KiB; longer lines come in pieces.</summary>
    public required string Text { get; init; }

    /// <summary>Whether it goes on from the line of the same stream before.</summary>
    public required bool Continues { get; init; }
}

/// <summary>A fact from the event log, as data of a server-sent event that has its type as name.</summary>
public sealed record EventInfo
{
    /// <summary>Its place in the one order; grows, may have gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>Dotted name: <c>run.ended</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What it is about: <c>run/ID</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>An object that depends on the type.</summary>
    public required Value Data { get; init; }
}

/// <summary>Something a stream has to say about itself: events <c>notice</c> and <c>end</c>.</summary>
public sealed record StreamNotice
{
    /// <summary>In words.</summary>
    public required string Message { get; init; }

    /// <summary>The state of what was followed, in <c>end</c>; else null.</summary>
    public string? State { get; init; }
}
