using System.Collections.Immutable;

namespace Gyre.Learning;

/// <summary>Judges a learner along a stream and collects the figures.</summary>
internal sealed class ContinualRecorder
{
    private readonly ContinualStream _stream;
    private readonly ContinualLearner _learner;
    private readonly int _every;
    private readonly ContinualRows[] _tests;
    private readonly DenseMatrix _matrix;
    private readonly DenseMatrix _perClass;
    private readonly ImmutableArray<double> _baseline;
    private readonly double[] _seenOnly;
    private readonly ImmutableArray<bool>.Builder _hits = ImmutableArray.CreateBuilder<bool>();
    private readonly ImmutableArray<ContinualPoint>.Builder _curve = ImmutableArray.CreateBuilder<ContinualPoint>();
    private long _before;
    private long _inExperience;
    private long _nextPoint;

    public ContinualRecorder(ContinualStream stream, ContinualLearner learner, int evaluateEvery)
    {
        (_stream, _learner, _every, _nextPoint) = (stream, learner, evaluateEvery, evaluateEvery);
        var tasks = stream.Tasks.Length;
        _tests = [.. Enumerable.Range(0, tasks).Select(stream.Test)];
        _matrix = new DenseMatrix(tasks, tasks);
        _perClass = new DenseMatrix(tasks, learner.Classes);
        _seenOnly = new double[tasks];
        _baseline = [.. _tests.Select(test => Accuracy(test, learner.Predict(test.Features, test.Outputs)))];
    }

    /// <summary>After a step; the number of examples counts from the start of the experience.</summary>
    public void Stepped(int task, int learned)
    {
        _inExperience = learned;
        if (_every == 0 || _before + learned < _nextPoint)
            return;
        _nextPoint = _before + learned + _every;
        var tests = _tests.AsSpan(0, task + 1);
        var accuracies = ImmutableArray.CreateBuilder<double>(tests.Length);
        var (right, all) = (0.0, 0);
        foreach (var test in tests)
        {
            accuracies.Add(Accuracy(test, _learner.Predict(test.Features, test.Outputs)));
            right += accuracies[^1] * test.Labels.Length;
            all += test.Labels.Length;
        }
        _curve.Add(new ContinualPoint(task, _before + learned, accuracies.MoveToImmutable(), right / all));
    }

    public void Learned(ImmutableArray<bool> hits)
    {
        _hits.AddRange(hits);
        _before += _inExperience;
        _inExperience = 0;
    }

    /// <summary>After the last experience of a task.</summary>
    public void Judge(int task)
    {
        var (right, all) = (new int[_learner.Classes], new int[_learner.Classes]);
        for (var j = 0; j < _tests.Length; j++)
        {
            var predicted = _learner.Predict(_tests[j].Features, _tests[j].Outputs);
            _matrix.Row(task)[j] = Accuracy(_tests[j], predicted);
            for (var i = 0; i < predicted.Length; i++)
            {
                all[_tests[j].Labels[i]]++;
                right[_tests[j].Labels[i]] += predicted[i] == _tests[j].Labels[i] ? 1 : 0;
            }
        }
        for (var c = 0; c < all.Length; c++)
            _perClass.Row(task)[c] = all[c] == 0 ? double.NaN : (double)right[c] / all[c];
        _seenOnly[task] = AmongSeen(task);
    }

    public ContinualResult ToResult() => new()
    {
        Scenario = _stream.Scenario,
        Matrix = _matrix,
        Baseline = _baseline,
        Hits = _hits.ToImmutable(),
        PerClass = _perClass,
        SeenClassesOnly = [.. _seenOnly],
        SeenClasses = [.. Enumerable.Range(0, _tests.Length).Select(Seen)],
        Curve = _curve.ToImmutable(),
        Parameters = _learner.Parameters,
        CarriedBytes = _learner.CarriedBytes,
    };

    private ImmutableArray<int> Seen(int task) => [.. _stream.Tasks.Take(task + 1).SelectMany(one => one.Classes).Distinct().Order()];

    private double AmongSeen(int task)
    {
        var seen = Seen(task);
        var (right, all) = (0, 0);
        foreach (var test in _tests.AsSpan(0, task + 1))
        {
            var predicted = _learner.Predict(test.Features, test.Outputs.IsEmpty ? seen : test.Outputs);
            right += predicted.Zip(test.Labels).Count(pair => pair.First == pair.Second);
            all += predicted.Length;
        }
        return (double)right / all;
    }

    private static double Accuracy(ContinualRows test, ImmutableArray<int> predicted)
    {
        var right = 0;
        for (var i = 0; i < predicted.Length; i++)
            right += predicted[i] == test.Labels[i] ? 1 : 0;
        return (double)right / predicted.Length;
    }
}
