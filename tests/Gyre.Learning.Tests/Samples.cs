using System.Text;
using Gyre.Core;

namespace Gyre.Learning.Tests;

/// <summary>Small data for tests.</summary>
internal static class Samples
{
    public static readonly string[] TwoNames = ["x", "y"];

    /// <summary>Seven points of three classes that overlap, so that every optimum is finite.</summary>
    public static TrainingSet Tiny() => TrainingSet.Create(
        new DenseMatrix(7, 2, [0, 1, 1, 2, 2, 0.5, 3, 1.5, 1.5, 3, 0.5, 0, 2.5, 2.5]), ["0", "0", "1", "1", "2", "0", "2"], TwoNames);

    /// <summary>Clouds around the corners of a square, one class each.</summary>
    public static TrainingSet Clouds(int rows, double spread = 0.5)
    {
        var random = new SeededRandom(11);
        var features = new DenseMatrix(rows, 2);
        var labels = new string[rows];
        for (var i = 0; i < rows; i++)
        {
            var corner = i % 4;
            labels[i] = $"c{corner}";
            features.Row(i)[0] = random.NextGaussian(corner % 2 * 2, spread);
            features.Row(i)[1] = random.NextGaussian(corner / 2 * 2, spread);
        }

        return TrainingSet.Create(features, labels, TwoNames);
    }

    public static NamedStream Text(string text) => new(new MemoryStream(Encoding.UTF8.GetBytes(text)), "data.csv");

    public static double[] Parameters(LayeredModel model) =>
        [.. model.Layers.SelectMany(layer => layer.Weights.Values.ToArray().Concat(layer.Bias))];
}
