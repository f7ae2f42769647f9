using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Learning.Numerics;

namespace Gyre.Learning.Gates;

/// <summary>Decides whether a challenger shows what the rules ask for.</summary>
internal sealed class ChallengerDecision
{
    private readonly IReadOnlyList<double> _champion;
    private readonly IReadOnlyList<double> _challenger;
    private readonly ChallengerRules _rules;
    private readonly Func<IReadOnlyList<int>, (double? Champion, double? Challenger)>? _metric;

    public ChallengerDecision(
        IReadOnlyList<double> champion, IReadOnlyList<double> challenger, ChallengerRules rules,
        Func<IReadOnlyList<int>, (double? Champion, double? Challenger)>? metric = null)
    {
        (_champion, _challenger, _rules, _metric) = (champion, challenger, rules, metric);
        Settings.Level(rules.Level);
        if (champion.Count != challenger.Count)
            throw new ArgumentException($"There are {champion.Count} scores of the champion and {challenger.Count} of the challenger; both counts must be the same.", nameof(challenger));
        if (champion.Count < Math.Max(1, rules.MinimumItems))
            throw new InvalidInputException(
                "comparison.items", $"There are {champion.Count} test items; the comparison asks for at least {Math.Max(1, rules.MinimumItems)}.",
                "Label more items of the test subset, or check the filter that chooses it.");
        if (rules.Test == ChallengerTest.McNemar && (metric is not null || !IsRightOrWrong))
            throw new ArgumentException("McNemar's test compares what is right or wrong; use the bootstrap for other scores.",
                nameof(rules));
    }

    private bool IsRightOrWrong => _champion.Concat(_challenger).All(static score => score is 0 or 1);

    public ChallengerReport Decide(IReadOnlyList<KeyValuePair<string, IReadOnlyList<int>>> slices)
    {
        var all = Enumerable.Range(0, _champion.Count).ToList();
        var (old, now) = Score(all) ?? throw new InvalidInputException(
            "comparison.undefined", "The metric has no value on the test items.",
            "Check that the test subset has labels of the classes that are compared.");
        var interval = _rules.Test == ChallengerTest.Bootstrap ? Interval(all) : new(now - old, now - old);
        double? value = IsRightOrWrong && _metric is null
            ? PairedCounts.Of([.. _champion.Select(static one => one == 1)], [.. _challenger.Select(static one => one == 1)]).ExactP : null;
        var scored = slices.Where(static slice => slice.Value.Count > 0).Select(Slice).OfType<SliceScore>().ToImmutableArray();
        var hindrance = Hindrance(now - old, interval, value, scored);
        var report = new ChallengerReport
        {
            Promote = hindrance is null,
            Items = all.Count,
            Champion = old,
            Challenger = now,
            Interval = interval,
            PValue = value,
            Fixed = [.. all.Where(i => _challenger[i] > _champion[i])],
            Broken = [.. all.Where(i => _challenger[i] < _champion[i])],
            Slices = scored,
            Sentence = "",
        };
        return report with { Sentence = Sentence(report, hindrance) };
    }

    private (double Champion, double Challenger)? Score(IReadOnlyList<int> items)
    {
        if (_metric is null)
            return (items.Average(i => _champion[i]), items.Average(i => _challenger[i]));
        return _metric(items) is ({ } old, { } now) ? (old, now) : null;
    }

    private ConfidenceInterval Interval(List<int> all)
    {
        if (_metric is null)
            return PairedCounts.Bootstrapped([.. all.Select(i => _challenger[i] - _champion[i])], _rules.Level, _rules.Resamples,
                _rules.Seed)!.Value;
        Settings.Between(nameof(_rules.Resamples), _rules.Resamples, 100, 1_000_000);
        var random = new SeededRandom(_rules.Seed);
        var differences = new List<double>(_rules.Resamples);
        var items = new int[all.Count];
        for (var resample = 0; resample < _rules.Resamples; resample++)
        {
            foreach (ref var item in items.AsSpan())
                item = random.NextInt(0, items.Length);
            if (Score(items) is var (old, now))
                differences.Add(now - old);
        }
        double[] sorted = [.. differences.Order()];
        return sorted.Length == 0
            ? new(double.NegativeInfinity, double.PositiveInfinity)
            : new(Bootstrap.Percentile(sorted, (1 - _rules.Level) / 2), Bootstrap.Percentile(sorted, (1 + _rules.Level) / 2));
    }

    private SliceScore? Slice(KeyValuePair<string, IReadOnlyList<int>> slice) => Score(slice.Value) is var (old, now)
        ? new(slice.Key, slice.Value.Count, old, now, slice.Value.Count >= _rules.GuardedItems && old - now > _rules.LargestSliceLoss)
        : null;

    /// <summary>Why the champion stays, or null.</summary>
    private string? Hindrance(double difference, ConfidenceInterval interval, double? value, ImmutableArray<SliceScore> slices)
    {
        if (!(difference > _rules.MinDelta))
            return $"the difference has to be more than {Points(_rules.MinDelta)} points";
        if (_rules.Test == ChallengerTest.Bootstrap && !(interval.Low > -(_rules.Margin ?? 0)))
            return _rules.Margin is { } margin ? $"it may be worse by more than {Points(margin)} points" : "the difference may be chance";
        if (_rules.Test == ChallengerTest.McNemar && !(value <= 1 - _rules.Level))
            return $"equal models differ as much with probability {ShortNumber.Of(value ?? 1)}";
        return slices.FirstOrDefault(static slice => slice.BreaksGuard) is { } broken
            ? $"'{broken.Name}' loses {Points(broken.Champion - broken.Challenger)} points, which is more than the guard allows"
            : null;
    }

    private string Sentence(ChallengerReport report, string? hindrance)
    {
        var lead = report.Difference == 0 ? "The new model is as good as the current one"
            : $"The new model is {(report.Difference > 0 ? "better" : "worse")} by {Points(Math.Abs(report.Difference))} points";
        var range = _rules.Test == ChallengerTest.Bootstrap
            ? $"{(100 * _rules.Level).ToString("0.#", CultureInfo.InvariantCulture)} % interval {Points(report.Interval.Low)} to {Points(report.Interval.High)}, " : "";
        var items = report.Items == 1 ? "1 item" : $"{report.Items} items";
        var changed = $"{report.Fixed.Length} {(report.Fixed.Length == 1 ? "item" : "items")} fixed, {report.Broken.Length} broken";
        return $"{lead} ({range}{items}); {changed}. {(hindrance is null ? "It replaces the current one." : $"The current one stays: {hindrance}.")}";
    }

    private static string Points(double share) => (100 * share).ToString("0.0#", CultureInfo.InvariantCulture);
}
