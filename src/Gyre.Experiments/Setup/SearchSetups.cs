using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Experiments.Setup;

/// <summary>How candidates are judged: by a part of the training examples, the same for all of them.</summary>
/// <param name="Fraction">Share that they are judged by.</param>
/// <param name="Folds">Folds of a cross-validation in place of the share; null for none.</param>
/// <param name="Seed">Fixes which examples.</param>
internal sealed record InnerValidation(double Fraction, int? Folds, ulong Seed);

/// <summary>What the step that tries a candidate is told.</summary>
internal sealed record TrySetup
{
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The trial, as it would learn its first experience.</summary>
    public required LearnSetup Learn { get; init; }

    /// <summary>The candidate, from 0; null for the one that the step before chose.</summary>
    public int? Number { get; init; }

    /// <summary>Its parameters; null for those that the step before chose.</summary>
    public MapValue? Values { get; init; }

    public required InnerValidation Validation { get; init; }

    /// <summary>Null for the usual one of the output.</summary>
    public string? Metric { get; init; }

    /// <summary>Null where the metric says it.</summary>
    public bool? GreaterIsBetter { get; init; }

    /// <summary>From 0.</summary>
    public int Rung { get; init; }

    /// <summary>How long it is trained; null for searches without rungs.</summary>
    public RungResource? Resource { get; init; }

    /// <summary>Whether a rung follows, for which the model must be kept.</summary>
    public bool IsContinued { get; init; }
}

/// <summary>How long a candidate is trained in a rung.</summary>
/// <param name="Name">The parameter of the model.</param>
/// <param name="Added">In this rung.</param>
/// <param name="Total">In all rungs up to this one.</param>
internal sealed record RungResource(string Name, int Added, int Total);

/// <summary>A parameter that is searched for, with the rules of sweeps.</summary>
internal sealed record SearchAxis(string Name, string Style, MapValue Rules);

/// <summary>How a guided search goes on.</summary>
/// <param name="Axes">The parameters.</param>
/// <param name="Count">Candidates of the whole search.</param>
/// <param name="Seed">Fixes the draws.</param>
internal sealed record Guide(ImmutableArray<SearchAxis> Axes, int Count, long Seed);

/// <summary>What the step that looks at candidates and chooses among them is told.</summary>
internal sealed record ChooseSetup
{
    public int SchemaVersion { get; init; } = 1;

    /// <summary>Type of the search, in the words of the plan.</summary>
    public required string Kind { get; init; }

    /// <summary>Candidates that began without a choice before, by number; also those that failed have a place.</summary>
    public ImmutableSortedDictionary<int, MapValue> Started { get; init; } = ImmutableSortedDictionary<int, MapValue>.Empty;

    /// <summary>Proposes new candidates; null where those that there are go on.</summary>
    public Guide? Guide { get; init; }

    /// <summary>Once it is reached no further candidates are proposed; null for none.</summary>
    public double? Target { get; init; }

    /// <summary>How many candidates follow; 0 for the choice at the end.</summary>
    public int Slots { get; init; }

    /// <summary>Parameter and value with which the last rung was trained; null for searches without rungs.</summary>
    public RungResource? Resource { get; init; }

    /// <summary>Tells its files from those of other choices.</summary>
    public required string Name { get; init; }

    public required int Partition { get; init; }
}
