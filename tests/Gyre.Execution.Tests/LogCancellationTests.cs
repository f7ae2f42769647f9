using Gyre.Core;
using Gyre.Testing;
using Gyre.Testing.Execution;

namespace Gyre.Execution.Tests;

/// <summary>A log is followed until the attempt ends, or the follower does.</summary>
public sealed class LogCancellationTests : IDisposable
{
    private readonly ExecutorHome _home = new();
    private readonly ManualClock _clock = new();
    private readonly AttemptFolder _folder;

    public LogCancellationTests()
    {
        _folder = _home.Folder(new AttemptId(GuidIds.FromNames("attempt")));
        Directory.CreateDirectory(_folder.Root);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_waits_for_more_or_for_the_beginning_ends(bool begun)
    {
        if (begun)
            Write("2026-01-01T00:00:00.000Z O hello\n");
        using var source = new CancellationTokenSource();
        await using var lines = Follow(source.Token);
        if (begun)
            (await lines.MoveNextAsync()).ShouldBeTrue();
        var next = lines.MoveNextAsync().AsTask();
        await Patience.UntilAsync(() => _clock.TimerCount > 0, Cancel);
        next.IsCompleted.ShouldBeFalse();
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => next);
        _clock.TimerCount.ShouldBe(0);
    }

    [Fact]
    public async Task Who_is_cancelled_between_two_reads_of_a_long_log_gets_no_more_of_it_and_holds_no_file()
    {
        Write(string.Concat(Enumerable.Range(0, 10_000).Select(number => $"2026-01-01T00:00:00.000Z O line {number}\n")));
        using var source = new CancellationTokenSource();
        var told = 0;
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await using var lines = Follow(source.Token);
            while (await lines.MoveNextAsync())
            {
                if (++told == 1)
                    await source.CancelAsync();
            }
        });
        told.ShouldBeLessThan(10_000);
        using var exclusive = new FileStream(_folder.Log, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    private void Write(string text) => File.WriteAllText(_folder.Log, text);

    private IAsyncEnumerator<LogLine> Follow(CancellationToken cancellationToken) =>
        AttemptLog.ReadAsync(_folder, 0, follow: true, _clock, cancellationToken).GetAsyncEnumerator(cancellationToken);
}
