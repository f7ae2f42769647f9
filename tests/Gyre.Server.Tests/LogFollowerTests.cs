using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines;
using Gyre.Server.Features.Logs;
using Gyre.Storage;
using Gyre.Testing;

namespace Gyre.Server.Tests;

/// <summary>Who follows a log and is cancelled ends wherever it waits, and keeps nothing open.</summary>
public sealed class LogFollowerTests : IAsyncLifetime
{
    private const string Line = "2026-01-01T00:00:00.000Z O hello\n";

    private readonly string _home = Directory.CreateTempSubdirectory("gyre-logs-").FullName;
    private readonly ManualClock _clock = new();
    private readonly FakeEngine _engine = new();
    private readonly AttemptId _attempt = new(GuidIds.FromNames("attempt"));
    private IStore _store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private StorageOptions Storage => new() { Home = _home };

    public async ValueTask InitializeAsync() => _store = await GyreStore.OpenAsync(Storage, [], _clock, Cancel);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public async Task What_is_cancelled_before_it_begins_tells_nothing()
    {
        var run = Running(_attempt);
        await using var lines = Follow(run, new CancellationToken(canceled: true));
        await Should.ThrowAsync<OperationCanceledException>(async () => await lines.MoveNextAsync());
    }

    [Fact]
    public async Task Who_waits_for_the_next_line_ends()
    {
        var run = Running(_attempt);
        using var source = new CancellationTokenSource();
        await using var lines = Follow(run, source.Token);
        (await lines.MoveNextAsync()).ShouldBeTrue();
        lines.Current.Line!.Text.ShouldBe("hello");
        var next = lines.MoveNextAsync().AsTask();
        await Patience.UntilAsync(() => _clock.TimerCount > 0, Cancel);
        next.IsCompleted.ShouldBeFalse();
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => next);
        _clock.TimerCount.ShouldBe(0);
        // Another follower goes on where it stopped, and the file can be replaced: nobody has it open.
        using var exclusive = new FileStream(AttemptFolder.In(_home, _attempt).Log, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Fact]
    public async Task Who_waits_for_the_first_attempt_ends()
    {
        var run = Running(null);
        using var source = new CancellationTokenSource();
        await using var lines = Follow(run, source.Token);
        var next = lines.MoveNextAsync().AsTask();
        await Patience.UntilAsync(() => _clock.TimerCount > 0, Cancel);
        next.IsCompleted.ShouldBeFalse();
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => next);
    }

    private RunId Running(AttemptId? attempt)
    {
        var folder = AttemptFolder.In(_home, _attempt);
        Directory.CreateDirectory(folder.Root);
        File.WriteAllText(folder.Log, Line);
        var run = _engine.Add().Id;
        _engine.AddNode(run, "train", attempt is null ? NodeRunState.Waiting : NodeRunState.Running, attempt);
        return run;
    }

    private IAsyncEnumerator<FollowedLine> Follow(RunId run, CancellationToken cancellationToken) =>
        new LogFollower(_engine, _store.Events, new ExecutorSet(new FolderLogs(_home, _clock)), _clock)
            .FollowAsync(run, "train", null, cancellationToken).GetAsyncEnumerator(cancellationToken);
}
