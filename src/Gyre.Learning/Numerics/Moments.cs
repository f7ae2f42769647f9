using Gyre.Core;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Numerics;

/// <summary>Mean and sample variance (divided by n - 1; 0 for a single value), in two passes from first to last.</summary>
internal readonly record struct Moments(int Count, double Mean, double Variance)
{
    public double StandardError => Math.Sqrt(Variance / Count);

    public static Moments Of(ReadOnlySpan<double> values)
    {
        var mean = Kernels.Sum(values) / values.Length;
        var squares = 0.0;
        foreach (var value in values)
            squares += (value - mean) * (value - mean);
        // An infinite sum would make every bound and decision that follows meaningless.
        if (!double.IsFinite(squares))
            throw new InvalidInputException(
                "evaluation.too-large",
                "The rewards, or the weights of the rows, are too large to be averaged.",
                "Scale the rewards, or leave out rows with tiny propensities.");
        return new(values.Length, mean, values.Length > 1 ? squares / (values.Length - 1) : 0);
    }
}
