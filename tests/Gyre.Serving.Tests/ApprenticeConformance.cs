using Gyre.Core;
using Gyre.Learning;
using Gyre.Storage;

namespace Gyre.Serving.Tests;

/// <summary>Deployments that answer with their callers' choices until they are as good, on every engine.</summary>
public abstract class ApprenticeConformance : ServingSuite
{
    private static readonly DeploymentSettings Settings = new()
    {
        RewardWait = TimeSpan.FromMinutes(10),
        RewardLow = 0,
        Apprentice = new ApprenticeRule { MinDecisions = 20 },
    };

    [Fact]
    public async Task The_answer_is_the_choice_of_the_caller_and_that_of_the_policy_is_logged()
    {
        await DeployAsync(TestPolicies.Prefers("green", new EpsilonGreedyOptions { Epsilon = 0.3, Bias = true }));
        var made = (await Decisions.DecideAsync(Shop, Ask("a") with { Baseline = "blue" }, Cancel))!;
        (made.Arm, made.ArmIndex, made.Propensity, made.Version, made.Share).ShouldBe(("blue", 2, 1, 1, 1));
        var shadow = (await Decisions.FindAsync(Shop, "a", Cancel))!.Shadows.ShouldHaveSingleItem();
        shadow.Version.ShouldBe(1);
        shadow.Baseline.ShouldNotBeNull().ShouldBe(0.1, 1e-9);
        (await Decisions.DecideAsync(Shop, Ask("a") with { Baseline = "blue" }, Cancel))!.ShouldBe(made with { IsRepeated = true });
        var probabilities = (await Decisions.ProbabilitiesAsync(Shop, Ask("a"), made, Cancel))!;
        probabilities.ShouldBe(new Dictionary<string, double> { ["red"] = 0, ["green"] = 0, ["blue"] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_request_without_a_choice_or_with_one_that_is_none_is_refused()
    {
        await DeployAsync(TestPolicies.Uniform());
        (await RefusedAsync(Ask())).Code.ShouldBe("decision.baseline-missing");
        (await RefusedAsync(Ask() with { Baseline = "pink" })).Code.ShouldBe("decision.baseline");
        (await RefusedAsync(Ask() with { Baseline = "red", Mask = [false, true, true] })).Path.ShouldBe("baseline");
        (await Decisions.BooksAsync(Shop, Cancel))!.Decisions.ShouldBe(0);
    }

    [Fact]
    public async Task The_places_of_a_slate_get_what_the_caller_chose_for_them()
    {
        await DeployAsync(TestPolicies.Uniform());
        string[] arms = ["red", "green", "blue"];
        DecisionRequest Place(string id, string baseline) => Ask(id) with { Arms = arms, Baseline = baseline };
        var slate = new SlateRequest { SlateId = "s", Requests = [Place("a", "blue"), Place("b", "red")] };
        (await Decisions.DecideAsync(Shop, slate, Cancel))!.Select(static one => (one.Arm, one.Propensity))
            .ShouldBe([("blue", 1), ("red", 1)]);
        var twice = new SlateRequest { SlateId = "t", Requests = [Place("c", "blue"), Place("d", "blue")] };
        (await Should.ThrowAsync<InvalidInputException>(() => Decisions.DecideAsync(Shop, twice, Cancel))).Diagnostics[0].Path
            .ShouldBe("requests/1/baseline");
        await Deployments.ConfigureAsync(Shop, new Configuration { Settings = Settings with { Apprentice = null } }, Cancel);
        (await Decisions.DecideAsync(Shop, twice, Cancel))!.Count.ShouldBe(2, "else a baseline is only a hint");
    }

    [Fact]
    public async Task It_decides_by_itself_when_it_would_have_brought_the_share_and_only_once()
    {
        await DeployAsync(TestPolicies.Prefers("red"));
        await RoundAsync(19, "red");
        (await JudgeAsync()).ShouldBe(0, "it is one decision short");
        await Place.RestartAsync();
        await RoundAsync(1, "red");
        await using var other = Place.Other();
        var ended = await Task.WhenAll(Place.Service.JudgeApprenticesAsync(Cancel), other.JudgeApprenticesAsync(Cancel));
        ended.Sum().ShouldBe(1);
        (await JudgeAsync()).ShouldBe(0);
        var found = (await Deployments.FindAsync(Shop, Cancel))!;
        found.Settings.ShouldBe(Settings with { Apprentice = null });
        var change = (await Deployments.ChangesAsync(Shop, 1, Cancel))!.Single();
        (change.Kind, change.By, change.Revision).ShouldBe((RouteChangeKind.Configured, "apprentice rule", 2));
        change.Reason.ShouldNotBeNull().ShouldContain("at least 100 % of the reward");
        change.Evidence.Select(static one => (one.Metric, one.Value)).ShouldBe([("reward_share", 1), ("decisions", 20)]);
        (await DecideAsync()).Arm.ShouldBe("red", "it needs no baseline any more");
    }

    [Fact]
    public async Task One_that_would_have_chosen_otherwise_stays_an_apprentice_and_its_books_balance()
    {
        await DeployAsync(TestPolicies.Prefers("red"));
        await RoundAsync(60, "blue");
        (await JudgeAsync()).ShouldBe(0);
        (await Deployments.FindAsync(Shop, Cancel))!.Settings.Apprentice.ShouldNotBeNull();
        var books = (await Decisions.BooksAsync(Shop, Cancel))!;
        (books.Decisions, books.Joined, books.Balance).ShouldBe((60, 60, true));
        (await Decisions.ExportAsync(Shop, new DecisionQuery(), 100, Cancel))!.Propensities.ShouldAllBe(static one => one == 1);
    }

    [Fact]
    public async Task Another_champion_and_another_beginning_are_judged_by_their_own_decisions()
    {
        await DeployAsync(TestPolicies.Prefers("red"));
        await RoundAsync(15, "red");
        await JudgeAsync();
        await Place.DeployAsync(TestPolicies.Prefers("red"));
        await RoundAsync(15, "red");
        (await JudgeAsync()).ShouldBe(0, "15 decisions are the other version's");
        await RoundAsync(5, "red");
        (await JudgeAsync()).ShouldBe(1);
        Place.Clock.Advance(TimeSpan.FromSeconds(1));
        await Deployments.ConfigureAsync(Shop, new Configuration { Settings = Settings }, Cancel);
        (await JudgeAsync()).ShouldBe(0, "it begins again");
        await RoundAsync(20, "red");
        (await JudgeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_person_ends_it_at_any_time_and_canaries_are_not_judged_by_the_choices_of_callers()
    {
        var rule = new CanaryRule();
        await DeployAsync(TestPolicies.Prefers("red"), Settings with { RewardHigh = 1, CanaryRule = rule });
        await Place.DeployAsync(
            TestPolicies.Prefers("blue"), change: static version => version with { Role = VersionRole.Canary, Share = 0.5 });
        await RoundAsync(100, "red");
        (await Place.Service.JudgeCanariesAsync(Cancel)).ShouldBe(0);
        (await Decisions.ListAsync(Shop, new DecisionQuery(), Cancel))!.Decisions.ShouldAllBe(static one => one.Decision.Version == 1);
        await Deployments.ConfigureAsync(
            Shop, new Configuration { Settings = Settings with { RewardHigh = 1, CanaryRule = rule, Apprentice = null } }, Cancel);
        var made = (await Decisions.DecideAsync(Shop, [.. Enumerable.Range(0, 50).Select(static _ => Ask())], Cancel))!;
        made.Select(static one => one.Version).Distinct().Count().ShouldBe(2, "the canary has its share again");
        (await JudgeAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Drift_is_looked_for_among_rewards_of_the_policy_alone()
    {
        var settings = Settings with { RewardHigh = 1 };
        await DeployAsync(TestPolicies.Prefers("red"), settings);
        await RoundAsync(600, "green");
        (await Place.Service.WatchDriftAsync(Cancel)).ShouldBe(0);
        await Deployments.ConfigureAsync(Shop, new Configuration { Settings = settings with { Apprentice = null } }, Cancel);
        await RoundAsync(600, "green", reward: 0);
        (await Place.Service.WatchDriftAsync(Cancel)).ShouldBe(0, "it brings less than the callers did, which is no change of its own");
    }

    [Fact]
    public async Task Rules_that_cannot_be_judged_are_refused()
    {
        foreach (var (settings, place) in ((DeploymentSettings, string)[])[
            (Settings with { RewardLow = null }, "apprentice"), (Settings with { RewardLow = -1 }, "apprentice"),
            (Settings with { RewardDefault = -1 }, "apprentice"),
            (Settings with { Apprentice = new ApprenticeRule { Share = 0 } }, "apprentice/share"),
            (Settings with { Apprentice = new ApprenticeRule { Share = double.NaN } }, "apprentice/share"),
            (Settings with { Apprentice = new ApprenticeRule { MinDecisions = 0 } }, "apprentice/minDecisions"),
            (Settings with { Apprentice = new ApprenticeRule { MinDecisions = 100_001 } }, "apprentice/minDecisions")])
        {
            var refusal = await Should.ThrowAsync<InvalidInputException>(() => DeployAsync(TestPolicies.Uniform(), settings));
            refusal.Diagnostics[0].Path.ShouldBe(place);
        }
    }

    private Task<int> JudgeAsync() => Place.Service.JudgeApprenticesAsync(Cancel);

    private async Task DeployAsync(Policy policy, DeploymentSettings? settings = null)
    {
        await Place.DeployAsync(policy, change: version => version with { Settings = settings ?? Settings });
        Place.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    private async Task<Diagnostic> RefusedAsync(DecisionRequest request) =>
        (await Should.ThrowAsync<InvalidInputException>(() => Decisions.DecideAsync(Shop, request, Cancel))).Diagnostics[0];

    /// <summary>The caller would show an arm, what is shown brings a reward, and the waits end.</summary>
    private async Task RoundAsync(int count, string arm, double reward = 1)
    {
        var made = (await Decisions.DecideAsync(
            Shop, [.. Enumerable.Range(0, count).Select(_ => Ask() with { Baseline = arm })], Cancel))!;
        await Decisions.RewardAsync(Shop, [.. made.Select(one => new NewReward { DecisionId = one.DecisionId, Value = reward })], Cancel);
        Place.Clock.Advance(Settings.RewardWait + TimeSpan.FromSeconds(1));
        await Decisions.SettleAsync(Cancel);
    }
}

public sealed class SqliteApprenticeTests : ApprenticeConformance
{
    protected override DatabaseKind Engine => DatabaseKind.Sqlite;
}

public sealed class PostgreSqlApprenticeTests : ApprenticeConformance
{
    protected override DatabaseKind Engine => DatabaseKind.PostgreSql;
}
