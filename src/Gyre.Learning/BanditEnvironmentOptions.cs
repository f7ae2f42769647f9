namespace Gyre.Learning;

/// <summary>How a table of ratings becomes contexts and rewards.</summary>
public enum RatingFactorisation
{
    /// <summary>Singular values of the table with 0 for what is not rated: known exactly, but not rated counts as disliked.</summary>
    SingularValues,

    /// <summary>Weighted alternating least squares over what is rated: plausible rewards for what is not.</summary>
    AlternatingLeastSquares,
}

/// <summary>Settings of <see cref="BanditEnvironments.Ratings"/>.</summary>
public sealed record RatingEnvironmentOptions
{
    /// <summary>Items that are recommended, the first ones, at least 1. Default 20.</summary>
    public int Arms { get; init; } = 20;

    /// <summary>Length of a context, from 1; at most <see cref="Arms"/> with singular values. Default 20.</summary>
    public int Rank { get; init; } = 20;

    /// <summary>Standard deviation of the noise, at least 0. Default 0.</summary>
    public double Deviation { get; init; }

    /// <summary>Rounds per batch, at least 1 and at most the number of users: all users of a batch differ. Default 1.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>
    /// Rounds after which tastes change at once, each time: what was the reward of an arm becomes that of the arm before it, and the last
    /// arm's that of the first. At least 1; null, the default, for never.
    /// </summary>
    public long? ChangePeriod { get; init; }

    /// <summary>Where contexts and rewards come from. Default singular values.</summary>
    public RatingFactorisation Factorisation { get; init; }

    /// <summary>Ridge of the least squares, above 0. Default 0.1.</summary>
    public double Ridge { get; init; } = 0.1;

    /// <summary>Weight of what is not rated in the least squares, from 0 to 1. Default 0.</summary>
    public double MissingWeight { get; init; }
}

/// <summary>Settings of <see cref="BanditEnvironments.RatingCandidates"/>.</summary>
public sealed record CandidateEnvironmentOptions
{
    /// <summary>Items per round, from 1 to all. Default 50.</summary>
    public int Candidates { get; init; } = 50;

    /// <summary>Length of a context and of an item's features, from 1 to the lesser of users and items. Default 20.</summary>
    public int Rank { get; init; } = 20;

    /// <summary>Standard deviation of the noise, at least 0. Default 0.</summary>
    public double Deviation { get; init; }
}

/// <summary>How contexts are drawn.</summary>
public enum ContextShape
{
    /// <summary>Evenly from the sphere of radius 1.</summary>
    Sphere,

    /// <summary>Each entry standard normal.</summary>
    Normal,

    /// <summary>Each entry a whole number from -10 to 9.</summary>
    Integers,
}

/// <summary>How the coefficients of a <see cref="BanditEnvironments.Linear"/> environment change.</summary>
public enum CoefficientChange
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>New ones at the start of each period, at once.</summary>
    Abrupt,

    /// <summary>In straight lines from those of one period to those of the next.</summary>
    Gradual,
}

/// <summary>Settings of <see cref="BanditEnvironments.Linear"/>.</summary>
public sealed record LinearEnvironmentOptions
{
    /// <summary>At least 1. Default 10. Ignored if <see cref="Coefficients"/> are given.</summary>
    public int Arms { get; init; } = 10;

    /// <summary>Length of a context, at least 1. Default 10. Ignored if <see cref="Coefficients"/> are given.</summary>
    public int ContextLength { get; init; } = 10;

    /// <summary>Standard deviation of the noise, at least 0. Default 0.5.</summary>
    public double Deviation { get; init; } = 0.5;

    /// <summary>How contexts are drawn. Default evenly from the sphere.</summary>
    public ContextShape Contexts { get; init; }

    /// <summary>
    /// Coefficients, a row per arm, finite; null, the default, to draw them evenly from the sphere of radius 1. They exclude a change.
    /// </summary>
    public DenseMatrix? Coefficients { get; init; }

    /// <summary>
    /// Whether each arm's coefficients are its neighbour's plus 0.1 times a draw from the sphere, so that arms resemble each other.
    /// Default false.
    /// </summary>
    public bool Structured { get; init; }

    /// <summary>How coefficients change. Default not at all.</summary>
    public CoefficientChange Change { get; init; }

    /// <summary>Rounds per period, at least 1. Default 5,000.</summary>
    public int Period { get; init; } = 5000;
}

/// <summary>Settings of <see cref="BanditEnvironments.Ranking"/>.</summary>
public sealed record RankingEnvironmentOptions
{
    /// <summary>Items per round, at least <see cref="Places"/>. Default 20.</summary>
    public int Items { get; init; } = 20;

    /// <summary>Places on the page, at least 1. Default 5.</summary>
    public int Places { get; init; } = 5;

    /// <summary>Length of a context and of an item's features, at least 1. Default 8.</summary>
    public int FeatureLength { get; init; } = 8;

    /// <summary>How fast users stop looking: place i from 1 is seen with probability i^-exponent; at least 0. Default 1.</summary>
    public double BiasExponent { get; init; } = 1;
}
