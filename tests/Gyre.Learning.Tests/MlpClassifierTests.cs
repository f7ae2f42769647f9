using Gyre.Core;
using Gyre.Learning.Numerics;

namespace Gyre.Learning.Tests;

public sealed class MlpClassifierTests
{
    private static readonly MlpClassifierOptions Small = new() { Hidden = 12, Epochs = 5, BatchSize = 50, LearningRate = 0.01, Seed = 9 };

    [Theory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Tanh)]
    public void The_gradient_equals_finite_differences(Activation activation)
    {
        var network = new MlpNetwork(3, 5, 4, activation);
        network.Initialise(new SeededRandom(2).Fork("weights"));
        double[] row = [0.3, 0, -1.2];
        var gradient = new double[network.Parameters.Length];
        network.AddGradient(row, 2, gradient, new double[14]);

        var differences = FiniteDifferences.Of(
            at =>
            {
                at.CopyTo(network.Parameters, 0);
                return network.AddGradient(row, 2, new double[at.Length], new double[14]).Loss;
            },
            [.. network.Parameters]);

        gradient.ShouldBe(differences, 1e-7);
    }

    // No line separates the classes of exclusive or, so a model without a working hidden layer is right for three of four at most.
    [Theory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Tanh)]
    public void It_learns_exclusive_or(Activation activation)
    {
        var set = TrainingSet.Create(new DenseMatrix(4, 2, [0, 0, 0, 1, 1, 0, 1, 1]), ["0", "1", "1", "0"], Samples.TwoNames);
        var options = new MlpClassifierOptions { Hidden = 16, Epochs = 400, BatchSize = 4, LearningRate = 0.02, Activation = activation, Seed = 1 };

        var predicted = PredictionSet.Of(Train.Mlp(set, options).Model, ToTable(set)).Predicted;

        predicted.ShouldBe(["0", "1", "1", "0"]);
    }

    [Fact]
    public void More_threads_give_the_same_bits()
    {
        var set = Samples.Clouds(333);
        var one = Train.Mlp(set, Small);

        foreach (var threads in new[] { 2, 3, 8 })
        {
            var more = Train.Mlp(set, Small with { Threads = threads });
            Samples.Parameters(more.Model).ShouldBe(Samples.Parameters(one.Model));
            more.Last.ShouldBe(one.Last);
        }
    }

    [Fact]
    public void The_seed_decides_the_result()
    {
        var set = Samples.Clouds(100);

        Samples.Parameters(Train.Mlp(set, Small).Model).ShouldBe(Samples.Parameters(Train.Mlp(set, Small).Model));
        Samples.Parameters(Train.Mlp(set, Small with { Seed = 10 }).Model).ShouldNotBe(Samples.Parameters(Train.Mlp(set, Small).Model));
    }

    // The first step of Adam moves each weight by the learning rate against the sign of its gradient, whatever its size.
    [Fact]
    public void The_first_step_of_Adam_is_the_learning_rate_against_the_gradients_sign()
    {
        var set = Samples.Clouds(8);
        var network = new MlpNetwork(2, 3, 4, Activation.Tanh);
        network.Initialise(new SeededRandom(4));
        double[] before = [.. network.Parameters];
        var gradient = new double[before.Length];
        for (var i = 0; i < 8; i++)
            network.AddGradient(set.Features.Row(i), set.Labels[i], gradient, new double[10]);
        var options = new MlpClassifierOptions { Hidden = 3, BatchSize = 8, LearningRate = 0.01, Activation = Activation.Tanh };

        new MlpTrainer(network, set.Features, set.Labels, options).RunEpoch(1, [.. Enumerable.Range(0, 8)], TestContext.Current.CancellationToken);

        network.Parameters.Zip(before, (after, old) => after - old).ToArray()
            .ShouldBe([.. gradient.Select(g => -0.01 * Math.Sign(g))], 1e-6);
    }

    [Fact]
    public void Weight_decay_makes_the_weights_smaller()
    {
        var set = Samples.Clouds(200);
        var plain = Train.Mlp(set, Small with { Epochs = 30 });
        var decayed = Train.Mlp(set, Small with { Epochs = 30, WeightDecay = 1 });

        Size(decayed).ShouldBeLessThan(0.8 * Size(plain));

        static double Size(TrainingResult<LayeredModel> result) => result.Model.Layers.Sum(layer => layer.Weights.Values.ToArray().Sum(w => w * w));
    }

    [Fact]
    public void Progress_is_told_once_per_epoch_and_improves()
    {
        var seen = new List<TrainingProgress>();

        var result = Train.Mlp(Samples.Clouds(200), Small with { Epochs = 20 }, seen.Add);

        seen.Select(p => p.Epoch).ShouldBe(Enumerable.Range(1, 20));
        seen[^1].ShouldBe(result.Last);
        seen[^1].Loss.ShouldBeLessThan(seen[0].Loss);
        seen[^1].Accuracy.ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void A_learning_rate_without_bounds_ends_as_diverged()
    {
        var options = Small with { LearningRate = 1e300, Epochs = 50 };

        Should.Throw<TrainingDivergedException>(() => Train.Mlp(Samples.Clouds(100), options));
    }

    [Theory]
    [InlineData(0, 1, 1, 0.1)]
    [InlineData(1, 0, 1, 0.1)]
    [InlineData(1, 1, 0, 0.1)]
    [InlineData(1, 1, 1, 0.0)]
    [InlineData(1, 1, 1, double.PositiveInfinity)]
    public void Options_outside_their_range_are_refused(int hidden, int epochs, int batch, double rate)
    {
        var options = new MlpClassifierOptions { Hidden = hidden, Epochs = epochs, BatchSize = batch, LearningRate = rate };

        Should.Throw<InvalidInputException>(() => Train.Mlp(Samples.Tiny(), options)).Diagnostics[0].Code.ShouldBe("learn.option");
    }

    [Fact]
    public void A_network_too_large_for_memory_is_refused_before_it_is_made() =>
        Should.Throw<InvalidInputException>(() => new MlpNetwork(2_000_000, 65_536, 10, Activation.Relu)).Diagnostics[0].Code.ShouldBe("learn.too-large");

    private static Table ToTable(TrainingSet set) => new()
    {
        FeatureNames = set.FeatureNames,
        Features = set.Features,
        Ids = [.. Enumerable.Range(1, set.Features.Rows).Select(i => $"{i}")],
        Labels = null,
    };
}
