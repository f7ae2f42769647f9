using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Execution.Queueing;
using Gyre.Testing;
using Gyre.Testing.Execution;

namespace Gyre.Execution.Tests;

/// <summary>An executor behind a queue is an executor.</summary>
public sealed class QueueingExecutorConformanceTests : ExecutorConformance
{
    protected override async Task<IExecutor> OpenAsync(ExecutorHome home, CancellationToken cancellationToken) =>
        QueueingExecutorTests.Queue(await Host.OpenAsync(home, cancellationToken), home, new ConcurrencyLimits { Jobs = 2 });
}

public sealed class QueueingExecutorTests : IAsyncLifetime
{
    private ExecutorHome _home = null!;
    private IExecutor _executor = null!;
    private NoticeBoard _notices = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static IExecutor Queue(IExecutor inner, ExecutorHome home, ConcurrencyLimits limits) => new QueueingExecutor(
        inner, new PlaceGate(limits, TimeProvider.System), home.Root, TimeProvider.System, new LoopSupervisor(TimeProvider.System));

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the steps are written for sh");
        _home = new ExecutorHome();
        await OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_executor is not null)
            await _executor.DisposeAsync();
        _home?.Dispose();
    }

    [Fact]
    public async Task An_attempt_waits_until_its_pool_has_a_place_and_says_so()
    {
        var (first, second) = (Waiting("first"), Waiting("second"));
        await _executor.SubmitAsync(first, Cancel);
        await _executor.SubmitAsync(second, Cancel);
        await _executor.SubmitAsync(second, Cancel);
        await _notices.StartOfAsync(first.Attempt, Cancel);

        await Patience.UntilAsync(() => _notices.All.OfType<AttemptWaits>().Any(), Cancel);
        var wait = _notices.All.OfType<AttemptWaits>().Single();
        wait.ShouldBe(new AttemptWaits(second.Attempt, "waits for pool 'gpu' of this home (1 of 1 in use)"));
        (await _executor.ObserveAsync(second.Attempt, Cancel)).Phase.ShouldBe(AttemptPhase.Waiting);
        _notices.All.ShouldNotContain(notice => notice is AttemptStarted && notice.Attempt == second.Attempt);

        await File.WriteAllTextAsync(_home.Place("first"), "", Cancel);
        await File.WriteAllTextAsync(_home.Place("second"), "", Cancel);
        (await _notices.EndOfAsync(first.Attempt, Cancel)).Outcome.ShouldBe(AttemptOutcome.Succeeded);
        (await _notices.EndOfAsync(second.Attempt, Cancel)).Outcome.ShouldBe(AttemptOutcome.Succeeded);
    }

    [Fact]
    public async Task One_that_waits_can_be_cancelled_and_whoever_follows_its_log_sees_the_end()
    {
        var (first, second, third) = (Waiting("first"), Waiting("second"), Waiting("third"));
        foreach (var order in new[] { first, second, third })
            await _executor.SubmitAsync(order, Cancel);
        var lines = ReadAllAsync(second.Attempt);
        await _executor.CancelAsync(second.Attempt, "enough", Cancel);

        var result = await _notices.EndOfAsync(second.Attempt, Cancel);
        (result.Outcome, result.Reason).ShouldBe((AttemptOutcome.Cancelled, "enough"));
        (await lines).ShouldBe(0);
        foreach (var name in new[] { "first", "third" })
            await File.WriteAllTextAsync(_home.Place(name), "", Cancel);
        (await _notices.EndOfAsync(third.Attempt, Cancel)).Outcome.ShouldBe(AttemptOutcome.Succeeded);
    }

    [Fact]
    public async Task What_an_earlier_engine_started_counts_and_what_it_kept_back_is_submitted_again()
    {
        var (first, second) = (Waiting("first"), Waiting("second"));
        await _executor.SubmitAsync(first, Cancel);
        await _executor.SubmitAsync(second, Cancel);
        await _notices.StartOfAsync(first.Attempt, Cancel);
        await _executor.DisposeAsync();

        await OpenAsync();
        (await _executor.AdoptAsync(first.Attempt, Cancel)).ShouldBe(AdoptionOutcome.Watching);
        (await _executor.AdoptAsync(second.Attempt, Cancel)).ShouldBe(AdoptionOutcome.Unknown);
        await _executor.SubmitAsync(second, Cancel);
        (await _executor.AdoptAsync(second.Attempt, Cancel)).ShouldBe(AdoptionOutcome.Watching);
        (await _executor.ObserveAsync(second.Attempt, Cancel)).Phase.ShouldBe(AttemptPhase.Waiting);

        await File.WriteAllTextAsync(_home.Place("second"), "", Cancel);
        await File.WriteAllTextAsync(_home.Place("first"), "", Cancel);
        (await _notices.EndOfAsync(second.Attempt, Cancel)).Outcome.ShouldBe(AttemptOutcome.Succeeded);
    }

    [Fact]
    public async Task One_that_could_never_start_ends_with_the_reason()
    {
        var order = _home.Order("true") with { Requirements = new AttemptRequirements { Pools = ["tpu"] } };
        await _executor.SubmitAsync(order, Cancel);
        var result = await _notices.EndOfAsync(order.Attempt, Cancel);
        result.Outcome.ShouldBe(AttemptOutcome.Failed);
        result.Reason.ShouldNotBeNull().ShouldContain("pool 'tpu' does not exist");
    }

    private async Task OpenAsync()
    {
        var limits = new ConcurrencyLimits { Pools = [new PoolSize("gpu", 1)] };
        _executor = Queue(await Host.OpenAsync(_home, Cancel), _home, limits);
        _notices = new NoticeBoard(_executor);
    }

    /// <summary>A step in the pool that ends when the test writes the file of that name.</summary>
    private AttemptOrder Waiting(string name) => _home.Order($"while [ ! -e '{_home.Place(name)}' ]; do sleep 0.02; done") with
    {
        Requirements = new AttemptRequirements { Cpu = 0.1, Pools = ["gpu"] },
    };

    private async Task<int> ReadAllAsync(AttemptId attempt)
    {
        var count = 0;
        await foreach (var _ in _executor.TailLogsAsync(attempt, 0, follow: true, Cancel))
            count++;
        return count;
    }
}
