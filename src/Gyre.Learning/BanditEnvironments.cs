using System.Collections.Immutable;
using Gyre.Learning.Environments;

namespace Gyre.Learning;

/// <summary>The environments that come with the library.</summary>
public static class BanditEnvironments
{
    /// <summary>Users of a set of ratings, to whom the first items are recommended; an arm is an item.</summary>
    /// <param name="ratings">Real or generated; those who rated none of the items are left out.</param>
    /// <param name="options">Settings; null for the default ones.</param>
    /// <param name="seed">Of the rounds.</param>
    /// <remarks>
    /// With singular values, table = U S V', the context of a user is the row of U sqrt(S) and the reward of an arm is the cell of U S
    /// V', cut off at the rank, plus noise: exactly linear in the context. At full rank it is the rating itself, 0 where there is none.
    /// Users are drawn with replacement, apart from those of a batch. Making it costs one factorisation.
    /// </remarks>
    /// <exception cref="ArgumentException">A setting is out of its range, or nobody rated these items.</exception>
    public static BanditEnvironment Ratings(RatingSet ratings, RatingEnvironmentOptions? options, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= new RatingEnvironmentOptions();
        EnvironmentGuard.Deviation(options.Deviation);
        if (options.Rank < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options.Rank, "Rank must be at least 1.");
        if (options.ChangePeriod < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options.ChangePeriod, "ChangePeriod must be at least 1.");
        return new RatingEnvironment(ratings, options, seed);
    }

    /// <summary>
    /// Users of a set of ratings, to whom changing candidates are recommended; an arm is a place, and each round says what stands there.
    /// </summary>
    /// <param name="ratings">Real or generated.</param>
    /// <param name="options">Settings; null for the default ones.</param>
    /// <param name="seed">Of the rounds.</param>
    /// <remarks>
    /// With singular values of the whole table, U S V', the context is the user's row of U, the features of a candidate are its row of V,
    /// both unscaled, and the reward is the cell of U S V' plus noise. Users are drawn with replacement, candidates of a round without.
    /// </remarks>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public static BanditEnvironment RatingCandidates(RatingSet ratings, CandidateEnvironmentOptions? options, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= new CandidateEnvironmentOptions();
        EnvironmentGuard.Deviation(options.Deviation);
        if (options.Candidates < 1 || options.Candidates > ratings.Items)
            throw new ArgumentOutOfRangeException(nameof(options), options.Candidates, $"Candidates must be from 1 to {ratings.Items}.");
        return new CandidateEnvironment(ratings, options, seed);
    }

    /// <summary>Rewards that are linear in the context with normal noise; stationary, or drifting with the number of the round.</summary>
    /// <param name="options">Settings; null for the default ones.</param>
    /// <param name="seed">Of the coefficients and the rounds.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public static BanditEnvironment Linear(LinearEnvironmentOptions? options, ulong seed) =>
        new LinearEnvironment(options ?? new LinearEnvironmentOptions(), seed);

    /// <summary>Arms that pay 1 with a fixed probability, without a context.</summary>
    /// <param name="probabilities">One per arm, each in [0, 1]; at least one.</param>
    /// <param name="seed">Of the rounds.</param>
    /// <exception cref="ArgumentException">There are no arms, or a probability is out of its range.</exception>
    public static BanditEnvironment Bernoulli(ImmutableArray<double> probabilities, ulong seed)
    {
        if (probabilities.IsDefaultOrEmpty)
            throw new ArgumentException("An environment needs at least one arm.", nameof(probabilities));
        for (var arm = 0; arm < probabilities.Length; arm++)
        {
            if (probabilities[arm] is not (>= 0 and <= 1))
                throw new ArgumentOutOfRangeException(
                    nameof(probabilities), probabilities[arm], $"The probability of arm {arm} must be from 0 to 1.");
        }
        return new BernoulliEnvironment(probabilities, seed);
    }

    /// <summary>
    /// Points in the unit disc and five arms: the first always pays 1.2, the others 1, except that beyond radius <paramref name="delta"/>
    /// the arm of the point's quadrant pays 50. The larger the radius, the more exploring it takes to find out.
    /// </summary>
    /// <param name="delta">Radius in [0, 1].</param>
    /// <param name="seed">Of the rounds.</param>
    /// <param name="deviation">Of the noise, at least 0. Default 0.01.</param>
    /// <remarks>
    /// C. Riquelme, G. Tucker and J. Snoek, "Deep Bayesian bandits showdown", 2018. Arms 1 to 4 belong to the quadrants (+, +), (+, -),
    /// (-, +) and (-, -).
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static BanditEnvironment Wheel(double delta, ulong seed, double deviation = 0.01)
    {
        if (delta is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(delta), delta, "The radius must be from 0 to 1.");
        EnvironmentGuard.Deviation(deviation);
        return new WheelEnvironment(delta, deviation, seed);
    }

    /// <summary>
    /// A page of places on which items are shown in an order; users click on what suits them, and look at the first places more often.
    /// </summary>
    /// <param name="options">Settings; null for the default ones.</param>
    /// <param name="seed">Of the items and the rounds.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public static RankingEnvironment Ranking(RankingEnvironmentOptions? options, ulong seed) =>
        new(options ?? new RankingEnvironmentOptions(), seed);
}
