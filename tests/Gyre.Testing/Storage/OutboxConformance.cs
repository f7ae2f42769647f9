using Gyre.Core;
using Gyre.Storage;
using Shouldly;
using Xunit;

namespace Gyre.Testing.Storage;

/// <summary>What every <see cref="IOutbox"/> promises.</summary>
public abstract class OutboxConformance : StoreConformance
{
    /// <summary>Order and owner.</summary>
    [Fact]
    public async Task Commands_of_an_owner_come_in_the_order_they_were_put_in()
    {
        await EnqueueAsync(Command("c", "run/1"), Command("a", "run/1"), Command("x", "run/2"));
        await EnqueueAsync(Command("b", "run/1"));
        (await KindsAsync("run/1")).ShouldBe(["c", "a", "b"]);
        (await KindsAsync("run/2")).ShouldBe(["x"]);
        (await KindsAsync("run/3")).ShouldBeEmpty();
    }

    /// <summary>Put in twice.</summary>
    [Fact]
    public async Task A_command_whose_id_is_there_is_left_as_it_was()
    {
        var command = Command("a", "run/1");
        await EnqueueAsync(command);
        await EnqueueAsync(command with { Kind = "other" }, Command("b", "run/1"));
        (await Store.Outbox.PendingAsync("run/1", Cancel))[0].ShouldBe(command);
        (await KindsAsync("run/1")).ShouldBe(["a", "b"]);
    }

    /// <summary>Done.</summary>
    [Fact]
    public async Task A_completed_command_is_gone_and_does_not_return_when_decided_again()
    {
        var command = Command("a", "run/1");
        await EnqueueAsync(command, Command("b", "run/1"));
        await CompleteAsync(command.Id, GuidIds.FromNames("unknown"));
        await CompleteAsync(command.Id);
        (await KindsAsync("run/1")).ShouldBe(["b"]);
        await EnqueueAsync(command);
        (await KindsAsync("run/1")).ShouldBe(["b"]);
    }

    /// <summary>Kept.</summary>
    [Fact]
    public async Task Commands_are_there_after_opening_again()
    {
        await EnqueueAsync(Command("a", "run/1"));
        await Store.DisposeAsync();
        (await (await OpenAgainAsync()).Outbox.PendingAsync("run/1", Cancel)).ShouldHaveSingleItem().Payload.ShouldBe("""{"n":1}""");
    }

    /// <summary>Retention.</summary>
    [Fact]
    public async Task Completed_commands_go_after_their_time_and_pending_ones_never()
    {
        var (old, young, pending) = (Command("old", "run/1"), Command("young", "run/1"), Command("pending", "run/1"));
        await EnqueueAsync(old, young, pending);
        await CompleteAsync(old.Id);
        Clock.Advance(TimeSpan.FromHours(2));
        await CompleteAsync(young.Id);
        var commands = StoreExpiry.Of(Store).Single(kind => kind.Rule == "outbox");
        var before = Clock.GetUtcNow() - TimeSpan.FromHours(1);
        (await commands.RemoveAsync(before, dryRun: true, Cancel)).Count.ShouldBe(1);
        (await CountAsync()).ShouldBe(3);
        (await commands.RemoveAsync(before, dryRun: false, Cancel)).Count.ShouldBe(1);
        (await CountAsync()).ShouldBe(2);
        (await KindsAsync("run/1")).ShouldBe(["pending"]);
    }

    private Task<long> CountAsync() => Store.Database.ReadAsync(session =>
        session.QuerySingleOrDefault<long>("SELECT COUNT(*) FROM outbox"), Cancel);

    private static OutboxCommand Command(string kind, string owner) => new(GuidIds.FromNames(kind, owner), owner, kind, """{"n":1}""");

    private Task<int> EnqueueAsync(params OutboxCommand[] commands) => Store.Database.WriteAsync(
        session =>
        {
            session.Enqueue(commands);
            return 0;
        },
        Cancel);

    private Task<int> CompleteAsync(params Guid[] ids) => Store.Database.WriteAsync(
        session =>
        {
            session.Complete(ids);
            return 0;
        },
        Cancel);

    private async Task<IEnumerable<string>> KindsAsync(string owner) => (await Store.Outbox.PendingAsync(owner, Cancel)).Select(c => c.Kind);
}
