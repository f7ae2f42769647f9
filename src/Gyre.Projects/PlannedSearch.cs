using Gyre.Core;

namespace Gyre.Projects;

/// <summary>How a search finds its candidates.</summary>
public enum SearchKind
{
    /// <summary>The product over all parameters.</summary>
    Grid,

    /// <summary>Draws.</summary>
    Random,

    /// <summary>The sets that are given.</summary>
    Manual,

    /// <summary>Draws guided by the results so far.</summary>
    Bayesian,

    /// <summary>Draws that begin with few epochs; of all of them the best fraction goes on with more.</summary>
    SuccessiveHalving,

    /// <summary>The same in groups, so that no group waits for another.</summary>
    Asha,
}

/// <summary>A search for parameters of a trial's model, in the words of sweeps.</summary>
public sealed record PlannedSearch
{
    /// <summary>How candidates are found.</summary>
    public required SearchKind Kind { get; init; }

    /// <summary>Parameters and counts; the name and the step are empty.</summary>
    public required Sweep Sweep { get; init; }

    /// <summary>How many candidates there are; at least 1.</summary>
    public required int Candidates { get; init; }

    /// <summary>Name of the metric on the inner validation part, without output and part; null for the usual one.</summary>
    public string? Metric => Sweep.OptimizationTargetMetric;

    /// <summary>Once a candidate reaches it no further ones are proposed; null for none.</summary>
    public double? Target => Sweep.OptimizationTargetValue;

    /// <summary>Whether more is better; null where the metric says it.</summary>
    public bool? GreaterIsBetter { get; init; }

    /// <summary>Share of the training examples that candidates are judged by, above 0 and below 1. Default 0.2.</summary>
    public double ValidationFraction { get; init; } = 0.2;

    /// <summary>Folds of a cross-validation in place of <see cref="ValidationFraction"/>, at least 2; null for none.</summary>
    public int? ValidationFolds { get; init; }

    /// <summary>Fixes draws and the inner division; null for the seed of the run.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Of how many candidates one goes on to the next rung; at least 2. Default 3.</summary>
    public int ReductionFactor { get; init; } = 3;

    /// <summary>The parameter that says how long a model is trained. Default <c>epochs</c>.</summary>
    public string Resource { get; init; } = "epochs";

    /// <summary>The least that a candidate is trained; at least 1.</summary>
    public int MinimumResource { get; init; } = 1;

    /// <summary>What the last rung is trained, all rungs together; 0 for searches without rungs.</summary>
    public int MaximumResource { get; init; }

    /// <summary>Whether candidates go on from rung to rung.</summary>
    public bool HasRungs => Kind is SearchKind.SuccessiveHalving or SearchKind.Asha;

    /// <summary>As it is written.</summary>
    public required MapValue Document { get; init; }
}
