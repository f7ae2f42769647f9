using Gyre.Core;
using Gyre.Learning.Continual;

namespace Gyre.Learning.Tests.Continual;

/// <summary>What every correct implementation of these strategies must do.</summary>
public sealed class ContinualStrategyTests
{
    private static readonly ContinualOptions Plain = new() { Epochs = 2, Seed = 9 };

    public static TheoryData<string, int> Switched()
    {
        var switched = new TheoryData<string, int>();
        foreach (var strategy in (string[])["replay", "er-ace", "a-gem", "der", "der++", "ewc", "si", "lwf"])
        {
            switched.Add(strategy, 0);
            switched.Add(strategy, 6);
        }
        return switched;
    }

    [Theory]
    [MemberData(nameof(Switched))]
    public void A_strategy_that_is_switched_off_equals_naive_bit_for_bit(string strategy, int hidden)
    {
        // ER-ACE changes the loss on new examples, so it equals naive only where all classes are in each batch.
        var stream = ContinualSamples.Clouds(strategy == "er-ace" ? ContinualScenario.TaskIncremental : ContinualScenario.ClassIncremental);
        var off = Plain with { Strategy = strategy, Hidden = hidden, BatchSize = 30, MemorySize = 0 };
        off = off with { Lambda = 0, Strength = 0, Distillation = 0 };

        var expected = Weights(stream, Plain with { Hidden = hidden, BatchSize = 30 });

        Weights(stream, off).ShouldBe(expected);
        if (strategy.StartsWith("der", StringComparison.Ordinal))
            Weights(stream, off with { MemorySize = 20, Alpha = 0, Beta = 0 }).ShouldBe(expected);
    }

    [Fact]
    public void The_seed_of_the_memory_does_not_change_training_without_one()
    {
        var stream = ContinualSamples.Clouds();

        Weights(stream, Plain with { MemorySeed = 1 }).ShouldBe(Weights(stream, Plain with { MemorySeed = 2 }));
        Weights(stream, Plain with { Strategy = "replay", MemorySize = 9, MemorySeed = 1 })
            .ShouldNotBe(Weights(stream, Plain with { Strategy = "replay", MemorySize = 9, MemorySeed = 2 }));
    }

    [Fact]
    public void The_gradient_of_the_network_is_that_of_the_loss()
    {
        foreach (var hidden in (int[])[0, 4])
        {
            var network = new HeadNetwork(3, hidden, 3);
            var random = new SeededRandom(2);
            foreach (ref var parameter in network.Parameters.AsSpan())
                parameter = random.NextGaussian(0, 0.7);
            var bench = new Workbench(new ContinualOptions { Hidden = hidden }, network);
            bench.Current.Add(new Single([0.3, -1, 2], 1), 0);
            bench.Current.Forward();
            bench.Losses.CrossEntropy(bench.Current, bench.Outputs, among: null, weight: 1);
            bench.Current.AddGradient(bench.Gradient);

            for (var p = 0; p < network.Parameters.Length; p++)
                bench.Gradient[p].ShouldBe((Loss(network, p, 1e-5) - Loss(network, p, -1e-5)) / 2e-5, 1e-7);
        }
    }

    [Fact]
    public void The_Fisher_information_is_that_of_single_examples()
    {
        var stream = ContinualSamples.Clouds();
        var rows = stream.Training(1);
        foreach (var hidden in (int[])[0, 4])
        {
            var bench = new Workbench(new ContinualOptions { Hidden = hidden }, new HeadNetwork(stream.Features, hidden, stream.Classes));
            bench.Restart();
            var given = new GivenExamples([rows]);

            var fisher = Consolidation.Fisher(bench, given);

            var expected = new double[fisher.Length];
            for (var i = 0; i < given.Count; i++)
            {
                bench.Current.Clear();
                bench.Current.Add(given, i);
                bench.Current.Forward();
                bench.Losses.CrossEntropy(bench.Current, bench.Outputs, among: null, weight: 1);
                Array.Clear(bench.Gradient);
                bench.Current.AddGradient(bench.Gradient);
                for (var p = 0; p < expected.Length; p++)
                    expected[p] += bench.Gradient[p] * bench.Gradient[p] / given.Count;
            }
            for (var p = 0; p < expected.Length; p++)
                fisher[p].ShouldBe(expected[p], 1e-12);
        }
    }

    [Fact]
    public void The_Fisher_information_of_softmax_regression_has_its_closed_form()
    {
        // At zero weights p = 1/6, so the diagonal is the mean of (p - y)² x².
        var stream = ContinualSamples.Clouds();
        var rows = stream.Training(0);
        var bench = new Workbench(new ContinualOptions(), new HeadNetwork(stream.Features, 0, stream.Classes));

        var fisher = Consolidation.Fisher(bench, new GivenExamples([rows]));

        var expected = Enumerable.Range(0, rows.Labels.Length)
            .Average(i => Math.Pow(((1.0 / 6) - (rows.Labels[i] == 1 ? 1 : 0)) * rows.Features[i, 2], 2));
        fisher[(1 * stream.Features) + 2].ShouldBe(expected, 1e-12);
    }

    [Fact]
    public void A_projected_gradient_does_not_oppose_the_reference()
    {
        var random = new SeededRandom(4);
        for (var round = 0; round < 200; round++)
        {
            double[] reference = [.. Enumerable.Range(0, 40).Select(_ => random.NextGaussian())];
            double[] gradient = [.. Enumerable.Range(0, 40).Select(_ => random.NextGaussian())];
            double[] projected = [.. gradient];

            AveragedGradientMemory.Project(projected, reference);

            projected.Zip(reference, (x, y) => x * y).Sum().ShouldBeGreaterThanOrEqualTo(-1e-9);
            if (gradient.Zip(reference, (x, y) => x * y).Sum() >= 1e-12)
                projected.ShouldBe(gradient);
        }
    }

    [Fact]
    public void Models_without_gradients_do_not_depend_on_the_order_of_the_experiences()
    {
        var stream = ContinualSamples.Clouds();
        foreach (var strategy in (string[])["nearest-mean", "streaming-lda"])
        {
            var (forth, back) = (Create(stream, strategy), Create(stream, strategy));
            for (var i = 0; i < stream.Tasks.Length; i++)
            {
                forth.LearnNext(stream.Training(i));
                back.LearnNext(stream.Training(stream.Tasks.Length - 1 - i));
            }
            for (var task = 0; task < stream.Tasks.Length; task++)
                back.Predict(stream.Test(task).Features).ShouldBe(forth.Predict(stream.Test(task).Features));
            Accuracy(stream, forth).ShouldBeGreaterThan(0.85);
        }
    }

    private static double Accuracy(ContinualStream stream, ContinualLearner learner) => Enumerable.Range(0, stream.Tasks.Length)
        .Average(task => learner.Predict(stream.Test(task).Features).Zip(stream.Test(task).Labels)
            .Average(pair => pair.First == pair.Second ? 1.0 : 0));

    private static ContinualLearner Create(ContinualStream stream, string strategy) =>
        ContinualLearner.Create(new ContinualOptions { Strategy = strategy }, stream.Features, stream.Classes);

    private static double[] Weights(ContinualStream stream, ContinualOptions options)
    {
        var learner = ContinualLearner.Create(options, stream.Features, stream.Classes);
        for (var i = 0; i < stream.Experiences.Length; i++)
            learner.LearnNext(stream.Training(i));
        return [.. Enumerable.Range(0, stream.Tasks.Length)
            .SelectMany(task => learner.Scores(stream.Test(task).Features).Values.ToArray())];
    }

    private static double Loss(HeadNetwork network, int parameter, double change)
    {
        network.Parameters[parameter] += change;
        var scores = new double[3];
        network.Forward(network.Parameters, [0.3, -1, 2], new double[network.Hidden], scores);
        network.Parameters[parameter] -= change;
        return Math.Log(scores.Sum(Math.Exp)) - scores[1];
    }

    private sealed class Single(double[] row, int label) : IExamples
    {
        public int Count => 1;

        public ReadOnlySpan<double> Row(int index) => row;

        public int Label(int index) => label;

        public int Task(int index) => 0;
    }
}
