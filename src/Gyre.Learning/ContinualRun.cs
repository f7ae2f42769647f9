using System.Collections.Immutable;

namespace Gyre.Learning;

/// <summary>Accuracies while an experience was learned.</summary>
/// <param name="Task">The task being learned.</param>
/// <param name="Examples">Examples learned since the start of the stream; repeated passes count.</param>
/// <param name="Accuracies">Accuracy on the test set of each task up to this one.</param>
/// <param name="SeenAccuracy">Share of right predictions over all those test sets together.</param>
public sealed record ContinualPoint(int Task, long Examples, ImmutableArray<double> Accuracies, double SeenAccuracy);

/// <summary>What a run of a strategy over a stream gave. T tasks.</summary>
public sealed record ContinualResult
{
    /// <summary>What the stream was.</summary>
    public required ContinualScenario Scenario { get; init; }

    /// <summary>R, T x T: accuracy on the test set of task j (column) after the experiences of task i (row).</summary>
    public required DenseMatrix Matrix { get; init; }

    /// <summary>Accuracy of the untrained model on the test set of each task.</summary>
    public required ImmutableArray<double> Baseline { get; init; }

    /// <summary>Whether each example was predicted rightly before it was learned, in the order of the stream.</summary>
    public required ImmutableArray<bool> Hits { get; init; }

    /// <summary>
    /// T x K: accuracy on the test examples of each class after each task, over all test sets; NaN for a class without test examples.
    /// </summary>
    public required DenseMatrix PerClass { get; init; }

    /// <summary>After each task: accuracy on the test sets so far when only classes seen so far compete.</summary>
    public required ImmutableArray<double> SeenClassesOnly { get; init; }

    /// <summary>The classes of the tasks up to each, by task.</summary>
    public required ImmutableArray<ImmutableArray<int>> SeenClasses { get; init; }

    /// <summary>Accuracies during learning, if they were asked for.</summary>
    public required ImmutableArray<ContinualPoint> Curve { get; init; }

    /// <summary>Numbers of the model.</summary>
    public required long Parameters { get; init; }

    /// <summary>Bytes carried beside the model at the end.</summary>
    public required long CarriedBytes { get; init; }
}

/// <summary>Leads a learner through a stream and measures it.</summary>
public static class ContinualRun
{
    /// <summary>
    /// Learns all experiences in order; after the last of each task every test set is judged. Joint training learns once, so all its rows
    /// are equal.
    /// </summary>
    /// <param name="stream">Experiences and test sets.</param>
    /// <param name="options">Strategy and settings.</param>
    /// <param name="evaluateEvery">
    /// Also judges the tasks so far about every so many examples learned; 0 for never. Not for joint training.
    /// </param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <exception cref="Core.InvalidInputException">A setting is out of its range.</exception>
    public static ContinualResult Run(
        ContinualStream stream, ContinualOptions options, int evaluateEvery = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(evaluateEvery);
        var learner = ContinualLearner.Create(options, stream.Features, Math.Max(2, stream.Classes));
        var recorder = new ContinualRecorder(stream, learner, evaluateEvery);
        if (options.Strategy == "joint")
            LearnJointly(stream, learner, recorder, cancellationToken);
        else
            LearnInOrder(stream, learner, recorder, cancellationToken);
        return recorder.ToResult();
    }

    private static void LearnInOrder(
        ContinualStream stream, ContinualLearner learner, ContinualRecorder recorder, CancellationToken cancellationToken)
    {
        for (var i = 0; i < stream.Experiences.Length; i++)
        {
            var task = stream.Experiences[i].Task;
            var hits = learner.Learn(stream.Training(i), learned => recorder.Stepped(task, learned), cancellationToken);
            recorder.Learned(hits);
            if (i + 1 == stream.Experiences.Length || stream.Experiences[i + 1].Task != task)
                recorder.Judge(task);
        }
    }

    private static void LearnJointly(
        ContinualStream stream, ContinualLearner learner, ContinualRecorder recorder, CancellationToken cancellationToken)
    {
        var all = Enumerable.Range(0, stream.Experiences.Length).Select(stream.Training).ToList();
        recorder.Learned(learner.LearnTogether(all, stepped: null, cancellationToken));
        for (var task = 0; task < stream.Tasks.Length; task++)
            recorder.Judge(task);
    }
}
