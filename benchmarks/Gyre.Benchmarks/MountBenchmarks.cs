using System.Diagnostics;

namespace Gyre.Benchmarks;

/// <summary>What it costs that a step sees its folders at fixed paths, in a view of the file system of its own, beside the tools that make such views.</summary>
internal static class MountBenchmarks
{
    private const int Small = 100;
    private const int Large = 600;
    private const int Rounds = 3;
    private const int Starts = 300;

    public static async Task RunAsync(Bench bench)
    {
        var chain = await SlopesAsync(bench, Graphs.Chain);
        var fan = await SlopesAsync(bench, Graphs.FanOut);
        var rows = new List<string[]>
        {
            Row("gyre, folders where they are", chain.Without, fan.Without),
            Row("gyre, folders mounted at `/valohai`", chain.With, fan.With),
            Row("more for the mount", chain.With - chain.Without, fan.With - fan.Without),
            Row("`bash -c true`", PlainInMs(1, "bash", "-c", "true"), PlainInMs(2, "bash", "-c", "true")),
        };
        foreach (var (tool, arguments) in Tools())
            rows.Add(Row($"`{tool}` and `bash -c true`", PlainInMs(1, tool, [.. arguments, "bash", "-c", "true"]), PlainInMs(2, tool, [.. arguments, "bash", "-c", "true"])));
        Bench.Print(
            $"A view of its own for each step that does nothing, in ms per step: the slope between {Small} and {Large} steps; both kinds in turn, medians of {Rounds}",
            ["", "one after the other", "two at once"],
            rows);
    }

    private static string[] Row(string name, double one, double two) => [name, Bench.Number(one), Bench.Number(two)];

    /// <summary>The least each does for us: a namespace and one folder at another place.</summary>
    private static IEnumerable<(string Tool, string[] Arguments)> Tools()
    {
        (string, string[])[] tools =
        [
            ("bwrap", ["--dev-bind", "/", "/", "--bind", "/tmp", "/mnt", "--"]),
            ("unshare", ["--user", "--map-root-user", "--mount", "sh", "-c", "mount --bind /tmp /mnt; exec \"$@\"", "sh"]),
        ];
        return tools.Where(tool => Works(tool.Item1, tool.Item2));
    }

    private static bool Works(string tool, string[] arguments)
    {
        try
        {
            Start(tool, [.. arguments, "true"]);
            return true;
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return false;
        }
    }

    private static double PlainInMs(int atOnce, string program, params string[] arguments)
    {
        var time = Bench.Time(() => Parallel.For(0, atOnce, _ =>
        {
            for (var i = 0; i < Starts / atOnce; i++)
                Start(program, arguments);
        }));
        return time.TotalMilliseconds / Starts;
    }

    private static void Start(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }

    /// <summary>With and without in turn, so that what else the machine does meets both.</summary>
    private static async Task<(double Without, double With)> SlopesAsync(Bench bench, Func<Bench, int, bool, string> graph)
    {
        var times = new Dictionary<(int Nodes, bool Mounted), List<TimeSpan>>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var kind in new[] { (Small, false), (Small, true), (Large, false), (Large, true) })
            {
                var (measured, run) = await Processes.GyreRunAsync(graph(bench, kind.Item1, kind.Item2), bench.NewPlace("home"));
                if (run.GetRawText().Contains("could not be mounted", StringComparison.Ordinal))
                    throw new InvalidOperationException("No view of its own can be made for a step on this machine.");
                if (!times.TryGetValue(kind, out var list))
                    times[kind] = list = [];
                list.Add(measured.Time);
            }
        }
        return (Slope(false), Slope(true));

        double Slope(bool mounted) => (Bench.Median(times[(Large, mounted)]) - Bench.Median(times[(Small, mounted)])).TotalMilliseconds / (Large - Small);
    }
}
