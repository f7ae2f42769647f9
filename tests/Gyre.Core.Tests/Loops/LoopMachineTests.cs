using Gyre.Core.Loops;

namespace Gyre.Core.Tests.Loops;

public sealed class LoopMachineTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private LoopState _state = LoopState.New(Start);

    [Fact]
    public void A_failure_makes_it_wait_and_a_beat_lets_it_run_again()
    {
        Tell(new LoopFailed(At(5), "away")).Report.ShouldBe(LoopReport.Failing);
        _state.ShouldSatisfyAllConditions(
            state => state.Phase.ShouldBe(LoopPhase.Waiting),
            state => state.Since.ShouldBe(At(5)),
            state => state.Reason.ShouldBe("away"),
            state => state.Failures.ShouldBe(1));
        Tell(new LoopBeat(At(9))).Report.ShouldBe(LoopReport.GoingOn);
        _state.ShouldSatisfyAllConditions(
            state => state.Phase.ShouldBe(LoopPhase.Running),
            state => state.Since.ShouldBe(At(9)),
            state => state.Reason.ShouldBeNull(),
            state => state.Failures.ShouldBe(0),
            state => state.LastBeat.ShouldBe(At(9)));
    }

    [Fact]
    public void Tries_come_later_and_later_up_to_the_limit_and_soon_again_after_a_beat()
    {
        var delays = Enumerable.Range(0, 8).Select(second => Tell(new LoopFailed(At(second), "away")).RetryAfter.TotalMilliseconds);
        delays.ShouldBe([100, 200, 400, 800, 1600, 2000, 2000, 2000]);
        Tell(new LoopBeat(At(9)));
        Tell(new LoopFailed(At(10), "away")).RetryAfter.TotalMilliseconds.ShouldBe(100);
    }

    [Fact]
    public void It_waits_since_the_first_failure_whatever_the_reasons_after_it()
    {
        Tell(new LoopFailed(At(1), "away"));
        Tell(new LoopFailed(At(2), "locked"));
        _state.Since.ShouldBe(At(1));
        _state.Reason.ShouldBe("locked");
        _state.Failures.ShouldBe(2);
    }

    [Fact]
    public void A_reason_is_logged_when_it_is_new_and_then_at_growing_intervals()
    {
        var logged = Enumerable.Range(0, 1000).Where(second => Tell(new LoopFailed(At(second), "away")).Report == LoopReport.Failing);
        logged.ShouldBe([0, 30, 90, 210, 450, 930]);
        Tell(new LoopFailed(At(1001), "locked")).Report.ShouldBe(LoopReport.Failing);
        Tell(new LoopFailed(At(1002), "locked")).Report.ShouldBe(LoopReport.None);
    }

    [Fact]
    public void The_longest_silence_is_an_hour()
    {
        var lines = Enumerable.Range(0, 48 * 60).Where(minute => Tell(new LoopFailed(At(minute * 60), "away")).Report == LoopReport.Failing).ToList();
        lines.Zip(lines.Skip(1), (first, second) => second - first).Max().ShouldBe(60);
    }

    [Fact]
    public void A_loop_that_fails_at_every_other_turn_does_not_fill_the_log()
    {
        var lines = 0;
        for (var second = 0; second < 100; second++)
        {
            lines += Tell(new LoopFailed(At(second), "away")).Report == LoopReport.None ? 0 : 1;
            lines += Tell(new LoopBeat(At(second + 0.5))).Report == LoopReport.None ? 0 : 1;
        }
        // Failing at 0, 30 and 90, and going on after each.
        lines.ShouldBe(6);
    }

    [Fact]
    public void The_same_reason_is_news_after_the_loop_has_worked_for_a_while()
    {
        Tell(new LoopFailed(At(0), "away"));
        Tell(new LoopBeat(At(3)));
        Tell(new LoopFailed(At(8), "away")).Report.ShouldBe(LoopReport.Failing);
        Tell(new LoopBeat(At(9))).Report.ShouldBe(LoopReport.GoingOn);
    }

    [Fact]
    public void A_beat_of_a_loop_that_runs_changes_nothing_but_its_time()
    {
        var before = _state;
        Tell(new LoopBeat(At(3))).Report.ShouldBe(LoopReport.None);
        _state.ShouldBe(before with { LastBeat = At(3) });
    }

    [Fact]
    public void What_has_stopped_stays_stopped()
    {
        Tell(new LoopFailed(At(1), "away"));
        Tell(new LoopEnded(At(2)));
        _state.ShouldSatisfyAllConditions(
            state => state.Phase.ShouldBe(LoopPhase.Stopped), state => state.Since.ShouldBe(At(2)), state => state.Reason.ShouldBeNull());
        Tell(new LoopBeat(At(3)));
        _state.Phase.ShouldBe(LoopPhase.Stopped);
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(5, 1600)]
    [InlineData(6, 2000)]
    [InlineData(int.MaxValue, 2000)]
    public void Backoff_doubles_up_to_its_limit(int failures, double milliseconds) =>
        Backoff.Default.After(failures).TotalMilliseconds.ShouldBe(milliseconds);

    private static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    private LoopDecision Tell(LoopEvent @event)
    {
        var decision = LoopMachine.Decide(_state, @event, Backoff.Default);
        _state = decision.State;
        return decision;
    }
}
