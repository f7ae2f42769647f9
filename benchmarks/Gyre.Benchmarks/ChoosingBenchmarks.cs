using System.Diagnostics;
using System.Globalization;
using Gyre.Core;
using Gyre.Learning;
using Gyre.Learning.Tests.Labeling;

namespace Gyre.Benchmarks;

/// <summary>Choosing what to label: a pool of a million items beside numpy, and how far the strategies come on the digits.</summary>
internal static class ChoosingBenchmarks
{
    private const int Items = 1_000_000;
    private const int Columns = 64;
    private const int Classes = 10;
    private const int Picks = 100;
    private const int Rounds = 5;
    private const int Folds = 10;

    private const string Peer = """
        import time
        import numpy as np
        rng = np.random.default_rng(1)
        X = rng.standard_normal((1000000, 64), dtype=np.float32)
        W = rng.standard_normal((64, 10), dtype=np.float32)
        def margin():
            z = X @ W
            z -= z.max(axis=1, keepdims=True)
            p = np.exp(z); p /= p.sum(axis=1, keepdims=True)
            top = np.partition(p, 8, axis=1)[:, 8:]
            return np.argpartition(top[:, 1] - top[:, 0], 100)[:100]
        def center():
            n = (X * X).sum(axis=1); d = np.full(len(X), np.inf, dtype=np.float32)
            for c in range(110):
                i = c if c < 10 else int(d.argmax())
                d = np.minimum(d, n - 2 * (X @ X[i]) + n[i])
        for work in (margin, center):
            best = 1e9
            for _ in range(3):
                began = time.perf_counter(); work(); best = min(best, time.perf_counter() - began)
            print(best)
        """;

    public static Task RunAsync(Bench bench)
    {
        var pool = RowSources.Of(Pool(), Columns);
        var probabilities = RowSources.Probabilities(Model(), pool);
        var peer = PeerTimes();
        var rows = new List<string[]>
        {
            Measured("margin", () => Uncertainty.Top(probabilities, UncertaintyMeasure.Margin, Picks), peer[0]),
            Measured("entropy", () => Uncertainty.Top(probabilities, UncertaintyMeasure.Entropy, Picks), ""),
        };
        var memory = Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;
        rows.Add(Measured("k-center, 10 labelled", () => FarthestFirst.Choose(pool, [.. Enumerable.Range(0, 10)], Picks), peer[1]));
        Bench.Print(
            $"{Picks} of {Items:N0} items of {Columns} numbers, {Classes} classes, one thread (best of {Rounds}); peak {Bench.Number(memory, "0")} MB, 256 of them the pool",
            ["what", "wall, s", "processor, s", "numpy, s"], rows);
        Curves();
        return Task.CompletedTask;
    }

    private static void Curves()
    {
        var rows = new List<string[]>();
        foreach (var strategy in Enum.GetValues<ChoiceStrategy>()
            .Where(static one => one is not (ChoiceStrategy.VoteEntropy or ChoiceStrategy.Consensus or ChoiceStrategy.Bald)))
        {
            var curves = DigitsCurves.Of(strategy, Folds);
            string To(double score) => DigitsCurves.LabelsTo(curves, score)?.ToString(CultureInfo.InvariantCulture) ?? "never";
            rows.Add(
            [
                strategy.ToString(), Bench.Number(DigitsCurves.Area(curves), "0.0000"), To(0.90), To(0.93), To(0.95),
                Bench.Number(DigitsCurves.At(curves, 50), "0.000"), Bench.Number(DigitsCurves.At(curves, 100), "0.000"),
                Bench.Number(DigitsCurves.At(curves, 300), "0.000"),
            ]);
        }
        Bench.Print($"Digits, mean of {Folds} folds, softmax regression",
            ["strategy", "area", "labels to .90", ".93", ".95", "at 50", "at 100", "at 300"], rows);
    }

    private static string[] Measured(string what, Action work, string peer)
    {
        work();
        var (wall, processor) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            using var process = Process.GetCurrentProcess();
            var before = process.TotalProcessorTime;
            var time = Bench.Time(work);
            process.Refresh();
            (wall, processor) = (time < wall ? time : wall, process.TotalProcessorTime - before is var used && used < processor ? used
                : processor);
        }
        return [what, Bench.Number(wall.TotalSeconds, "0.00"), Bench.Number(processor.TotalSeconds, "0.00"), peer];
    }

    private static float[] Pool()
    {
        var random = new SeededRandom(1);
        var values = new float[Items * Columns];
        // The sum of four even numbers is near enough to a normal distribution, and quick.
        foreach (ref var value in values.AsSpan())
        {
            var bits = random.NextUInt64();
            value = ((bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48)) * (1.732f / 65_536) - 3.464f;
        }
        return values;
    }

    private static LayeredModel Model()
    {
        var random = new SeededRandom(2);
        var features = new DenseMatrix(Classes * 20, Columns);
        foreach (ref var value in features.Values)
            value = random.NextGaussian();
        return SoftmaxRegression.Fit(
            TrainingSet.Create(
                features, [.. Enumerable.Range(0, features.Rows).Select(static row => $"{row % Classes}")],
                [.. Enumerable.Range(0, Columns).Select(static column => $"x{column}")]),
            new SoftmaxRegressionOptions()).Model;
    }

    private static string[] PeerTimes()
    {
        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", Peer]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(static line => Bench.Number(double.Parse(line, CultureInfo.InvariantCulture), "0.00"))]
            : ["not installed", "not installed"];
    }
}
