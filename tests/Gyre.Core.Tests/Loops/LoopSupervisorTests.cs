using System.Collections.Concurrent;
using System.Threading.Channels;
using Gyre.Core.Loops;
using Gyre.Testing;
using Microsoft.Extensions.Logging;

namespace Gyre.Core.Tests.Loops;

public sealed class LoopSupervisorTests : IAsyncDisposable
{
    private readonly ManualClock _clock = new();
    private readonly RecordedLog _log = new();
    private readonly LoopSupervisor _supervisor;

    public LoopSupervisorTests() => _supervisor = new LoopSupervisor(_clock, _log);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _supervisor.DisposeAsync();

    [Fact]
    public async Task A_loop_that_fails_is_started_again_after_its_time_and_counts_as_running_at_its_beat()
    {
        var loop = new ScriptedLoop("probe");
        _supervisor.Start(loop);
        (await loop.NextAsync(Cancel)).Fail(new AwayException());
        await WaitingAsync();
        Health().ShouldSatisfyAllConditions(
            health => health.Phase.ShouldBe(LoopPhase.Waiting),
            health => health.WaitingFor.ShouldBe("the store is away"),
            health => health.Failures.ShouldBe(1),
            health => health.LastBeat.ShouldBeNull());
        _clock.Advance(TimeSpan.FromMilliseconds(99));
        loop.Starts.ShouldBe(1);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        var second = await loop.NextAsync(Cancel);
        Health().Phase.ShouldBe(LoopPhase.Waiting);
        second.Scope.Beat();
        Health().ShouldBe(new LoopHealth("probe", LoopPhase.Running, _clock.GetUtcNow(), null, 0, _clock.GetUtcNow()));
        _log.Lines.ShouldBe(["Loop probe is waiting: the store is away (consecutive failures: 1)", "Loop probe recovered"]);
    }

    [Fact]
    public async Task A_loop_does_not_stand_in_the_scopes_of_whoever_starts_it()
    {
        var scope = new AsyncLocal<string> { Value = "the first request" };
        var seen = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var loops = _supervisor.Start(new BackgroundLoop("probe", async (_, token) =>
        {
            seen.TrySetResult(scope.Value);
            await new TaskCompletionSource().Task.WaitAsync(token);
        }));
        (await seen.Task.WaitAsync(Cancel)).ShouldBeNull();
        scope.Value.ShouldBe("the first request");
    }

    [Fact]
    public async Task A_loop_that_ends_by_itself_has_failed()
    {
        var loop = new ScriptedLoop("probe");
        _supervisor.Start(loop);
        (await loop.NextAsync(Cancel)).End();
        await WaitingAsync();
        Health().WaitingFor.ShouldBe("it ended by itself");
    }

    [Fact]
    public async Task A_cancellation_that_nobody_asked_for_is_a_failure()
    {
        var loop = new ScriptedLoop("probe");
        _supervisor.Start(loop);
        (await loop.NextAsync(Cancel)).Fail(new TaskCanceledException());
        await WaitingAsync();
        Health().WaitingFor.ShouldBe("it failed: TaskCanceledException");
    }

    [Fact]
    public async Task The_text_of_a_foreign_exception_is_neither_shown_nor_logged()
    {
        var loop = new ScriptedLoop("probe");
        _supervisor.Start(loop);
        (await loop.NextAsync(Cancel)).Fail(new InvalidOperationException("password=hunter2"));
        await WaitingAsync();
        Health().WaitingFor.ShouldBe("it failed: InvalidOperationException");
        _log.Lines.ShouldHaveSingleItem().ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task A_turn_that_failed_shows_while_the_loop_tries_again_by_itself()
    {
        var loop = new ScriptedLoop("probe");
        _supervisor.Start(loop);
        var run = await loop.NextAsync(Cancel);
        run.Scope.Failed(new AwayException());
        Health().Phase.ShouldBe(LoopPhase.Waiting);
        run.Scope.Beat();
        Health().Phase.ShouldBe(LoopPhase.Running);
        loop.Starts.ShouldBe(1);
    }

    [Fact]
    public async Task Stopping_is_no_failure_and_waits_for_the_end()
    {
        var loop = new ScriptedLoop("probe") { EndsLate = true };
        var group = _supervisor.Start(loop);
        await loop.NextAsync(Cancel);
        var stopping = group.DisposeAsync().AsTask();
        await loop.Told.WaitAsync(Cancel);
        stopping.IsCompleted.ShouldBeFalse();
        loop.LetEnd();
        await stopping;
        Health().Phase.ShouldBe(LoopPhase.Stopped);
        _log.Lines.ShouldBeEmpty();
        loop.Starts.ShouldBe(1);
    }

    [Fact]
    public async Task A_loop_that_waits_for_its_next_try_stops_at_once()
    {
        var loop = new ScriptedLoop("probe");
        var group = _supervisor.Start(loop);
        (await loop.NextAsync(Cancel)).Fail(new AwayException());
        await WaitingAsync();
        await group.DisposeAsync();
        Health().Phase.ShouldBe(LoopPhase.Stopped);
        _clock.TimerCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_failure_while_it_is_stopped_is_logged()
    {
        var loop = new ScriptedLoop("probe") { FailsAtStop = new AwayException() };
        var group = _supervisor.Start(loop);
        await loop.NextAsync(Cancel);
        await group.DisposeAsync();
        _log.Lines.ShouldHaveSingleItem().ShouldStartWith("Loop probe failed while stopping: the store is away");
    }

    [Fact]
    public async Task Loops_of_one_group_are_all_told_before_any_is_waited_for()
    {
        var first = new ScriptedLoop("first") { EndsLate = true };
        var second = new ScriptedLoop("second");
        var group = _supervisor.Start(first, second);
        await first.NextAsync(Cancel);
        await second.NextAsync(Cancel);
        var stopping = group.DisposeAsync().AsTask();
        await second.Told.WaitAsync(Cancel);
        first.LetEnd();
        await stopping;
        _supervisor.Health.Select(health => health.Phase).ShouldBe([LoopPhase.Stopped, LoopPhase.Stopped]);
    }

    [Fact]
    public async Task A_name_is_free_again_once_its_loop_has_stopped()
    {
        var group = _supervisor.Start(new ScriptedLoop("probe"));
        Should.Throw<InvalidOperationException>(() => _supervisor.Start(new ScriptedLoop("probe")));
        await group.DisposeAsync();
        _supervisor.Start(new ScriptedLoop("probe"));
        Health().Phase.ShouldBe(LoopPhase.Running);
    }

    [Fact]
    public async Task Closing_the_supervisor_stops_every_group()
    {
        _supervisor.Start(new ScriptedLoop("first"));
        var second = _supervisor.Start(new ScriptedLoop("second"));
        await _supervisor.DisposeAsync();
        _supervisor.Health.ShouldAllBe(health => health.Phase == LoopPhase.Stopped);
        await second.DisposeAsync();
    }

    [Fact]
    public async Task Work_with_an_end_is_tried_again_while_something_is_away_and_shows_only_then()
    {
        var tries = 0;
        var reports = new List<LoopPhase>();
        _supervisor.Reported += health => reports.Add(health.Phase);
        var work = _supervisor.CarryAsync(
            "run/1",
            (scope, _) =>
            {
                if (++tries < 3)
                    throw new AwayException();
                scope.Beat();
                return Task.CompletedTask;
            },
            Cancel);
        Health().ShouldSatisfyAllConditions(health => health.Name.ShouldBe("run/1"), health => health.Phase.ShouldBe(LoopPhase.Waiting));
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        await WaitingAsync();
        work.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        await work;
        tries.ShouldBe(3);
        reports.ShouldBe([LoopPhase.Waiting, LoopPhase.Running]);
        _supervisor.Health.ShouldBeEmpty();
    }

    [Fact]
    public async Task Any_other_failure_is_the_end_of_work_with_an_end()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => _supervisor.CarryAsync("run/1", (_, _) => throw new InvalidOperationException(), Cancel));
        _supervisor.Health.ShouldBeEmpty();
    }

    [Fact]
    public async Task Work_that_waits_is_given_up_when_it_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var work = _supervisor.CarryAsync("run/1", (_, _) => throw new AwayException(), stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => work);
        _supervisor.Health.ShouldBeEmpty();
    }

    private LoopHealth Health() => _supervisor.Health.ShouldHaveSingleItem();

    /// <summary>Until it has begun to wait for its next try.</summary>
    private async Task WaitingAsync()
    {
        while (_clock.TimerCount == 0)
        {
            Cancel.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed class AwayException() : Exception("the text of the exception"), IOutageException
    {
        public string Reason => "the store is away";
    }

    /// <summary>A loop that does what the test says.</summary>
    private sealed class ScriptedLoop(string name) : IBackgroundLoop
    {
        private readonly Channel<Turn> _turns = Channel.CreateUnbounded<Turn>();
        private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _starts;

        public string Name => name;

        public bool EndsLate { get; init; }

        public Exception? FailsAtStop { get; init; }

        public int Starts => Volatile.Read(ref _starts);

        /// <summary>Done when it has been told to stop.</summary>
        public Task Told => _told.Task;

        public void LetEnd() => _mayEnd.SetResult();

        public ValueTask<Turn> NextAsync(CancellationToken cancellationToken) => _turns.Reader.ReadAsync(cancellationToken);

        public async Task RunAsync(ILoopScope scope, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _starts);
            var turn = new Turn(scope);
            _turns.Writer.TryWrite(turn);
            await using var registration = cancellationToken.Register(() =>
            {
                _told.TrySetResult();
                turn.Cancel(cancellationToken);
            });
            try
            {
                await turn.Ended;
            }
            catch (OperationCanceledException) when (FailsAtStop is not null)
            {
                throw FailsAtStop;
            }
            finally
            {
                if (EndsLate && cancellationToken.IsCancellationRequested)
                    await _mayEnd.Task;
            }
        }
    }

    private sealed class Turn(ILoopScope scope)
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ILoopScope Scope => scope;

        public Task Ended => _ended.Task;

        public void End() => _ended.TrySetResult();

        public void Fail(Exception exception) => _ended.TrySetException(exception);

        public void Cancel(CancellationToken token) => _ended.TrySetCanceled(token);
    }

    private sealed class RecordedLog : ILogger<LoopSupervisor>
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyList<string> Lines => [.. _lines];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(formatter(state, exception));
    }
}
