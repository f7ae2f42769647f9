using System.Text.Json.Nodes;
using Gyre.Core;
using Gyre.Learning;
using Gyre.Storage;

namespace Gyre.Serving.Tests;

/// <summary>Decisions and their log.</summary>
public abstract class DecisionConformance : ServingSuite
{
    [Fact]
    public async Task A_decision_is_in_the_log_when_it_is_answered()
    {
        await Place.DeployAsync(TestPolicies.Prefers("green"));
        var decision = await DecideAsync();
        decision.Arm.ShouldBe("green");
        decision.Propensity.ShouldBe(1);
        decision.Version.ShouldBe(1);
        var logged = (await Decisions.FindAsync(Shop, decision.DecisionId, Cancel)).ShouldNotBeNull();
        logged.Decision.ShouldBe(decision);
        logged.Outcome.ShouldBe(DecisionOutcome.Pending);
        JsonNode.Parse(logged.Request)!["context"]!.ToJsonString().ShouldBe("[0.5,-1]");
    }

    [Fact]
    public async Task A_decision_is_replayed_from_what_is_logged()
    {
        var policy = TestPolicies.Prefers("red", new SoftmaxOptions { Bias = true });
        await Place.DeployAsync(policy, change: version => version with { Settings = new DeploymentSettings { ExplorationFloor = 0.1 } });
        var served = policy.WithExplorationFloor(0.1);
        for (var i = 0; i < 20; i++)
        {
            var decision = await DecideAsync();
            var again = served.Decide(TestPolicies.Context, decision.Seed);
            (again.Arm, again.Propensity).ShouldBe((decision.Arm, decision.Propensity));
        }
    }

    [Fact]
    public async Task The_same_id_decides_once_also_after_a_restart()
    {
        await Place.DeployAsync(TestPolicies.Uniform());
        var first = await DecideAsync("order-1");
        var again = await DecideAsync("order-1");
        again.ShouldBe(first with { IsRepeated = true });
        await Place.RestartAsync();
        (await DecideAsync("order-1")).ShouldBe(first with { IsRepeated = true });
        (await Decisions.BooksAsync(Shop, Cancel))!.Decisions.ShouldBe(1);
    }

    [Fact]
    public async Task The_same_id_at_once_decides_once()
    {
        await Place.DeployAsync(TestPolicies.Uniform());
        var all = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => DecideAsync("order-1")));
        all.Select(decision => (decision.Arm, decision.Seed)).Distinct().ShouldHaveSingleItem();
        all.Count(decision => !decision.IsRepeated).ShouldBe(1);
        (await Decisions.BooksAsync(Shop, Cancel))!.Decisions.ShouldBe(1);
    }

    [Fact]
    public async Task An_id_with_another_request_is_a_conflict_and_changes_nothing()
    {
        await Place.DeployAsync(TestPolicies.Uniform());
        var first = await DecideAsync("order-1");
        DecisionRequest other = new() { DecisionId = "order-1", Context = [1, 1] };
        var conflict = await Should.ThrowAsync<ServingConflictException>(() => Decisions.DecideAsync(Shop, other, Cancel));
        conflict.Code.ShouldBe("decision.id-taken");
        await Should.ThrowAsync<ServingConflictException>(() => Decisions.DecideAsync(Shop, [Ask(), other], Cancel));
        (await Decisions.ListAsync(Shop, new DecisionQuery(), Cancel))!.Decisions.ShouldHaveSingleItem().Decision.ShouldBe(first);
    }

    [Fact]
    public async Task A_batch_is_decided_whole_or_not_at_all()
    {
        await Place.DeployAsync(TestPolicies.Uniform());
        (await Decisions.DecideAsync(Shop, [Ask(), Ask("x"), Ask("x")], Cancel))!.Select(one => one.IsRepeated).ShouldBe([false, false, true]);
        var refusal = await Should.ThrowAsync<InvalidInputException>(
            () => Decisions.DecideAsync(Shop, [Ask(), new DecisionRequest { Context = [1, double.NaN] }], Cancel));
        refusal.Diagnostics.ShouldHaveSingleItem().Path.ShouldBe("requests/1/context/1");
        (await Decisions.BooksAsync(Shop, Cancel))!.Decisions.ShouldBe(2);
    }

    [Fact]
    public async Task A_deployment_that_is_not_there_is_answered_with_null()
    {
        (await Decisions.DecideAsync("none", Ask(), Cancel)).ShouldBeNull();
        (await Decisions.RewardAsync("none", new NewReward { DecisionId = "x", Value = 1 }, Cancel)).ShouldBeNull();
        (await Decisions.BooksAsync("none", Cancel)).ShouldBeNull();
        (await Decisions.ListAsync("none", new DecisionQuery(), Cancel)).ShouldBeNull();
        (await Decisions.ExportAsync("none", new DecisionQuery(), 1, Cancel)).ShouldBeNull();
        (await Deployments.PromoteAsync("none", new Promotion { Version = 1 }, Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task Answers_after_the_fact_are_written_before_the_service_ends()
    {
        await Place.DeployAsync(
            TestPolicies.Uniform(), change: version => version with { Settings = new DeploymentSettings { Durability = DecisionDurability.After } });
        var answered = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => DecideAsync()));
        await Place.RestartAsync();
        var logged = (await Decisions.ListAsync(Shop, new DecisionQuery(), Cancel))!.Decisions;
        logged.Select(one => one.Decision).ShouldBe(answered, ignoreOrder: true);
    }

    [Fact]
    public async Task A_policy_with_features_of_arms_decides_among_those_of_the_request()
    {
        await Place.DeployAsync(TestPolicies.Shared());
        DecisionRequest request = new() { Context = [1, 2], Arms = ["a", "b"], Features = [[1, 1], [2, 2]], Mask = [false, true] };
        var decision = (await Decisions.DecideAsync(Shop, request, Cancel)).ShouldNotBeNull();
        (decision.Arm, decision.ArmIndex, decision.Propensity).ShouldBe(("b", 1, 1.0));
        (await Decisions.DecideAsync(Shop, new DecisionRequest { Context = [1, 2], Features = [[1, 1]] }, Cancel))!.Arm.ShouldBe("0");
    }

    [Fact]
    public async Task Arms_of_a_request_limit_the_choice()
    {
        await Place.DeployAsync(TestPolicies.Prefers("green"));
        var decision = await Decisions.DecideAsync(Shop, new DecisionRequest { Context = TestPolicies.Context, Arms = ["blue"] }, Cancel);
        decision!.Arm.ShouldBe("blue");
        var named = await Decisions.DecideAsync(
            Shop, new DecisionRequest { Fields = new Dictionary<string, double> { ["mood"] = -1, ["age"] = 0.5 } }, Cancel);
        named!.Arm.ShouldBe("green");
    }

    [Fact]
    public async Task Pages_and_filters_of_the_log()
    {
        await Place.DeployAsync(TestPolicies.Uniform());
        await Decisions.DecideAsync(Shop, [.. Enumerable.Range(0, 25).Select(_ => Ask())], Cancel);
        Place.Clock.Advance(TimeSpan.FromMinutes(1));
        var late = await DecideAsync();
        var seen = new List<LoggedDecision>();
        for (long? before = null; ;)
        {
            var page = (await Decisions.ListAsync(Shop, new DecisionQuery { Limit = 10, Before = before }, Cancel)).ShouldNotBeNull();
            seen.AddRange(page.Decisions);
            if ((before = page.Next) is null)
                break;
        }
        seen.Count.ShouldBe(26);
        seen.Select(one => one.Number).ShouldBeInOrder(SortDirection.Descending);
        async Task<int> CountAsync(DecisionQuery query) => (await Decisions.ListAsync(Shop, query, Cancel))!.Decisions.Count;
        (await CountAsync(new DecisionQuery { From = late.At })).ShouldBe(1);
        (await CountAsync(new DecisionQuery { To = late.At })).ShouldBe(25);
        (await CountAsync(new DecisionQuery { Version = 2 })).ShouldBe(0);
        (await CountAsync(new DecisionQuery { Arm = "red" })).ShouldBe(seen.Count(one => one.Decision.Arm == "red"));
        (await CountAsync(new DecisionQuery { Outcome = DecisionOutcome.Joined })).ShouldBe(0);
        await Should.ThrowAsync<InvalidInputException>(() => Decisions.ListAsync(Shop, new DecisionQuery { Limit = 0 }, Cancel));
    }
}

public sealed class SqliteDecisionTests : DecisionConformance
{
    protected override DatabaseKind Engine => DatabaseKind.Sqlite;
}

public sealed class PostgreSqlDecisionTests : DecisionConformance
{
    protected override DatabaseKind Engine => DatabaseKind.PostgreSql;
}
