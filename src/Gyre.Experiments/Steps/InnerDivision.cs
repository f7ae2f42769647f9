using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Experiments.Setup;
using Gyre.Learning;

namespace Gyre.Experiments.Steps;

/// <summary>
/// Divides training examples, so that candidates can be judged without the test examples. Labels have the same shares in all parts.
/// </summary>
internal static class InnerDivision
{
    /// <summary>Rows to learn from and rows to judge by: one pair, or one per fold.</summary>
    /// <exception cref="InvalidInputException">There are too few examples.</exception>
    public static ImmutableArray<(ImmutableArray<int> Training, ImmutableArray<int> Judging)> Of(
        TrialData data, ImmutableArray<int> rows, bool hasLabels, InnerValidation validation)
    {
        if (rows.Length < (validation.Folds ?? 2))
            throw TooFew(rows.Length);
        var labels = hasLabels ? rows.Select(row => data.LabelOf(row) ?? "").ToList() : null;
        var parts = Divide(rows.Length, labels, validation)
            .Select(part => (Pick(rows, part.Training), Pick(rows, part.Test))).ToImmutableArray();
        return parts.All(static part => part.Item1.Length > 0 && part.Item2.Length > 0) ? parts : throw TooFew(rows.Length);
    }

    /// <summary>Numbers are all of one label.</summary>
    private static ImmutableArray<IndexSplit> Divide(int count, List<string>? labels, InnerValidation validation) => validation.Folds switch
    {
        { } folds when labels is null => Splits.Folds(count, folds, validation.Seed),
        { } folds => Splits.StratifiedFolds(labels, folds, validation.Seed),
        _ => [Splits.Stratified(labels ?? [.. Enumerable.Repeat("", count)], validation.Fraction, validation.Seed)],
    };

    private static ImmutableArray<int> Pick(ImmutableArray<int> rows, ImmutableArray<int> places) =>
        [.. places.Select(place => rows[place])];

    private static InvalidInputException TooFew(int count) => new(
        "experiment.search.examples", $"The {count} training examples are too few to search with.",
        "Use fewer folds, another fraction in 'validation', or more training examples.");
}
