using System.Net;
using System.Text.Json.Nodes;
using Gyre.Storage;

namespace Gyre.Server.Tests;

/// <summary>Events of several slots in the words of the Personalizer service.</summary>
public sealed class MultiSlotTests : IAsyncLifetime
{
    private const string Films = PersonalizerHome.Films;

    private const string Two =
        """
        [
          {"id": "top", "features": [{"size": 2}], "excludedActions": ["news"], "baselineAction": "comedy"},
          {"id": "side/left", "features": [{"size": 1}], "baselineAction": "drama"}
        ]
        """;

    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _home = await ServerHome.StartAsync();
        await _home.DeployFilmsAsync();
    }

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Theory]
    [InlineData("/personalizer/films/v1.1-preview.1")]
    [InlineData("/personalizer/films/personalizer/v1.1-preview.3")]
    public async Task Each_slot_is_a_decision_with_a_reward_of_its_own(string address)
    {
        var answer = await _home.PostAsync($"{address}/multislot/rank", Body("e1"));
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        var body = JsonNode.Parse(answer.Text)!;
        body["eventId"]!.GetValue<string>().ShouldBe("e1");
        var slots = body["slots"]!.AsArray().Select(static slot => (
            Id: slot!["id"]!.GetValue<string>(), Action: slot["rewardActionId"]!.GetValue<string>())).ToList();
        slots.Select(static slot => slot.Id).ShouldBe(["top", "side/left"]);
        slots[0].Action.ShouldBeOneOf("drama", "comedy");
        slots[1].Action.ShouldNotBe(slots[0].Action);
        var logged = (await _home.Serving.Decisions.FindAsync("films", "e1/top", Cancel))!;
        logged.Decision.Arm.ShouldBe(slots[0].Action);
        Context(logged.Request).ShouldBe([30, 2], "the features of the slot are added to those of the context");

        var rewards = """{"reward": [{"slotId": "side/left", "value": 1}, {"slotId": "top", "value": 0.25}]}""";
        (await _home.PostAsync($"{address}/multislot/events/e1/reward", rewards)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await RewardAsync("e1/top")).ShouldBe(0.25);
        (await RewardAsync("e1/side%2Fleft")).ShouldBe(1);
        (await _home.PostAsync($"{address}/multislot/events/e1/activate", "")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _home.PostAsync($"{address}/multislot/rank", Body("e1"))).Text.ShouldBe(answer.Text, "the same event is the same answer");
        (await _home.BooksAsync()).ShouldBe((2, 2, 0));
    }

    [Fact]
    public async Task The_same_event_is_the_same_answer_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("gyre-slots-").FullName;
        var answers = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            await using var home = await ServerHome.StartAsync(storage: new StorageOptions { Home = folder });
            await home.DeployFilmsAsync();
            answers.Add((await home.PostAsync($"{Films}/multislot/rank", Body("e1"))).Text);
            (await home.BooksAsync()).ShouldBe((2, 2, 0));
        }
        answers.Distinct().ShouldHaveSingleItem().ShouldContain("rewardActionId");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task An_event_without_an_id_gets_one_and_another_request_under_its_id_is_refused()
    {
        var answer = await _home.PostAsync($"{Films}/multislot/rank", Body(null));
        var id = JsonNode.Parse(answer.Text)!["eventId"]!.GetValue<string>();
        id.ShouldNotBeEmpty();
        var other = await _home.PostAsync($"{Films}/multislot/rank", Body(id, slots: """[{"id": "top"}]"""));
        other.Status.ShouldBe(HttpStatusCode.Conflict, other.Text);
        JsonNode.Parse(other.Text)!["error"]!["code"]!.GetValue<string>().ShouldBe("Conflict");
        (await _home.BooksAsync()).ShouldBe((2, 2, 0));
    }

    [Fact]
    public async Task Rewards_are_taken_whole_or_not_at_all()
    {
        await _home.PostAsync($"{Films}/multislot/rank", Body("e1"));
        foreach (var (rewards, problem) in ((string, string)[])[
            ("""[{"slotId": "top", "value": 1}, {"slotId": "foot", "value": 1}]""", "no slot 'foot'"),
            ("""[{"slotId": "top", "value": 1}, {"slotId": "top", "value": 1}]""", "there twice"),
            ("""[{"slotId": "top", "value": 1}, {"slotId": "side/left", "value": "1"}]""", "no number"),
            ("""[{"slotId": "top", "value": 1}, {"slotId": "side/left", "value": 1e300}]""", "1e"),
            ("""[{"slotId": "top", "value": 1}, {"value": 1}]""", "names no slot"),
            ("""[{"slotId": "top", "value": 1}, {"slotId": 3, "value": 1}]""", "not a text"),
            ("""[]""", "1 to 50"), ("""{}""", "1 to 50"), ("""[1]""", "names no slot")])
        {
            var answer = await _home.PostAsync($"{Films}/multislot/events/e1/reward", $$"""{"reward": {{rewards}}}""");
            answer.Status.ShouldBe(HttpStatusCode.BadRequest, rewards);
            JsonNode.Parse(answer.Text)!["error"]!["message"]!.GetValue<string>().ShouldContain(problem);
        }
        (await _home.Serving.Decisions.BooksAsync("films", Cancel))!.Rewards.ShouldBe(0);
        var unknown = """{"reward": [{"slotId": "top", "value": 1}]}""";
        (await _home.PostAsync($"{Films}/multislot/events/nobody/reward", unknown)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _home.BooksAsync()).Orphans.ShouldBe(1);
        (await _home.PostAsync($"{Films}/multislot/events/nobody/activate", "")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _home.PostAsync("/personalizer/none/v1.1/multislot/events/e/reward", unknown)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _home.PostAsync("/personalizer/none/v1.1/multislot/rank", Body("e"))).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""[]""", "not an object")]
    [InlineData("""{"slots": [{"id": "a"}]}""", "1 to 50 actions")]
    [InlineData("""{"actions": [{"id": "x"}]}""", "1 to 50 slots")]
    [InlineData("""{"actions": [{"id": "x"}], "slots": []}""", "1 to 50 slots")]
    [InlineData("""{"actions": [{"id": "x"}], "slots": {"id": "a"}}""", "1 to 50 slots")]
    [InlineData("""{"actions": [{"id": "x"}], "slots": ["a"]}""", "no 'id'")]
    [InlineData("""{"actions": [{"id": "x"}], "slots": [{"id": 1}]}""", "no 'id'")]
    [InlineData("""{"actions": [{"id": "x"}], "slots": [{"id": "a"}, {"id": "b"}]}""", "2 slots and 1 actions")]
    [InlineData("""{"actions": [{"id": "x"}, {"id": "y"}], "slots": [{"id": "a"}, {"id": "a"}]}""", "there twice")]
    [InlineData("""{"actions": [{"id": "x"}], "slots": [{"id": "a", "excludedActions": ["z"]}]}""", "not one of the actions")]
    [InlineData("""{"actions": [{"id": "x"}], "slots": [{"id": "a", "excludedActions": ["x"]}]}""", "All actions are excluded")]
    [InlineData("""{"actions": [{"id": "x"}], "slots": [{"id": "a", "features": 3}]}""", "not a list of objects")]
    [InlineData("""{"actions": [{"id": "x"}], "slots": [{"id": "a", "features": [{"user": {"age": 1e300}}]}]}""", "user.age")]
    [InlineData("""{"actions": [{"id": "x"}], "slots": [{"id": "a"}], "eventId": 4}""", "not a text")]
    [InlineData("""{"actions": [{"id": "x"}], "slots": [{"id": "a"}], "deferActivation": 1}""", "neither true nor false")]
    [InlineData("""
        {"actions": [{"id": "x"}, {"id": "y"}],
         "slots": [{"id": "a", "excludedActions": ["y"]}, {"id": "b", "excludedActions": ["y"]}]}
        """, "too few arms")]
    public async Task What_is_wrong_is_refused_and_decides_nothing(string body, string problem)
    {
        var answer = await _home.PostAsync($"{Films}/multislot/rank", body);
        answer.Status.ShouldBe(HttpStatusCode.BadRequest, answer.Text);
        JsonNode.Parse(answer.Text)!["error"]!["message"]!.GetValue<string>().ShouldContain(problem);
        (await _home.BooksAsync()).Decisions.ShouldBe(0);
    }

    [Fact]
    public async Task Too_much_is_refused()
    {
        var slots = string.Join(',', Enumerable.Range(0, 500).Select(static i => $$"""{"id": "s{{i}}"}"""));
        (await _home.PostAsync($"{Films}/multislot/rank", Body("e", slots: $"[{slots}]"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", 20)) + "1" + new string('}', 20);
        (await _home.PostAsync($"{Films}/multislot/rank", Body("e", slots: $$"""[{"id": "a", "features": [{{deep}}]}]""")))
            .Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _home.PostAsync($"{Films}/multislot/rank", Body(new string('e', 198)))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _home.BooksAsync()).Decisions.ShouldBe(0);
    }

    [Fact]
    public async Task Fifty_slots_get_fifty_actions()
    {
        var fifty = string.Join(
            ',', Enumerable.Range(0, 50).Select(static i => $$"""{"id": "x{{i}}", "excludedActions": ["x{{(i + 7) % 50}}"]}"""));
        var answer = await _home.PostAsync(
            $"{Films}/multislot/rank", $$"""{"actions": [{{fifty}}], "slots": [{{fifty}}], "eventId": "e"}""");
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        JsonNode.Parse(answer.Text)!["slots"]!.AsArray().Select(static slot => slot!["rewardActionId"]!.GetValue<string>())
            .Distinct().Count().ShouldBe(50);
    }

    private static string Body(string? eventId, string slots = Two) =>
        $$$"""
        {
          "contextFeatures": [{"user": {"age": 30}}],
          "actions": {{{PersonalizerHome.Three}}},
          "slots": {{{slots}}}{{{(eventId is null ? "" : $", \"eventId\": \"{eventId}\"")}}}
        }
        """;

    private static IEnumerable<double> Context(string request) =>
        JsonNode.Parse(request)!["context"]!.AsArray().Take(2).Select(static number => number!.GetValue<double>());

    private async Task<double> RewardAsync(string decision) =>
        (await _home.Serving.Decisions.FindAsync("films", decision, Cancel))!.Rewards.ShouldHaveSingleItem().Value;
}
