using System.Numerics.Tensors;
using Gyre.Learning.Numerics;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Policies;

/// <summary>Shares of posterior draws that each arm wins.</summary>
internal static class ThompsonDraws
{
    /// <summary>Models per arm: the coefficients matter only through x'theta, which is normal and independent between arms.</summary>
    public static void PerArm(
        ReadOnlySpan<double> means,
        ReadOnlySpan<double> widths,
        LinearThompsonOptions options,
        ReadOnlySpan<bool> allowed,
        ref SeedStream random,
        Span<double> probabilities)
    {
        probabilities.Clear();
        for (var draw = 0; draw < options.Draws; draw++)
        {
            var (winner, highest) = (-1, 0.0);
            for (var arm = 0; arm < means.Length; arm++)
            {
                if (!allowed[arm])
                    continue;
                var value = means[arm] + (options.Scale * widths[arm] * random.NextGaussian());
                if (winner < 0 || value > highest)
                    (winner, highest) = (arm, value);
            }
            probabilities[winner]++;
        }
        TensorPrimitives.Divide(probabilities, options.Draws, probabilities);
    }

    /// <summary>
    /// One model for all: a draw of the coefficients is theta + scale L'^-1 z with z standard normal, so the value of an arm is
    /// x'theta + scale (L^-1 x)'z. O(K d^2) for all L^-1 x, then O(K d) per draw.
    /// </summary>
    public static void Shared(
        RidgeSet set,
        in PolicyContext context,
        LinearThompsonOptions options,
        ReadOnlySpan<bool> allowed,
        ref SeedStream random,
        Span<double> means,
        Span<double> probabilities)
    {
        var size = set.Size;
        using var scratch = new Scratch<double>((means.Length + 1) * size);
        var z = scratch.Span[..size];
        var rows = scratch.Span[size..];
        for (var arm = 0; arm < means.Length; arm++)
        {
            var row = rows.Slice(arm * size, size);
            set.Extend(context, arm, row);
            means[arm] = Kernels.Dot(set.Models[0].Theta, row);
            Cholesky.SolveLower(set.Models[0].LowerFactor, size, row);
        }
        probabilities.Clear();
        using var drawn = new Scratch<double>(means.Length);
        for (var draw = 0; draw < options.Draws; draw++)
        {
            foreach (ref var value in z)
                value = options.Scale * random.NextGaussian();
            for (var arm = 0; arm < means.Length; arm++)
                drawn.Span[arm] = means[arm] + Kernels.Dot(rows.Slice(arm * size, size), z);
            probabilities[ArmProbabilities.Best(drawn.Span, allowed)]++;
        }
        TensorPrimitives.Divide(probabilities, options.Draws, probabilities);
    }
}
