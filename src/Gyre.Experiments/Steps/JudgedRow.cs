using System.Collections.Immutable;

namespace Gyre.Experiments.Steps;

/// <summary>What the model after an experience gave on the test sets of all.</summary>
/// <param name="Metrics">By metric: its value on each test set.</param>
/// <param name="PerClass">Accuracy over all test sets by class, in the order of the classes; null without examples. Empty for
/// numbers.</param>
/// <param name="Seen">Share of right predictions over the test sets of this and earlier experiences; null for numbers.</param>
internal sealed record JudgedRow(
    ImmutableSortedDictionary<string, ImmutableArray<double>> Metrics, ImmutableArray<double?> PerClass, double? Seen);

/// <summary>Counts right predictions by class over several test sets.</summary>
internal sealed class ClassCounts(ImmutableArray<string> classes)
{
    private readonly Dictionary<string, int> _numbers =
        classes.Index().ToDictionary(static pair => pair.Item, static pair => pair.Index, StringComparer.Ordinal);
    private readonly (int Right, int All)[] _byClass = new (int, int)[classes.Length];
    private int _seenRight;
    private int _seenAll;

    /// <param name="part">A test set.</param>
    /// <param name="isSeen">Whether its experience was learned.</param>
    public void Add(EvaluatedPart part, bool isSeen)
    {
        if (part.Predictions is not LabelPredictions { Labels: var predicted })
            return;
        for (var i = 0; i < part.Targets.Length; i++)
        {
            if (part.Targets[i].IsNull || !_numbers.TryGetValue(part.Targets[i].ToString(), out var number))
                continue;
            var right = predicted[i] == classes[number] ? 1 : 0;
            _byClass[number] = (_byClass[number].Right + right, _byClass[number].All + 1);
            if (isSeen)
                (_seenRight, _seenAll) = (_seenRight + right, _seenAll + 1);
        }
    }

    public ImmutableArray<double?> PerClass =>
        [.. _byClass.Select(static one => one.All == 0 ? (double?)null : (double)one.Right / one.All)];

    public double? Seen => _seenAll == 0 ? null : (double)_seenRight / _seenAll;
}
