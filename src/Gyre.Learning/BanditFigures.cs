using System.Collections.Immutable;
using Gyre.Learning.Vectors;

namespace Gyre.Learning;

/// <summary>Mean rewards per round between which a policy lies.</summary>
/// <param name="Optimal">Always the best arm for the user.</param>
/// <param name="Uniform">Each arm equally likely.</param>
/// <param name="BestFixed">Always the same arm, the best of these.</param>
/// <param name="BestFixedArm">That arm, from 0; the lowest of equals.</param>
public sealed record BanditFigures(double Optimal, double Uniform, double BestFixed, int BestFixedArm)
{
    internal static BanditFigures Of(IEnumerable<ImmutableArray<double>> rounds, int arms)
    {
        var (sums, optimal, count) = (new double[arms], 0.0, 0L);
        foreach (var rewards in rounds)
        {
            Kernels.AddScaled(rewards.AsSpan(), 1, sums);
            optimal += rewards[Kernels.IndexOfMax(rewards.AsSpan())];
            count++;
        }
        var best = Kernels.IndexOfMax(sums);
        return new BanditFigures(optimal / count, Kernels.Sum(sums) / arms / count, sums[best] / count, best);
    }
}
