using System.Collections.Immutable;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Agreement;

/// <summary>One estimation of true classes and of the tables of people.</summary>
internal sealed class SkillEstimate(IReadOnlyList<PersonLabel> labels, int items, int people, int classes, DawidSkeneOptions options)
{
    // Below this a probability is 0, and its logarithm must stay finite.
    private const double Floor = 1e-300;

    private readonly DenseMatrix _posterior = new(items, classes);
    private readonly double[] _prior = new double[classes];
    private readonly DenseMatrix[] _confusion = [.. Enumerable.Range(0, people).Select(_ => new DenseMatrix(classes, classes))];

    public DawidSkeneResult Run()
    {
        StartFromVotes();
        var majority = Best();
        var iterations = 0;
        var change = double.PositiveInfinity;
        while (change >= options.Tolerance && iterations < options.MaxIterations)
        {
            Maximise();
            change = Expect();
            iterations++;
        }
        return new()
        {
            Posterior = _posterior,
            Prior = [.. _prior],
            Confusion = [.. _confusion],
            Best = Best(),
            Majority = majority,
            Iterations = iterations,
            Skill = [.. Enumerable.Range(0, people).Select(Skill)],
        };
    }

    private void StartFromVotes()
    {
        foreach (var (item, _, label) in labels)
            _posterior.Row(item)[label]++;
        for (var item = 0; item < items; item++)
        {
            var row = _posterior.Row(item);
            var votes = Kernels.Sum(row);
            foreach (ref var share in row)
                share = votes == 0 ? 1.0 / classes : share / votes;
        }
    }

    private void Maximise()
    {
        Array.Clear(_prior);
        for (var item = 0; item < items; item++)
            Kernels.AddScaled(_posterior.Row(item), 1.0 / items, _prior);
        foreach (var table in _confusion)
            table.Values.Fill(options.Smoothing);
        foreach (var (item, person, label) in labels)
        {
            for (var c = 0; c < classes; c++)
                _confusion[person].Row(c)[label] += _posterior[item, c];
        }
        foreach (var table in _confusion)
            Normalise(table);
    }

    private double Expect()
    {
        var next = new DenseMatrix(items, classes);
        for (var item = 0; item < items; item++)
        {
            for (var c = 0; c < classes; c++)
                next.Row(item)[c] = Math.Log(Math.Max(_prior[c], Floor));
        }
        foreach (var (item, person, label) in labels)
        {
            for (var c = 0; c < classes; c++)
            {
                // A class that nobody can have met at this person's items has no table; it counts as impossible there.
                var share = _confusion[person][c, label];
                next.Row(item)[c] += Math.Log(share > Floor ? share : Floor);
            }
        }
        var change = 0.0;
        for (var item = 0; item < items; item++)
        {
            Kernels.Softmax(next.Row(item));
            for (var c = 0; c < classes; c++)
                change = Math.Max(change, Math.Abs(next[item, c] - _posterior[item, c]));
        }
        next.Values.CopyTo(_posterior.Values);
        return change;
    }

    private void Normalise(DenseMatrix table)
    {
        for (var c = 0; c < classes; c++)
        {
            var row = table.Row(c);
            var sum = Kernels.Sum(row);
            foreach (ref var share in row)
                share = sum == 0 ? double.NaN : share / sum;
        }
    }

    private ImmutableArray<int> Best() => [.. Enumerable.Range(0, items).Select(item => Kernels.IndexOfMax(_posterior.Row(item)))];

    private double? Skill(int person)
    {
        if (!labels.Any(label => label.Person == person))
            return null;
        var (right, whole) = (0.0, 0.0);
        for (var c = 0; c < classes; c++)
        {
            if (double.IsNaN(_confusion[person][c, c]))
                continue;
            right += _prior[c] * _confusion[person][c, c];
            whole += _prior[c];
        }
        return whole > 0 ? right / whole : null;
    }
}
