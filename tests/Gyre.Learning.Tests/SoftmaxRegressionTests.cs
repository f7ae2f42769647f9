using Gyre.Core;
using Gyre.Learning.Numerics;

namespace Gyre.Learning.Tests;

public sealed class SoftmaxRegressionTests
{
    // Newton's method with a full Hessian in plain Python (30 steps, largest part of the gradient 4e-16), C = 0.5. The biases
    // are fixed only up to a common number; both methods keep their sum at 0.
    [Fact]
    public void The_optimum_of_a_small_problem_equals_an_independent_computation()
    {
        double[] weights =
        [
            -0.6698265606954877, 0.513015725548583, 0.1568108351469045,
            -0.22635894657833244, -0.3839016008674816, 0.6102605474458138,
        ];
        double[] bias = [1.642595452028024, -0.28634224690028, -1.3562532051277434];

        var result = Train.Softmax(Samples.Tiny(), new SoftmaxRegressionOptions { C = 0.5, Tolerance = 1e-10 });

        result.Converged.ShouldBeTrue();
        result.Last.Loss.ShouldBe(0.7037107864488599, 1e-12);
        result.Model.Layers[0].Weights.Values.ToArray().ShouldBe(weights, 1e-8);
        result.Model.Layers[0].Bias.ShouldBe(bias, 1e-8);
    }

    [Fact]
    public void The_gradient_equals_finite_differences()
    {
        var set = Samples.Clouds(40);
        var objective = new SoftmaxObjective(set.Features, set.Labels.AsSpan(), 4, 0.7, 1);
        var random = new SeededRandom(3);
        var point = Enumerable.Range(0, objective.Dimension).Select(_ => random.NextGaussian()).ToArray();
        var gradient = new double[point.Length];
        objective.Evaluate(point, gradient);

        var differences = FiniteDifferences.Of(at => objective.Evaluate(at, new double[at.Length]), point);

        gradient.ShouldBe(differences, 1e-7);
    }

    [Fact]
    public void More_threads_give_the_same_bits()
    {
        var set = Samples.Clouds(2000);
        var one = Train.Softmax(set, new SoftmaxRegressionOptions { Threads = 1 });

        foreach (var threads in new[] { 2, 3, 8 })
        {
            var more = Train.Softmax(set, new SoftmaxRegressionOptions { Threads = threads });
            Samples.Parameters(more.Model).ShouldBe(Samples.Parameters(one.Model));
            more.Last.ShouldBe(one.Last);
        }
    }

    [Fact]
    public void The_loss_never_rises_from_one_iteration_to_the_next()
    {
        var losses = new List<double>();

        Train.Softmax(Samples.Clouds(500), new SoftmaxRegressionOptions { C = 100 }, progress => losses.Add(progress.Loss));

        losses.Count.ShouldBeGreaterThan(5);
        losses.Zip(losses.Skip(1)).ShouldAllBe(pair => pair.Second <= pair.First);
    }

    // With separable classes and next to no penalty the weights grow without end; the search must stop, not overflow.
    [Fact]
    public void Separable_classes_without_much_penalty_end_with_finite_weights()
    {
        var set = TrainingSet.Create(new DenseMatrix(4, 1, [-2, -1, 1, 2]), ["a", "a", "b", "b"], ["x"]);

        var result = Train.Softmax(set, new SoftmaxRegressionOptions { C = 1e12, MaxIterations = 200 });

        Samples.Parameters(result.Model).ShouldAllBe(value => double.IsFinite(value));
        result.Last.Accuracy.ShouldBe(1);
    }

    [Fact]
    public void Features_too_large_to_be_squared_end_without_an_optimum_and_are_not_predicted()
    {
        var set = TrainingSet.Create(new DenseMatrix(2, 1, [-1e200, 1e200]), ["a", "b"], ["x"]);

        var result = Train.Softmax(set, new SoftmaxRegressionOptions());

        result.Converged.ShouldBeFalse();
        Samples.Parameters(result.Model).ShouldAllBe(value => double.IsFinite(value));
    }

    [Fact]
    public void A_row_too_large_for_the_model_is_refused()
    {
        var model = Train.Softmax(Samples.Tiny(), new SoftmaxRegressionOptions { C = 1000 }).Model;
        var table = new Table { FeatureNames = ["x", "y"], Features = new DenseMatrix(1, 2, [1e308, -1e308]), Ids = ["far"], Labels = null };

        Should.Throw<InvalidInputException>(() => PredictionSet.Of(model, table)).Message.ShouldContain("'far'");
    }

    [Fact]
    public void Features_of_very_different_size_are_no_trouble_when_standardised()
    {
        var set = Samples.Clouds(400, 0.3);
        for (var i = 0; i < set.Features.Rows; i++)
            set.Features.Row(i)[0] *= 1e6;

        var result = Train.Softmax(set, new SoftmaxRegressionOptions { Scaling = "standard" });

        result.Converged.ShouldBeTrue();
        result.Last.Accuracy.ShouldBeGreaterThan(0.98);
    }

    [Fact]
    public void Probabilities_are_at_least_zero_and_add_up_to_one()
    {
        var set = Samples.Clouds(100);
        var probabilities = Train.Softmax(set, new SoftmaxRegressionOptions()).Model.Probabilities(set.Features);

        for (var i = 0; i < probabilities.Rows; i++)
        {
            probabilities.Row(i).ToArray().ShouldAllBe(p => p >= 0);
            probabilities.Row(i).ToArray().Sum().ShouldBe(1, 1e-12);
        }
    }

    [Theory]
    [InlineData(0.0, 10, 1e-6, "none")]
    [InlineData(double.NaN, 10, 1e-6, "none")]
    [InlineData(1.0, 0, 1e-6, "none")]
    [InlineData(1.0, 10, -1.0, "none")]
    [InlineData(1.0, 10, 1e-6, "-16")]
    [InlineData(1.0, 10, 1e-6, "much")]
    public void Options_outside_their_range_are_refused(double c, int iterations, double tolerance, string scaling)
    {
        var options = new SoftmaxRegressionOptions { C = c, MaxIterations = iterations, Tolerance = tolerance, Scaling = scaling };

        Should.Throw<InvalidInputException>(() => Train.Softmax(Samples.Tiny(), options)).Diagnostics[0].Code.ShouldBe("learn.option");
    }

    [Fact]
    public void One_class_is_too_little_to_learn_from() =>
        Should.Throw<InvalidInputException>(() => TrainingSet.Create(new DenseMatrix(2, 1), ["a", "a"], ["x"])).Diagnostics[0].Code.ShouldBe("learn.too-little");

    [Fact]
    public void A_value_that_is_no_number_is_refused_before_training() =>
        Should.Throw<InvalidInputException>(() => TrainingSet.Create(new DenseMatrix(2, 1, [1, double.NaN]), ["a", "b"], ["x"])).Message.ShouldContain("Row 2, feature 'x' is nan");

    [Fact]
    public void A_cancelled_training_stops() => Should.Throw<OperationCanceledException>(
        () => SoftmaxRegression.Fit(Samples.Tiny(), new SoftmaxRegressionOptions(), null, new CancellationToken(true)));
}
