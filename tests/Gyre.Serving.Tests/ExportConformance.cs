using Gyre.Core;
using Gyre.Learning;
using Gyre.Storage;

namespace Gyre.Serving.Tests;

/// <summary>The log as a training set, on disk.</summary>
public abstract class ExportConformance : ServingSuite
{
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task A_log_has_the_settled_decisions_in_order()
    {
        await SettledAsync(3);
        var pending = await DecideAsync();
        await using var log = await OpenAsync(new DecisionQuery());
        var rows = await RowsAsync(log);
        (log.Count, rows.Count).ShouldBe((3, 3));
        rows.Ids.ShouldBe(["d0", "d1", "d2"]);
        rows.Rewards.ShouldBe([0, 1, 2]);
        rows.Contexts.Row(1).ToArray().ShouldBe(TestPolicies.Context);
        (log.First < log.Last).ShouldBeTrue();
        rows.Ids.ShouldNotContain(pending.DecisionId);
    }

    [Fact]
    public async Task A_log_says_the_same_as_one_in_memory()
    {
        await SettledAsync(5);
        var query = new DecisionQuery { Outcome = DecisionOutcome.Joined };
        await using var log = await OpenAsync(query);
        var (ours, whole) = (await RowsAsync(log), (await Decisions.ExportAsync(Shop, query, 100, Cancel))!);
        ours.Times.ShouldBe(whole.Times);
        ours.Propensities.ShouldBe(whole.Propensities);
        ours.Chosen.Select(index => ours.Arms[index]).ShouldBe(whole.Chosen.Select(index => whole.Arms[index]));
        ours.ContextFields.ShouldBe(whole.ContextFields);
    }

    [Fact]
    public async Task What_is_settled_later_is_not_in_it_and_it_can_be_read_twice()
    {
        await SettledAsync(2);
        await using var log = await OpenAsync(new DecisionQuery());
        await SettledAsync(2, from: 2);
        (await RowsAsync(log)).Count.ShouldBe(2);
        (await RowsAsync(log)).Ids.ShouldBe(["d0", "d1"]);
        await using var now = await OpenAsync(new DecisionQuery());
        now.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_log_holds_what_was_asked_for()
    {
        await SettledAsync(2);
        var middle = Place.Clock.GetUtcNow();
        await SettledAsync(2, from: 2);
        await using var late = await OpenAsync(new DecisionQuery { From = middle });
        (await RowsAsync(late)).Ids.ShouldBe(["d2", "d3"]);
        await using var early = await OpenAsync(new DecisionQuery { To = middle, Version = 1 });
        (await RowsAsync(early)).Ids.ShouldBe(["d0", "d1"]);
        await using var none = await OpenAsync(new DecisionQuery { Version = 9 });
        var empty = await RowsAsync(none);
        (none.Count, none.First, empty.Count).ShouldBe((0, null, 0));
        empty.ContextFields.ShouldBe(["age", "mood"]);
    }

    [Fact]
    public async Task Pending_decisions_and_a_time_that_ends_before_it_begins_are_refused()
    {
        await SettledAsync(1);
        var pending = await Should.ThrowAsync<InvalidInputException>(OpenAsync(new DecisionQuery { Outcome = DecisionOutcome.Pending }));
        pending.Diagnostics[0].Path.ShouldBe("outcome");
        var now = Place.Clock.GetUtcNow();
        (await Should.ThrowAsync<InvalidInputException>(OpenAsync(new DecisionQuery { From = now, To = now }))).Diagnostics[0].Path
            .ShouldBe("to");
        (await Decisions.OpenLogAsync("none", new DecisionQuery(), Cancel)).ShouldBeNull();
    }

    private async Task SettledAsync(int count, int from = 0)
    {
        if (from == 0)
            await Place.DeployAsync(TestPolicies.Uniform(), Shop, version => version with
            {
                Settings = new DeploymentSettings { RewardWait = Wait },
            });
        for (var i = from; i < from + count; i++)
        {
            await DecideAsync($"d{i}");
            await RewardAsync($"d{i}", i);
        }
        Place.Clock.Advance(Wait + TimeSpan.FromSeconds(1));
        await Decisions.SettleAsync(Cancel);
    }

    private async Task<IDecisionExport> OpenAsync(DecisionQuery query) =>
        (await Decisions.OpenLogAsync(Shop, query, Cancel)).ShouldNotBeNull();

    private static async Task<DecisionLog> RowsAsync(IDecisionExport log)
    {
        var parts = new List<DecisionLog>();
        await foreach (var part in log.PartsAsync(Cancel))
            parts.Add(part);
        return parts.ShouldHaveSingleItem();
    }
}

/// <summary>Over the embedded store.</summary>
public sealed class SqliteExportTests : ExportConformance
{
    protected override DatabaseKind Engine => DatabaseKind.Sqlite;
}

/// <summary>Over PostgreSQL.</summary>
public sealed class PostgreSqlExportTests : ExportConformance
{
    protected override DatabaseKind Engine => DatabaseKind.PostgreSql;
}
