using System.Diagnostics;

namespace Gyre.Benchmarks;

/// <summary>What the engine costs on top of a step that does nothing, beside starting the same command by hand and beside make.</summary>
internal static class StepBenchmarks
{
    private const int Small = 200;
    private const int Large = 1200;

    public static async Task RunAsync(Bench bench)
    {
        var plain = PlainCostInMs();
        var gyreChain = await SlopeAsync(bench, Graphs.Chain);
        var gyreFan = await SlopeAsync(bench, Graphs.FanOut);
        var makeChain = await MakeSlopeAsync(bench, chain: true);
        var makeFan = await MakeSlopeAsync(bench, chain: false);
        Bench.Print(
            $"A step that does nothing, in ms per step: the slope between {Small} and {Large} steps, so that starting the programs does not count",
            ["", "one after the other", "two at once"],
            [
                ["`fork` + `exec` of `bash -c`", Bench.Number(plain.One), Bench.Number(plain.Two)],
                ["`make -j2`", Bench.Number(makeChain), Bench.Number(makeFan)],
                ["gyre", Bench.Number(gyreChain), Bench.Number(gyreFan)],
                ["gyre / plain", Bench.Number(gyreChain / plain.One, "0.0"), Bench.Number(gyreFan / plain.Two, "0.0")],
            ]);
    }

    private static (double One, double Two) PlainCostInMs()
    {
        Start(50);
        var one = Bench.Time(() => Start(500)).TotalMilliseconds / 500;
        var two = Bench.Time(() => Parallel.For(0, 2, _ => Start(250))).TotalMilliseconds / 500;
        return (one, two);
    }

    private static void Start(int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var process = Process.Start("bash", ["-c", $"true {i}"]);
            process.WaitForExit();
        }
    }

    private static async Task<double> SlopeAsync(Bench bench, Func<Bench, int, string> graph)
    {
        var small = await TimeAsync(Small);
        var large = await TimeAsync(Large);
        return (large - small).TotalMilliseconds / (Large - Small);

        async Task<TimeSpan> TimeAsync(int nodes)
        {
            var times = new List<TimeSpan>();
            for (var i = 0; i < 3; i++)
                times.Add((await Processes.GyreRunAsync(graph(bench, nodes), bench.NewPlace("home"))).Measured.Time);
            return Bench.Median(times);
        }
    }

    private static async Task<double> MakeSlopeAsync(Bench bench, bool chain)
    {
        var small = await Processes.RunAsync("make", ["-s", "-j2", "-f", Graphs.Makefile(bench, Small, chain)]);
        var large = await Processes.RunAsync("make", ["-s", "-j2", "-f", Graphs.Makefile(bench, Large, chain)]);
        return (large.Time - small.Time).TotalMilliseconds / (Large - Small);
    }
}
