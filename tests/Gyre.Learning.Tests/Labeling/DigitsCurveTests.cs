using Gyre.Testing;

namespace Gyre.Learning.Tests.Labeling;

/// <summary>
/// How far strategies come with few labels. By night all ten folds, whose means are compared with what a NumPy program recorded; else a few
/// folds, with room for what single folds differ by.
/// </summary>
public sealed class DigitsCurveTests
{
    private const int AllFolds = 10;

    // The deviation of one fold is 0.007 to 0.015.
    private static readonly double Room = Budget.Folds >= AllFolds ? 0.01 : 0.02;

    [Fact]
    public void The_default_needs_few_labels_and_beats_random_on_every_fold()
    {
        var curves = DigitsCurves.Of(ChoiceStrategy.Default, Budget.Folds);
        var random = DigitsCurves.Of(ChoiceStrategy.Random, Budget.Folds);

        curves.Zip(random).ShouldAllBe(static pair => pair.First.NormalizedArea > pair.Second.NormalizedArea);
        DigitsCurves.Area(curves).ShouldBeGreaterThanOrEqualTo(Budget.Folds >= AllFolds ? 0.920 : 0.910);
        DigitsCurves.LabelsTo(curves, 0.90)!.Value.ShouldBeLessThanOrEqualTo(Budget.Folds >= AllFolds ? 60 : 80);
        DigitsCurves.LabelsTo(curves, 0.95)!.Value.ShouldBeLessThanOrEqualTo(Budget.Folds >= AllFolds ? 160 : 190);
    }

    [Theory]
    [InlineData(ChoiceStrategy.Margin, "margin")]
    [InlineData(ChoiceStrategy.KCenter, "kcenter")]
    [InlineData(ChoiceStrategy.Badge, "badge")]
    [InlineData(ChoiceStrategy.TypiClust, "typiclust")]
    public void Strategies_come_as_far_as_recorded(ChoiceStrategy strategy, string name) =>
        DigitsCurves.Area(DigitsCurves.Of(strategy, Budget.Folds)).ShouldBe(DigitsCurves.Recorded(name), Room);
}
