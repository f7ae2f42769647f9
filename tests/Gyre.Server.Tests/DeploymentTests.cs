using System.Net;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Testing;

namespace Gyre.Server.Tests;

/// <summary>Deployments over the server's own API.</summary>
public sealed class DeploymentTests : IAsyncLifetime
{
    private const string Shop = "/api/v1/deployments/shop";

    private const string Made =
        """
        "context": [1, 2], "arm": "red", "propensity": 0.5, "version": 1, "seed": "1", "at": "2026-01-01T00:00:00Z"}]}
        """;

    private readonly ManualClock _clock = new();
    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync(clock: _clock, token: "laptop");

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public async Task A_deployment_is_made_decides_is_promoted_and_rolled_back()
    {
        (await DeployAsync("red")).Status.ShouldBe(HttpStatusCode.Created);
        (await DeployAsync("green", ", \"role\": \"idle\"")).As<DeployedInfo>().Version.Version.ShouldBe(2);
        var decision = (await PostAsync("/decide", """{"context": [1, 2], "decision_id": "a/b"}""")).As<DecisionInfo>();
        (decision.Arm, decision.Propensity, decision.Version, decision.DecisionId).ShouldBe(("red", 1, 1, "a/b"));
        (await PostAsync("/decide", """{"fields": {"mood": 2, "age": 1}, "decision_id": "a/b"}""")).As<DecisionInfo>()
            .ShouldBe(decision with { IsRepeated = true });

        var promoted = (await PostAsync(
            "/promote", """{"version": 2, "expected": 1, "reason": "better", "evidence": [{"metric": "lift", "value": 0.1}]}""")).As<RouteResultInfo>();
        (promoted.Deployment.Champion, promoted.Change!.Kind, promoted.Change.By, promoted.Change.Reason).ShouldBe((2, "promoted", "laptop", "better"));
        (await PostAsync("/decide", """{"context": [1, 2]}""")).As<DecisionInfo>().Arm.ShouldBe("green");
        (await _home.SendAsync(HttpMethod.Post, $"{Shop}/rollback", null, _home.Ahead)).As<RouteResultInfo>().Deployment.Champion.ShouldBe(1);
        (await PostAsync("/rollback", """{"reason": "again"}""")).As<RouteResultInfo>().Note.ShouldNotBeNull();

        var history = (await _home.GetAsync($"{Shop}/versions", _home.Ahead)).As<DeploymentVersionList>();
        history.Versions.Select(version => (version.Version, version.Kind, version.By)).ShouldBe([(2, "greedy", "laptop"), (1, "greedy", "laptop")]);
        history.Changes.Select(change => change.Kind).ShouldBe(["rolled-back", "promoted", "created"]);
        (await _home.GetAsync("/api/v1/deployments", _home.Ahead)).As<DeploymentList>().Deployments.ShouldHaveSingleItem().Revision.ShouldBe(3);
        (await _home.SendAsync(HttpMethod.Delete, Shop, null, _home.Ahead)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _home.GetAsync(Shop, _home.Ahead)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_log_is_what_policies_are_trained_on()
    {
        await DeployAsync("red", ", \"settings\": {\"reward_wait_seconds\": 60, \"reward_default\": -1}");
        (await _home.GetAsync($"{Shop}/log", _home.Ahead)).Text.Trim().ShouldBe("age,mood,arm,propensity,reward");
        await PostAsync("/decide", """{"context": [1, 2], "decision_id": "one"}""");
        _clock.Advance(TimeSpan.FromSeconds(30));
        await PostAsync("/decide", """{"context": [1, 2], "decision_id": "two"}""");
        await PostAsync("/reward", """{"decision_id": "one", "value": 0.5}""");
        _clock.Advance(TimeSpan.FromMinutes(2));
        await _home.Serving.Decisions.SettleAsync(Cancel);
        string[] Rows(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(static row => row.Trim())];
        Rows((await _home.GetAsync($"{Shop}/log", _home.Ahead)).Text).ShouldBe(
            ["one,2026-01-01T00:00:00.0000000+00:00,server,1,2,red,1,0.5", "two,2026-01-01T00:00:30.0000000+00:00,server,1,2,red,1,-1"]);
        Rows((await _home.GetAsync($"{Shop}/log?outcome=joined", _home.Ahead)).Text).ShouldHaveSingleItem().ShouldStartWith("one,");
        Rows((await _home.GetAsync($"{Shop}/log?from=2026-01-01T00:00:10Z", _home.Ahead)).Text).ShouldHaveSingleItem().ShouldStartWith("two,");
        (await _home.GetAsync($"{Shop}/policy", _home.Ahead)).Text.ShouldContain("\"mood\"");
        (await _home.GetAsync($"{Shop}/policy?version=1", _home.Ahead)).Status.ShouldBe(HttpStatusCode.OK);
        (await _home.GetAsync($"{Shop}/policy?version=2", _home.Ahead)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _home.GetAsync($"{Shop}/log?limit=3", _home.Ahead)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _home.GetAsync("/api/v1/deployments/none/log", _home.Ahead)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_log_has_several_forms_and_becomes_a_version_of_a_dataset()
    {
        await DeployAsync("red", ", \"settings\": {\"reward_wait_seconds\": 60}");
        (await PostAsync("/exports", """{"project": "p", "dataset": "d"}""")).ShouldBeProblem(400, "export.empty");
        await PostAsync("/decide", """{"context": [1, 2], "decision_id": "one"}""");
        _clock.Advance(TimeSpan.FromMinutes(2));
        await _home.Serving.Decisions.SettleAsync(Cancel);
        var lines = await _home.GetAsync($"{Shop}/log?format=jsonl", _home.Ahead);
        (lines.Headers["Gyre-Rows"], lines.Text.Trim().EndsWith("\"reward\":0}", StringComparison.Ordinal)).ShouldBe(("1", true));
        (await _home.GetAsync($"{Shop}/log?format=parquet", _home.Ahead)).Text.ShouldStartWith("PAR1");
        (await _home.GetAsync($"{Shop}/log?format=xml", _home.Ahead)).ShouldBeProblem(400, "request.word");
        (await _home.GetAsync($"{Shop}/log?outcome=pending", _home.Ahead)).ShouldBeProblem(400, "decision.export-pending");

        const string order = """{"project": "p", "dataset": "d", "dataset_version": "v", "version": 1}""";
        var made = (await PostAsync("/exports", order)).As<DecisionExportInfo>();
        (made.Uri, made.IsNew, made.File).ShouldBe(("dataset://d/v", true, "log.csv"));
        ((MapValue)made.Origin).Find("version").ShouldBe(Value.Of(1L));
        (await _home.GetAsync($"{Shop}/exports", _home.Ahead)).As<DecisionExportList>().Exports.ShouldHaveSingleItem()
            .Id.ShouldBe(made.Id);
        await PostAsync("/decide", """{"context": [1, 2], "decision_id": "two"}""");
        _clock.Advance(TimeSpan.FromMinutes(2));
        (await PostAsync("/exports", """{"project": "p", "dataset": "d", "dataset_version": "v"}"""))
            .ShouldBeProblem(409, "export.version-taken");
        (await PostAsync("/exports", """{"project": "p", "dataset": "d/e"}""")).ShouldBeProblem(400, "export.dataset");
        (await PostAsync("/exports", """{"project": "p", "dataset": "d", "dataset_version": "latest"}"""))
            .ShouldBeProblem(400, "export.version");
        (await _home.GetAsync("/api/v1/deployments/none/exports", _home.Ahead)).Status.ShouldBe(HttpStatusCode.NotFound);
        var found = await _home.Services.Datasets.FindVersionAsync("p", "d", "latest", Cancel);
        found.ShouldNotBeNull().Origin.ShouldNotBeNull().Name.ShouldBe("shop");
    }

    [Fact]
    public async Task Rewards_are_joined_and_the_books_balance()
    {
        await DeployAsync("red", ", \"settings\": {\"reward_wait_seconds\": 60, \"reward_aggregation\": \"sum\"}");
        var batch = (await PostAsync("/decide/batch", """{"requests": [{"context": [1, 2]}, {"context": [3, 4]}]}""")).As<DecisionBatch>().Decisions;
        (await PostAsync("/reward", $$"""{"decision_id": "{{batch[0].DecisionId}}", "reward_id": "r", "value": 2}""")).As<RewardInfo>().Fate.ShouldBe("used");
        var rewards = $$"""
            {"rewards": [{"decision_id": "{{batch[0].DecisionId}}", "value": 3}, {"decision_id": "nobody", "value": 1},
            {"decision_id": "{{batch[0].DecisionId}}", "reward_id": "r", "value": 2}]}
            """;
        (await PostAsync("/reward/batch", rewards)).As<RewardBatch>().Rewards.Select(reward => reward.Fate).ShouldBe(["aggregated", "orphan", "duplicate"]);
        _clock.Advance(TimeSpan.FromMinutes(2));
        await _home.Serving.Decisions.SettleAsync(Cancel);

        var books = (await _home.GetAsync($"{Shop}/books", _home.Ahead)).As<DecisionBooksInfo>();
        (books.Decisions, books.Joined, books.Defaulted, books.Pending, books.Rewards, books.Balance).ShouldBe((2, 1, 1, 0, 4, true));
        var logged = (await _home.GetAsync($"{Shop}/decisions/{batch[0].DecisionId}", _home.Ahead)).As<LoggedDecisionInfo>();
        (logged.Outcome, logged.Reward, logged.Rewards.Count).ShouldBe(("joined", 5, 2));
        ((MapValue)logged.Request).Find("context").ShouldNotBeNull();

        var figures = (await _home.GetAsync($"{Shop}/figures?buckets=4", _home.Ahead)).As<DecisionFiguresInfo>();
        (figures.Decisions, figures.Buckets.Count, figures.Arms.Single().Arm, figures.Versions.Single().Reward).ShouldBe((2, 4, "red", 2.5));
        var compared = (await PostAsync("/evaluate", """{"versions": [1], "level": 0.9}""")).As<VersionComparisonInfo>();
        (compared.Rows, compared.Logged.Value, compared.Candidates.Single().Kind).ShouldBe((2, 2.5, "greedy"));
        compared.Candidates[0].Estimates.Select(static one => one.Method).ShouldBe(["doubly-robust", "snips", "ips", "direct"]);
        (await PostAsync("/evaluate", """{"versions": [4]}""")).ShouldBeProblem(400, "evaluate.version");
        var page = (await _home.GetAsync($"{Shop}/decisions?outcome=joined&limit=1", _home.Ahead)).As<DecisionPageInfo>();
        page.Decisions.ShouldHaveSingleItem().Decision.DecisionId.ShouldBe(batch[0].DecisionId);
    }

    [Fact]
    public async Task Decisions_that_a_program_made_are_told_once_and_rewarded()
    {
        await DeployAsync("red");
        const string Body = """
            {"decisions": [{"decision_id": "mine", "fields": {"mood": 2, "age": 1}, "arm": "red", "propensity": 0.5, "version": 1,
            "share": 0.9, "seed": "18446744073709551615", "at": "2026-01-01T00:00:00Z"}]}
            """;
        (await PostAsync("/decisions", Body)).As<RecordedDecisions>().Decisions.ShouldHaveSingleItem().IsRepeated.ShouldBeFalse();
        (await PostAsync("/decisions", Body)).As<RecordedDecisions>().Decisions.ShouldHaveSingleItem().IsRepeated.ShouldBeTrue();
        (await PostAsync("/reward", """{"decision_id": "mine", "value": 2}""")).As<RewardInfo>().Fate.ShouldBe("used");
        var logged = (await _home.GetAsync($"{Shop}/decisions/mine", _home.Ahead)).As<LoggedDecisionInfo>();
        (logged.Source, logged.Decision.Seed, logged.Decision.Share, logged.Decision.Propensity)
            .ShouldBe(("client", "18446744073709551615", 0.9, 0.5));
        var refused = (await PostAsync("/decisions", Body.Replace("\"1844", "\"-1", StringComparison.Ordinal))).As<Problem>();
        (refused.Code, refused.Errors![0].Path).ShouldBe(("decision.seed", "decisions/0/seed"));
    }

    [Theory]
    [InlineData("/decide", """{"context": [1]}""", HttpStatusCode.BadRequest, "decision.context-length")]
    [InlineData("/decide", """{"context": [1, 1e999]}""", HttpStatusCode.BadRequest, null)]
    [InlineData("/decide", """{"context": [1, {"$float": "nan"}]}""", HttpStatusCode.BadRequest, "decision.number")]
    [InlineData("/decide", """{"context": [1, 2], "colour": 1}""", HttpStatusCode.BadRequest, "json.shape")]
    [InlineData("/decide", """{"context": [1, 2], "arms": ["pink"]}""", HttpStatusCode.BadRequest, "decision.arm-unknown")]
    [InlineData("/decide", """{"context": [2, 2], "decision_id": "taken"}""", HttpStatusCode.Conflict, "decision.id-taken")]
    [InlineData("/decide/batch", """{"requests": []}""", HttpStatusCode.BadRequest, "decision.batch")]
    [InlineData("/decisions", "{\"decisions\": [{\"decision_id\": \"taken\", " + Made, HttpStatusCode.Conflict, "decision.id-taken")]
    [InlineData("/decisions", "{\"decisions\": [{\"decision_id\": \"new\", \"a\": 1, " + Made, HttpStatusCode.BadRequest, "json.shape")]
    [InlineData("/decisions", """{"decisions": [null]}""", HttpStatusCode.BadRequest, "json.shape")]
    [InlineData("/reward", """{"decision_id": "taken", "value": {"$float": "inf"}}""", HttpStatusCode.BadRequest, "reward.value")]
    [InlineData("/reward/batch", """{"rewards": []}""", HttpStatusCode.BadRequest, "decision.batch")]
    [InlineData("/promote", """{"version": 9}""", HttpStatusCode.Conflict, "deployment.version-unknown")]
    [InlineData("/promote", """{"version": 1, "expected": 2}""", HttpStatusCode.Conflict, "deployment.champion-changed")]
    [InlineData("/decide/batch", """{"requests": [null]}""", HttpStatusCode.BadRequest, "json.shape")]
    [InlineData("/reward/batch", """{"rewards": [null]}""", HttpStatusCode.BadRequest, "json.shape")]
    [InlineData("/promote", """{"version": 1, "evidence": [null]}""", HttpStatusCode.BadRequest, "json.shape")]
    [InlineData("/rollback", """{"evidence": [null]}""", HttpStatusCode.BadRequest, "json.shape")]
    [InlineData("/rollback", "{}", HttpStatusCode.Conflict, "deployment.no-promotion")]
    public async Task What_is_refused_changes_nothing(string route, string body, HttpStatusCode status, string? code)
    {
        await DeployAsync("red");
        await PostAsync("/decide", """{"context": [1, 2], "decision_id": "taken"}""");
        var answer = await PostAsync(route, body);
        answer.Status.ShouldBe(status);
        if (code is not null)
            answer.As<Problem>().Code.ShouldBe(code);
        var books = (await _home.GetAsync($"{Shop}/books", _home.Ahead)).As<DecisionBooksInfo>();
        (books.Decisions, books.Rewards).ShouldBe((1, 0));
        (await _home.GetAsync(Shop, _home.Ahead)).As<DeploymentInfo>().Revision.ShouldBe(1);
    }

    [Theory]
    [InlineData(""", "evidence": [null] """, "json.shape")]
    [InlineData(""", "role": "boss" """, "request.word")]
    [InlineData(""", "role": "canary", "share": 1 """, "deployment.share")]
    [InlineData(""", "settings": {"reward_wait_seconds": -1} """, "request.seconds")]
    [InlineData(""", "settings": {"exploration_floor": 2} """, "deployment.number")]
    public async Task A_version_that_is_asked_for_wrongly_is_refused(string more, string code)
    {
        await DeployAsync("red");
        (await DeployAsync("red", more)).As<Problem>().Code.ShouldBe(code);
        (await _home.GetAsync($"{Shop}/versions", _home.Ahead)).As<DeploymentVersionList>().Versions.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("POST", "/decide", """{"context": [1, 2]}""")]
    [InlineData("POST", "/reward", """{"decision_id": "x", "value": 1}""")]
    [InlineData("POST", "/promote", """{"version": 1}""")]
    [InlineData("GET", "/books", null)]
    [InlineData("GET", "/figures", null)]
    [InlineData("POST", "/evaluate", """{"versions": [1]}""")]
    [InlineData("GET", "/decisions", null)]
    [InlineData("GET", "/versions", null)]
    public async Task A_deployment_that_is_not_there_is_not_found(string method, string route, string? body) =>
        (await _home.SendAsync(new HttpMethod(method), $"/api/v1/deployments/none{route}", body, _home.Ahead)).As<Problem>().Code.ShouldBe("deployment.unknown");

    private Task<Answer> PostAsync(string route, string body) => _home.PostAsync(Shop + route, body, _home.Ahead);

    private async Task<Answer> DeployAsync(string arm, string more = "")
    {
        var digest = await KeptPolicies.PutAsync(_home.Blobs, arm);
        return await _home.PostAsync("/api/v1/deployments", $$"""{"name": "shop", "policy": "{{digest}}"{{more}}}""", _home.Ahead);
    }
}
