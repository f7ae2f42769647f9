using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects.Sweeps;

namespace Gyre.Projects;

/// <summary>The trials of a sweep: exactly one of the two says something.</summary>
/// <param name="Trials">Parameter values of each trial, in order; empty when refused.</param>
/// <param name="Diagnostics">Why there are none.</param>
public sealed record SweepTrials(ImmutableArray<MapValue> Trials, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Why there are none, in one text; null when there are some.</summary>
    public string? Problem => Diagnostics.Count == 0 ? null : string.Join(" ", Diagnostics.Select(diagnostic => diagnostic.Message));
}

/// <summary>Turns the rules of a sweep into trials; the same sweep, edge values and seed give the same trials.</summary>
public static class SweepExpansion
{
    /// <summary>The most trials of one sweep.</summary>
    public const int MaxTrials = 10_000;

    /// <summary>Draws of a search that says no count.</summary>
    public const int DefaultCount = 10;

    /// <summary>Trials that a guided search draws before it has anything to be guided by.</summary>
    public const int FirstDraws = 20;

    /// <summary>All trials. For a guided search: all of them drawn; a guide replaces those behind the first <see cref="FirstDraws"/> as results come in.</summary>
    /// <param name="sweep">The sweep; its rules need not have been checked.</param>
    /// <param name="edgeValues">Values that edges bring, by parameter; they take the place of the rules of that parameter.</param>
    /// <param name="seed">For what is drawn; a rule's own <c>seed</c> goes before it.</param>
    public static SweepTrials Trials(Sweep sweep, IReadOnlyDictionary<string, ImmutableArray<Value>> edgeValues, long seed)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        ArgumentNullException.ThrowIfNull(edgeValues);
        return TrialMaker.Trials(sweep, edgeValues, seed);
    }

    /// <summary>Parameters in declared order, then those that only edges bring, by name. Empty ones are left out.</summary>
    public static List<SweepParameter> Axes(Sweep sweep, IReadOnlyDictionary<string, ImmutableArray<Value>> edgeValues)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        ArgumentNullException.ThrowIfNull(edgeValues);
        return TrialMaker.Axes(sweep, edgeValues);
    }
}
