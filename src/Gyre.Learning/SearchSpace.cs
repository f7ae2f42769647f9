using System.Collections.Immutable;

namespace Gyre.Learning;

/// <summary>How the values of a dimension lie.</summary>
public enum SearchScale
{
    /// <summary>Evenly between the ends.</summary>
    Linear,

    /// <summary>Evenly in the logarithm; both ends above 0.</summary>
    Logarithmic,

    /// <summary>Whole numbers, both ends included.</summary>
    Integer,

    /// <summary>Whole numbers 0 to <see cref="SearchDimension.Max"/> without an order: the places of a list.</summary>
    Choice,
}

/// <summary>One parameter of a search.</summary>
/// <param name="Scale">How its values lie.</param>
/// <param name="Min">Low end; 0 for a choice.</param>
/// <param name="Max">High end, at least <paramref name="Min"/>; the last place for a choice.</param>
public sealed record SearchDimension(SearchScale Scale, double Min, double Max);

/// <summary>A point that was tried, one number per dimension, and what it cost: less is better.</summary>
public sealed record SearchObservation(ImmutableArray<double> Point, double Loss);
