using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning.Search;

namespace Gyre.Learning;

/// <summary>Proposes the next point of a search from those that were tried: a tree-structured Parzen estimator.</summary>
/// <remarks>
/// J. Bergstra, R. Bardenet, Y. Bengio and B. Kegl, "Algorithms for Hyper-Parameter Optimization", 2011. The best tenth of the points, at least
/// one, and the others each give a density per dimension; of <see cref="Candidates"/> draws
/// from the first the one with the greatest ratio of the two is proposed. Needs time in proportion to dimensions x candidates x
/// observations. The same observations in the same order and the same generator give the same point.
/// </remarks>
public static class TreeParzenEstimator
{
    /// <summary>Points that are drawn at random before there is anything to learn from.</summary>
    public const int FirstDraws = 8;

    /// <summary>Draws that a proposal is the best of.</summary>
    public const int Candidates = 24;

    /// <summary>The next point: one number per dimension, in its own unit.</summary>
    /// <param name="space">At least one dimension.</param>
    /// <param name="observations">Points with their losses; those whose loss is not a finite number teach nothing.</param>
    /// <param name="random">Read further with each call.</param>
    /// <exception cref="ArgumentException">The space is empty or a dimension has no values.</exception>
    public static ImmutableArray<double> Suggest(IReadOnlyList<SearchDimension> space, IReadOnlyList<SearchObservation> observations, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(observations);
        ArgumentNullException.ThrowIfNull(random);
        foreach (var dimension in space)
            Check(dimension);
        if (space.Count == 0)
            throw new ArgumentException("A search requires at least one dimension.", nameof(space));
        var known = observations.Where(observation => double.IsFinite(observation.Loss) && observation.Point.Length == space.Count).OrderBy(observation => observation.Loss).ToList();
        return known.Count < FirstDraws
            ? [.. space.Select(dimension => Axis.Of(dimension).Draw(random))]
            : Propose(space, known, random);
    }

    private static ImmutableArray<double> Propose(IReadOnlyList<SearchDimension> space, List<SearchObservation> known, SeededRandom random)
    {
        var good = Math.Max(1, (int)Math.Ceiling(0.1 * known.Count));
        var scores = new double[Candidates];
        var points = new double[Candidates][];
        for (var i = 0; i < Candidates; i++)
            points[i] = new double[space.Count];
        for (var d = 0; d < space.Count; d++)
        {
            var axis = Axis.Of(space[d]);
            var below = axis.Density(known.Take(good).Select(observation => observation.Point[d]));
            var above = axis.Density(known.Skip(good).Select(observation => observation.Point[d]));
            for (var i = 0; i < Candidates; i++)
            {
                var place = below.Draw(random);
                points[i][d] = axis.ToValue(place);
                scores[i] += below.LogAt(place) - above.LogAt(place);
            }
        }
        return [.. points[Array.IndexOf(scores, scores.Max())]];
    }

    private static void Check(SearchDimension dimension)
    {
        if (!double.IsFinite(dimension.Min) || !double.IsFinite(dimension.Max) || dimension.Max < dimension.Min)
            throw new ArgumentException(
                $"A dimension from {NumberText.Of(dimension.Min)} to {NumberText.Of(dimension.Max)} is empty.", nameof(dimension));
        if (dimension.Scale == SearchScale.Logarithmic && dimension.Min <= 0)
            throw new ArgumentException("A logarithmic dimension must be greater than 0.", nameof(dimension));
    }
}
