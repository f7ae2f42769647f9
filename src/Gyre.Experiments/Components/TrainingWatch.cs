using System.Collections.Immutable;
using Gyre.Learning;

namespace Gyre.Experiments.Components;

/// <summary>What a model is judged by while it learns an experience.</summary>
/// <param name="Every">About every so many examples that were learned; at least 1.</param>
/// <param name="Tests">The test sets so far, after all transforms; every example has a label.</param>
internal sealed record TrainingWatch(int Every, ImmutableArray<WatchedTest> Tests);

/// <summary>A test set.</summary>
/// <param name="Rows">Without what is to be predicted.</param>
/// <param name="Labels">What is right, in the order of the rows.</param>
internal sealed record WatchedTest(TrialRows Rows, ImmutableArray<string> Labels);

/// <summary>Judges a learner along the way and tells it as curves over the examples that were learned in the experience.</summary>
internal sealed class WatchedTraining(TrainingWatch watch, List<ContinualRows> tests, ContinualLearner learner, ITrialLog log)
{
    /// <summary>Share of right predictions over all test sets so far.</summary>
    public const string SeenAccuracy = "seen_accuracy";

    /// <summary>Share of examples that were predicted rightly before they were learned, so far in the experience.</summary>
    public const string Prequential = "prequential_accuracy_so_far";

    private int _learned;
    private int _told;

    /// <summary>After a step, with the examples that were learned since the start of the experience.</summary>
    public void Stepped(int learned)
    {
        _learned = learned;
        if (learned - _told >= watch.Every)
            Tell();
    }

    /// <summary>After the last step.</summary>
    /// <param name="hits">Whether each example was predicted rightly before it was learned, in the order of the first pass.</param>
    public void End(ImmutableArray<bool> hits)
    {
        if (_told < _learned || _learned == 0)
            Tell();
        var right = 0;
        for (var i = 0; i < hits.Length; i++)
        {
            right += hits[i] ? 1 : 0;
            if ((i + 1) % watch.Every == 0 || i + 1 == hits.Length)
                log.Metric(Prequential, right / (i + 1.0), i + 1);
        }
    }

    private void Tell()
    {
        _told = _learned;
        var (right, all) = (0, 0);
        foreach (var test in tests)
        {
            var predicted = learner.Predict(test.Features, test.Outputs);
            right += predicted.Zip(test.Labels).Count(static pair => pair.First == pair.Second);
            all += predicted.Length;
        }
        if (all > 0)
            log.Metric(SeenAccuracy, (double)right / all, _told);
    }
}
