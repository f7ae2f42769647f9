using Gyre.Core;
using Gyre.Learning;
using Gyre.Storage;

namespace Gyre.Serving.Tests;

/// <summary>Decisions that programs made by themselves.</summary>
public abstract class RecordConformance : ServingSuite
{
    [Fact]
    public async Task A_decision_that_was_made_elsewhere_is_logged_counted_and_rewarded_like_any_other()
    {
        await Place.DeployAsync(TestPolicies.Uniform());
        var asked = await DecideAsync();
        var made = Made("order-1", arm: "green");
        (await RecordAsync(made)).ShouldBe([new RecordReceipt("order-1", IsRepeated: false)]);
        var logged = (await Decisions.FindAsync(Shop, "order-1", Cancel)).ShouldNotBeNull();
        logged.Source.ShouldBe(DecisionSource.Client);
        logged.Decision.ShouldBe(new Decision
        {
            DecisionId = "order-1",
            Arm = "green",
            ArmIndex = 1,
            Propensity = 0.25,
            Version = 1,
            Share = 1,
            Seed = ulong.MaxValue,
            At = made.At,
        });
        logged.Deadline.ShouldBe(made.At + TimeSpan.FromHours(1));
        (await Decisions.FindAsync(Shop, asked.DecisionId, Cancel))!.Source.ShouldBe(DecisionSource.Server);
        (await RewardAsync("order-1", 1))!.Fate.ShouldBe(RewardFate.Used);
        var books = (await Decisions.BooksAsync(Shop, Cancel)).ShouldNotBeNull();
        (books.Decisions, books.Pending, books.PendingWithReward, books.Used).ShouldBe((2, 2, 1, 1));
        Place.Clock.Advance(TimeSpan.FromHours(2));
        await Decisions.SettleAsync(Cancel);
        var log = (await Decisions.ExportAsync(Shop, new DecisionQuery(), 10, Cancel)).ShouldNotBeNull();
        log.Ids.ShouldBe([asked.DecisionId, "order-1"]);
        log.Propensities[1].ShouldBe(0.25);
        log.Rewards.ShouldBe([0, 1]);
        log.Sources.ShouldBe(["server", "client"]);
    }

    [Fact]
    public async Task Telling_it_again_changes_nothing_also_after_a_restart_and_at_once()
    {
        await Place.DeployAsync(TestPolicies.Uniform());
        var made = Made("order-1");
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RecordAsync(made)));
        all.Count(receipts => !receipts[0].IsRepeated).ShouldBe(1);
        await Place.RestartAsync();
        (await RecordAsync(made, made)).ShouldAllBe(receipt => receipt.IsRepeated);
        (await Decisions.BooksAsync(Shop, Cancel))!.Decisions.ShouldBe(1);
        // Who asks for it is told what was decided.
        var asked = await DecideAsync("order-1");
        (asked.Arm, asked.Propensity, asked.IsRepeated).ShouldBe(("red", 0.25, true));
    }

    [Theory]
    [InlineData("arm")]
    [InlineData("propensity")]
    [InlineData("seed")]
    [InlineData("time")]
    [InlineData("context")]
    [InlineData("share")]
    [InlineData("asked")]
    public async Task An_id_with_other_content_is_a_conflict_and_changes_nothing(string @case)
    {
        await Place.DeployAsync(TestPolicies.Uniform());
        await RecordAsync(Made("order-1"));
        await DecideAsync("asked");
        var other = @case switch
        {
            "arm" => Made("order-1", arm: "blue"),
            "propensity" => Made("order-1") with { Propensity = 0.5 },
            "seed" => Made("order-1") with { Seed = 1 },
            "time" => Made("order-1") with { At = Made("order-1").At + TimeSpan.FromSeconds(1) },
            "context" => Made("order-1") with { Request = new DecisionRequest { DecisionId = "order-1", Context = [1, 1] } },
            "share" => Made("order-1") with { Share = 0.5 },
            _ => Made("asked"),
        };
        var conflict = await Should.ThrowAsync<ServingConflictException>(() => RecordAsync(Made("new"), other));
        conflict.Code.ShouldBe("decision.id-taken");
        (await Decisions.BooksAsync(Shop, Cancel))!.Decisions.ShouldBe(2);
        (await Decisions.FindAsync(Shop, "new", Cancel)).ShouldBeNull();
    }

    public static TheoryData<string, string, string> Refused => new()
    {
        { "id", "decision.id-missing", "decisions/1/decisionId" },
        { "version", "decision.version-unknown", "decisions/1/version" },
        { "arm", "decision.arm-unknown", "decisions/1/arm" },
        { "no-arm", "decision.arm-unknown", "decisions/1/arm" },
        { "other-arms", "decision.arm-unknown", "decisions/1/arm" },
        { "masked", "decision.arm-unknown", "decisions/1/arm" },
        { "context", "decision.context-length", "decisions/1/context" },
        { "nothing", "decision.probability", "decisions/1/propensity" },
        { "much", "decision.probability", "decisions/1/propensity" },
        { "nan", "decision.probability", "decisions/1/propensity" },
        { "share", "decision.probability", "decisions/1/share" },
        { "future", "decision.time", "decisions/1/at" },
        { "past", "decision.time", "decisions/1/at" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_batch_with_a_decision_that_cannot_be_is_refused_with_its_place(string @case, string code, string path)
    {
        await Place.DeployAsync(TestPolicies.Uniform());
        var made = Made("order-1");
        var bad = @case switch
        {
            "id" => made with { Request = Ask() },
            "version" => made with { Version = 2 },
            "arm" => Made("order-1", arm: "purple"),
            "no-arm" => Made("order-1", arm: null!),
            "other-arms" => made with { Request = made.Request with { Arms = ["green", "blue"] } },
            "masked" => made with { Request = made.Request with { Mask = [false, true, true] } },
            "context" => made with { Request = new DecisionRequest { DecisionId = "order-1", Context = [1] } },
            "nothing" => made with { Propensity = 0 },
            "much" => made with { Propensity = 1.0001 },
            "nan" => made with { Propensity = double.NaN },
            "share" => made with { Share = -1 },
            "future" => made with { At = Place.Clock.GetUtcNow() + TimeSpan.FromMinutes(6) },
            _ => made with { At = DateTimeOffset.UnixEpoch },
        };
        var refusal = await Should.ThrowAsync<InvalidInputException>(() => RecordAsync(Made("fine"), bad));
        (refusal.Diagnostics[0].Code, refusal.Diagnostics[0].Path).ShouldBe((code, path));
        (await Decisions.BooksAsync(Shop, Cancel))!.Decisions.ShouldBe(0);
    }

    [Fact]
    public async Task A_decision_of_a_version_that_serves_no_more_is_taken()
    {
        await Place.DeployAsync(TestPolicies.Uniform("old", "older"));
        await Place.DeployAsync(TestPolicies.Uniform());
        (await RecordAsync(Made("late", arm: "older"))).ShouldHaveSingleItem();
        (await Decisions.FindAsync(Shop, "late", Cancel))!.Decision.ArmIndex.ShouldBe(1);
    }

    [Fact]
    public async Task The_wait_of_a_decision_that_was_told_late_ended_by_its_own_time()
    {
        await Place.DeployAsync(TestPolicies.Uniform());
        var made = Made("order-1") with { At = Place.Clock.GetUtcNow() - TimeSpan.FromHours(3) };
        await RecordAsync(made);
        (await Decisions.SettleAsync(Cancel)).ShouldBe(1);
        (await Decisions.FindAsync(Shop, "order-1", Cancel))!.Outcome.ShouldBe(DecisionOutcome.Defaulted);
        (await RewardAsync("order-1", 1))!.Fate.ShouldBe(RewardFate.Late);
        (await RecordAsync(made)).ShouldHaveSingleItem().IsRepeated.ShouldBeTrue();
    }

    [Fact]
    public async Task Shadows_are_asked_what_they_would_have_chosen()
    {
        await Place.DeployAsync(TestPolicies.Uniform());
        await Place.DeployAsync(TestPolicies.Prefers("blue"), change: version => version with { Role = VersionRole.Shadow });
        await RecordAsync(Made("order-1"));
        (await Decisions.FindAsync(Shop, "order-1", Cancel))!.Shadows.ShouldBe([new ShadowDecision(2, "blue", 1)]);
    }

    [Fact]
    public async Task Arms_with_features_are_known_by_name_or_number()
    {
        await Place.DeployAsync(TestPolicies.Shared());
        DecisionRequest named = new() { DecisionId = "a", Context = [1, 2], Arms = ["x", "y"], Features = [[1, 1], [2, 2]] };
        DecisionRequest numbered = new() { DecisionId = "b", Context = [1, 2], Features = [[1, 1], [2, 2]], Mask = [false, true] };
        await RecordAsync(Made("a", arm: "y") with { Request = named }, Made("b", arm: "1") with { Request = numbered });
        (await Decisions.FindAsync(Shop, "b", Cancel))!.Decision.ArmIndex.ShouldBe(1);
        foreach (var arm in (string[])["0", "2", "-1", "y"])
            await Should.ThrowAsync<InvalidInputException>(
                () => RecordAsync(Made("c", arm: arm) with { Request = numbered with { DecisionId = "c" } }));
    }

    [Fact]
    public async Task A_batch_has_its_limits_and_a_deployment_that_is_not_there_is_null()
    {
        (await Decisions.RecordAsync("none", [Made("a")], Cancel)).ShouldBeNull();
        await Place.DeployAsync(TestPolicies.Uniform());
        await Should.ThrowAsync<InvalidInputException>(() => RecordAsync());
        await Should.ThrowAsync<InvalidInputException>(
            () => RecordAsync([.. Enumerable.Range(0, IDecisions.MostDecisions + 1).Select(i => Made($"{i}"))]));
        (await RecordAsync([.. Enumerable.Range(0, IDecisions.MostDecisions).Select(i => Made($"{i}"))]))
            .Count.ShouldBe(IDecisions.MostDecisions);
    }

    private MadeDecision Made(string id, string arm = "red") => new()
    {
        Request = Ask(id),
        Arm = arm,
        Propensity = 0.25,
        Version = 1,
        Seed = ulong.MaxValue,
        At = Place.Clock.GetUtcNow() - TimeSpan.FromMinutes(1),
    };

    private async Task<IReadOnlyList<RecordReceipt>> RecordAsync(params MadeDecision[] made) =>
        (await Decisions.RecordAsync(Shop, made, Cancel)).ShouldNotBeNull();
}

public sealed class SqliteRecordTests : RecordConformance
{
    protected override DatabaseKind Engine => DatabaseKind.Sqlite;
}

public sealed class PostgreSqlRecordTests : RecordConformance
{
    protected override DatabaseKind Engine => DatabaseKind.PostgreSql;
}
