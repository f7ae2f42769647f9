using System.Net;
using Gyre.Contracts;
using Gyre.Datasets;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Testing.Datasets;

namespace Gyre.Server.Tests;

/// <summary>P7, H17, H18: what is sent several times counts once.</summary>
public sealed class RepeatedRequestTests : IAsyncLifetime
{
    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync();

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task A_run_asked_for_several_times_at_once_is_one_run(int times)
    {
        var body = $$"""{"folder": "{{_home.ProjectFolder()}}", "pipeline": "main"}""";
        var answers = await Task.WhenAll(Enumerable.Range(0, times).Select(_ => _home.PostAsync("/api/v1/runs", body, null, ("Idempotency-Key", "key-1"))));
        answers.Select(answer => answer.As<RunInfo>().RunId).Distinct().Count().ShouldBe(1);
        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Created);
        answers.Select(answer => answer.Text).Distinct().Count().ShouldBe(1);
        answers.Select(answer => answer.Headers["Location"]).Distinct().Count().ShouldBe(1);
        answers.Count(answer => answer.Headers.ContainsKey("Idempotency-Replayed")).ShouldBe(times - 1);
        _home.Engine.Started.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Every_changing_route_counts_once_per_key()
    {
        var run = _home.Engine.Add().Id;
        var done = _home.Engine.Add(RunState.Failed).Id;
        _home.Engine.AddNode(run, "ask", NodeRunState.AwaitingApproval);
        _home.Engine.AddNode(run, "review", NodeRunState.AwaitingAnswer);
        var cycle = _home.Engine.AddCycle("c").Id;
        var stopped = _home.Engine.AddCycle("d");
        _home.Engine.Cycles[stopped.Id] = stopped with { State = CycleState.Stopped };
        var revoked = (await _home.Tokens.CreateAsync("old", TokenScope.Admin, null, Cancel)).Entry.Id;
        var token = (await _home.Tokens.CreateAsync("t", TokenScope.Admin, null, Cancel)).Text;
        (await _home.PostAsync("/api/v1/session", $$"""{"token": "{{token}}"}""")).Status.ShouldBe(HttpStatusCode.OK);
        var browser = (await _home.GetAsync("/api/v1/sessions", token)).As<BrowserSessionList>().Sessions.ShouldHaveSingleItem().Id;
        var folder = _home.ProjectFolder();
        var tracked = (await _home.Services.Tracking.Runs.CreateAsync(new Gyre.Tracking.NewTrackingRun { Experiment = 0 }, Cancel)).Info.RunId;
        (await _home.PostAsync("/api/v1/projects", $$"""{"folder": "{{_home.ProjectFolder("gone")}}"}""", token)).Status.ShouldBe(HttpStatusCode.Created);
        await _home.Notifications.PutAsync(new Notification { Name = "old", On = ["run-failed"] }, Cancel);
        var timed = _home.ProjectFolder("timed", """
            - step: {name: train, image: any, command: echo}
            - pipeline:
                name: main
                nodes: [{name: train, type: execution, step: train}]
                edges: []
            - trigger: {name: nightly, pipeline: main, cron: "0 3 * * *"}
            - trigger: {name: weekly, pipeline: main, cron: "0 3 * * 0"}
            """);
        await _home.Variables.SetAsync("demo", "OLD", "value", isSecret: false, "ada", Cancel);
        using (var sample = new DatasetSample())
        using (var place = new CatalogDatasets(_home.Store, _home.Blobs, "demo", _home.Services.Clock))
        {
            var datasets = new DatasetRepository(place, _home.Services.Clock);
            await datasets.PushFolderAsync(sample.Folder, null, Cancel);
            await datasets.TagAsync("sample", "latest", "old", Cancel);
        }
        await _home.Services.Tracking.Registry.CreateAsync("m", "", [], Cancel);
        await _home.Services.Tracking.ModelVersions.CreateAsync("m", new Gyre.Tracking.NewModelVersion { Source = "s3://b/m" }, Cancel);
        var policy = await KeptPolicies.PutAsync(_home.Blobs, "red");
        string[] deployments =
        [
            """{"name": "gone", "policy": "POLICY"}""", """{"name": "shop", "policy": "POLICY"}""",
            """{"name": "shop", "policy": "POLICY", "role": "idle"}""",
            """{"name": "quick", "policy": "POLICY", "settings": {"reward_wait_seconds": 0.001}}""",
        ];
        foreach (var deployed in deployments)
            (await _home.PostAsync("/api/v1/deployments", deployed.Replace("POLICY", policy.ToString(), StringComparison.Ordinal), token)).As<DeployedInfo>();
        (await _home.PostAsync("/api/v1/deployments/quick/decide", """{"context": [1, 2]}""", token)).Status.ShouldBe(HttpStatusCode.OK);
        (HttpMethod Method, string Path, string? Body)[] requests =
        [
            (HttpMethod.Post, "/api/v1/projects", $$"""{"folder": "{{folder}}"}"""),
            (HttpMethod.Delete, "/api/v1/projects/gone", null),
            (HttpMethod.Post, "/api/v1/runs", $$"""{"folder": "{{folder}}", "pipeline": "main"}"""),
            (HttpMethod.Post, "/api/v1/runs/plan", $$"""{"folder": "{{folder}}", "pipeline": "main"}"""),
            (HttpMethod.Post, $"/api/v1/runs/{run}/approvals/ask", """{"approved": true}"""),
            (HttpMethod.Post, $"/api/v1/runs/{run}/answers", """{"key": "review", "document": {"stars": 4}}"""),
            (HttpMethod.Post, $"/api/v1/runs/{run}/cancel", null),
            (HttpMethod.Post, $"/api/v1/runs/{done}/resume", null),
            (HttpMethod.Post, "/api/v1/cycles", $$"""{"folder": "{{folder}}", "cycle": "c"}"""),
            (HttpMethod.Post, $"/api/v1/cycles/{cycle}/stop", null),
            (HttpMethod.Post, $"/api/v1/cycles/{stopped.Id}/resume", null),
            (HttpMethod.Post, "/api/v1/cache/clear", "{}"),
            (HttpMethod.Post, "/api/v1/cache/invalidate", $$"""{"run_id": "{{run}}", "node": "ask"}"""),
            (HttpMethod.Put, "/api/v1/notifications/new", """{"on": ["run-failed"], "webhook": {"url": "https://a.example/"}}"""),
            (HttpMethod.Post, "/api/v1/notifications/new/test", null),
            (HttpMethod.Delete, "/api/v1/notifications/old", null),
            (HttpMethod.Post, $"/api/v1/notifications/deliveries/{_home.Notifications.Keep()}/retry", null),
            (HttpMethod.Put, "/api/v1/triggers", $$"""{"folder": "{{timed}}"}"""),
            (HttpMethod.Post, "/api/v1/triggers/nightly/disable", null),
            (HttpMethod.Post, "/api/v1/triggers/nightly/enable", null),
            (HttpMethod.Post, "/api/v1/triggers/nightly/fire", null),
            (HttpMethod.Delete, "/api/v1/triggers/weekly", null),
            (HttpMethod.Delete, "/api/v1/variables/demo/OLD", null),
            (HttpMethod.Put, "/api/v1/datasets/demo/sample/tags/best", """{"version": "latest"}"""),
            (HttpMethod.Delete, "/api/v1/datasets/demo/sample/tags/old", null),
            (HttpMethod.Post, "/api/v1/tokens", """{"name": "new"}"""),
            (HttpMethod.Delete, $"/api/v1/tokens/{revoked}", null),
            (HttpMethod.Delete, $"/api/v1/sessions/{browser}", null),
            (HttpMethod.Post, $"/api/v1/tracking/runs/{tracked}/keep-alive", """{"seconds": 60}"""),
            (HttpMethod.Put, "/api/v1/models/m/aliases/champion", """{"version": 1, "reason": "better"}"""),
            (HttpMethod.Post, "/api/v1/deployments", $$"""{"name": "new", "policy": "{{policy}}"}"""),
            (HttpMethod.Delete, "/api/v1/deployments/gone", null),
            (HttpMethod.Post, "/api/v1/deployments/shop/decide", """{"context": [1, 2]}"""),
            (HttpMethod.Post, "/api/v1/deployments/shop/predict", """{"instances": [[1, 2]]}"""),
            (HttpMethod.Post, "/api/v1/deployments/shop/decide/batch", """{"requests": [{"context": [1, 2]}]}"""),
            (HttpMethod.Post, "/api/v1/deployments/shop/reward", """{"decision_id": "nobody", "value": 1}"""),
            (HttpMethod.Post, "/api/v1/deployments/shop/reward/batch", """{"rewards": [{"decision_id": "nobody", "value": 1}]}"""),
            (HttpMethod.Post, "/api/v1/deployments/quick/exports", """{"project": "demo", "dataset": "log"}"""),
            (HttpMethod.Put, "/api/v1/deployments/shop/route", """{"shadows": [2]}"""),
            (HttpMethod.Post, "/api/v1/deployments/shop/promote", """{"version": 2}"""),
            (HttpMethod.Post, "/api/v1/deployments/shop/rollback", null),
        ];
        var routes = _home.Server.Endpoints.OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>()
            .Count(route => route.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal)
                && route.Metadata.GetMetadata<Security.RouteRule>()!.Right == Security.Right.Change
                && route.Metadata.GetMetadata<Http.RepeatableAsIs>() is null
                // Uploaded content is the same however often it comes.
                && route.Metadata.GetMetadata<Http.StreamsBody>() is null) - 2;
        requests.Length.ShouldBe(routes, "a new changing route needs a line here (the lists of tokens and sessions change nothing)");
        foreach (var (method, path, body) in requests)
        {
            var before = _home.Engine.Effects.Count + _home.Engine.Started.Count;
            var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _home.SendAsync(method, path, body, token, ("Idempotency-Key", path))));
            answers.ShouldAllBe(answer => (int)answer.Status >= 200 && (int)answer.Status < 300, path);
            answers.Count(answer => answer.Headers.ContainsKey("Idempotency-Replayed")).ShouldBe(2, path);
            (_home.Engine.Effects.Count + _home.Engine.Started.Count - before).ShouldBeLessThanOrEqualTo(1, path);
        }
        (await _home.Tokens.ListAsync(Cancel)).Count.ShouldBe(3);
        (await _home.Services.Tracking.Registry.AliasMovesAsync("m", null, 10, Cancel)).Length.ShouldBe(1);
        var books = (await _home.GetAsync("/api/v1/deployments/shop/books", token)).As<DecisionBooksInfo>();
        (books.Decisions, books.Rewards).ShouldBe((3, 2));
        (await _home.GetAsync("/api/v1/deployments/shop/versions", token)).As<DeploymentVersionList>().Changes.Count.ShouldBe(4);
    }

    [Fact]
    public async Task H17_a_key_with_another_request_is_a_conflict_and_the_first_effect_stays()
    {
        var folder = _home.ProjectFolder();
        var first = await _home.PostAsync("/api/v1/runs", $$"""{"folder": "{{folder}}", "pipeline": "main"}""", null, ("Idempotency-Key", "k"));
        (await _home.PostAsync("/api/v1/runs", $$"""{"folder": "{{folder}}", "pipeline": "main", "title": "other"}""", null, ("Idempotency-Key", "k"))).ShouldBeProblem(409, "idempotency.reused");
        (await _home.PostAsync("/api/v1/cache/clear", "{}", null, ("Idempotency-Key", "k"))).ShouldBeProblem(409, "idempotency.reused");
        (await _home.PostAsync("/api/v1/runs", $$"""{"folder": "{{folder}}", "pipeline": "main"}""", null, ("Idempotency-Key", "k"))).Text.ShouldBe(first.Text);
        _home.Engine.Started.Count.ShouldBe(1);
    }

    [Fact]
    public async Task H18_a_second_request_waits_for_the_first()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var leave = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _home.Engine.BeforeStart = async _ =>
        {
            entered.SetResult();
            await leave.Task;
        };
        var body = $$"""{"folder": "{{_home.ProjectFolder()}}", "pipeline": "main"}""";
        var first = _home.PostAsync("/api/v1/runs", body, null, ("Idempotency-Key", "k"));
        await entered.Task;
        var second = _home.PostAsync("/api/v1/runs", body, null, ("Idempotency-Key", "k"));
        leave.SetResult();
        (await second).Text.ShouldBe((await first).Text);
        _home.Engine.Started.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_request_may_be_sent_again_with_its_key()
    {
        var folder = _home.ProjectFolder();
        (await _home.PostAsync("/api/v1/runs", $$"""{"folder": "{{folder}}", "pipeline": "nope"}""", null, ("Idempotency-Key", "k"))).ShouldBeProblem(400, "pipeline.unknown");
        (await _home.PostAsync("/api/v1/runs", $$"""{"folder": "{{folder}}", "pipeline": "main"}""", null, ("Idempotency-Key", "k"))).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Keys_of_different_callers_are_different()
    {
        var one = (await _home.Tokens.CreateAsync("one", TokenScope.Admin, null, Cancel)).Text;
        var two = (await _home.Tokens.CreateAsync("two", TokenScope.Admin, null, Cancel)).Text;
        var body = $$"""{"folder": "{{_home.ProjectFolder()}}", "pipeline": "main"}""";
        var first = (await _home.PostAsync("/api/v1/runs", body, one, ("Idempotency-Key", "k"))).As<RunInfo>();
        (await _home.PostAsync("/api/v1/runs", body, two, ("Idempotency-Key", "k"))).As<RunInfo>().RunId.ShouldNotBe(first.RunId);
    }

    [Fact]
    public async Task The_secret_of_a_token_is_not_kept_for_a_repeated_request()
    {
        var first = (await _home.PostAsync("/api/v1/tokens", """{"name": "t"}""", null, ("Idempotency-Key", "k"))).As<TokenInfo>();
        var again = await _home.PostAsync("/api/v1/tokens", """{"name": "t"}""", null, ("Idempotency-Key", "k"));
        again.ShouldBeProblem(401, "auth.required");
        first.Token.ShouldNotBeNull();
        var second = (await _home.PostAsync("/api/v1/tokens", """{"name": "u"}""", first.Token, ("Idempotency-Key", "k"))).As<TokenInfo>();
        var replayed = (await _home.PostAsync("/api/v1/tokens", """{"name": "u"}""", first.Token, ("Idempotency-Key", "k"))).As<TokenInfo>();
        replayed.Id.ShouldBe(second.Id);
        replayed.Token.ShouldBeNull();
        (await _home.GetAsync("/api/v1/runs", second.Token)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_with_a_space_is_refused() =>
        (await _home.PostAsync("/api/v1/cache/clear", "{}", null, ("Idempotency-Key", "a b"))).ShouldBeProblem(400, "idempotency.key");

    [Fact]
    public async Task A_key_of_more_than_255_characters_is_refused() =>
        (await _home.PostAsync("/api/v1/cache/clear", "{}", null, ("Idempotency-Key", new string('k', 256)))).ShouldBeProblem(400, "idempotency.key");
}
