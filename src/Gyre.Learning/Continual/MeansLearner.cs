using System.Numerics.Tensors;
using Gyre.Learning.Numerics;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Continual;

/// <summary>
/// Running means of the classes. The score of a class is the negative square of the distance to its mean. O(d) per example, O(K d) per
/// score.
/// </summary>
internal class MeansLearner(ContinualOptions options, int features, int classes) : LearnerCore
{
    private readonly double[] _means = new double[classes * features];
    private readonly double[] _counts = new double[classes];
    private readonly double[] _scores = new double[classes];

    public override long Parameters => _means.Length;

    public override long Bytes => (long)sizeof(double) * classes;

    protected int Features => features;

    protected int Classes => classes;

    protected ContinualOptions Options => options;

    /// <summary>
    /// Whether examples are judged before the experience instead of one by one, because a score after each would be dear.
    /// </summary>
    protected virtual bool JudgesAhead => false;

    public override bool[] Learn(
        IReadOnlyList<ContinualRows> parts, long experience, Action<int>? stepped, CancellationToken cancellationToken)
    {
        var given = new GivenExamples(parts);
        var hits = new bool[given.Count];
        var outputs = new Outputs(classes);
        outputs.Begin(parts);
        if (JudgesAhead)
            Judge(given, outputs, hits, 0, hits.Length);
        for (var i = 0; i < hits.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!JudgesAhead)
                Judge(given, outputs, hits, i, i + 1);
            Learn(given.Row(i), given.Label(i));
            if ((i + 1) % options.BatchSize == 0 || i + 1 == hits.Length)
                stepped?.Invoke(i + 1);
        }
        return hits;
    }

    public override void Score(ReadOnlySpan<double> row, Span<double> scores)
    {
        for (var c = 0; c < classes; c++)
            scores[c] = IsKnown(c) ? -SquaredDistance(row, Mean(c)) : double.NegativeInfinity;
    }

    public override void Save(LearnerState state)
    {
        state.Put("means", _means);
        state.Put("counts", _counts);
    }

    public override void Load(LearnerState state)
    {
        state.Fill("means", _means);
        state.Counts("counts", classes).CopyTo(_counts, 0);
    }

    protected bool IsKnown(int label) => _counts[label] > 0;

    protected Span<double> Mean(int label) => _means.AsSpan(label * features, features);

    protected virtual void Learn(ReadOnlySpan<double> row, int label)
    {
        _counts[label]++;
        var mean = Mean(label);
        for (var f = 0; f < features; f++)
            mean[f] += (row[f] - mean[f]) / _counts[label];
    }

    private void Judge(GivenExamples given, Outputs outputs, bool[] hits, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            Score(given.Row(i), _scores);
            hits[i] = Best(_scores, outputs.Of(given.Task(i))) == given.Label(i);
        }
    }

    private static double SquaredDistance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        return sum;
    }
}

/// <summary>
/// Linear discriminants from running class means and one running covariance: score = x' A m - m' A m / 2 with A the inverse of (1 - s) S +
/// s I. O(d²) per example; O(d³) at the first score after learning, O(K d) for the others.
/// </summary>
internal sealed class StreamingDiscriminant(ContinualOptions options, int features, int classes) : MeansLearner(options, features, classes)
{
    private readonly double[] _covariance = new double[(long)features * features];
    private readonly double[] _weights = new double[classes * features];
    private readonly double[] _biases = new double[classes];
    private readonly double[] _away = new double[features];
    private long _learned;
    private bool _isStale = true;

    public override long Parameters => base.Parameters + _covariance.Length;

    protected override bool JudgesAhead => true;

    public override void Score(ReadOnlySpan<double> row, Span<double> scores)
    {
        if (_isStale)
            Solve();
        for (var c = 0; c < Classes; c++)
            scores[c] = IsKnown(c) ? _biases[c] + Kernels.Dot(_weights.AsSpan(c * Features, Features), row) : double.NegativeInfinity;
    }

    public override void Save(LearnerState state)
    {
        base.Save(state);
        state.Put("covariance", _covariance);
        state.Put("learned", [_learned]);
    }

    public override void Load(LearnerState state)
    {
        base.Load(state);
        state.Fill("covariance", _covariance);
        _learned = state.Count("learned");
        _isStale = true;
    }

    /// <summary>S becomes (n S + n / (n + 1) (x - m)(x - m)') / (n + 1), with the mean m of the class before the example.</summary>
    protected override void Learn(ReadOnlySpan<double> row, int label)
    {
        TensorPrimitives.Subtract(row, Mean(label), _away);
        if (IsKnown(label))
        {
            var n = (double)_learned;
            TensorPrimitives.Multiply(_covariance, n / (n + 1), _covariance);
            for (var f = 0; f < Features; f++)
            {
                if (_away[f] != 0)
                    Kernels.AddScaled(_away, n / ((n + 1) * (n + 1)) * _away[f], _covariance.AsSpan(f * Features, Features));
            }
        }
        _learned++;
        base.Learn(row, label);
        _isStale = true;
    }

    private void Solve()
    {
        double[] factor = [.. _covariance];
        TensorPrimitives.Multiply(factor, 1 - Options.Shrinkage, factor);
        for (var f = 0; f < Features; f++)
            factor[(f * Features) + f] += Options.Shrinkage;
        if (!Cholesky.TryFactor(factor, Features))
            throw new Core.InvalidInputException(
                "learn.singular", "The covariance of the features cannot be inverted.", "Use a larger Shrinkage.");
        for (var c = 0; c < Classes; c++)
        {
            var weights = _weights.AsSpan(c * Features, Features);
            Mean(c).CopyTo(weights);
            Cholesky.Solve(factor, Features, weights);
            _biases[c] = -0.5 * Kernels.Dot(weights, Mean(c));
        }
        _isStale = false;
    }
}
