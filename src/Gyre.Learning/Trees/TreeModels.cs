using Gyre.Learning.Vectors;

namespace Gyre.Learning.Trees;

/// <summary>
/// A classifier of trees: two classes have one sum, whose logistic is the probability of the second; more have a sum each.
/// </summary>
internal sealed record TreeClassifierModel : ClassifierModel
{
    public required TreeEnsemble Ensemble { get; init; }

    /// <summary>Trees per round for a number of classes.</summary>
    public static int OutputsFor(int classes) => classes == 2 ? 1 : classes;

    public override DenseMatrix Probabilities(DenseMatrix features)
    {
        ArgumentNullException.ThrowIfNull(features);
        TreeRegressionModel.CheckColumns(features, FeatureNames.Length);
        var probabilities = new DenseMatrix(features.Rows, Classes.Length);
        for (var row = 0; row < features.Rows; row++)
        {
            var sums = probabilities.Row(row);
            if (Classes.Length == 2)
            {
                Ensemble.Score(features.Row(row), sums[1..]);
                sums[1] = 1 / (1 + Math.Exp(-sums[1]));
                sums[0] = 1 - sums[1];
                continue;
            }
            Ensemble.Score(features.Row(row), sums);
            Kernels.Softmax(sums);
        }
        return probabilities;
    }
}

/// <summary>
/// Trees that predict a number: offset + scale x the sum. LightGBM knows targets in single precision only, hence the two.
/// </summary>
internal sealed record TreeRegressionModel : RegressionModel
{
    public required TreeEnsemble Ensemble { get; init; }

    public required double Offset { get; init; }

    public required double Scale { get; init; }

    public override double[] Values(DenseMatrix features)
    {
        ArgumentNullException.ThrowIfNull(features);
        CheckColumns(features, FeatureNames.Length);
        var values = new double[features.Rows];
        for (var row = 0; row < values.Length; row++)
            values[row] = Value(features.Row(row));
        return values;
    }

    /// <summary>The number for one row.</summary>
    public double Value(ReadOnlySpan<double> row)
    {
        var sum = 0.0;
        Ensemble.Score(row, new Span<double>(ref sum));
        return Offset + (Scale * sum);
    }

    internal static void CheckColumns(DenseMatrix features, int expected)
    {
        if (features.Columns != expected)
            throw new ArgumentException($"There are {features.Columns} features, but the model expects {expected}.", nameof(features));
    }
}
