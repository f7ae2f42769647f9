using System.Net;
using System.Text.Json.Nodes;
using Gyre.Serving;
using Gyre.Storage;
using Gyre.Testing;

namespace Gyre.Server.Tests;

/// <summary>Events that are ranked before it is known whether they are shown.</summary>
public sealed class DeferredEventTests : IAsyncLifetime
{
    private const string Films = PersonalizerHome.Films;
    private const string One = """{"value": 1}""";

    private readonly ManualClock _clock = new();
    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _home = await ServerHome.StartAsync(clock: _clock);
        await _home.DeployFilmsAsync(new DeploymentSettings { RewardWait = TimeSpan.FromMinutes(10) });
    }

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public async Task An_event_counts_from_when_it_is_activated()
    {
        var answer = await RankAsync("e1");
        (await _home.BooksAsync()).ShouldBe((0, 0, 0));
        (await RankAsync("e1")).Text.ShouldBe(answer.Text, "the same event is the same answer");
        (await _home.PostAsync($"{Films}/events/e1/reward", One)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _home.BooksAsync()).ShouldBe((0, 0, 1));
        await ActivateAsync("e1", HttpStatusCode.NoContent);
        await ActivateAsync("e1", HttpStatusCode.NoContent);
        (await _home.PostAsync($"{Films}/events/e1/reward", One)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _home.BooksAsync()).ShouldBe((1, 1, 1));
        var logged = (await _home.Serving.Decisions.FindAsync("films", "e1", Cancel))!;
        logged.Decision.Arm.ShouldBe(JsonNode.Parse(answer.Text)!["rewardActionId"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_event_that_is_ranked_otherwise_under_the_same_id_is_refused()
    {
        await RankAsync("e1");
        (await RankAsync("e1", age: 31)).Status.ShouldBe(HttpStatusCode.Conflict);
        (await RankAsync("e1", defer: false)).Status.ShouldBe(HttpStatusCode.Conflict);
        (await _home.BooksAsync()).Decisions.ShouldBe(0);
    }

    [Fact]
    public async Task An_event_that_is_activated_after_the_wait_is_not_found()
    {
        await RankAsync("e1");
        _clock.Advance(TimeSpan.FromMinutes(11));
        var answer = await ActivateAsync("e1", HttpStatusCode.NotFound);
        JsonNode.Parse(answer.Text)!["error"]!["message"]!.GetValue<string>().ShouldContain("the wait for its rewards was over");
        (await _home.BooksAsync()).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task Several_slots_are_activated_together()
    {
        var body = $$"""
            {"actions": {{PersonalizerHome.Three}}, "slots": [{"id": "a"}, {"id": "b"}], "eventId": "m", "deferActivation": true}
            """;
        (await _home.PostAsync($"{Films}/multislot/rank", body)).Status.ShouldBe(HttpStatusCode.Created);
        var rewards = """{"reward": [{"slotId": "a", "value": 1}]}""";
        (await _home.PostAsync($"{Films}/multislot/events/m/reward", rewards)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _home.BooksAsync()).ShouldBe((0, 0, 1));
        (await _home.PostAsync($"{Films}/multislot/events/m/activate", "")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _home.PostAsync($"{Films}/multislot/events/m/reward", rewards)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _home.BooksAsync()).ShouldBe((2, 2, 1));
    }

    [Fact]
    public async Task A_restart_between_rank_and_activate_loses_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("gyre-deferred-").FullName;
        await using (var before = await StartAsync(folder))
            (await RankAsync("e1", home: before)).Status.ShouldBe(HttpStatusCode.Created);
        await using (var after = await StartAsync(folder))
        {
            (await after.PostAsync($"{Films}/events/e1/activate", "")).Status.ShouldBe(HttpStatusCode.NoContent);
            (await after.BooksAsync()).ShouldBe((1, 1, 0));
        }
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<ServerHome> StartAsync(string folder)
    {
        var home = await ServerHome.StartAsync(storage: new StorageOptions { Home = folder });
        await home.DeployFilmsAsync();
        return home;
    }

    private Task<Answer> RankAsync(string eventId, int age = 30, bool defer = true, ServerHome? home = null) =>
        (home ?? _home).PostAsync(
            $"{Films}/rank",
            $$$"""
            {
              "contextFeatures": [{"user": {"age": {{{age}}}}}], "actions": {{{PersonalizerHome.Three}}},
              "eventId": "{{{eventId}}}", "deferActivation": {{{(defer ? "true" : "false")}}}
            }
            """);

    private async Task<Answer> ActivateAsync(string eventId, HttpStatusCode status)
    {
        var answer = await _home.PostAsync($"{Films}/events/{eventId}/activate", "");
        answer.Status.ShouldBe(status, answer.Text);
        return answer;
    }
}
