namespace Gyre.Learning.Tests.Labeling;

public sealed class LearningCurveTests
{
    [Fact]
    public void A_power_law_is_found_again_with_the_labels_it_still_takes()
    {
        int[] labels = [10, 20, 40, 80, 160];
        var curve = LearningCurve.Of(labels, [.. labels.Select(static n => 0.95 - (0.8 * Math.Pow(n, -0.5)))]);

        var fit = curve.Fit()!;

        fit.Ceiling.ShouldBe(0.95, 1e-4);
        fit.Rate.ShouldBe(0.5, 1e-3);
        fit.Error.ShouldBe(0, 1e-6);
        // 0.8 n^-0.5 = 0.03 at n = 711.
        curve.Needed(0.92)!.Expected!.Value.ShouldBeInRange(711 - 160 - 3, 711 - 160 + 3);
        curve.Needed(0.96)!.Expected.ShouldBeNull();
        curve.Needed(0.5)!.ShouldBe(new LabelsNeeded(0, 0, 0));
    }

    [Fact]
    public void A_curve_never_promises_more_than_the_highest_score()
    {
        var fit = LearningCurve.Of([10, 20, 30, 40], [0.5, 0.7, 0.85, 0.99]).Fit()!;

        fit.Ceiling.ShouldBeLessThanOrEqualTo(1);
        fit.LabelsFor(1).ShouldBeNull();
        LearningCurve.Of([10, 20, 30], [0.7, 0.7, 0.7]).Fit()!.LabelsFor(0.6).ShouldBe(1);
    }

    [Fact]
    public void Few_samples_have_no_area_no_fit_and_no_estimate()
    {
        LearningCurve.Of([], []).NormalizedArea.ShouldBeNull();
        LearningCurve.Of([10], [0.9]).NormalizedArea.ShouldBeNull();
        LearningCurve.Of([10], [0.9]).LabelsTo(0.8).ShouldBe(10);
        LearningCurve.Of([10, 20], [0.5, 0.6]).Fit().ShouldBeNull();
        LearningCurve.Of([10, 20, 30], [0.5, 0.6, 0.7]).Needed(0.9).ShouldBeNull();
        Should.Throw<ArgumentException>(() => LearningCurve.Of([20, 10], [0.5, 0.6]));
        Should.Throw<ArgumentException>(() => LearningCurve.Of([10], [double.NaN]));
    }

    [Fact]
    public void Each_rule_says_why_to_stop()
    {
        LabelingRound Round(int labels, int right, params int[] predictions) =>
            new() { Labels = labels, Right = right, TestItems = 1000, Predictions = [.. predictions], LargestUncertainty = 0.3 };
        LabelingRound[] rounds = [Round(10, 700, 0, 1, 1, 0), Round(20, 940, 0, 1, 1, 0), Round(30, 949, 0, 1, 1, 0),
            Round(40, 950, 0, 1, 1, 0)];
        var none = new StoppingRules { StableKappa = null };

        none.ReasonToStop(rounds, 10).ShouldBeNull();
        none.ReasonToStop([], 10).ShouldBeNull();
        new StoppingRules().ReasonToStop(rounds, 10)!.ShouldStartWith("The predictions have not changed in 3 rounds");
        new StoppingRules().ReasonToStop([.. rounds.SkipLast(1), Round(40, 950, 1, 1, 1, 0)], 10).ShouldBeNull();
        (none with { Budget = 40 }).ReasonToStop(rounds, 10).ShouldBe("The budget of 40 labels is used up.");
        (none with { Target = 0.93 }).ReasonToStop(rounds, 10)!.ShouldStartWith("The target 0.93 is reached: the score is at least 0.93");
        // 950 of 1,000 are right, but the lower bound is below.
        (none with { Target = 0.95 }).ReasonToStop(rounds, 10).ShouldBeNull();
        (none with { LargestUncertainty = 0.4 }).ReasonToStop(rounds, 10)!.ShouldContain("the least sure one has 0.3");
        (none with { SmallestGain = 0.05 }).ReasonToStop(rounds, 10)!.ShouldContain("less than 0.05");
    }
}
