using Gyre.Core;

namespace Gyre.Learning.Tests.Splitting;

public sealed class SplitsTests
{
    private static readonly string[] Labels =
        [.. Enumerable.Range(0, 97).Select(row => row % 10 == 0 ? "rare" : row % 2 == 0 ? "even" : "odd")];

    [Fact]
    public void A_stratified_split_takes_the_share_of_every_class()
    {
        var split = Splits.Stratified(Labels, 0.25, 3);

        AssertDivided(split, Labels.Length);
        foreach (var group in Labels.GroupBy(label => label))
            Math.Abs(split.Test.Count(row => Labels[row] == group.Key) - (0.25 * group.Count())).ShouldBeLessThanOrEqualTo(0.5);
    }

    [Fact]
    public void A_grouped_split_keeps_groups_together_near_the_share()
    {
        string[] groups = [.. Enumerable.Range(0, 100).Select(row => $"g{row / 7}")];

        for (var seed = 0UL; seed < 20; seed++)
        {
            var split = Splits.Grouped(groups, 0.3, seed);
            AssertDivided(split, groups.Length);
            split.Test.Select(row => groups[row]).Intersect(split.Training.Select(row => groups[row])).ShouldBeEmpty();
            split.Test.Length.ShouldBeInRange(24, 36);
        }
        Splits.Grouped(["a", "b"], 0.01, 0).Test.Length.ShouldBe(1);
    }

    [Fact]
    public void A_split_by_time_tests_on_the_latest_rows()
    {
        var split = Splits.TimeOrdered([5, 1, 3, 3, 9, 2, 8, 7], 0.25);

        split.Test.ShouldBe([4, 6]);
        Splits.TimeOrdered([1, 2, 3, 3], 0.25).Test.ShouldBe([2, 3]);
        Should.Throw<InvalidInputException>(() => Splits.TimeOrdered([4, 4, 4], 0.5));
    }

    [Fact]
    public void Each_row_is_tested_in_one_fold_and_classes_are_spread_evenly()
    {
        foreach (var folds in new[] { Splits.Folds(97, 5, 1), Splits.StratifiedFolds(Labels, 5, 1) })
        {
            folds.SelectMany(fold => fold.Test).Order().ShouldBe(Enumerable.Range(0, 97));
            (folds.Max(fold => fold.Test.Length) - folds.Min(fold => fold.Test.Length)).ShouldBeLessThanOrEqualTo(1);
        }
        foreach (var name in Labels.Distinct())
        {
            int[] counts = [.. Splits.StratifiedFolds(Labels, 5, 1).Select(fold => fold.Test.Count(row => Labels[row] == name))];
            (counts.Max() - counts.Min()).ShouldBeLessThanOrEqualTo(1);
        }
    }

    [Fact]
    public void The_seed_fixes_the_rows()
    {
        Splits.Stratified(Labels, 0.5, 7).Test.ShouldBe(Splits.Stratified(Labels, 0.5, 7).Test);
        Splits.Stratified(Labels, 0.5, 7).Test.ShouldNotBe(Splits.Stratified(Labels, 0.5, 8).Test);
        Splits.Folds(20, 4, 7)[0].Test.ShouldNotBe(Splits.Folds(20, 4, 8)[0].Test);
    }

    [Fact]
    public void Impossible_divisions_are_refused()
    {
        Should.Throw<InvalidInputException>(() => Splits.Folds(3, 4, 0));
        Should.Throw<InvalidInputException>(() => Splits.Folds(3, 1, 0));
        Should.Throw<InvalidInputException>(() => Splits.Stratified(Labels, 1, 0));
        Should.Throw<InvalidInputException>(() => Splits.Grouped(["a", "a"], 0.5, 0));
    }

    private static void AssertDivided(IndexSplit split, int rows) =>
        split.Training.Concat(split.Test).Concat(split.Validation).Order().ShouldBe(Enumerable.Range(0, rows));
}
