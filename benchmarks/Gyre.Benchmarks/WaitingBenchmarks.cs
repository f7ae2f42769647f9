using System.Diagnostics;
using Gyre.Core;
using Gyre.Home;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Benchmarks;

/// <summary>Nodes that wait for a person: they must cost no thread, and a restart must be a matter of seconds.</summary>
internal static class WaitingBenchmarks
{
    public static async Task RunAsync(Bench bench)
    {
        var rows = new List<string[]>();
        foreach (var nodes in (int[])[10_000, 100_000])
            rows.Add(await MeasureAsync(bench, nodes));
        Bench.Print("Nodes that wait for a person", ["nodes", "until all wait, s", "threads more", "memory, MiB", "restart until it answers, s", "an answer until its node has ended, ms"], rows);
    }

    private static async Task<string[]> MeasureAsync(Bench bench, int nodes)
    {
        var storage = new StorageOptions { Home = bench.NewPlace("waiting") };
        var folder = Directory.CreateDirectory(bench.NewPlace("project")).FullName;
        var pipeline = new Pipeline
        {
            Name = "asks",
            Graph = new Graph { Nodes = [.. Enumerable.Range(0, nodes).Select(i => new ApprovalNode { Name = $"ask{i}", Approval = new ApprovalRule { Expires = TimeSpan.FromDays(90) } })] },
        };
        RunId run;
        TimeSpan start;
        int threads;
        long memory;
        await using (var home = await OpenAsync(storage))
        {
            var engine = home.Engine;
            var before = Process.GetCurrentProcess().Threads.Count;
            var began = Stopwatch.GetTimestamp();
            run = await engine.Runs.StartAsync(new StartRun { Project = new Project(), Folder = folder, Pipeline = "asks", Definition = pipeline }, CancellationToken.None);
            _ = engine.RunToEndAsync(run, CancellationToken.None);
            while ((await engine.Runs.NodeAsync(run, $"ask{nodes - 1}", CancellationToken.None))?.State != NodeRunState.AwaitingApproval)
                await Task.Delay(20);
            start = Stopwatch.GetElapsedTime(began);
            GC.Collect();
            threads = Math.Max(0, Process.GetCurrentProcess().Threads.Count - before);
            memory = GC.GetTotalMemory(forceFullCollection: true);
        }
        var again = Stopwatch.GetTimestamp();
        await using var reopened = await OpenAsync(storage);
        var next = reopened.Engine;
        _ = next.RunToEndAsync(run, CancellationToken.None);
        await AnswerAsync(next, run, "ask0");
        var restart = Stopwatch.GetElapsedTime(again);
        var answer = Bench.Median(await Task.WhenAll(Enumerable.Range(1, 5).Select(i => Bench.TimeAsync(() => AnswerAsync(next, run, $"ask{i}")))));
        return [$"{nodes}", Bench.Number(start.TotalSeconds), $"{threads}", $"{memory >> 20}", Bench.Number(restart.TotalSeconds), Bench.Number(answer.TotalMilliseconds, "0")];
    }

    private static Task<GyreHome> OpenAsync(StorageOptions storage) =>
        GyreHome.OpenAsync(new HomeSettings { Storage = storage }, [new IdleModule(), new PipelinesModule(revisions: null)],
            CancellationToken.None);

    private static async Task AnswerAsync(Engine engine, RunId run, string path)
    {
        await engine.Runs.DecideApprovalAsync(run, path, new ApprovalDecision(true, "bench", null), CancellationToken.None);
        while ((await engine.Runs.NodeAsync(run, path, CancellationToken.None))?.State != NodeRunState.Succeeded)
            await Task.Delay(2);
    }
}
