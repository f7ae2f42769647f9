using Gyre.Testing;

namespace Gyre.Core.Tests;

public sealed class PaceTests
{
    private readonly ManualClock _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_turn_and_one_after_a_quiet_time_are_not_held_up()
    {
        var pace = new Pace(_clock, TimeSpan.FromSeconds(1));
        pace.KeepAsync(Cancel).IsCompletedSuccessfully.ShouldBeTrue();
        _clock.Advance(TimeSpan.FromSeconds(1));
        pace.KeepAsync(Cancel).IsCompletedSuccessfully.ShouldBeTrue();
        var early = pace.KeepAsync(Cancel);
        _clock.Advance(TimeSpan.FromSeconds(0.9));
        early.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        await early;
    }

    [Fact]
    public async Task A_turn_is_held_up_for_what_is_left_only()
    {
        var pace = new Pace(_clock, TimeSpan.FromSeconds(1));
        await pace.KeepAsync(Cancel);
        _clock.Advance(TimeSpan.FromSeconds(0.7));
        var second = pace.KeepAsync(Cancel);
        second.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(0.3));
        await second;
    }

    [Fact]
    public async Task Waiting_ends_when_it_is_cancelled()
    {
        var pace = new Pace(_clock, TimeSpan.FromSeconds(1));
        await pace.KeepAsync(Cancel);
        using var stop = new CancellationTokenSource();
        var waiting = pace.KeepAsync(stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
    }
}
