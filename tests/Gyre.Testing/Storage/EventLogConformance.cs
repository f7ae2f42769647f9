using Gyre.Storage;
using Shouldly;
using Xunit;

namespace Gyre.Testing.Storage;

/// <summary>What every <see cref="IEventLog"/> promises.</summary>
public abstract class EventLogConformance : StoreConformance
{
    /// <summary>One event.</summary>
    [Fact]
    public async Task An_event_is_read_as_it_was_appended()
    {
        var written = Event("run/1", """{"a":"é"}""") with { At = Clock.GetUtcNow().AddTicks(10) };
        var number = await Store.Database.WriteAsync(s => s.Append(written), Cancel);
        (await Store.Events.ReadAsync(0, 10, null, Cancel)).ShouldBe([new StoredEvent(number, written.Type, written.Subject, written.At, written.Data)]);
    }

    /// <summary>Pages.</summary>
    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_double()
    {
        for (var i = 0; i < 25; i++)
            await AppendAsync(Store, $"run/{i % 2}");
        var seen = new List<StoredEvent>();
        while (await Store.Events.ReadAsync(seen.Count == 0 ? 0 : seen[^1].Sequence, 4, null, Cancel) is { Count: > 0 } page)
            seen.AddRange(page);
        seen.Count.ShouldBe(25);
        ShouldGrow(seen.Select(e => e.Sequence));
        (await Store.Events.ReadAsync(0, 100, "run/0", Cancel)).Count.ShouldBe(13);
    }

    /// <summary>Limits.</summary>
    [Fact]
    public async Task A_limit_outside_its_range_is_refused()
    {
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Store.Events.ReadAsync(0, 0, null, Cancel));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Store.Events.ReadAsync(0, 10_001, null, Cancel));
    }

    /// <summary>The order of commits.</summary>
    [Fact]
    public async Task A_reader_that_follows_several_writers_skips_nothing()
    {
        const int Writers = 8;
        const int Each = 25;
        var other = await OpenAgainAsync();
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (var i = 0; i < Each; i++)
                await AppendAsync(writer % 2 == 0 ? Store : other, $"run/{writer}");
        }));
        var seen = new List<long>();
        while (seen.Count < Writers * Each)
        {
            var page = await Store.Events.ReadAsync(seen.Count == 0 ? 0 : seen[^1], 7, null, Cancel);
            if (page.Count == 0 && writing.IsCompleted && (await Store.Events.ReadAsync(seen.Count == 0 ? 0 : seen[^1], 7, null, Cancel)).Count == 0)
                break;
            seen.AddRange(page.Select(e => e.Sequence));
        }
        await writing;
        seen.Count.ShouldBe(Writers * Each);
        ShouldGrow(seen);
    }

    /// <summary>A slow writer beside a quick one.</summary>
    [Fact]
    public async Task An_event_never_appears_below_one_that_was_already_seen()
    {
        var other = await OpenAgainAsync();
        var appended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var release = new ManualResetEventSlim();
        var slow = Store.Database.WriteAsync(
            session =>
            {
                var number = session.Append(Event("run/slow"));
                appended.TrySetResult();
                release.Wait(Cancel);
                return number;
            },
            Cancel);
        await appended.Task;
        var quick = Task.Run(() => AppendAsync(other, "run/quick"), Cancel);
        var seen = new List<long>();
        for (var i = 0; i < 200 && seen.Count == 0; i++)
            seen.AddRange((await Store.Events.ReadAsync(0, 10, null, Cancel)).Select(e => e.Sequence));
        release.Set();
        await Task.WhenAll(slow, quick);
        var all = (await Store.Events.ReadAsync(0, 10, null, Cancel)).Select(e => e.Sequence).ToList();
        all.Count.ShouldBe(2);
        all[..seen.Count].ShouldBe(seen);
    }

    /// <summary>Waiting for what is there.</summary>
    [Fact]
    public async Task Waiting_returns_at_once_when_there_is_something()
    {
        var number = await AppendAsync(Store, "run/1");
        await Store.Events.WaitAsync(number - 1, TimeSpan.FromHours(1), Cancel);
    }

    /// <summary>Waiting for the own process.</summary>
    [Fact]
    public async Task Waiting_ends_with_the_next_event()
    {
        var waiting = Store.Events.WaitAsync(0, TimeSpan.FromHours(1), Cancel);
        waiting.IsCompleted.ShouldBeFalse();
        await AppendAsync(Store, "run/1");
        await waiting.WaitAsync(Patience.Limit, Cancel);
    }

    /// <summary>Waiting for another process.</summary>
    [Fact]
    public async Task Waiting_ends_with_another_process_event()
    {
        var other = await OpenAgainAsync();
        var waiting = Store.Events.WaitAsync(0, TimeSpan.FromDays(1), Cancel);
        await AppendAsync(other, "run/1");
        await Patience.UntilAsync(
            () =>
            {
                Clock.Advance(TimeSpan.FromMilliseconds(100));
                return waiting.IsCompleted;
            },
            Cancel,
            "the event was noticed");
        await waiting;
        (await Store.Events.ReadAsync(0, 10, null, Cancel)).Count.ShouldBe(1);
    }

    /// <summary>Waiting in vain.</summary>
    [Fact]
    public async Task Waiting_ends_when_its_time_is_over_or_it_is_cancelled()
    {
        var waiting = Store.Events.WaitAsync(0, TimeSpan.FromSeconds(1), Cancel);
        while (!waiting.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Yield();
        }
        await waiting;
        using var stop = new CancellationTokenSource();
        var cancelled = Store.Events.WaitAsync(0, TimeSpan.FromDays(1), stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => cancelled);
    }

    /// <summary>Retention.</summary>
    [Fact]
    public async Task Old_events_go_when_every_consumer_has_read_them_and_numbers_go_on()
    {
        var numbers = new List<long>();
        for (var i = 0; i < 4; i++)
            numbers.Add(await Store.Database.WriteAsync(s => s.Append(Event("run/1", "{}") with { At = Clock.GetUtcNow() }), Cancel));
        Clock.Advance(TimeSpan.FromDays(2));
        await Store.Database.WriteAsync(
            s =>
            {
                s.MoveCursor("slow", numbers[1]);
                s.MoveCursor("fast", numbers[3]);
                return 0;
            },
            Cancel);
        var events = StoreExpiry.Of(Store).Single(kind => kind.Rule == "events");
        var before = Clock.GetUtcNow() - TimeSpan.FromDays(1);
        (await events.RemoveAsync(before, dryRun: true, Cancel)).Count.ShouldBe(2);
        (await events.RemoveAsync(before, dryRun: false, Cancel)).Count.ShouldBe(2);
        (await Store.Events.ReadAsync(0, 10, null, Cancel)).Select(e => e.Sequence).ShouldBe(numbers[2..]);
        await Store.Database.WriteAsync(
            s =>
            {
                s.MoveCursor("slow", numbers[3]);
                return 0;
            },
            Cancel);
        (await events.RemoveAsync(before, dryRun: false, Cancel)).Count.ShouldBe(1);
        (await Store.Events.LastAsync(Cancel)).ShouldBe(numbers[3], "the newest stays");
        (await Store.Database.WriteAsync(s => s.Append(Event("run/1", "{}")), Cancel)).ShouldBeGreaterThan(numbers[3]);
    }

    /// <summary>Cursors.</summary>
    [Fact]
    public async Task A_cursor_begins_at_0_moves_forward_only_and_is_kept()
    {
        (await Store.Events.CursorAsync("triggers", Cancel)).ShouldBe(0);
        foreach (var sequence in (long[])[5, 9, 7])
        {
            await Store.Database.WriteAsync(
                s =>
                {
                    s.MoveCursor("triggers", sequence);
                    return 0;
                },
                Cancel);
        }
        (await (await OpenAgainAsync()).Events.CursorAsync("triggers", Cancel)).ShouldBe(9);
        (await Store.Events.CursorAsync("others", Cancel)).ShouldBe(0);
    }
}
