using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Pipelines.Machine;
using Gyre.Projects;

namespace Gyre.Benchmarks;

/// <summary>How near a guided sweep comes to the minimum of known functions, beside drawing at random.</summary>
internal static class SweepBenchmarks
{
    private const int Seeds = 20;

    public static Task RunAsync(Bench bench)
    {
        _ = bench;
        var rows = new List<string[]>();
        foreach (var function in (Function[])[new("Branin", 2, -5, 15, 0.397887, Branin), new("Hartmann 6", 6, 0, 1, -3.32237, Hartmann)])
        {
            foreach (var trials in (int[])[30, 60, 100])
            {
                var guided = Enumerable.Range(0, Seeds).Select(seed => Search(function, trials, seed)).Order().ToList();
                var random = Enumerable.Range(0, Seeds).Select(seed => Draw(function, trials, seed)).Order().ToList();
                rows.Add([function.Name, $"{trials}", Shown(guided.Average()), Shown(Median(guided)), Shown(random.Average()), Shown(Median(random))]);
            }
        }
        Bench.Print($"Distance to the minimum after a sweep, over {Seeds} seeds (batches of 5, the first 20 trials drawn)", ["function", "trials", "guided, mean", "guided, median", "random, mean", "random, median"], rows);
        return Task.CompletedTask;
    }

    private static double Search(Function function, int trials, int seed)
    {
        var search = GuidedSweep.Create(SweepOf(function, trials), ImmutableDictionary<string, ImmutableArray<Value>>.Empty, seed, out _)!;
        var ended = new List<GuidedTrial>();
        while (search.Next(ended) is { IsEmpty: false } batch)
            ended.AddRange(batch.Select(values => new GuidedTrial(values, -At(function, values))));
        return -ended.Max(trial => trial.Metric!.Value) - function.Minimum;
    }

    private static double Draw(Function function, int trials, int seed) =>
        SweepExpansion.Trials(SweepOf(function, trials) with { Kind = SweepKind.Random }, ImmutableDictionary<string, ImmutableArray<Value>>.Empty, seed).Trials.Min(values => At(function, values)) - function.Minimum;

    private static Sweep SweepOf(Function function, int trials) => new()
    {
        Name = function.Name,
        Step = "fit",
        Kind = SweepKind.Bayesian,
        ExecutionCount = trials,
        OptimizationTargetMetric = "score",
        Parameters = [.. Enumerable.Range(0, function.Dimensions).Select(d => new SweepParameter
        {
            Name = $"x{d}",
            Style = SweepStyle.Random,
            Rules = new MapValue([new("min", Value.Of(function.Min(d))), new("max", Value.Of(function.Max(d)))]),
        })],
    };

    private static double At(Function function, MapValue values) => function.At([.. Enumerable.Range(0, function.Dimensions).Select(d => values.Find($"x{d}")!.TryGetNumber(out var number) ? number : double.NaN)]);

    private static double Median(List<double> sorted) => (sorted[sorted.Count / 2] + sorted[(sorted.Count - 1) / 2]) / 2;

    private static string Shown(double value) => Bench.Number(value, "0.000");

    /// <summary>x from -5 to 10, y from 0 to 15 (Dixon and Szego, 1978).</summary>
    private static double Branin(double[] at) =>
        Math.Pow(at[1] - 5.1 / (4 * Math.PI * Math.PI) * at[0] * at[0] + 5 / Math.PI * at[0] - 6, 2) + 10 * (1 - 1 / (8 * Math.PI)) * Math.Cos(at[0]) + 10;

    /// <summary>Dixon and Szego, 1978.</summary>
    private static double Hartmann(double[] at)
    {
        double[] weights = [1.0, 1.2, 3.0, 3.2];
        double[][] scales = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]];
        double[][] places =
        [
            [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
            [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
        ];
        return -Enumerable.Range(0, 4).Sum(i => weights[i] * Math.Exp(-Enumerable.Range(0, 6).Sum(j => scales[i][j] * Math.Pow(at[j] - places[i][j], 2))));
    }

    private sealed record Function(string Name, int Dimensions, double Low, double High, double Minimum, Func<double[], double> At)
    {
        public double Min(int dimension) => Name == "Branin" && dimension == 1 ? 0 : Low;

        public double Max(int dimension) => Name == "Branin" && dimension == 0 ? 10 : High;
    }
}
