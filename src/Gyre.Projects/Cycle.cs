using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Projects;

/// <summary>A chain of runs that decides for itself whether to go on.</summary>
public sealed record Cycle
{
    /// <summary>Unique in the project.</summary>
    public required string Name { get; init; }

    /// <summary>The pipeline of each turn.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Goes on while this holds, over <c>NODE.metadata.KEY</c>, <c>NODE.parameter.NAME</c> and <c>turn.index</c>; null for always.</summary>
    public string? RepeatWhile { get; init; }

    /// <summary>The most turns, from 1; demanded.</summary>
    public required int MaxIterations { get; init; }

    /// <summary>What the cycle may use.</summary>
    public CycleBudget Budget { get; init; } = new();

    /// <summary>Stops when turns no longer help; null for never.</summary>
    public NoGainRule? NoGain { get; init; }

    /// <summary>What "best" means; null when nothing is compared.</summary>
    public Objective? Objective { get; init; }

    /// <summary>What a failed turn does.</summary>
    public CycleOnError OnError { get; init; } = new(CycleErrorMode.Stop, 0);

    /// <summary>Generators are pure functions of it and the turn.</summary>
    public long Seed { get; init; }

    /// <summary>Parameters of the next turn.</summary>
    public ImmutableArray<NextParameter> Next { get; init; } = [];

    /// <summary>Outputs of this turn that become inputs of the next.</summary>
    public ImmutableArray<Edge> Carry { get; init; } = [];
}

/// <summary>Limits of a cycle; null where there is none.</summary>
public sealed record CycleBudget
{
    /// <summary>Wall-clock time from the start of the first turn.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Attempts that were really run, in all turns.</summary>
    public int? Executions { get; init; }
}

/// <summary>Which way is better.</summary>
public enum Direction
{
    /// <summary>More is better.</summary>
    Maximize,

    /// <summary>Less is better.</summary>
    Minimize,
}

/// <summary>A number that turns are compared by: <c>NODE.metadata.KEY</c>.</summary>
public sealed record Objective(string Metric, Direction Direction);

/// <summary>Stops after <paramref name="Patience"/> turns in a row that were not better than the best by more than <paramref name="MinDelta"/>.</summary>
public sealed record NoGainRule(string Metric, Direction Direction, int Patience, double MinDelta);

/// <summary>What a failed turn does to the cycle.</summary>
public enum CycleErrorMode
{
    /// <summary>Ends it.</summary>
    Stop,

    /// <summary>Counts as a turn without result.</summary>
    Continue,

    /// <summary>The turn is run again, at most so many times.</summary>
    Retry,
}

/// <summary>What a failed turn does.</summary>
public sealed record CycleOnError(CycleErrorMode Mode, int Retries);

/// <summary>How a parameter of the next turn is found.</summary>
public sealed record NextParameter(ParameterTarget Target, Generator Generator);

/// <summary>A pure function of seed, turn and the turns so far.</summary>
[JsonDerivedType(typeof(ValueGenerator), "value")]
[JsonDerivedType(typeof(CopyGenerator), "copy")]
[JsonDerivedType(typeof(SampleGenerator), "sample")]
[JsonDerivedType(typeof(StepGenerator), "step")]
[JsonDerivedType(typeof(SuggestGenerator), "suggest")]
public abstract record Generator;

/// <summary>Always the same.</summary>
public sealed record ValueGenerator(Value Value) : Generator;

/// <summary>What the turn before printed or used: <c>NODE.metadata.KEY</c> or <c>NODE.parameter.NAME</c>.</summary>
public sealed record CopyGenerator(string Source) : Generator;

/// <summary>Distribution of a draw.</summary>
public enum SampleKind
{
    /// <summary>Whole numbers, both ends included.</summary>
    Integer,

    /// <summary>Evenly.</summary>
    Uniform,

    /// <summary>Evenly in the logarithm; min above 0.</summary>
    LogUniform,

    /// <summary>One of a list.</summary>
    Choice,
}

/// <summary>Drawn anew each turn.</summary>
public sealed record SampleGenerator : Generator
{
    /// <summary>Distribution.</summary>
    public required SampleKind Kind { get; init; }

    /// <summary>Low end.</summary>
    public double Min { get; init; }

    /// <summary>High end.</summary>
    public double Max { get; init; }

    /// <summary>For <see cref="SampleKind.Choice"/>.</summary>
    public ImmutableArray<Value> Choices { get; init; } = [];

    /// <summary>How many; null for a single value instead of a list.</summary>
    public int? Count { get; init; }
}

/// <summary>start + turn * by, from the second turn (index 1) on; bounded by <see cref="Max"/> or <see cref="Min"/> where given.</summary>
public sealed record StepGenerator(double Start, double By) : Generator
{
    /// <summary>Never below.</summary>
    public double? Min { get; init; }

    /// <summary>Never above.</summary>
    public double? Max { get; init; }

    /// <summary>Whole numbers.</summary>
    public bool Integer { get; init; }
}

/// <summary>Proposed from all turns so far and the cycle's objective.</summary>
public sealed record SuggestGenerator : Generator
{
    /// <summary>Kind of the search range; not <see cref="SampleKind.Choice"/>.</summary>
    public required SampleKind Kind { get; init; }

    /// <summary>Low end.</summary>
    public required double Min { get; init; }

    /// <summary>High end.</summary>
    public required double Max { get; init; }

    /// <summary>How many; null for a single value instead of a list.</summary>
    public int? Count { get; init; }
}
