using System.Globalization;
using System.Text;
using Gyre.Core;
using Gyre.Home;
using Gyre.Pipelines;
using Gyre.Storage;

namespace Gyre.Benchmarks;

/// <summary>
/// How soon what a step prints is in the store, and what it costs others: a step prints its clock at a steady rate beside a chain of
/// steps that do nothing.
/// </summary>
internal static class MetadataBenchmarks
{
    private const int Others = 300;

    // A batch of lines every ten milliseconds, or a line at a time when there are fewer. "late" tells by how much the printing itself
    // fell behind.
    private const string Printer = """
        import sys, time
        rate, seconds = int(sys.argv[1]), int(sys.argv[2])
        batch = max(1, rate // 100)
        begin, n = time.time(), 0
        while n < rate * seconds:
            now = int(time.time() * 1000)
            sys.stdout.write("".join('{"n": %d, "at": %d}\n' % (n + i, now) for i in range(batch)))
            sys.stdout.flush()
            n += batch
            time.sleep(max(0, begin + n / rate - time.time()))
        print('{"late": %f}' % (time.time() - begin - seconds))

        """;

    public static async Task RunAsync(Bench bench)
    {
        var rows = new List<string[]>();
        foreach (var (rate, seconds) in ((int, int)[])[(0, 0), (1, 20), (1_000, 10), (10_000, 10), (100_000, 10)])
            rows.Add(await MeasureAsync(bench, rate, seconds));
        Bench.Print(
            $"Metadata of a running step, beside a chain of {Others} steps that do nothing",
            [
                "lines per second", "lines", "recorded after, median, ms", "worst, ms", "printing fell behind, s",
                "all recorded after the step's end, s", "a step of the chain, ms", "peak memory of the engine, MiB",
            ],
            rows);
    }

    private static async Task<string[]> MeasureAsync(Bench bench, int rate, int seconds)
    {
        var place = bench.NewPlace("metadata");
        var project = Write(bench, rate, seconds);
        Directory.CreateDirectory(place);
        await using var home = await GyreHome.OpenAsync(
            new HomeSettings { Storage = new StorageOptions { Home = place } },
            [new IdleModule(), new PipelinesModule(revisions: null)],
            CancellationToken.None);
        var running = Processes.GyreRunAsync(project, place);
        var delays = rate == 0 ? [] : await WatchAsync(home.Engine.Runs, running);
        var (measured, _) = await running;
        var run = (await home.Engine.Runs.ListAsync(1, null, CancellationToken.None)).Single().Id;
        var chain = await ChainAsync(home.Engine.Runs, run);
        var printer = await home.Engine.Runs.NodeAsync(run, "printer", CancellationToken.None);
        var late = rate == 0 ? 0 : NumberOf(printer!, "late");
        if (rate > 0 && (long)NumberOf(printer!, "n") != (long)rate * seconds - 1)
            throw new InvalidOperationException($"{rate} lines a second: the last line that was recorded is {NumberOf(printer!, "n")}.");
        return
        [
            rate == 0 ? "none" : $"{rate}", $"{rate * seconds}",
            delays.Count == 0 ? "-" : Bench.Number(Middle(delays), "0"), delays.Count == 0 ? "-" : Bench.Number(delays.Max(), "0"),
            rate == 0 ? "-" : Bench.Number(late), rate == 0 ? "-" : Bench.Number(EndDelay(printer!)),
            Bench.Number(chain), $"{measured.PeakMemoryInBytes >> 20}",
        ];
    }

    /// <summary>Asks the store every 20 ms for the newest point; each new one says when it was printed.</summary>
    private static async Task<List<double>> WatchAsync(IRuns runs, Task running)
    {
        var delays = new List<double>();
        var last = 0.0;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!running.IsCompleted && await timer.WaitForNextTickAsync())
        {
            if ((await runs.ListAsync(1, null, CancellationToken.None)) is not [{ } run]
                || await runs.NodeAsync(run.Id, "printer", CancellationToken.None) is not { State: NodeRunState.Running } node)
                continue;
            var printed = NumberOf(node, "at");
            if (printed <= last)
                continue;
            last = printed;
            delays.Add(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - printed);
        }
        return delays;
    }

    /// <summary>From the last line until the end of the node was stored, with the last points.</summary>
    private static double EndDelay(NodeRunView node) => (node.EndedAt!.Value.ToUnixTimeMilliseconds() - NumberOf(node, "at")) / 1000;

    private static async Task<double> ChainAsync(IRuns runs, RunId run)
    {
        var first = await runs.NodeAsync(run, "n0", CancellationToken.None);
        var last = await runs.NodeAsync(run, string.Create(CultureInfo.InvariantCulture, $"n{Others - 1}"), CancellationToken.None);
        return (last!.EndedAt!.Value - first!.StartedAt!.Value).TotalMilliseconds / Others;
    }

    private static double NumberOf(NodeRunView node, string key) => node.Metadata.Find(key) switch
    {
        IntegerValue whole => (double)whole.Number,
        FloatValue number => number.Number,
        _ => 0,
    };

    private static double Middle(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Write(Bench bench, int rate, int seconds)
    {
        var folder = Graphs.Chain(bench, Others);
        var file = Path.Join(folder, "gyre.yaml");
        var text = new StringBuilder(File.ReadAllText(file));
        text.Insert(0, $"- step: {{name: prints, image: none, command: 'python3 print.py {rate} {seconds}'}}\n");
        text.Replace("    nodes:\n", $"    nodes:\n{(rate == 0 ? "" : "      - {name: printer, type: execution, step: prints}\n")}");
        File.WriteAllText(file, text.ToString());
        File.WriteAllText(Path.Join(folder, "print.py"), Printer);
        return folder;
    }
}
