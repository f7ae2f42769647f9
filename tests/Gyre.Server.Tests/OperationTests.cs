using System.Net;
using System.Text;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Storage;
using Gyre.Testing;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Server.Tests;

/// <summary>The API document, health, metrics, failures, and that secrets stay secret.</summary>
public sealed class OperationTests : IAsyncLifetime
{
    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync();

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public async Task The_api_document_lists_every_route_of_the_api()
    {
        var answer = await _home.GetAsync("/openapi/v1.json");
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        var paths = answer.Json["paths"]!.AsObject();
        var routes = _home.Server.Endpoints.OfType<RouteEndpoint>().Where(route => route.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal)).ToList();
        routes.Count.ShouldBeGreaterThan(20);
        foreach (var route in routes)
        {
            var path = Http.RoutePatterns.Of(route)!.Replace("{**", "{", StringComparison.Ordinal);
            foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Where(method => method != "HEAD"))
            {
                var operation = paths[path]?[method.ToLowerInvariant()].ShouldNotBeNull($"{method} {path}");
                operation!["operationId"].ShouldNotBeNull(path);
                operation["summary"].ShouldNotBeNull(path);
                operation["responses"]!["401"].ShouldNotBeNull(path);
            }
        }
        answer.Json["components"]!["schemas"]!["RunInfo"]!["properties"]!.AsObject().ContainsKey("run_id").ShouldBeTrue();
        paths["/api/v1/runs"]!["post"]!["requestBody"].ShouldNotBeNull();
        paths["/api/v1/runs"]!["get"]!["parameters"]!.AsArray().Select(parameter => parameter!["name"]!.GetValue<string>()).ShouldBe(
            ["limit", "cursor", "offset", "state", "project", "pipeline", "since", "text", "waiting", "order_by", "count"]);
    }

    [Fact]
    public async Task The_reference_names_every_route_and_no_other()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Join(folder!.FullName, "Gyre.slnx")))
            folder = folder.Parent;
        var lines = await File.ReadAllLinesAsync(Path.Join(folder.FullName, "docs", "reference", "api.md"), Cancel);
        var named =
            from line in lines
            where line.StartsWith("| `", StringComparison.Ordinal)
            from span in line.Split('`').Where((_, index) => index % 2 == 1).Select(span => span.Split(' '))
            where span[^1].StartsWith("/api/", StringComparison.Ordinal)
            from method in span[..^1]
            select $"{method} {span[^1]}";
        var there =
            from route in _home.Server.Endpoints.OfType<RouteEndpoint>()
            let pattern = Http.RoutePatterns.Of(route)!.Replace("{**", "{", StringComparison.Ordinal)
            where pattern.StartsWith("/api/v", StringComparison.Ordinal)
            from method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
            select $"{method} {pattern}";
        named.Order(StringComparer.Ordinal).ShouldBe(there.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Health_is_good_when_all_is_well()
    {
        (await _home.GetAsync("/health", null, ("Accept", "application/json"))).As<HealthInfo>().ShouldSatisfyAllConditions(
            health => health.Status.ShouldBe("ok"), health => health.Reason.ShouldBeNull(), health => health.Loops.Select(loop => loop.Name).ShouldContain("tracking-leases"));
        (await _home.GetAsync("/health")).Text.ShouldBe("OK", "the word that tracking clients look for");
    }

    [Fact]
    public async Task Health_tells_of_an_engine_that_ended()
    {
        await using var home = await ServerHome.StartAsync(engineLoop: Task.CompletedTask);
        var answer = await home.GetAsync("/health");
        answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.As<HealthInfo>().Status.ShouldBe("engine-stopped");
        await home.Tokens.CreateAsync("t", TokenScope.Admin, null, Cancel);
        (await home.GetAsync("/health")).As<HealthInfo>().Reason.ShouldBeNull("strangers are not told why");
    }

    [Fact]
    public async Task Health_tells_strangers_that_a_run_waits_but_not_which()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await using var loops = new LoopSupervisor(TimeProvider.System);
        await using var home = await ServerHome.StartAsync(loops: loops);
        var waiting = loops.CarryAsync("run/12", static (_, _) => throw new ArtifactsUnavailableException("away"), stop.Token);
        await Patience.UntilAsync(() => loops.Health.Any(loop => loop.Name == "run/12"), Cancel);
        (await home.GetAsync("/health")).As<HealthInfo>().Loops.ShouldContain(loop => loop.Name == "run/12" && loop.WaitingFor != null);
        await home.Tokens.CreateAsync("t", TokenScope.Admin, null, Cancel);
        var told = (await home.GetAsync("/health")).As<HealthInfo>().Loops;
        told.ShouldContain(loop => loop.Name == "run" && loop.State == "waiting");
        told.ShouldNotContain(loop => loop.Name.Contains("12", StringComparison.Ordinal));
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Health_tells_of_a_store_that_is_away_or_refuses_to_write()
    {
        _home.Store.Away = true;
        var away = await _home.GetAsync("/health");
        away.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        away.As<HealthInfo>().ShouldSatisfyAllConditions(
            health => health.Status.ShouldBe("degraded"), health => health.Reason.ShouldBe("the database cannot be reached"));
        var refused = await _home.GetAsync("/api/v1/runs");
        refused.ShouldBeProblem(503, "store.unavailable");
        refused.Headers["Retry-After"].ShouldBe("2");
        _home.Store.Away = false;

        _home.Store.ReadOnlyReason = "sync failed";
        var readOnly = await _home.GetAsync("/health");
        readOnly.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        readOnly.As<HealthInfo>().ShouldSatisfyAllConditions(health => health.Status.ShouldBe("read-only"), health => health.Reason.ShouldBe("sync failed"));
        (await _home.GetAsync("/api/v1/runs")).Status.ShouldBe(HttpStatusCode.OK, "looking still works");
        (await _home.PostAsync("/api/v1/tokens", """{"name": "x"}""")).ShouldBeProblem(503, "store.read-only");
        (await _home.GetAsync("/metrics")).Text.ShouldContain("gyre_store_read_only 1\n");
    }

    [Fact]
    public async Task Metrics_are_in_the_format_of_prometheus()
    {
        _home.Engine.Add(RunState.Failed);
        _home.Engine.Add();
        _home.Engine.Add();
        await _home.GetAsync("/api/v1/runs");
        await _home.GetAsync("/no/such/route?x=1");
        // A request is counted when it is over, which its sender may know a moment earlier.
        await MetricAsync("route=\"none\",status=\"404\"");
        var text = (await _home.GetAsync("/metrics")).Text;
        text.ShouldContain("gyre_runs_open{state=\"running\"} 2\n");
        text.ShouldContain("gyre_store_read_only 0\n");
        text.ShouldContain("gyre_http_requests_total{method=\"GET\",route=\"/api/v1/runs\",status=\"200\"} 1\n");
        text.ShouldNotContain("no/such");
        text.ShouldContain("process_resident_memory_bytes ");
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            line.ShouldMatch("^(# (HELP|TYPE) .+|[a-z_]+(\\{[a-z_]+=\"[^\"]*\"(,[a-z_]+=\"[^\"]*\")*\\})? [0-9.eE+-]+)$");
    }

    [Fact]
    public async Task Facts_are_counted_as_they_happen()
    {
        var run = _home.Engine.Add();
        await _home.Store.Database.WriteAsync(
            session => session.Append(new NewEvent("node.ended", $"run/{run.Id}", DateTimeOffset.UnixEpoch, """{"state": "succeeded", "cache": "hit"}""")), Cancel);
        await MetricAsync("gyre_cache_hits_total 1\n");
        (await _home.GetAsync("/metrics")).Text.ShouldContain("gyre_node_runs_total{state=\"succeeded\",cache=\"hit\"} 1");
    }

    [Fact]
    public async Task Runs_are_counted_when_they_are_accepted_and_when_they_end()
    {
        foreach (var (type, data) in new[] { ("run.accepted", "{}"), ("run.accepted", "{}"), ("run.ended", """{"state": "failed"}""") })
        {
            await _home.Store.Database.WriteAsync(
                session => session.Append(new NewEvent(type, $"run/{RunId.From(Guid.NewGuid())}", DateTimeOffset.UnixEpoch, data)),
                    Cancel);
        }
        await MetricAsync("gyre_runs_ended_total{state=\"failed\"} 1\n");
        await MetricAsync("gyre_runs_accepted_total 2\n");
    }

    private Task MetricAsync(string text) => Patience.UntilAsync(async () => (await _home.GetAsync("/metrics")).Text.Contains(text, StringComparison.Ordinal), Cancel, text);

    [Fact]
    public async Task An_unexpected_failure_shows_nothing_of_itself()
    {
        var run = _home.Engine.Add();
        _home.Engine.Broken = new InvalidOperationException("password=MARK-1234-SECRET", new IOException("MARK-1234-SECRET"));
        var problem = (await _home.GetAsync($"/api/v1/runs/{run.Id}")).ShouldBeProblem(500, "server.error");
        problem.TraceId.ShouldNotBeNull();
        problem.Detail!.ShouldNotContain("MARK");
        _home.Log.All.ShouldContain(problem.TraceId);
        _home.Log.All.ShouldContain("InvalidOperationException");
        _home.Log.All.ShouldNotContain("MARK-1234");
    }

    [Theory]
    [InlineData("store.read-only")]
    [InlineData("store.full")]
    [InlineData("store.unavailable")]
    public async Task A_store_that_cannot_is_a_pause_not_a_failure(string code)
    {
        _home.Engine.Broken = code switch
        {
            "store.read-only" => new StoreReadOnlyException("MARK disk"),
            "store.full" => new StoreFullException(new IOException("MARK")),
            _ => new StoreUnavailableException("MARK host", false, new IOException("MARK")),
        };
        var answer = await _home.GetAsync($"/api/v1/runs/{Guid.Empty}");
        answer.ShouldBeProblem(503, code);
        answer.Text.ShouldNotContain("MARK");
    }

    [Fact]
    public async Task P30_planted_secrets_are_nowhere_after_everything_went_wrong()
    {
        var token = await _home.Tokens.CreateAsync("t", TokenScope.Admin, null, Cancel);
        var run = _home.Engine.Add();
        var attempt = new AttemptId(GuidIds.FromNames("a"));
        _home.Engine.AddNode(run.Id, "train", NodeRunState.Running, attempt);
        var step = (await _home.Services.Credentials!.IssueAsync(new StepIdentity(run.Id, "train", attempt), Cancel))["GYRE_TOKEN"];
        var made = (await _home.PostAsync("/api/v1/tokens", """{"name": "x"}""", token.Text, ("Idempotency-Key", "k"))).As<TokenInfo>().Token!;
        const string Mark = "MARK-9f31c-SECRET";
        var answers = new List<string>();
        foreach (var text in new[] { token.Text, step, made, Mark })
        {
            answers.Add((await _home.GetAsync($"/api/v1/runs?limit={text}", token.Text)).Text);
            answers.Add((await _home.GetAsync("/api/v1/runs", text + "x")).Text);
            answers.Add((await _home.PostAsync("/api/v1/runs", $$"""{"folder": "/", "pipeline": "{{text}}", "project": "{{text}}\u0000"}""", token.Text)).Text);
            answers.Add((await _home.GetAsync("/health", null, ("Cookie", text), ("X-Other", text))).Text);
        }
        _home.Engine.Broken = new InvalidOperationException(Mark);
        answers.Add((await _home.GetAsync($"/api/v1/runs/{run.Id}", token.Text)).Text);
        answers.Add((await _home.GetAsync("/metrics", token.Text)).Text);
        answers.Add((await _home.GetAsync("/api/v1/tokens", token.Text)).Text);
        answers.Add(_home.Log.All);
        foreach (var file in Directory.EnumerateFiles(_home.Root, "*", SearchOption.AllDirectories))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            answers.Add(await reader.ReadToEndAsync(Cancel));
        }
        foreach (var secret in new[] { token.Text[^64..], step[^64..], made[^64..], Mark })
        {
            string[] forms = [secret, Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)), Convert.ToHexString(Encoding.UTF8.GetBytes(secret))];
            foreach (var form in forms)
                answers.Any(answer => answer.Contains(form, StringComparison.OrdinalIgnoreCase)).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_second_server_on_the_store_answers_the_same_and_reads_the_firsts_cursors()
    {
        for (var i = 0; i < 3; i++)
            _home.Engine.Add();
        await using var second = await GyreServer.StartAsync(new ServeOptions { Port = 0 }, _home.Services, Cancel);
        var cursor = (await _home.GetAsync("/api/v1/runs?limit=1")).As<RunPage>().NextCursor;
        using var client = new HttpClient { BaseAddress = second.Address };
        (await client.GetAsync(new Uri($"/api/v1/runs?cursor={cursor}", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
