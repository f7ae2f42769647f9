using Gyre.Client.Formats.Mlflow.Rest;
using Gyre.Client.Http;
using Gyre.Client.Logging;
using Gyre.Client.Spooling;
using Gyre.Client.Tests.Fakes;
using Gyre.Core;

namespace Gyre.Client.Tests;

/// <summary>
/// What every <see cref="IRunWriter"/> promises while its server can be reached. The one that spools then does what the direct one does.
/// </summary>
public abstract class RunWriterConformance : IDisposable
{
    private readonly HttpClient _http;

    protected RunWriterConformance()
    {
        _http = new HttpClient(Server) { Timeout = Timeout.InfiniteTimeSpan };
        var address = RestAddress.Read(new Uri(FakeServer.Address), _ => null);
        var http = new RetryingHttp(_http, new RetryOptions { RequestTimeout = SkippingClock.Never }, new SkippingClock());
        Store = new RestStore(new RestClient(http, address, Ids), () => null);
    }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected FakeServer Server { get; } = new();

    private protected RestStore Store { get; }

    private protected IdSource Ids { get; } = IdSource.FromClock(TimeProvider.System);

    private protected abstract IRunWriter Writer { get; }

    /// <summary>Writes that are kept for later.</summary>
    private protected virtual int Waiting => 0;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        _http.Dispose();
        Server.Dispose();
    }

    [Fact]
    public async Task What_is_written_has_arrived_when_the_write_returns_and_in_order()
    {
        var run = await RunAsync();
        for (var number = 0; number < 5; number++)
        {
            await Writer.WriteBatchAsync(
                run, Batch(LogItem.Metric("m", number, number, number), LogItem.Tag("t", $"{number}")), $"batch-{number}", Cancel);
            Server.Runs[run].Tags["t"].ShouldBe($"{number}");
        }
        await Writer.WriteInputAsync(run, Input, "input", Cancel);
        await Writer.UpdateRunAsync(run, new RunUpdate(TrackingStatus.Finished, 7), "update", Cancel);
        Server.Runs[run].Values("m").ShouldBe([0, 1, 2, 3, 4]);
        (Server.Runs[run].Status, Server.Runs[run].EndTime).ShouldBe(("FINISHED", 7));
        Server.Runs[run].Inputs.ShouldHaveSingleItem();
        Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task A_write_that_is_repeated_under_its_key_counts_once()
    {
        var run = await RunAsync();
        for (var time = 0; time < 3; time++)
            await Writer.WriteBatchAsync(run, Batch(LogItem.Metric("m", 1, 1, 1)), "same", Cancel);
        await Writer.WriteBatchAsync(run, Batch(LogItem.Metric("m", 1, 1, 1)), "other", Cancel);
        Server.Runs[run].Values("m").ShouldBe([1, 1]);
    }

    [Fact]
    public async Task What_the_server_refuses_is_an_error_of_the_write_and_is_not_kept()
    {
        var run = await RunAsync();
        await Writer.WriteBatchAsync(run, Batch(LogItem.Param("lr", "0.1")), "first", Cancel);
        (await Should.ThrowAsync<TrackingException>(
            () => Writer.WriteBatchAsync(run, Batch(LogItem.Param("lr", "0.2")), "second", Cancel))).Message.ShouldContain("lr");
        Func<Task>[] calls =
        [
            () => Writer.WriteBatchAsync("nobody", Batch(LogItem.Tag("t", "1")), "a", Cancel),
            () => Writer.UpdateRunAsync("nobody", new RunUpdate(TrackingStatus.Finished), "b", Cancel),
            () => Writer.WriteInputAsync("nobody", Input, "c", Cancel),
        ];
        foreach (var call in calls)
            (await Should.ThrowAsync<TrackingException>(call)).ErrorCode.ShouldBe("RESOURCE_DOES_NOT_EXIST");
        Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task A_write_that_is_cancelled_before_it_begins_is_neither_sent_nor_kept()
    {
        var run = await RunAsync();
        var sent = Server.Calls.Count;
        await AllCancelledAsync(run, new CancellationToken(canceled: true));
        Server.Calls.Count.ShouldBe(sent);
        Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task A_write_that_is_cancelled_while_the_server_is_silent_ends_and_is_not_kept()
    {
        var run = await RunAsync();
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Server.Hold = hold.Task;
        using var source = new CancellationTokenSource();
        var writing = AllCancelledAsync(run, source.Token);
        writing.IsCompleted.ShouldBeFalse();
        await source.CancelAsync();
        await writing;
        hold.SetResult();
        Waiting.ShouldBe(0);
        await Writer.WriteBatchAsync(run, Batch(LogItem.Metric("m", 2, 1, 1)), "again", Cancel);
        Server.Runs[run].Values("m").ShouldBe([2]);
    }

    private static TrackingDataset Dataset => new() { Name = "d", Digest = "1" };

    private static RunInput Input => new(Dataset, null);

    private static LogBatch Batch(params LogItem[] items) => new([.. items]);

    private async Task<string> RunAsync() => (await Store.CreateRunAsync(new NewRun("0", "run", "me", 1, []), "create", Cancel)).RunId;

    /// <summary>Each kind of write, under a token that is or will be cancelled.</summary>
    private Task<OperationCanceledException[]> AllCancelledAsync(string run, CancellationToken token) => Task.WhenAll(
        Should.ThrowAsync<OperationCanceledException>(
            () => Writer.WriteBatchAsync(run, Batch(LogItem.Metric("m", 1, 1, 1)), "batch", token)),
        Should.ThrowAsync<OperationCanceledException>(
            () => Writer.UpdateRunAsync(run, new RunUpdate(TrackingStatus.Finished), "update", token)),
        Should.ThrowAsync<OperationCanceledException>(() => Writer.WriteInputAsync(run, Input, "input", token)));
}

public sealed class DirectWriterTests : RunWriterConformance
{
    private protected override IRunWriter Writer => Store;
}

public sealed class SpoolingWriterTests : RunWriterConformance
{
    private readonly TemporaryFolder _folder = new();
    private readonly SpoolingWriter _writer;

    public SpoolingWriterTests()
    {
        var options = FakeServer.Options(Server) with { SpoolFolder = _folder.Path };
        _writer = new SpoolingWriter(
            Store, new NobodyStarts(), FakeServer.Address, options, Ids, failure => Assert.Fail(failure.ToString()));
    }

    private protected override IRunWriter Writer => _writer;

    private protected override int Waiting => Directory.GetFiles(_folder.Path).Length + (_writer.IsWaiting ? 1 : 0);

    protected override void Dispose(bool disposing)
    {
        _writer.Dispose();
        _folder.Dispose();
        base.Dispose(disposing);
    }

    private sealed class NobodyStarts : IRunStarter
    {
        public Task<string> StartAsync(
            string provisionalId, OfflineStart start, string key, Func<string, string> resolve, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("No run of these tests is started without the server.");
    }
}
