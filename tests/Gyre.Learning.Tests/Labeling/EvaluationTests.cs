using Gyre.Core;

namespace Gyre.Learning.Tests.Labeling;

public sealed class EvaluationTests
{
    private const double Close = 1e-9;

    // M. Fagerland et al., 2013, on the data of Bentur et al.: 1 and 7 patients changed. Exact 0.0703, mid-p 0.0391, corrected chi-square 0.0771.
    [Fact]
    public void McNemars_tests_of_the_published_example()
    {
        var found = PairedTests.Of([.. Outcomes(1, 0), .. Outcomes(7, 1), .. Outcomes(13, 1)],
            [.. Outcomes(1, 1), .. Outcomes(7, 0), .. Outcomes(13, 1)]);

        (found.OnlyNewRight, found.OnlyOldRight, found.Items).ShouldBe((1, 7, 21));
        found.ExactP.ShouldBe(0.0703, 0.00005);
        found.MidP.ShouldBe(0.0391, 0.00005);
        found.ChiSquareP.ShouldBe(0.0771, 0.00005);
    }

    [Fact]
    public void The_sign_flip_test_is_the_exact_test()
    {
        bool[] before = [true, true, false, false, true, false, true, false], after = [true, false, true, true, true, true, true, true];

        PairedTests.Of(before, after).SignFlipP.ShouldBe(
            PairedRuns.Compare([.. after.Select(static one => one ? 1.0 : 0)], [.. before.Select(static one => one ? 1.0 : 0)]).PValue,
            Close);
    }

    [Fact]
    public void Nothing_to_compare_is_no_difference()
    {
        var found = PairedTests.Of([], []);

        found.Difference.ShouldBeNull();
        (found.ExactP, found.MidP, found.ChiSquareP).ShouldBe((1, 1, 1));
        PairedTests.Bootstrapped([]).ShouldBeNull();
    }

    [Fact]
    public void A_class_without_true_boxes_is_undefined_and_one_without_detections_is_zero()
    {
        TrueBox[] truth = [new(0, 0, new(0, 0, 10, 10), 100)];

        var found = LabelEvaluation.Boxes(truth, [new(0, 1, new(0, 0, 10, 10), 0.5)], classes: 3);

        found.Classes[0].ShouldBe(new ClassDetection(0, 0, 0, 0, 0, 1, null, 0));
        found.Classes[1].ShouldBe(new ClassDetection(null, null, null, 0, 1, 0, 0, null));
        found.Classes[2].ShouldBe(new ClassDetection(null, null, null, 0, 0, 0, null, null));
        found.Figures.Ap.ShouldBe(0);
        found.Figures.ApLarge.ShouldBeNull();
    }

    [Fact]
    public void A_true_box_is_found_once_by_the_surest_detection_and_a_crowd_counts_nothing()
    {
        TrueBox[] truth = [new(0, 0, new(0, 0, 10, 10), 100), new(0, 0, new(100, 0, 50, 50), 2500, IsCrowd: true)];
        DetectedBox[] detected =
        [
            new(0, 0, new(0, 0, 10, 9), 0.9), new(0, 0, new(0, 0, 10, 10), 0.8), new(0, 0, new(110, 10, 5, 5), 0.7),
            new(0, 0, new(120, 10, 5, 5), 0.6),
        ];

        var found = LabelEvaluation.Boxes(truth, detected, classes: 1).Classes[0];

        (found.Right, found.Wrong, found.Missed).ShouldBe((1, 1, 0));
        LabelEvaluation.BoxesPerImage(truth, detected, [0, 7], classes: 1)
            .ShouldBe([new ImageDetection(1, 1, 0), new ImageDetection(0, 0, 0)]);
    }

    [Fact]
    public void Without_rows_there_are_no_figures()
    {
        var found = LabelEvaluation.Classes(["a", "b"], [], [], new DenseMatrix(0, 2));

        found.Accuracy.ShouldBeNull();
        found.BalancedAccuracy.ShouldBeNull();
        found.Kappa.ShouldBeNull();
        found.LogLoss.ShouldBeNull();
        found.Classes[1].Support.ShouldBe(0);
    }

    [Fact]
    public void A_better_challenger_replaces_the_champion_and_the_sentence_says_by_how_much()
    {
        double[] champion = [.. Enumerable.Range(0, 100).Select(static i => i < 60 ? 1.0 : 0)];
        double[] challenger = [.. Enumerable.Range(0, 100).Select(static i => i is > 0 and < 80 ? 1.0 : 0)];

        var found = ChallengerComparison.Of(champion, challenger, [], new());

        found.Promote.ShouldBeTrue();
        found.Fixed.Length.ShouldBe(20);
        found.Broken.ShouldBe([0]);
        found.Interval.Contains(found.Difference).ShouldBeTrue();
        found.Sentence.ShouldStartWith("The new model is better by 19.0 points (95 % interval ");
        found.Sentence.ShouldEndWith("100 items); 20 items fixed, 1 broken. It replaces the current one.");
    }

    [Fact]
    public void An_equal_challenger_is_no_better()
    {
        var found = ChallengerComparison.Of([1, 0], [1, 0], [], new() { Test = ChallengerTest.None });

        found.Promote.ShouldBeFalse();
        found.Sentence.ShouldBe("The new model is as good as the current one (2 items); 0 items fixed, 0 broken. The current one stays: the difference has to be more than 0.0 points.");
    }

    [Fact]
    public void Chance_a_guard_and_a_small_test_set_keep_the_champion()
    {
        ChallengerComparison.Of([0, 1, 1], [1, 1, 1], [], new() { Test = ChallengerTest.McNemar }).Promote.ShouldBeFalse();
        ChallengerComparison.Of([0, 1, 1], [1, 1, 1], [], new()).Promote.ShouldBeFalse();
        ChallengerComparison.Of([0, 1, 1], [1, 1, 1], [], new() { Margin = 0.1 }).Promote.ShouldBeTrue();

        var rules = new ChallengerRules { Test = ChallengerTest.None, LargestSliceLoss = 0.1, GuardedItems = 2 };
        var found = ChallengerComparison.Of([1, 1, 0, 0, 0], [0, 0, 1, 1, 1], [new("cats", [0, 1]), new("dogs", [2, 3, 4])], rules);
        found.Promote.ShouldBeFalse();
        found.Slices[0].ShouldBe(new SliceScore("cats", 2, 1, 0, true));
        found.Sentence.ShouldContain("'cats' loses 100.0 points");

        Should.Throw<InvalidInputException>(() => ChallengerComparison.Of([], [], [], new())).Message.ShouldContain("0 test items");
        Should.Throw<InvalidInputException>(() => ChallengerComparison.Of([1], [1], [], new() { MinimumItems = 5 }))
            .Message.ShouldContain("at least 5");
    }

    [Fact]
    public void A_metric_over_many_items_is_resampled_too()
    {
        double[] champion = [.. Enumerable.Repeat(0.0, 30)], challenger = [.. Enumerable.Repeat(1.0, 30)];

        var found = ChallengerComparison.Of(champion, challenger, items =>
            (items.Average(i => champion[i]), items.Average(i => challenger[i])), [], new() { Resamples = 200 });

        found.Promote.ShouldBeTrue();
        found.Interval.ShouldBe(new ConfidenceInterval(1, 1));
        Should.Throw<InvalidInputException>(() => ChallengerComparison.Of([0], [1], static _ => (null, 1), [], new()));
    }

    private static IEnumerable<bool> Outcomes(int count, int right) => Enumerable.Repeat(right == 1, count);
}
