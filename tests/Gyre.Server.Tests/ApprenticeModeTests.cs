using System.Net;
using System.Text.Json.Nodes;
using Gyre.Contracts;
using Gyre.Serving;
using Gyre.Testing;

namespace Gyre.Server.Tests;

/// <summary>Apprentice mode in the words of the Personalizer service and in those of the native API.</summary>
public sealed class ApprenticeModeTests : IAsyncLifetime
{
    private const string Films = PersonalizerHome.Films;

    private readonly ManualClock _clock = new();
    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _home = await ServerHome.StartAsync(clock: _clock);
        var rule = new ApprenticeRule { Share = 0.3, MinDecisions = 2 };
        await _home.DeployFilmsAsync(new DeploymentSettings { RewardLow = 0, Apprentice = rule });
    }

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public async Task The_first_action_that_is_not_excluded_is_the_answer()
    {
        var body = $$"""{"actions": {{PersonalizerHome.Three}}, "excludedActions": ["drama"], "eventId": "e1"}""";
        var answer = JsonNode.Parse((await _home.PostAsync($"{Films}/rank", body)).Text)!;
        answer["rewardActionId"]!.GetValue<string>().ShouldBe("comedy");
        answer["ranking"]!.AsArray().Select(static one => one!["probability"]!.GetValue<double>()).ShouldBe([1, 0, 0]);
        var logged = (await _home.Serving.Decisions.FindAsync("films", "e1", Cancel))!;
        logged.Decision.Propensity.ShouldBe(1);
        logged.Shadows.ShouldHaveSingleItem().Baseline.ShouldNotBeNull().ShouldBe(0.5, 0.2);
    }

    [Fact]
    public async Task Slots_get_their_baseline_actions_and_need_one_each()
    {
        string Body(string slots) => $$"""{"actions": {{PersonalizerHome.Three}}, "slots": {{slots}}, "eventId": "m"}""";
        var both = """[{"id": "a", "baselineAction": "news"}, {"id": "b", "baselineAction": "drama"}]""";
        var answer = JsonNode.Parse((await _home.PostAsync($"{Films}/multislot/rank", Body(both))).Text)!;
        answer["slots"]!.AsArray().Select(static one => one!["rewardActionId"]!.GetValue<string>()).ShouldBe(["news", "drama"]);
        foreach (var slots in (string[])[
            """[{"id": "a"}]""", """[{"id": "a", "baselineAction": "none"}]""", """[{"id": "a", "baselineAction": 1}]""",
            """[{"id": "a", "baselineAction": "news", "excludedActions": ["news"]}]""",
            """[{"id": "a", "baselineAction": "news"}, {"id": "b", "baselineAction": "news"}]"""])
        {
            (await _home.PostAsync($"{Films}/multislot/rank", Body(slots))).Status.ShouldBe(HttpStatusCode.BadRequest, slots);
        }
        (await _home.BooksAsync()).Decisions.ShouldBe(2);
    }

    [Fact]
    public async Task A_native_request_names_its_baseline_and_the_settings_tell_when_it_is_over()
    {
        const string Ask = """{"context": [1, 2, 0, 0], "features": [[1, 0, 0, 0], [0, 1, 0, 0]] """;
        var refused = await _home.PostAsync("/api/v1/deployments/films/decide", Ask + "}");
        refused.ShouldBeProblem(400, "decision.baseline-missing").Remedy.ShouldNotBeNull().ShouldContain("'baseline'");
        var info = (await _home.GetAsync("/api/v1/deployments/films")).As<DeploymentInfo>();
        info.Settings.Apprentice.ShouldBe(new ApprenticeInfo { Share = 0.3, MinDecisions = 2 });
        for (var i = 0; i < 2; i++)
        {
            var made = (await _home.PostAsync("/api/v1/deployments/films/decide", Ask + """, "baseline": "1"}""")).As<DecisionInfo>();
            (made.Arm, made.ArmIndex, made.Propensity).ShouldBe(("1", 1, 1));
            await _home.PostAsync("/api/v1/deployments/films/reward", $$"""{"decision_id": "{{made.DecisionId}}", "value": 1}""");
            var logged = (await _home.GetAsync($"/api/v1/deployments/films/decisions/{made.DecisionId}")).As<LoggedDecisionInfo>();
            logged.Shadows.ShouldHaveSingleItem().Baseline.ShouldNotBeNull();
        }
        _clock.Advance(TimeSpan.FromHours(2));
        await _home.Serving.Decisions.SettleAsync(Cancel);
        (await _home.Serving.JudgeApprenticesAsync(Cancel)).ShouldBe(1);
        (await _home.GetAsync("/api/v1/deployments/films")).As<DeploymentInfo>().Settings.Apprentice.ShouldBeNull();
        (await _home.GetAsync("/api/v1/deployments/films/versions")).As<DeploymentVersionList>().Changes[0].By.ShouldBe("apprentice rule");
        (await _home.PostAsync("/api/v1/deployments/films/decide", Ask + "}")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{"apprentice": {}}""", "deployment.apprentice-range")]
    [InlineData("""{"reward_low": 0, "apprentice": {"share": 2}}""", "deployment.number")]
    [InlineData("""{"reward_low": 0, "apprentice": {"speed": 2}}""", "json.shape")]
    [InlineData("""{"reward_low": 0, "apprentice": true}""", "json.shape")]
    public async Task Settings_that_are_none_are_refused(string settings, string code) =>
        (await _home.SendAsync(HttpMethod.Put, "/api/v1/deployments/films/route", $$"""{"settings": {{settings}}}"""))
            .ShouldBeProblem(400, code);
}
