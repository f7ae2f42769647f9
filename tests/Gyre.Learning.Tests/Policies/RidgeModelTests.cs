using Gyre.Core;
using Gyre.Learning.Policies;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Tests.Policies;

public sealed class RidgeModelTests
{
    /// <summary>By hand: A = [[2,1],[1,1]] and b = (1,0), so M = [[3,1],[1,2]] and M^-1 = [[2,-1],[-1,3]] / 5.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Two_rows_give_the_coefficients_and_the_width_of_the_formula(bool follow)
    {
        var model = new RidgeModel(2, 1, keepsFactor: false);
        Learn(model, [1, 0], 1, 1, follow);
        Learn(model, [1, 1], 0, 1, follow);
        model.Settle();

        model.Theta[0].ShouldBe(0.4, 1e-12);
        model.Theta[1].ShouldBe(-0.2, 1e-12);
        Kernels.Dot(model.Theta, [1, 1]).ShouldBe(0.2, 1e-12);
        Math.Sqrt(Form(model, [1, 1])).ShouldBe(Math.Sqrt(0.6), 1e-12);
        Math.Sqrt(Form(model, [1, 1])).ShouldBe(0.774597, 1e-6);
        model.Count.ShouldBe(2);
        model.Updates.ShouldBe(follow ? 2 : 0);
    }

    [Fact]
    public void Rank_one_updates_stay_with_the_factored_inverse()
    {
        const int size = 12;
        var random = new SeededRandom(3);
        var followed = new RidgeModel(size, 0.01, keepsFactor: false);
        var factored = new RidgeModel(size, 0.01, keepsFactor: false);
        for (var i = 0; i < 1000; i++)
        {
            var x = PolicySamples.Gaussian(1, size, random).Values;
            var (reward, weight) = (random.NextGaussian(), 3 * random.NextDouble());
            Learn(followed, x, reward, weight, follow: true);
            followed.Settle();
            Learn(factored, x, reward, weight, follow: false);
        }
        factored.Settle();

        followed.Updates.ShouldBeInRange(1, RidgeModel.UpdatesBetweenFactors);
        Distance(followed.Theta, factored.Theta).ShouldBeLessThan(1e-10);
        Distance(followed.Inverse, factored.Inverse).ShouldBeLessThan(1e-10);
    }

    [Fact]
    public void A_weight_counts_as_often_as_it_says()
    {
        var weighted = new RidgeModel(2, 1, keepsFactor: false);
        Learn(weighted, [0.3, -2], 0.7, 3, follow: true);
        var repeated = new RidgeModel(2, 1, keepsFactor: false);
        for (var i = 0; i < 3; i++)
            Learn(repeated, [0.3, -2], 0.7, 1, follow: true);

        Distance(weighted.Theta, repeated.Theta).ShouldBeLessThan(1e-12);
        Distance(weighted.Inverse, repeated.Inverse).ShouldBeLessThan(1e-12);
        weighted.Count.ShouldBe(3);
    }

    [Fact]
    public void Forgetting_decays_the_rows_and_not_the_ridge()
    {
        var model = new RidgeModel(1, 2, keepsFactor: false);
        Learn(model, [1], 3, 1, follow: false);
        model.Forget(0.5);
        model.Settle();

        model.Theta[0].ShouldBe(0.5 * 3 / (0.5 + 2), 1e-15);
        model.Count.ShouldBe(0.5);
    }

    [Fact]
    public void What_is_added_can_be_taken_away()
    {
        var (one, two) = (Trained(1), Trained(2));
        var back = one.Combined(two, 1)!.Combined(two, -1)!;

        Distance(back.Theta, one.Theta).ShouldBeLessThan(1e-9);
        back.Count.ShouldBe(one.Count, 1e-9);
        one.Combined(one, -1)!.Theta.ToArray().ShouldAllBe(value => Math.Abs(value) < 1e-9);
    }

    [Fact]
    public void Rows_that_were_never_learned_cannot_be_taken_away()
    {
        Trained(1).Combined(Trained(2), -1).ShouldBeNull();
        new RidgeModel(4, 1, keepsFactor: false).Combined(Trained(2), -1).ShouldBeNull();
    }

    [Fact]
    public void Features_far_apart_in_size_leave_finite_numbers()
    {
        var model = new RidgeModel(3, 1e-9, keepsFactor: false);
        for (var i = 0; i < 5; i++)
            Learn(model, [1.7e9 + i, 1.7e9 + i, 1], 1, 1, follow: true);
        model.Settle();

        model.Theta.ToArray().ShouldAllBe(value => double.IsFinite(value));
        double.IsFinite(Form(model, [1.7e9, 1.7e9, 1])).ShouldBeTrue();
        Kernels.Dot(model.Theta, [1.7e9, 1.7e9, 1]).ShouldBe(1, 0.01);
    }

    [Fact]
    public void The_product_with_a_triangle_is_that_of_the_matrix()
    {
        var random = new SeededRandom(5);
        for (var size = 1; size <= 9; size++)
        {
            var x = PolicySamples.Gaussian(1, size, random).Values.ToArray();
            var triangle = PolicySamples.Gaussian(1, Triangle.Length(size), random).Values.ToArray();
            var matrix = new double[size * size];
            Triangle.Unpack(triangle, size, 0, matrix);
            double[] expected = [.. Enumerable.Range(0, size).Select(i => Enumerable.Range(0, size).Sum(j => matrix[(i * size) + j] * x[j]))];
            var product = new double[size];
            var outer = new double[triangle.Length];

            Triangle.Multiply(triangle, x, product);
            Triangle.OuterDoubled(x, outer);

            Distance(product, expected).ShouldBeLessThan(1e-12);
            Kernels.Dot(triangle, outer).ShouldBe(expected.Zip(x, (one, two) => one * two).Sum(), 1e-12);
        }
    }

    private static RidgeModel Trained(ulong seed)
    {
        var random = new SeededRandom(seed);
        var model = new RidgeModel(4, 1, keepsFactor: false);
        for (var i = 0; i < 50; i++)
            Learn(model, PolicySamples.Gaussian(1, 4, random).Values, random.NextGaussian(), 1, follow: false);
        model.Settle();
        return model;
    }

    private static void Learn(RidgeModel model, ReadOnlySpan<double> x, double reward, double weight, bool follow)
    {
        var outer = new double[Triangle.Length(x.Length)];
        Triangle.Outer(x, outer);
        if (follow)
            model.Update(outer, x, reward, weight);
        else
            model.Accumulate(outer, x, reward, weight);
    }

    private static double Form(RidgeModel model, ReadOnlySpan<double> x)
    {
        var outer = new double[Triangle.Length(x.Length)];
        Triangle.OuterDoubled(x, outer);
        return Kernels.Dot(model.Inverse, outer);
    }

    private static double Distance(ReadOnlySpan<double> one, ReadOnlySpan<double> two)
    {
        var largest = 0.0;
        for (var i = 0; i < one.Length; i++)
            largest = Math.Max(largest, Math.Abs(one[i] - two[i]));
        return largest;
    }
}
