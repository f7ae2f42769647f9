using System.Collections.Immutable;
using System.Globalization;
using System.Numerics.Tensors;
using Gyre.Core;

namespace Gyre.Learning;

/// <summary>How features are brought to a common size before a model sees them: (x - offset) / scale, feature by feature.</summary>
public sealed record FeatureScaling
{
    /// <summary>What is subtracted, one per feature; finite.</summary>
    public required ImmutableArray<double> Offset { get; init; }

    /// <summary>What the rest is divided by, one per feature; finite and not 0.</summary>
    public required ImmutableArray<double> Scale { get; init; }

    /// <summary>Reads the features of a training set and fixes the numbers.</summary>
    /// <param name="rule"><c>none</c>; <c>standard</c> (mean 0, deviation 1; a constant feature keeps its size); or a positive number to divide by.</param>
    /// <param name="features">Rows of the training set.</param>
    /// <exception cref="InvalidInputException">The rule is none of these.</exception>
    public static FeatureScaling Fit(string rule, DenseMatrix features)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(features);
        return rule switch
        {
            "none" => Divide(features.Columns, 1),
            "standard" => Standard(features),
            _ => Divide(features.Columns, ParseDivisor(rule)),
        };
    }

    /// <summary>Throws when <paramref name="rule"/> is not one that <see cref="Fit"/> knows.</summary>
    internal static void Check(string rule)
    {
        if (rule is not ("none" or "standard"))
            ParseDivisor(rule);
    }

    /// <summary>A scaled copy.</summary>
    /// <exception cref="ArgumentException">The number of columns is another one.</exception>
    internal DenseMatrix Apply(DenseMatrix features)
    {
        if (features.Columns != Offset.Length)
            throw new ArgumentException(
                $"There are {features.Columns} features, but the model expects {Offset.Length}.", nameof(features));
        var scaled = new DenseMatrix(features.Rows, features.Columns);
        for (var i = 0; i < features.Rows; i++)
        {
            var row = scaled.Row(i);
            TensorPrimitives.Subtract(features.Row(i), Offset.AsSpan(), row);
            TensorPrimitives.Divide(row, Scale.AsSpan(), row);
        }

        return scaled;
    }

    private static double ParseDivisor(string rule)
    {
        if (double.TryParse(rule, NumberStyles.Float, CultureInfo.InvariantCulture, out var divisor) && divisor > 0 && double.IsFinite(divisor))
            return divisor;
        throw new InvalidInputException(
            "learn.option", $"'{rule}' is not a valid feature scaling.", "Use 'none', 'standard' or a positive divisor.");
    }

    private static FeatureScaling Divide(int features, double divisor) => new()
    {
        Offset = [.. new double[features]],
        Scale = [.. Enumerable.Repeat(divisor, features)],
    };

    private static FeatureScaling Standard(DenseMatrix features)
    {
        var count = Math.Max(1, features.Rows);
        var mean = new double[features.Columns];
        for (var i = 0; i < features.Rows; i++)
            TensorPrimitives.Add(mean, features.Row(i), mean);
        TensorPrimitives.Divide(mean, count, mean);

        var variance = new double[features.Columns];
        var distance = new double[features.Columns];
        for (var i = 0; i < features.Rows; i++)
        {
            TensorPrimitives.Subtract(features.Row(i), mean, distance);
            TensorPrimitives.MultiplyAdd<double>(distance, distance, variance, variance);
        }

        var scale = variance.Select(sum => Math.Sqrt(sum / count)).Select(deviation => deviation > 0 && double.IsFinite(deviation) ? deviation : 1);
        return new FeatureScaling { Offset = [.. mean], Scale = [.. scale] };
    }
}
