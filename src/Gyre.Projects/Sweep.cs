using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Projects;

/// <summary>How the trials of a sweep are found.</summary>
public enum SweepKind
{
    /// <summary>The product over all parameters, in declared order, the last one fastest.</summary>
    Grid,

    /// <summary>Draws.</summary>
    Random,

    /// <summary>The sets that are given.</summary>
    Manual,

    /// <summary>Draws guided by a metric.</summary>
    Bayesian,

    /// <summary>Members that run at once and see each other.</summary>
    Distributed,
}

/// <summary>When a sweep counts as failed.</summary>
public enum OnChildError
{
    /// <summary>Any failed trial fails the sweep, once all have ended (the default).</summary>
    ContinueAndError,

    /// <summary>Failed trials are left out.</summary>
    ContinueAndComplete,

    /// <summary>The first failed trial stops the others and fails the sweep.</summary>
    StopAllAndError,
}

/// <summary>A sweep over a step.</summary>
public sealed record Sweep
{
    /// <summary>Unique in the project; empty for one that a node makes of a step.</summary>
    public required string Name { get; init; }

    /// <summary>The step's name.</summary>
    public required string Step { get; init; }

    /// <summary>How trials are found; default grid.</summary>
    public SweepKind Kind { get; init; }

    /// <summary>Values by parameter.</summary>
    public ImmutableArray<SweepParameter> Parameters { get; init; } = [];

    /// <summary>Sets for <see cref="SweepKind.Manual"/>.</summary>
    public ImmutableArray<MapValue> ParameterSets { get; init; } = [];

    /// <summary>How many draws; null for the default.</summary>
    public int? ExecutionCount { get; init; }

    /// <summary>How many at once in a guided search; null for the default.</summary>
    public int? ExecutionBatchSize { get; init; }

    /// <summary>The most trials that wait or run at once; null for no limit.</summary>
    public int? MaximumQueuedExecutions { get; init; }

    /// <summary>Metric a guided search looks at.</summary>
    public string? OptimizationTargetMetric { get; init; }

    /// <summary>Value it wants to reach.</summary>
    public double? OptimizationTargetValue { get; init; }

    /// <summary>Engine of a guided search, as written.</summary>
    public string? OptimizationEngine { get; init; }

    /// <summary>When the sweep counts as failed.</summary>
    public OnChildError OnChildError { get; init; }

    /// <summary>Whether the file says so; else it is the default, which is left out when the sweep is sent elsewhere.</summary>
    public bool OnChildErrorIsDeclared { get; init; }

    /// <summary>The first trial that meets it ends the sweep well; null for none.</summary>
    public string? StopCondition { get; init; }

    /// <summary>Reuse equal earlier trials.</summary>
    public bool ReuseChildren { get; init; }

    /// <summary>For people.</summary>
    public string? Description { get; init; }
}

/// <summary>Where a sweep parameter's values come from.</summary>
public enum SweepStyle
{
    /// <summary>One value.</summary>
    Single,

    /// <summary>Each of a list.</summary>
    Multiple,

    /// <summary>Start, start + step, ... up to end.</summary>
    Linear,

    /// <summary>Powers of a base with evenly spaced exponents.</summary>
    LogSpace,

    /// <summary>Drawn.</summary>
    Random,
}

/// <summary>Values of one parameter in a sweep.</summary>
public sealed record SweepParameter
{
    /// <summary>The step's parameter.</summary>
    public required string Name { get; init; }

    /// <summary>How values are found.</summary>
    public required SweepStyle Style { get; init; }

    /// <summary>The rule by its keys: <c>value, items, start, end, step, count, base, min, max, distribution, seed, integerify, numberify</c>.</summary>
    public required MapValue Rules { get; init; }
}
