using Gyre.Storage;
using Shouldly;
using Xunit;

namespace Gyre.Testing.Storage;

/// <summary>What every <see cref="ILeases"/> promises.</summary>
public abstract class LeaseConformance : StoreConformance
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Held by one.</summary>
    [Fact]
    public async Task Only_one_owner_holds_a_lease()
    {
        var other = await OpenAgainAsync();
        var got = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? Store : other).Leases.TryAcquireAsync("run/1", $"owner{i}", Minute, Cancel)));
        got.Count(lease => lease is not null).ShouldBe(1);
    }

    /// <summary>Asked for twice.</summary>
    [Fact]
    public async Task The_owner_that_asks_again_keeps_its_fence()
    {
        var first = (await Store.Leases.TryAcquireAsync("run/1", "a", Minute, Cancel))!;
        Clock.Advance(TimeSpan.FromSeconds(30));
        var second = (await Store.Leases.TryAcquireAsync("run/1", "a", Minute, Cancel))!;
        second.Fence.ShouldBe(first.Fence);
        second.ExpiresAt.ShouldBe(Clock.GetUtcNow() + Minute);
    }

    /// <summary>Looked at.</summary>
    [Fact]
    public async Task Leases_are_seen_without_being_taken()
    {
        var held = (await Store.Leases.TryAcquireAsync("run/1", "a", Minute, Cancel))!;
        var back = (await Store.Leases.TryAcquireAsync("run/2", "a", Minute, Cancel))!;
        await Store.Leases.ReleaseAsync(back, Cancel);
        (await Store.Leases.FindAsync(["run/1", "run/2", "run/3"], Cancel)).ShouldBe([held]);
        Clock.Advance(Minute);
        (await Store.Leases.FindAsync(["run/1"], Cancel)).ShouldBe([held]);
        (await Store.Leases.FindAsync([], Cancel)).ShouldBeEmpty();
    }

    /// <summary>Run out.</summary>
    [Fact]
    public async Task An_expired_lease_goes_to_the_next_with_a_higher_fence()
    {
        var first = (await Store.Leases.TryAcquireAsync("run/1", "a", Minute, Cancel))!;
        Clock.Advance(Minute - TimeSpan.FromTicks(10));
        (await Store.Leases.TryAcquireAsync("run/1", "b", Minute, Cancel)).ShouldBeNull();
        Clock.Advance(TimeSpan.FromTicks(10));
        var second = (await Store.Leases.TryAcquireAsync("run/1", "b", Minute, Cancel))!;
        second.Fence.ShouldBeGreaterThan(first.Fence);
        (await Store.Leases.RenewAsync(first, Minute, Cancel)).ShouldBeNull();
    }

    /// <summary>Its owner is gone.</summary>
    [Fact]
    public async Task A_lease_whose_owner_is_gone_goes_to_the_next_at_once_with_a_higher_fence()
    {
        var first = (await Store.Leases.TryAcquireAsync("run/1", "dead", Minute, Cancel))!;
        (await Store.Leases.TryAcquireAsync("run/1", "b", Minute, owner => owner == "somebody else", Cancel)).ShouldBeNull();
        var second = (await Store.Leases.TryAcquireAsync("run/1", "b", Minute, owner => owner == "dead", Cancel))!;
        second.Fence.ShouldBeGreaterThan(first.Fence);
        await Should.ThrowAsync<FencedOffException>(() => Store.Database.WriteAsync(
            session =>
            {
                session.RequireFence(first);
                return true;
            },
            Cancel));
    }

    /// <summary>Held on to.</summary>
    [Fact]
    public async Task A_renewed_lease_lasts_longer()
    {
        var lease = (await Store.Leases.TryAcquireAsync("run/1", "a", Minute, Cancel))!;
        Clock.Advance(TimeSpan.FromSeconds(50));
        var renewed = (await Store.Leases.RenewAsync(lease, Minute, Cancel))!;
        renewed.Fence.ShouldBe(lease.Fence);
        Clock.Advance(TimeSpan.FromSeconds(50));
        (await Store.Leases.TryAcquireAsync("run/1", "b", Minute, Cancel)).ShouldBeNull();
    }

    /// <summary>Given back.</summary>
    [Fact]
    public async Task The_fence_never_falls_after_a_release()
    {
        var fence = 0L;
        for (var i = 0; i < 5; i++)
        {
            var lease = (await Store.Leases.TryAcquireAsync("run/1", "a", Minute, Cancel))!;
            lease.Fence.ShouldBeGreaterThan(fence);
            fence = lease.Fence;
            await Store.Leases.ReleaseAsync(lease, Cancel);
            await Store.Leases.ReleaseAsync(lease, Cancel);
        }
    }

    /// <summary>A late release.</summary>
    [Fact]
    public async Task An_old_owner_cannot_release_the_new_ones_lease()
    {
        var old = (await Store.Leases.TryAcquireAsync("run/1", "a", Minute, Cancel))!;
        Clock.Advance(Minute);
        var current = (await Store.Leases.TryAcquireAsync("run/1", "b", Minute, Cancel))!;
        await Store.Leases.ReleaseAsync(old, Cancel);
        (await Store.Leases.RenewAsync(current, Minute, Cancel)).ShouldNotBeNull();
    }

    /// <summary>Fencing.</summary>
    [Fact]
    public async Task A_late_owner_cannot_write()
    {
        var old = (await Store.Leases.TryAcquireAsync("run/1", "a", Minute, Cancel))!;
        await FencedNoteAsync(old, "in time");
        Clock.Advance(Minute);
        var current = (await (await OpenAgainAsync()).Leases.TryAcquireAsync("run/1", "b", Minute, Cancel))!;
        await Should.ThrowAsync<FencedOffException>(() => FencedNoteAsync(old, "late"));
        await FencedNoteAsync(current, "current");
        await Store.Leases.ReleaseAsync(current, Cancel);
        await Should.ThrowAsync<FencedOffException>(() => FencedNoteAsync(current, "released"));
        (await CountNotesAsync(Store)).ShouldBe(2);
    }

    /// <summary>An owner that lost its lease and holds it again is another holder: what it began before counts no more.</summary>
    [Fact]
    public async Task An_owner_that_holds_the_lease_again_cannot_write_with_its_old_number()
    {
        var old = (await Store.Leases.TryAcquireAsync("run/1", "a", Minute, Cancel))!;
        Clock.Advance(Minute);
        await Store.Leases.ReleaseAsync((await Store.Leases.TryAcquireAsync("run/1", "b", Minute, Cancel))!, Cancel);
        var current = (await Store.Leases.TryAcquireAsync("run/1", "a", Minute, Cancel))!;
        await Should.ThrowAsync<FencedOffException>(() => FencedNoteAsync(old, "late"));
        (await Store.Leases.RenewAsync(old, Minute, Cancel)).ShouldBeNull();
        await Store.Leases.ReleaseAsync(old, Cancel);
        await FencedNoteAsync(current, "current");
        (await CountNotesAsync(Store)).ShouldBe(1);
    }

    /// <summary>The wall clock.</summary>
    [Fact]
    public async Task A_wall_clock_that_jumps_back_gives_no_lease_to_two()
    {
        var first = (await Store.Leases.TryAcquireAsync("run/1", "a", Minute, Cancel))!;
        Clock.JumpWallClock(Clock.GetUtcNow() - TimeSpan.FromDays(30));
        (await Store.Leases.TryAcquireAsync("run/1", "b", Minute, Cancel)).ShouldBeNull();
        (await Store.Leases.RenewAsync(first, Minute, Cancel)).ShouldNotBeNull();
    }

    private Task<int> FencedNoteAsync(Lease lease, string id) => Store.Database.WriteAsync(
        session =>
        {
            session.Execute("INSERT INTO notes (id, number) VALUES (@id, 1)", new { id });
            session.RequireFence(lease);
            return 0;
        },
        Cancel);
}
