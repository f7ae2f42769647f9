using System.Diagnostics;
using System.Threading.Channels;
using Gyre.Core;
using Gyre.Execution;
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

    /// <summary>Nothing is ever run here.</summary>
    private sealed class IdleModule : IModule
    {
        public string Name => "idle";

        public Task<IOpenModule> OpenAsync(HomeParts parts, CancellationToken cancellationToken)
        {
            parts.Add(new ExecutorSet(new IdleExecutor()));
            return Task.FromResult(OpenModule.Idle);
        }
    }

    private sealed class IdleExecutor : IExecutor
    {
        private readonly Channel<AttemptNotice> _notices = Channel.CreateUnbounded<AttemptNotice>();

        public string Name => "idle";

        public ChannelReader<AttemptNotice> Notices => _notices.Reader;

        public Task SubmitAsync(AttemptOrder order, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<AdoptionOutcome> AdoptAsync(AttemptId attempt, CancellationToken cancellationToken) => Task.FromResult(AdoptionOutcome.Unknown);

        public Task CancelAsync(AttemptId attempt, string reason, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<AttemptState> ObserveAsync(AttemptId attempt, CancellationToken cancellationToken) =>
            Task.FromResult(new AttemptState(AttemptPhase.Unknown));

        public IAsyncEnumerable<LogLine> TailLogsAsync(AttemptId attempt, long from, bool follow, CancellationToken cancellationToken) =>
            AsyncEnumerable.Empty<LogLine>();

        public Task<MetadataBatch> ReadMetadataAsync(
            AttemptId attempt, MetadataPlace from, MetadataPlace? until, int limit, CancellationToken cancellationToken) =>
            Task.FromResult(MetadataBatch.Empty(from));

        public Task<bool> ReportAsync(AttemptId attempt, Value detail, CancellationToken cancellationToken) => Task.FromResult(false);

        public ValueTask DisposeAsync()
        {
            _notices.Writer.TryComplete();
            return ValueTask.CompletedTask;
        }
    }
}
