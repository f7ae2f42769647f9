using System.Diagnostics;
using System.Globalization;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Benchmarks;

/// <summary>Policies in the process on one core, beside LinUCB with numpy in the same run: 20 numbers of context, 20 arms.</summary>
internal static class PolicyBenchmarks
{
    private const int Fields = 20;
    private const int Arms = 20;
    private const int Rows = 200_000;
    private const int Rounds = 5;

    /// <summary>What anybody would write: the inverse per arm, one decision after the other.</summary>
    private const string Peer = """
        import time
        import numpy as np
        rng = np.random.default_rng(1)
        d, k, n = 20, 20, 20000
        X = rng.standard_normal((n, d))
        inverse = np.stack([np.linalg.inv(np.eye(d) + (lambda z: z.T @ z)(rng.standard_normal((200, d)))) for _ in range(k)])
        theta = rng.standard_normal((k, d))
        best = 0.0
        for _ in range(5):
            began = time.perf_counter()
            for x in X:
                width = np.sqrt(((inverse @ x) * x).sum(axis=1))
                int(np.argmax(theta @ x + width))
            best = max(best, n / (time.perf_counter() - began))
        print(best)
        """;

    public static Task RunAsync(Bench bench)
    {
        var (contexts, rows) = Data();
        var table = new List<string[]>();
        PolicyOptions[] kinds =
        [
            new LinUcbOptions(), new EpsilonGreedyOptions(), new SoftmaxOptions(), new SquareCbOptions(), new LinearThompsonOptions(),
        ];
        foreach (var options in kinds)
        {
            var policy = Policy.Create(Specification(options));
            var learned = Fastest(() => Policy.Create(Specification(options)).Learn(rows));
            policy.Learn(rows);
            var count = options is LinearThompsonOptions ? 5000 : 100_000;
            var decided = Fastest(() => Decide(policy, contexts, count));
            table.Add([options.Kind, Rate(count, decided), Rate(Rows, learned)]);
        }
        Bench.Print(
            $"Policies in the process, one core, {Fields} numbers and {Arms} arms (best of {Rounds})",
            ["policy", "decisions/s", "rows learned/s"], table);
        Bench.Print("The peer", ["what", "decisions/s"], [["LinUCB with numpy, an inverse per arm", PeerRate()]]);
        return Task.CompletedTask;
    }

    private static PolicySpecification Specification(PolicyOptions options) => new()
    {
        Options = options,
        ContextFields = [.. Enumerable.Range(1, Fields).Select(static field => string.Create(CultureInfo.InvariantCulture, $"x{field}"))],
        Arms = [.. Enumerable.Range(1, Arms).Select(static arm => string.Create(CultureInfo.InvariantCulture, $"a{arm}"))],
    };

    private static (DenseMatrix Contexts, PolicyRows Rows) Data()
    {
        var random = new SeededRandom(1);
        var contexts = new DenseMatrix(Rows, Fields);
        var (arms, rewards) = (new int[Rows], new double[Rows]);
        for (var row = 0; row < Rows; row++)
        {
            foreach (ref var value in contexts.Row(row))
                value = random.NextDouble() - 0.5;
            arms[row] = random.NextInt(0, Arms);
            rewards[row] = contexts[row, arms[row]] + (0.1 * random.NextDouble());
        }
        return (contexts, new PolicyRows { Contexts = contexts, Arms = arms, Rewards = rewards });
    }

    private static void Decide(Policy policy, DenseMatrix contexts, int count)
    {
        for (var row = 0; row < count; row++)
            policy.Decide(contexts.Row(row), (ulong)row);
    }

    private static TimeSpan Fastest(Action work)
    {
        work();
        return Enumerable.Range(0, Rounds).Min(_ => Bench.Time(work));
    }

    private static string Rate(int count, TimeSpan time) => Bench.Number(count / time.TotalSeconds, "0");

    private static string PeerRate()
    {
        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", Peer]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? Bench.Number(double.Parse(text, CultureInfo.InvariantCulture), "0")
            : "numpy is not installed (Debian: apt-get install python3-numpy)";
    }
}
