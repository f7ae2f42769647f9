using Gyre.Storage;
using Gyre.Testing;
using Gyre.Tracking;

namespace Gyre.Cli.Tests.Tracking;

/// <summary>Ctrl-C in the middle of an import or export: nothing half can be seen, and the same command does the rest.</summary>
public sealed class MoveInterruptTests : IAsyncLifetime
{
    private const int Runs = 9;
    private const string Running = $" {nameof(TrackingRunStatus.Running)} ";

    private static readonly string[] Import = ["import", "mlflow", "--from", Path.Join(ConformanceData.Folder("mlflow-import"), "mlruns")];

    private readonly List<TestHost> _hosts = [];
    private readonly FakeHome _home = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("gyre-moves-").FullName;
    private InterruptingStore _store = null!;
    private IBlobStore _blobs = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await OpenAsync("first");

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        foreach (var host in _hosts)
            host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_import_that_is_interrupted_ends_no_run_that_is_not_whole_and_the_next_takes_the_rest()
    {
        var before = _store.Calls;
        (await NewHost().RunAsync(Import)).ShouldBe(CliExitCodes.Done);
        var calls = _store.Calls - before;
        var whole = await RecordsAsync();
        whole.Count.ShouldBe(Runs);
        foreach (var at in PlacesOf(calls))
        {
            await CloseAsync();
            await OpenAsync($"cut-{at}");
            await ShouldBeInterruptedAsync(at, Import);
            // What is being taken is a run that has not ended; whoever sees an ended one sees all of it.
            (await RecordsAsync()).Where(run => !run.Contains(Running, StringComparison.Ordinal)).ShouldBeSubsetOf(whole);
            (await NewHost().RunAsync(Import)).ShouldBe(CliExitCodes.Done, $"after {at}");
            (await RecordsAsync()).ShouldBe(whole, ignoreOrder: true);
        }
    }

    [Fact]
    public async Task An_export_that_is_interrupted_leaves_nothing_and_can_be_repeated()
    {
        (await NewHost().RunAsync(Import)).ShouldBe(CliExitCodes.Done);
        string[] export = ["export", "mlruns", "--to", Path.Join(_folder, "out")];
        var before = _store.Calls;
        (await NewHost().RunAsync([.. export[..^1], Path.Join(_folder, "whole")])).ShouldBe(CliExitCodes.Done);
        var there = Directory.GetFileSystemEntries(_folder);
        foreach (var at in PlacesOf(_store.Calls - before))
        {
            await ShouldBeInterruptedAsync(at, export);
            Directory.GetFileSystemEntries(_folder).ShouldBe(there, ignoreOrder: true, customMessage: $"interrupted at {at}");
        }
        (await NewHost().RunAsync(export)).ShouldBe(CliExitCodes.Done);
        FilesOf("out").ShouldBe(FilesOf("whole"));
    }

    /// <summary>The first call, some in between, and the last.</summary>
    private static int[] PlacesOf(int calls) => [1, calls / 4, calls / 2, calls * 3 / 4, calls];

    private async Task ShouldBeInterruptedAsync(int at, string[] arguments)
    {
        var host = NewHost();
        _store.InterruptAt(at, host);
        (await host.RunAsync(arguments)).ShouldBe(CliExitCodes.Interrupted, $"at {at}: {host.Error}");
        host.Out.ShouldBeEmpty();
        host.Error.ShouldContain("Interrupted.");
    }

    private TestHost NewHost()
    {
        var host = new TestHost(_home);
        _hosts.Add(host);
        // The home of the command is the one of the test, but it looks for the folder.
        host.Variables["GYRE_HOME"] = _folder;
        return host;
    }

    private IEnumerable<string> FilesOf(string name) => Directory.EnumerateFiles(Path.Join(_folder, name), "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Path.Join(_folder, name), path)).Order(StringComparer.Ordinal);

    private async Task<List<string>> RecordsAsync()
    {
        var all = new SearchRequest { MaxResults = 1000, View = StageView.All };
        var experiments = await _home.Tracking.Experiments.SearchAsync(all, Cancel);
        var ids = experiments.Items.Select(experiment => experiment.Id);
        return [.. (await _home.Tracking.Runs.SearchAsync([.. ids], all, new RunProjection(), Cancel)).Items.Select(TextOf)];
    }

    private static string TextOf(TrackingRun run)
    {
        var metrics = string.Join(' ', run.Metrics.Select(metric => $"{metric.Key}={metric.Point.Value}"));
        return $"{run.Info.RunId} {run.Info.Status} {run.Params.Length} {run.Tags.Length} {metrics}";
    }

    private async Task OpenAsync(string name)
    {
        var options = new StorageOptions { Home = Path.Join(_folder, "homes", name) };
        _store = new InterruptingStore(await GyreStore.OpenAsync(options, TrackingStore.Migrations, TimeProvider.System, Cancel));
        _blobs = await GyreStore.OpenBlobsAsync(options, TimeProvider.System, Cancel);
        _home.Records = await TrackingStore.OpenAsync(_store, _blobs, TimeProvider.System, Cancel);
    }

    private async Task CloseAsync()
    {
        _blobs.Dispose();
        await _store.DisposeAsync();
    }

    /// <summary>Interrupts a command at its n-th call.</summary>
    private sealed class InterruptingStore(IStore inner) : IStore, IDatabase
    {
        private int _calls;
        private int _at = int.MaxValue;
        private TestHost? _host;

        public int Calls => _calls;

        public IDatabase Database => this;

        public IEventLog Events => inner.Events;

        public ILeases Leases => inner.Leases;

        public IOutbox Outbox => inner.Outbox;

        public DatabaseKind Kind => inner.Database.Kind;

        public string? ReadOnlyReason => inner.Database.ReadOnlyReason;

        public void InterruptAt(int at, TestHost host) => (_at, _host) = (_calls + at, host);

        public async Task<T> ReadAsync<T>(Func<IDbSession, T> work, CancellationToken cancellationToken)
        {
            await CountAsync();
            return await inner.Database.ReadAsync(work, cancellationToken);
        }

        public async Task<T> WriteAsync<T>(Func<IDbSession, T> work, CancellationToken cancellationToken)
        {
            await CountAsync();
            return await inner.Database.WriteAsync(work, cancellationToken);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        private Task CountAsync() => Interlocked.Increment(ref _calls) == _at ? _host!.InterruptAsync() : Task.CompletedTask;
    }
}
