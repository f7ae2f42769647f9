namespace Gyre.Learning.Tests.Labeling;

public sealed class AgreementTests
{
    private const double Close = 1e-9;

    // J. Cohen's table in the usual textbook form: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no.
    [Fact]
    public void Kappa_of_the_textbook_table_is_two_fifths()
    {
        int?[] first = [.. Repeat(0, 25), .. Repeat(1, 25)];
        int?[] second = [.. Repeat(0, 20), .. Repeat(1, 5), .. Repeat(0, 10), .. Repeat(1, 15)];

        var kappa = LabelAgreement.Cohen(first, second, 2);

        kappa.Observed!.Value.ShouldBe(0.7, Close);
        kappa.Unweighted!.Value.ShouldBe(0.4, Close);
    }

    [Fact]
    public void Kappa_is_undefined_where_chance_explains_everything_and_leaves_out_what_one_did_not_label()
    {
        LabelAgreement.Cohen([1, 1], [1, 1], 2).ShouldBe(new CohenKappa(2, 1, null, null, null));
        LabelAgreement.Cohen([], [], 2).ShouldBe(new CohenKappa(0, null, null, null, null));
        LabelAgreement.Cohen([null, 0, 1], [1, 0, 1], 2).ShouldBe(new CohenKappa(2, 1, 1, 1, 1));
        Should.Throw<ArgumentException>(() => LabelAgreement.Cohen([0], [0, 1], 2));
        Should.Throw<ArgumentException>(() => LabelAgreement.Cohen([2], [0], 2));
    }

    // Ten subjects and fourteen raters, kappa 0.210: the worked example that follows Fleiss (1971) in most textbooks.
    [Fact]
    public void Fleiss_kappa_of_the_worked_example()
    {
        int[][] counts =
        [
            [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
            [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
        ];

        var kappa = LabelAgreement.Fleiss(counts);

        kappa.Kappa!.Value.ShouldBe(0.210, 0.0005);
        kappa.PerItem[0]!.Value.ShouldBe(1, Close);
    }

    [Fact]
    public void Fleiss_kappa_needs_two_ratings_and_two_categories()
    {
        LabelAgreement.Fleiss([]).Kappa.ShouldBeNull();
        LabelAgreement.Fleiss([[1, 0], [0, 1]]).PerItem.ShouldAllBe(static share => share == null);
        LabelAgreement.Fleiss([[3, 0], [3, 0]]).Kappa.ShouldBeNull();
        Should.Throw<ArgumentException>(() => LabelAgreement.Fleiss([[2, 1], [1, 1]]));
    }

    [Fact]
    public void Alpha_is_undefined_without_two_different_values_that_can_be_paired()
    {
        LabelAgreement.Krippendorff([], MeasurementLevel.Nominal).ShouldBeNull();
        LabelAgreement.Krippendorff([[1, 2, 3]], MeasurementLevel.Nominal).ShouldBeNull();
        LabelAgreement.Krippendorff([[1, null], [null, 2]], MeasurementLevel.Nominal).ShouldBeNull();
        LabelAgreement.Krippendorff([[4, 4], [4, 4]], MeasurementLevel.Interval).ShouldBeNull();
        LabelAgreement.Krippendorff([[-1, 1], [1, 1]], MeasurementLevel.Ratio).ShouldBeNull();
        LabelAgreement.Krippendorff([[1, 2], [1, 2]], MeasurementLevel.Ordinal)!.Value.ShouldBe(1, Close);
    }

    [Fact]
    public void Alpha_by_a_distance_of_ones_own_equals_alpha_by_level()
    {
        double?[][] ratings = [[1, 2, 3, 3, null, 1], [1, 2, 2, 3, 4, null], [null, 2, 3, 1, 4, 1]];
        var boxed = ratings.Select(static IReadOnlyList<object?> (person) => [.. person.Select(static value => (object?)value)]).ToList();

        LabelAgreement.Krippendorff(boxed, static (x, y) => Math.Pow((double)x - (double)y, 2))!.Value
            .ShouldBe(LabelAgreement.Krippendorff(ratings, MeasurementLevel.Interval)!.Value, Close);
    }

    // R. Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662, 0.2527, 0.3676)]
    [InlineData(15, 148, 0.0624, 0.1605, 0.0578, 0.1617)]
    [InlineData(0, 20, 0, 0.1611, 0, 0.1684)]
    [InlineData(1, 29, 0.0061, 0.1718, 0.0009, 0.1776)]
    public void Intervals_are_those_published(int right, int count, double low, double high, double exactLow, double exactHigh)
    {
        var (wilson, exact) = (Proportions.Wilson(right, count)!.Value, Proportions.Exact(right, count)!.Value);

        wilson.Low.ShouldBe(low, 0.00006);
        wilson.High.ShouldBe(high, 0.00006);
        exact.Low.ShouldBe(exactLow, 0.00006);
        exact.High.ShouldBe(exactHigh, 0.00006);
    }

    [Fact]
    public void There_is_no_interval_of_nothing()
    {
        Proportions.Wilson(0, 0).ShouldBeNull();
        Proportions.Exact(0, 0).ShouldBeNull();
        Should.Throw<ArgumentException>(() => Proportions.Exact(3, 2));
    }

    [Fact]
    public void People_who_always_agree_are_believed()
    {
        PersonLabel[] labels = [new(0, 0, 1), new(0, 1, 1), new(1, 0, 0), new(1, 1, 0)];

        var found = DawidSkene.Fit(labels, items: 3, people: 3, classes: 3, new() { Smoothing = 0 });

        found.Best[..2].ShouldBe([1, 0]);
        found.Posterior[0, 1].ShouldBe(1, Close);
        // Nobody labelled the third item: it has the shares of the classes. Nobody met the third class, and the third person met nothing.
        found.Posterior.Row(2).ToArray().ShouldBe([.. found.Prior], Close);
        double.IsNaN(found.Confusion[0][2, 2]).ShouldBeTrue();
        found.Skill.ShouldBe([1, 1, null]);
        found.Doubtful().ShouldBe([2]);
    }

    [Fact]
    public void Somebody_who_mostly_contradicts_two_others_is_outvoted_and_seen()
    {
        var labels = Enumerable.Range(0, 40).SelectMany(item => new PersonLabel[]
        {
            new(item, 0, item % 2), new(item, 1, item % 2), new(item, 2, item % 5 == 0 ? item % 2 : 1 - (item % 2)),
        });

        var found = DawidSkene.Fit([.. labels], 40, 3, 2);

        found.Best.ShouldBe(Enumerable.Range(0, 40).Select(static item => item % 2));
        found.Skill[2]!.Value.ShouldBe(0.2, 0.05);
    }

    [Fact]
    public void Confident_learning_gives_no_threshold_to_a_class_that_nobody_used()
    {
        var found = ConfidentLearning.Find([0, 0, 1], new DenseMatrix(3, 3, [0.9, 0.1, 0, 0.2, 0.7, 0.1, 0.3, 0.6, 0.1]));

        found.Thresholds[2].ShouldBeNull();
        found.Suspects.ShouldBe([new LabelSuspect(1, 0, 1, 0.2)]);
        ConfidentLearning.Find([], new DenseMatrix(0, 2)).Suspects.ShouldBeEmpty();
    }

    [Fact]
    public void Boxes_are_paired_by_the_largest_overlap_and_each_once()
    {
        LabeledBox[] first = [new(new(0, 0, 10, 10), 0), new(new(20, 0, 10, 10), 1)];
        LabeledBox[] second = [new(new(0, 0, 10, 8), 0), new(new(0, 0, 10, 9), 1), new(new(50, 50, 5, 5), 1)];

        var found = RegionComparison.OfBoxes(first, second);

        found.Matches.ShouldBe([new RegionMatch(0, 1, 0.9, false)]);
        found.OnlyFirst.ShouldBe([1]);
        found.OnlySecond.ShouldBe([0, 2]);
        found.F1AnyLabel!.Value.ShouldBe(0.4, Close);
        found.F1.ShouldBe(0);
        RegionComparison.OfBoxes([], []).F1.ShouldBeNull();
    }

    [Fact]
    public void Spans_agree_exactly_or_by_overlap()
    {
        LabeledSpan[] first = [new(0, 4, 0), new(10, 20, 1)];
        LabeledSpan[] second = [new(0, 4, 0), new(10, 18, 1)];

        RegionComparison.OfSpans(first, second).F1!.Value.ShouldBe(0.5, Close);
        RegionComparison.OfSpans(first, second, 0.5).F1!.Value.ShouldBe(1, Close);
    }

    [Fact]
    public void Figures_of_a_person_count_honeypots_and_the_others()
    {
        PersonLabel[] labels = [new(0, 0, 1), new(1, 0, 1), new(0, 1, 1), new(1, 1, 0)];

        var figures = PersonFigures.Of(labels, people: 3, classes: 2, new Dictionary<int, int> { [0] = 1, [1] = 1 });

        (figures[0].Right, figures[1].Right, figures[2].Labels).ShouldBe((2, 1, 0));
        figures[1].Accuracy.ShouldBe(Proportions.Exact(1, 2));
        (figures[0].Compared, figures[0].Agreeing).ShouldBe((2, 1));
        figures[0].ClassShares.ShouldBe([0, 1]);
        figures[2].Accuracy.ShouldBeNull();
        figures[2].ClassShares.ShouldBeEmpty();
    }

    private static IEnumerable<int?> Repeat(int value, int count) => Enumerable.Repeat((int?)value, count);
}
