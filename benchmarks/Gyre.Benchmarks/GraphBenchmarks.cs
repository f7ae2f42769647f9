namespace Gyre.Benchmarks;

/// <summary>Whether large graphs cost in proportion, and what memory they take.</summary>
internal static class GraphBenchmarks
{
    public static async Task RunAsync(Bench bench)
    {
        var rows = new List<string[]>();
        foreach (var nodes in (int[])[1000, 3000, 10_000])
        {
            foreach (var (name, graph) in ((string, Func<Bench, int, string>)[])[("chain", Graphs.Chain), ("fan-out", Graphs.FanOut)])
            {
                var (measured, run) = await Processes.GyreRunAsync(graph(bench, nodes), bench.NewPlace("home"));
                if (run.GetProperty("state").GetString() != "succeeded")
                    throw new InvalidOperationException($"The {name} of {nodes} nodes did not succeed.");
                rows.Add([name, $"{nodes}", Bench.Number(measured.Time.TotalSeconds, "0.0"), Bench.Number(measured.Time.TotalMilliseconds / nodes), $"{measured.PeakMemoryInBytes >> 20}"]);
            }
        }
        Bench.Print("Large graphs of steps that do nothing", ["graph", "nodes", "seconds", "ms per node", "peak memory of the engine, MiB"], rows);
    }
}
