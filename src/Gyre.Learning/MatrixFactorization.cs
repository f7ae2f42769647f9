using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning.Environments;

namespace Gyre.Learning;

/// <summary>The greatest singular values of a table with their vectors: table = Left x diagonal x Right'.</summary>
/// <param name="Left">Rows x rank; columns of length 1 and at right angles, or of zeros where the singular value is 0.</param>
/// <param name="Values">In descending order, each at least 0.</param>
/// <param name="Right">Columns x rank; columns of length 1 and at right angles.</param>
public sealed record SingularValues(DenseMatrix Left, ImmutableArray<double> Values, DenseMatrix Right);

/// <summary>Factors of users and items whose products stand for ratings.</summary>
/// <param name="Users">Users x rank.</param>
/// <param name="Items">Items x rank.</param>
/// <param name="Losses">What was minimised, after each sweep; never rises.</param>
public sealed record RatingFactors(DenseMatrix Users, DenseMatrix Items, ImmutableArray<double> Losses);

/// <summary>Settings of <see cref="MatrixFactorization.AlternatingLeastSquares"/>.</summary>
public sealed record AlternatingLeastSquaresOptions
{
    /// <summary>Length of a factor, from 1 to 500. Default 20.</summary>
    public int Rank { get; init; } = 20;

    /// <summary>Ridge on all factors, above 0. Default 0.1.</summary>
    public double Ridge { get; init; } = 0.1;

    /// <summary>
    /// Weight of a cell without a rating, which counts as a rating of 0; from 0, so that only ratings count, to 1. Default 0.
    /// </summary>
    public double MissingWeight { get; init; }

    /// <summary>Sweeps over users and items, at least 1. Default 15.</summary>
    public int Sweeps { get; init; } = 15;
}

/// <summary>Breaks a table of ratings into the product of two thin ones.</summary>
public static class MatrixFactorization
{
    /// <summary>The singular value decomposition, cut off at a rank.</summary>
    /// <param name="table">Finite numbers; at least one row and one column.</param>
    /// <param name="rank">From 1 to the lesser of rows and columns.</param>
    /// <returns>Of each vector on the left, the entry of largest absolute value, the first of equals, is positive: signs do not depend on
    /// the machine.</returns>
    /// <remarks>
    /// Up to 200 rows or columns: one-sided rotations (M. R. Hestenes, "Inversion of matrices by biorthogonalization", 1958), O(n m^2)
    /// per sweep and accurate for small singular values too. Above: C. Lanczos' iteration (1950) with full reorthogonalisation, O(n m)
    /// per step and usually a few times <paramref name="rank"/> steps, until the residuals are below 1e-12 of the greatest singular
    /// value's square.
    /// </remarks>
    /// <exception cref="ArgumentException">The rank is out of its range, or a number is not finite.</exception>
    public static SingularValues SingularValuesOf(DenseMatrix table, int rank)
    {
        ArgumentNullException.ThrowIfNull(table);
        return SingularVectors.Decompose(table, rank);
    }

    /// <summary>Fits factors to the ratings by weighted least squares, users and items in turn.</summary>
    /// <param name="ratings">At least one.</param>
    /// <param name="options">Settings; null for the default ones.</param>
    /// <param name="random">Draws the first factors of the items.</param>
    /// <remarks>
    /// Minimises the sum over cells of weight x (rating - user . item)^2 plus ridge x (|users|^2 + |items|^2). Y. Hu, Y. Koren and C.
    /// Volinsky, "Collaborative filtering for implicit feedback datasets", 2008; with a missing weight of 0, Y. Zhou and others,
    /// "Large-scale parallel collaborative filtering for the Netflix prize", 2008. O(ratings x rank^2 + (users + items) x rank^3) per
    /// sweep.
    /// </remarks>
    /// <exception cref="ArgumentException">There are no ratings, or a setting is out of its range.</exception>
    public static RatingFactors AlternatingLeastSquares(RatingSet ratings, AlternatingLeastSquaresOptions? options, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        ArgumentNullException.ThrowIfNull(random);
        return new WeightedSquares(ratings, options ?? new AlternatingLeastSquaresOptions()).Fit(random);
    }
}
