using System.Net;
using Gyre.Contracts;
using Gyre.Testing;
using Gyre.Tracking;

namespace Gyre.Server.Tests;

/// <summary>Aliases of registered models over the server's own API.</summary>
public sealed class ModelAliasTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _home = await ServerHome.StartAsync(clock: _clock, token: "laptop");
        await _home.Services.Tracking.Registry.CreateAsync("net", "", [], Cancel);
        for (var i = 0; i < 2; i++)
            await _home.Services.Tracking.ModelVersions.CreateAsync("net", new NewModelVersion { Source = "s3://b/m" }, Cancel);
    }

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public async Task A_move_is_kept_with_who_when_from_where_and_why()
    {
        await MoveAsync("champion", """{"version": 1, "reason": "the first"}""");
        _clock.Advance(TimeSpan.FromMinutes(1));
        const string Evidence = """[{"metric": "acc", "value": 0.9, "before": 0.8}, {"metric": "f1", "value": 0.7}]""";
        var made = (await MoveAsync("champion", $$"""{"version": 2, "reason": " fewer errors ", "evidence": {{Evidence}}}""")).As<AliasMoveInfo>();
        (made.Alias, made.FromVersion, made.ToVersion, made.Reason, made.By, made.At)
            .ShouldBe(("champion", 1, 2, "fewer errors", "laptop", _clock.GetUtcNow()));
        made.Evidence.ShouldBe([new AliasEvidenceInfo { Metric = "acc", Value = 0.9, Before = 0.8 }, new AliasEvidenceInfo { Metric = "f1", Value = 0.7 }]);
        var listed = (await MovesAsync()).Moves;
        listed.Select(static move => (move.FromVersion, move.ToVersion, move.Reason)).ShouldBe([(1, 2, "fewer errors"), (null, 1, "the first")]);
        listed[0].Evidence.ShouldBe(made.Evidence);
        (await _home.Services.Tracking.Registry.GetByAliasAsync("net", "champion", Cancel)).Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_move_by_an_MLflow_client_is_listed_without_a_reason_and_so_is_a_removal()
    {
        const string Route = "/api/2.0/mlflow/registered-models/alias";
        (await _home.PostAsync(Route, """{"name": "net", "alias": "champion", "version": "1"}""", _home.Ahead)).Status.ShouldBe(HttpStatusCode.OK);
        (await _home.SendAsync(HttpMethod.Delete, Route, """{"name": "net", "alias": "champion"}""", _home.Ahead)).Status.ShouldBe(HttpStatusCode.OK);
        (await MoveAsync("other", """{"version": 2, "reason": "x"}""")).Status.ShouldBe(HttpStatusCode.OK);
        (await MovesAsync("?alias=champion")).Moves.Select(static move => (move.FromVersion, move.ToVersion, move.Reason, move.By))
            .ShouldBe([(1, null, null, null), (null, 1, null, "laptop")]);
        (await MovesAsync("?limit=1")).Moves.ShouldHaveSingleItem().Alias.ShouldBe("other");
    }

    [Theory]
    [InlineData("champion", """{"version": 1}""", "json.shape")]
    [InlineData("champion", """{"version": 1, "reason": " "}""", "reason")]
    [InlineData("latest", """{"version": 1, "reason": "x"}""", "reserved")]
    [InlineData("champion", """{"version": 1, "reason": "x", "evidence": [{"metric": "a", "value": 1}, {"metric": "a", "value": 2}]}""", "twice")]
    [InlineData("champion", """{"version": 1, "reason": "x", "evidence": [{"metric": "", "value": 1}]}""", "metric")]
    [InlineData("champion", """{"version": 1, "reason": "x", "evidence": [null]}""", "evidence/0")]
    public async Task What_is_wrong_with_a_move_is_said_and_nothing_moves(string alias, string body, string word)
    {
        var answer = await MoveAsync(alias, body);
        answer.Status.ShouldBe(HttpStatusCode.BadRequest, answer.Text);
        answer.Text.ShouldContain(word);
        (await MovesAsync()).Moves.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_version_or_a_model_that_is_not_there_is_not_found()
    {
        (await MoveAsync("champion", """{"version": 9, "reason": "x"}""")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _home.GetAsync("/api/v1/models/none/alias-moves", _home.Ahead)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await MovesAsync()).Moves.ShouldBeEmpty();
    }

    private Task<Answer> MoveAsync(string alias, string body) =>
        _home.SendAsync(HttpMethod.Put, $"/api/v1/models/net/aliases/{alias}", body, _home.Ahead);

    private async Task<AliasMoveList> MovesAsync(string query = "") =>
        (await _home.GetAsync($"/api/v1/models/net/alias-moves{query}", _home.Ahead)).As<AliasMoveList>();
}
