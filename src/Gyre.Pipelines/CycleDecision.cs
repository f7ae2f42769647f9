using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Pipelines;

/// <summary>What a turn came to, as far as the cycle's decision looks at it.</summary>
internal sealed record TurnOutcome
{
    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    /// <summary>How its run ended.</summary>
    public required RunState State { get; init; }

    /// <summary>Why, in words, when it did not simply succeed.</summary>
    public string? Reason { get; init; }

    /// <summary>A person refused an approval in it.</summary>
    public bool Refused { get; init; }

    /// <summary>Values that this turn's generators gave, by <c>node.parameter</c>; empty for the first turn.</summary>
    public MapValue Parameters { get; init; } = new([]);

    /// <summary>What its nodes printed and used, by <c>NODE.metadata.KEY</c> and <c>NODE.parameter.NAME</c>; lists for task nodes.</summary>
    public ImmutableSortedDictionary<string, Value> Values { get; init; } = ImmutableSortedDictionary<string, Value>.Empty;

    /// <summary>Attempts that were really started.</summary>
    public int Executions { get; init; }
}

/// <summary>Why a cycle has no further turn.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<CycleStopReason>))]
internal enum CycleStopReason
{
    /// <summary>What it repeats for does not hold any more.</summary>
    Condition,

    /// <summary>The most turns are done.</summary>
    MaxIterations,

    /// <summary>Time or executions are used up.</summary>
    Budget,

    /// <summary>The last turns did not help.</summary>
    NoGain,

    /// <summary>A turn failed, or its values could not be read.</summary>
    Error,

    /// <summary>Somebody stopped it.</summary>
    Cancelled,

    /// <summary>A person refused an approval, or the next turn's parameters were refused.</summary>
    Refused,
}

/// <summary>Whether and with what a cycle goes on.</summary>
internal abstract record CycleDecision;

/// <summary>No further turn.</summary>
internal sealed record CycleStops(CycleStopReason Reason, string Detail) : CycleDecision;

/// <summary>Another turn with these values, by <c>node.parameter</c>.</summary>
internal sealed record CycleGoesOn(int Turn, MapValue Parameters) : CycleDecision;
