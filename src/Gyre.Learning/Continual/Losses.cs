using System.Numerics.Tensors;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Continual;

/// <summary>Writes or adds the slopes of a loss by the scores of a batch; losses are means over the batch.</summary>
internal sealed class Losses(int classes)
{
    private readonly double[] _first = new double[classes];
    private readonly double[] _second = new double[classes];
    private readonly int[] _places = new int[classes];

    /// <summary>Sets the slopes of weight times the cross-entropy among the classes allowed for each example's task.</summary>
    /// <param name="batch">Its scores must be there.</param>
    /// <param name="outputs">The classes of each task.</param>
    /// <param name="among">Only these classes compete; null for all.</param>
    /// <param name="weight">Factor of the loss.</param>
    public void CrossEntropy(Batch batch, Outputs outputs, bool[]? among, double weight)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            var slopes = batch.Slopes(i);
            slopes.Clear();
            var count = Select(outputs.Of(batch.Task(i)), among);
            var chances = Gather(batch.Scores(i), count, _first);
            Kernels.Softmax(chances);
            var factor = weight / batch.Count;
            for (var k = 0; k < count; k++)
                slopes[_places[k]] = factor * (chances[k] - (_places[k] == batch.Label(i) ? 1 : 0));
        }
    }

    /// <summary>
    /// Adds the slopes of weight T² KL(old || new) of the softmaxes at temperature T over some classes: weight T (new - old).
    /// </summary>
    public void AddDistillation(Batch batch, int i, ReadOnlySpan<double> oldScores, bool[] among, double weight, double temperature)
    {
        var count = Select(among, null);
        if (count == 0)
            return;
        var now = Gather(batch.Scores(i), count, _first);
        var before = Gather(oldScores, count, _second);
        TensorPrimitives.Divide(now, temperature, now);
        TensorPrimitives.Divide(before, temperature, before);
        Kernels.Softmax(now);
        Kernels.Softmax(before);
        var slopes = batch.Slopes(i);
        for (var k = 0; k < count; k++)
            slopes[_places[k]] += weight * temperature / batch.Count * (now[k] - before[k]);
    }

    /// <summary>Sets the slopes of weight times the mean square over batch and outputs of the distance to other scores.</summary>
    public static void SquaredDistance(Batch batch, int i, ReadOnlySpan<double> stored, double weight)
    {
        var slopes = batch.Slopes(i);
        TensorPrimitives.Subtract(batch.Scores(i), stored, slopes);
        TensorPrimitives.Multiply(slopes, 2 * weight / ((double)batch.Count * slopes.Length), slopes);
    }

    private int Select(bool[] allowed, bool[]? among)
    {
        var count = 0;
        for (var c = 0; c < allowed.Length; c++)
        {
            if (allowed[c] && (among is null || among[c]))
                _places[count++] = c;
        }
        return count;
    }

    private Span<double> Gather(ReadOnlySpan<double> scores, int count, double[] target)
    {
        for (var k = 0; k < count; k++)
            target[k] = scores[_places[k]];
        return target.AsSpan(0, count);
    }
}
