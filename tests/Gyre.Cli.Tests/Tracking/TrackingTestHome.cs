using Gyre.Cli.Homes;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Cli.Tests.Tracking;

/// <summary>A home on disk with two runs in it, for commands that read and write records.</summary>
internal sealed class TrackingTestHome : IDisposable
{
    public const string First = "0123456789abcdef0123456789abcdef";
    public const string Second = "fedcba9876543210fedcba9876543210";

    public TestHost Host { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<TrackingTestHome> CreateAsync()
    {
        var made = new TrackingTestHome();
        await made.UseAsync(async tracking =>
        {
            var experiment = await tracking.Experiments.CreateAsync("churn", null, [], Token);
            await FillAsync(tracking, experiment, First, "first", 0.5, "3");
            await FillAsync(tracking, experiment, Second, "second", 0.75, "3");
        });
        return made;
    }

    public Task<int> RunAsync(params string[] arguments) => Host.RunAsync([.. arguments, "--home", "home"]);

    /// <summary>Works on the records themselves.</summary>
    public async Task UseAsync(Func<TrackingStore, Task> work)
    {
        await using var home = await ProgramHomes.Standard.OpenAsync(new StorageOptions { Home = Path.Join(Host.Folder, "home") }, Token);
        await work(home.Tracking);
    }

    public void Dispose() => Host.Dispose();

    private static async Task FillAsync(TrackingStore tracking, long experiment, string id, string name, double accuracy, string depth)
    {
        await tracking.Runs.CreateAsync(new NewTrackingRun { Experiment = experiment, RunId = id, Name = name, StartTime = 1_700_000_000_000 }, Token);
        await tracking.Runs.LogBatchAsync(
            id, new LogBatch { Metrics = [new LoggedMetric("accuracy", new MetricPoint(1, 0, accuracy))], Params = [new Tag("depth", depth)], Tags = [new Tag("by", "test")] }, Token);
        var run = await tracking.Runs.GetAsync(id, Token);
        await tracking.Artifacts.PutAsync(run.Info.ArtifactUri, "notes/a.txt", new MemoryStream("text"u8.ToArray()), null, Token);
    }
}
