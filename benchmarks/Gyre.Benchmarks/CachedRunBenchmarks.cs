namespace Gyre.Benchmarks;

/// <summary>A run of which every step is answered from the cache.</summary>
internal static class CachedRunBenchmarks
{
    public static async Task RunAsync(Bench bench)
    {
        var rows = new List<string[]>();
        foreach (var nodes in (int[])[1000, 10_000])
        {
            var project = Graphs.FanOut(bench, nodes);
            var home = bench.NewPlace("home");
            await Processes.GyreRunAsync(project, home);
            var (measured, run) = await Processes.GyreRunAsync(project, home);
            var hits = run.GetProperty("nodes").EnumerateArray().Count(node => node.GetProperty("cache").GetString() == "hit");
            rows.Add([$"{nodes}", $"{hits}", Bench.Number(run.GetProperty("seconds").GetDouble()), Bench.Number(measured.Time.TotalSeconds), $"{measured.PeakMemoryInBytes >> 20}"]);
        }
        Bench.Print("Runs answered from the cache", ["nodes", "hits", "seconds of the run", "seconds of the program", "peak memory, MiB"], rows);
    }
}
