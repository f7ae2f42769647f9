using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Experiments;

/// <summary>A search for parameters of a trial's model.</summary>
public sealed record TrialSearch
{
    /// <summary>Its type, as <c>grid</c> or <c>successive-halving</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>From 0.</summary>
    public required int Partition { get; init; }

    /// <summary>Name of the metric on the inner validation part.</summary>
    public required string Metric { get; init; }

    /// <summary>Whether more is better.</summary>
    public required bool GreaterIsBetter { get; init; }

    /// <summary>By number.</summary>
    public required ImmutableArray<SearchCandidate> Candidates { get; init; }

    /// <summary>Number of the best candidate.</summary>
    public required int Best { get; init; }

    /// <summary>The best value up to each candidate, by its number; candidates without a value are left out.</summary>
    public required ImmutableArray<KeyValuePair<int, double>> BestSoFar { get; init; }

    /// <summary>The best candidate; null when the document names one that it does not have.</summary>
    public SearchCandidate? Winner => Candidates.FirstOrDefault(candidate => candidate.Number == Best);
}

/// <summary>Parameters that a search tried.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Values">The parameters.</param>
/// <param name="Value">The metric in the last rung that it came to; null when it failed or the metric was not defined.</param>
public sealed record SearchCandidate(int Number, MapValue Values, double? Value)
{
    /// <summary>How long it was trained, as epochs; null for searches without rungs, and when it failed.</summary>
    public int? Resource { get; init; }

    /// <summary>Whether others went on to a later rung and it did not.</summary>
    public bool IsStoppedEarly { get; init; }
}
