using Gyre.Learning;
using Gyre.Learning.Tests.Continual;

namespace Gyre.Benchmarks;

/// <summary>Continual learning on the digits beside what a NumPy program recorded: means over five seeds, one core.</summary>
internal static class ContinualBenchmarks
{
    private const int Seeds = 5;

    private static readonly string[] Headings =
    [
        "passes", "model", "scenario", "strategy", "accuracy", "sd", "recorded", "anytime", "backward transfer", "carried, KiB",
            "s per run",
    ];

    public static Task RunAsync(Bench bench)
    {
        var rows = ContinualDigits.Cases().Select(one => Row(one.Model, one.Scenario, one.Strategy, one.Epochs)).ToList();
        Bench.Print(
            $"Five tasks on the digits, mean over {Seeds} seeds",
            Headings, rows);
        var own = from model in (string[])["linear", "mlp"]
                  from scenario in ContinualDigits.Scenarios
                  from strategy in (string[])["er-ace", "nearest-mean", "streaming-lda"]
                  where model == "linear" || strategy == "er-ace"
                  select Row(model, scenario, strategy, 5);
        Bench.Print("Strategies without a recorded figure", Headings, own);
        return Task.CompletedTask;
    }

    private static string[] Row(string model, string scenario, string strategy, int epochs)
    {
        var results = new List<ContinualResult>();
        var time = Bench.Time(() => results.AddRange(
            Enumerable.Range(0, Seeds).Select(seed => ContinualDigits.Run(model, scenario, strategy, epochs, (ulong)seed))));
        var figures = ContinualMetrics.OverRuns(results.Select(ContinualMetrics.Summary));
        return
        [
            Bench.Number(epochs, "0"), model, scenario, strategy,
            Bench.Number(figures["acc"].Mean, "0.000"),
            Bench.Number(figures["acc"].Deviation ?? 0, "0.000"),
            ContinualDigits.Strategies.Contains(strategy)
                ? Bench.Number(ContinualDigits.Anchor(model, scenario, strategy, epochs), "0.000")
                : "",
            Bench.Number(figures["aaa"].Mean, "0.000"),
            Bench.Number(figures["bwt"].Mean, "0.000"),
            Bench.Number(figures["carried_bytes"].Mean / 1024, "0"),
            Bench.Number(time.TotalSeconds / Seeds, "0.000"),
        ];
    }
}
