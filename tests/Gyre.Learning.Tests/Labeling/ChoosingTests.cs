using CsCheck;
using Gyre.Core;
using Gyre.Learning.Choosing;

namespace Gyre.Learning.Tests.Labeling;

public sealed class ChoosingTests
{
    private const double Close = 1e-9;

    // Whole numbers on a small grid: many equal points and equal distances.
    private static readonly Gen<double[][]> Points = Gen.Int[-3, 3].Select(static x => (double)x).Array[2].Array[1, 40];

    private static readonly Gen<double[][]> Shares =
        Gen.Double[0.01, 1].Array[3].Select(static row => row.Select(x => x / row.Sum()).ToArray()).Array[1, 30];

    [Fact]
    public void The_farthest_items_are_those_that_looking_at_every_distance_finds() =>
        Gen.Select(Points, Gen.Int[0, 3], Gen.Int[0, 12]).Sample((points, known, count) =>
        {
            int[] labelled = [.. Enumerable.Range(0, Math.Min(known, points.Length))];
            var found = FarthestFirst.Choose(Rows(points), labelled, count);
            var (picks, radii) = Greedy(points, labelled, count);
            found.Picks.ShouldBe(picks);
            found.Radii.Zip(radii).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < Close);
        });

    [Fact]
    public void More_rows_than_a_block_are_covered_just_the_same()
    {
        var random = new SeededRandom(3);
        double[][] points = [.. Enumerable.Range(0, 1500).Select(_ => new[] { random.NextGaussian(), random.NextGaussian() })];

        FarthestFirst.Choose(Rows(points), [700, 3], 20).Picks.ShouldBe(Greedy(points, [700, 3], 20).Picks);
    }

    [Fact]
    public void The_least_sure_items_are_the_first_of_all_sorted() =>
        Gen.Select(Shares, Gen.Int[0, 40], Gen.Enum<UncertaintyMeasure>()).Sample((rows, count, measure) =>
        {
            double Score(int i) => ItemUncertainty.Of(rows[i]) is var found && measure == UncertaintyMeasure.Margin ? -found.Margin
                : measure == UncertaintyMeasure.Entropy ? found.Entropy : found.LeastConfidence;
            Uncertainty.Top(Rows(rows), measure, count, static index => index == 1).Select(static item => item.Index)
                .ShouldBe(Enumerable.Range(0, rows.Length).Where(static i => i != 1).OrderByDescending(Score).Take(count));
        });

    [Fact]
    public void Bald_is_the_mean_divergence_and_nothing_where_all_models_say_the_same() => Shares.Sample(static rows =>
    {
        var scores = CommitteeScores.Of(Matrix(rows));
        scores.Bald.ShouldBe(scores.KlMean, Close);
        var same = CommitteeScores.Of(Matrix([rows[0], rows[0]]));
        (same.VoteEntropy, same.VariationRatio).ShouldBe((0, 0));
        same.KlMax.ShouldBe(0, Close);
    });

    [Fact]
    public void Distances_of_gradients_are_those_of_the_gradients_multiplied_out() =>
        Gen.Select(Gen.Double[-2, 2].Array[4].Array[1, 12], Gen.Int[0, 99]).Sample(static (features, seed) =>
        {
            var random = new SeededRandom((ulong)seed);
            double[][] shares = [.. features.Select(_ => Share(random))];
            var rows = new GradientRows(Rows(features), Rows(shares));
            double[] distances = [.. features.Select(static _ => double.PositiveInfinity)];
            rows.Near(0, distances);
            double[][] whole = [.. features.Select((feature, i) => Gradient(feature, shares[i]))];
            rows.Norms().Zip(whole)
                .ShouldAllBe(static pair => Math.Abs(pair.First - Math.Sqrt(pair.Second.Sum(static x => x * x))) < Close);
            distances.Zip(whole).ShouldAllBe(pair =>
                Math.Abs(pair.First - pair.Second.Zip(whole[0], static (x, y) => (x - y) * (x - y)).Sum()) < 1e-8);
        });

    [Fact]
    public void The_density_is_the_mean_of_all_cosines() => Points.Sample(static points =>
    {
        static double Cosine(double[] x, double[] y)
        {
            var lengths = Math.Sqrt(x.Sum(static a => a * a) * y.Sum(static a => a * a));
            return lengths == 0 ? 0 : x.Zip(y, static (a, b) => a * b).Sum() / lengths;
        }
        Density.MeanCosine(Rows(points)).Zip(points)
            .All(pair => Math.Abs(pair.First - points.Average(other => Cosine(pair.Second, other))) < Close).ShouldBeTrue();
    });

    [Theory]
    [InlineData(3, "none")]
    [InlineData(10, "standard")]
    [InlineData(17, "4")]
    public void A_softmax_regression_thinks_the_same_of_many_rows_at_once(int classes, string scaling)
    {
        var random = new SeededRandom(5);
        var features = new DenseMatrix(45, 6);
        foreach (ref var value in features.Values)
            value = random.NextGaussian();
        var names = Enumerable.Range(0, classes).Select(static c => $"{c}").ToList();
        var set = TrainingSet.Create(features, [.. Enumerable.Range(0, 45).Select(i => names[i % classes])],
            ["a", "b", "c", "d", "e", "f"]);
        var model = Train.Softmax(set, new() { Scaling = scaling }).Model;

        var found = RowSources.Probabilities(model, RowSources.Of(features), ["never", .. names]);

        found.ShouldBeOfType<LinearProbabilities>();
        var rows = found.Take([.. Enumerable.Range(0, 45)]);
        var block = found.Rows(3, 30, new double[30 * (classes + 1)]).ToArray();
        var expected = model.Probabilities(features);
        for (var i = 0; i < 45; i++)
        {
            rows[i, 0].ShouldBe(0);
            for (var c = 0; c < classes; c++)
                rows[i, c + 1].ShouldBe(expected[i, c], 1e-12);
        }
        block.ShouldBe(rows.Values[(3 * (classes + 1))..(33 * (classes + 1))].ToArray());
    }

    [Fact]
    public void A_model_of_another_kind_is_asked_block_by_block()
    {
        var features = new DenseMatrix(4, 1, [0, 1, 9, 10]);
        var model = Train.Mlp(TrainingSet.Create(features, ["low", "low", "high", "high"], ["x"]), new() { Epochs = 2, Hidden = 2 }).Model;

        var found = RowSources.Probabilities(model, RowSources.Of(features), ["low", "other", "high"]).Take([2]);

        found[0, 1].ShouldBe(0);
        found[0, 0].ShouldBe(model.Probabilities(features)[2, model.Classes.IndexOf("low")]);
        Should.Throw<ArgumentException>(() => RowSources.Probabilities(model, RowSources.Of(new DenseMatrix(1, 2))));
    }

    [Fact]
    public void Of_equal_points_the_typical_one_is_the_first_and_a_lonely_one_comes_last()
    {
        double[][] points = [[9], [1], [1], [1.5], [4]];

        var typicality = Typicality.Of(Matrix(points), [1, 0, 0, 0, 0]);

        typicality[0].ShouldBe(0);
        Typicality.Pick(typicality, [1, 0, 0, 0, 0], [], 9).ShouldBe([1, 0, 2, 3, 4]);
    }

    [Fact]
    public void Covering_goes_on_until_nothing_is_left()
    {
        var (picks, covered) = Coverage.Pick(Matrix([[0], [1], [2], [10]]), 1, [], 9);

        picks.ShouldBe([1, 3, 0, 2]);
        covered.ShouldBe([0.75, 1, 1, 1]);
    }

    internal static RowSource Rows(double[][] rows) => RowSources.Of(Matrix(rows));

    internal static DenseMatrix Matrix(double[][] rows) =>
        new(rows.Length, rows.Length == 0 ? 1 : rows[0].Length, [.. rows.SelectMany(static row => row)]);

    private static double[] Share(SeededRandom random)
    {
        double[] row = [random.NextDouble(), random.NextDouble(), random.NextDouble()];
        return [.. row.Select(x => x / row.Sum())];
    }

    private static double[] Gradient(double[] feature, double[] share)
    {
        var best = Array.IndexOf(share, share.Max());
        return [.. share.SelectMany((p, c) => feature.Append(1).Select(z => (p - (c == best ? 1 : 0)) * z))];
    }

    private static (int[] Picks, double[] Radii) Greedy(double[][] points, int[] labelled, int count)
    {
        static double Squared(double[] x, double[] y) => ((x[0] - y[0]) * (x[0] - y[0])) + ((x[1] - y[1]) * (x[1] - y[1]));
        var centres = labelled.ToList();
        var (picks, radii) = (new List<int>(), new List<double>());
        double[] mean = [points.Average(static p => p[0]), points.Average(static p => p[1])];
        while (picks.Count < count && centres.Count < points.Length)
        {
            var free = Enumerable.Range(0, points.Length).Where(i => !centres.Contains(i));
            var next = centres.Count == 0 ? free.MinBy(i => Squared(points[i], mean))
                : free.MaxBy(i => centres.Min(c => Squared(points[i], points[c])));
            picks.Add(next);
            centres.Add(next);
            radii.Add(Math.Sqrt(points.Max(point => centres.Min(c => Squared(point, points[c])))));
        }
        return ([.. picks], [.. radii]);
    }
}
