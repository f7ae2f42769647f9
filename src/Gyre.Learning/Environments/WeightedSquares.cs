using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning.Numerics;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Environments;

/// <summary>Weighted alternating least squares over ratings.</summary>
internal sealed class WeightedSquares
{
    private readonly AlternatingLeastSquaresOptions _options;
    private readonly RatingSet _ratings;
    private readonly ILookup<int, Rating> _byUser;
    private readonly ILookup<int, Rating> _byItem;
    private readonly DenseMatrix _users;
    private readonly DenseMatrix _items;

    public WeightedSquares(RatingSet ratings, AlternatingLeastSquaresOptions options)
    {
        Check(ratings, options);
        (_ratings, _options) = (ratings, options);
        (_byUser, _byItem) = (ratings.Ratings.ToLookup(rating => rating.User), ratings.Ratings.ToLookup(rating => rating.Item));
        (_users, _items) = (new DenseMatrix(ratings.Users, options.Rank), new DenseMatrix(ratings.Items, options.Rank));
    }

    public RatingFactors Fit(SeededRandom random)
    {
        // Small and mostly positive: products start near the middle of the scale, and no two factors are the same.
        foreach (ref var value in _items.Values)
            value = (1 + random.NextGaussian(0, 0.5)) / Math.Sqrt(_options.Rank);
        var losses = ImmutableArray.CreateBuilder<double>(_options.Sweeps);
        for (var sweep = 0; sweep < _options.Sweeps; sweep++)
        {
            Solve(_users, _items, _byUser, rating => rating.Item);
            Solve(_items, _users, _byItem, rating => rating.User);
            losses.Add(Loss());
        }
        return new RatingFactors(_users, _items, losses.MoveToImmutable());
    }

    private static void Check(RatingSet ratings, AlternatingLeastSquaresOptions options)
    {
        if (ratings.Ratings.IsDefaultOrEmpty)
            throw new ArgumentException("Factors need at least one rating.", nameof(ratings));
        if (options.Rank is < 1 or > 500)
            throw new ArgumentOutOfRangeException(nameof(options), options.Rank, "Rank must be from 1 to 500.");
        if (!(options.Ridge > 0) || !double.IsFinite(options.Ridge))
            throw new ArgumentOutOfRangeException(nameof(options), options.Ridge, "Ridge must be a finite number above 0.");
        if (options.MissingWeight is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(options), options.MissingWeight, "MissingWeight must be from 0 to 1.");
        if (options.Sweeps < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options.Sweeps, "Sweeps must be at least 1.");
    }

    /// <summary>The best factors of one side for the present ones of the other.</summary>
    private void Solve(DenseMatrix target, DenseMatrix other, ILookup<int, Rating> ratings, Func<Rating, int> place)
    {
        var rank = _options.Rank;
        var (shared, system) = (Gram(other, _options.MissingWeight), new double[rank * rank]);
        for (var row = 0; row < target.Rows; row++)
        {
            shared.CopyTo(system, 0);
            for (var i = 0; i < rank; i++)
                system[(i * rank) + i] += _options.Ridge;
            var side = target.Row(row);
            side.Clear();
            foreach (var rating in ratings[row])
            {
                var factor = other.Row(place(rating));
                AddOuter(system, factor, 1 - _options.MissingWeight);
                Kernels.AddScaled(factor, rating.Value, side);
            }
            if (!Cholesky.TryFactor(system, rank))
                throw new InvalidOperationException("A ridge system is positive definite, but rounding has made this one indefinite.");
            Cholesky.Solve(system, rank, side);
        }
    }

    private double Loss()
    {
        var (sum, missing) = (0.0, _options.MissingWeight);
        foreach (var rating in _ratings.Ratings)
        {
            var product = Kernels.Dot(_users.Row(rating.User), _items.Row(rating.Item));
            sum += ((rating.Value - product) * (rating.Value - product)) - (missing * product * product);
        }
        // The squares of all products are the product of the two Gram matrices.
        sum += missing * Kernels.Dot(Full(Gram(_users, 1)), Full(Gram(_items, 1)));
        return sum + (_options.Ridge * (Kernels.Dot(_users.Values, _users.Values) + Kernels.Dot(_items.Values, _items.Values)));
    }

    /// <summary>The lower triangle of weight x factors' x factors; zeros above.</summary>
    private static double[] Gram(DenseMatrix factors, double weight)
    {
        var gram = new double[factors.Columns * factors.Columns];
        for (var row = 0; weight > 0 && row < factors.Rows; row++)
            AddOuter(gram, factors.Row(row), weight);
        return gram;
    }

    private static void AddOuter(Span<double> system, ReadOnlySpan<double> factor, double weight)
    {
        for (var i = 0; i < factor.Length; i++)
            Kernels.AddScaled(factor[..(i + 1)], weight * factor[i], system.Slice(i * factor.Length, i + 1));
    }

    private double[] Full(double[] lower)
    {
        var rank = _options.Rank;
        for (var i = 0; i < rank; i++)
        {
            for (var j = 0; j < i; j++)
                lower[(j * rank) + i] = lower[(i * rank) + j];
        }
        return lower;
    }
}
