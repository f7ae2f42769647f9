using System.Collections.Immutable;

namespace Gyre.Cli.Bandit;

/// <summary>A number measured once per seed: its mean and the half width of the 95% interval of Student's t.</summary>
/// <param name="Mean">Over the seeds.</param>
/// <param name="HalfWidth">0 for a single seed, which has no interval.</param>
internal sealed record SeedSpread(double Mean, double HalfWidth)
{
    /// <summary>The most seeds.</summary>
    public const int MaxSeeds = 21;

    /// <summary>The 97.5% points for 1 to 20 degrees of freedom.</summary>
    private static readonly ImmutableArray<double> Points =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101,
        2.093, 2.086,
    ];

    public static SeedSpread Of(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        if (values.Count < 2)
            return new SeedSpread(mean, 0);
        var variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
        return new SeedSpread(mean, Points[values.Count - 2] * Math.Sqrt(variance / values.Count));
    }
}
