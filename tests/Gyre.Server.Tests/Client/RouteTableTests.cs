using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Gyre.Client.Api;
using Gyre.Contracts;
using Gyre.Core;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Server.Tests.Client;

/// <summary>Every route of <c>/api/v1</c> has a method of the client, which asks for exactly this route.</summary>
public sealed partial class RouteTableTests : IAsyncLifetime
{
    private static readonly RunId Run = RunId.From(Guid.Parse("0199c1f4-7c1e-7b4a-9d5e-3f2a1b0c9d8e"));
    private static readonly CycleId Cycle = CycleId.From(Guid.Parse("0199c1f4-cccc-7b4a-9d5e-3f2a1b0c9d8e"));
    private static readonly Digest Content = Digest.Of("content");

    private static readonly Dictionary<string, Func<GyreApi, Task>> Calls = new(StringComparer.Ordinal)
    {
        ["GET /api/v1/runs"] = static api => api.Runs.ListAsync(5, "c", Cancel),
        ["POST /api/v1/runs"] = static api => api.Runs.StartAsync(new StartRunRequest { Pipeline = "main" }, null, Cancel),
        ["POST /api/v1/runs/plan"] = static api => api.Runs.PlanAsync(new StartRunRequest { Pipeline = "main" }, Cancel),
        ["GET /api/v1/runs/{run}"] = static api => api.Runs.GetAsync(Run, true, Cancel),
        ["GET /api/v1/runs/{run}/results"] = static api => api.Runs.GetResultsAsync(Run, Cancel),
        ["POST /api/v1/runs/{run}/cancel"] = static api => api.Runs.CancelAsync(Run, "enough", Cancel),
        ["POST /api/v1/runs/{run}/resume"] = static api => api.Runs.ResumeAsync(Run, Cancel),
        ["GET /api/v1/runs/{run}/nodes"] = static api => api.Nodes.ListAsync(Run, Cancel),
        ["GET /api/v1/runs/{run}/nodes/{node}"] = static api => api.Nodes.GetAsync(Run, "loop[1]/say", Cancel),
        ["GET /api/v1/runs/{run}/graph"] = static api => api.Nodes.GetGraphAsync(Run, Cancel),
        ["GET /api/v1/runs/{run}/attempts/{node}"] = static api => api.Nodes.ListAttemptsAsync(Run, "loop[1]/say", Cancel),
        ["GET /api/v1/runs/{run}/cache/{node}"] = static api => api.Nodes.ExplainCacheAsync(Run, "loop[1]/say", Cancel),
        ["POST /api/v1/runs/{run}/approvals/{node}"] = static api => api.Nodes.ApproveAsync(Run, "ask", null, Cancel),
        ["POST /api/v1/runs/{run}/answers"] = static api => api.Nodes.AnswerAsync(Run, new AnswerRequest { Key = "ask" }, Cancel),
        ["GET /api/v1/runs/{run}/logs/{node}"] = static api => api.Logs.FollowAsync(Run, "train[2]", null, Cancel).CountAsync(Cancel).AsTask(),
        ["GET /api/v1/runs/{run}/outputs/{node}"] = static api => api.Artifacts.OpenOutputAsync(Run, "train", "a/b.txt", Cancel),
        ["HEAD /api/v1/runs/{run}/outputs/{node}"] = static api => api.Artifacts.FindOutputAsync(Run, "train", "a/b.txt", Cancel),
        ["GET /api/v1/runs/{run}/archive/{node}"] = static api => api.Artifacts.OpenArchiveAsync(Run, "loop[1]/say", Cancel),
        ["HEAD /api/v1/runs/{run}/archive/{node}"] = static api => api.Artifacts.HasArchiveAsync(Run, "loop[1]/say", Cancel),
        ["GET /api/v1/runs/{run}/events"] = static api => api.Events.FollowRunAsync(Run, 3, Cancel).CountAsync(Cancel).AsTask(),
        ["GET /api/v1/events"] = static api => api.Events.FollowAsync(3, null, Cancel).CountAsync(Cancel).AsTask(),
        ["GET /api/v1/experiment-plans"] = static api => api.ExperimentPlans.ListAsync(5, "c", "plans", "Café ?#", Cancel),
        ["GET /api/v1/experiment-plans/{run}"] = static api => api.ExperimentPlans.GetAsync(Run, Cancel),
        ["GET /api/v1/experiment-plans/{run}/results"] = static api => api.ExperimentPlans.GetResultsAsync(Run, Cancel),
        ["GET /api/v1/experiment-plans/{run}/curves"] = static api => api.ExperimentPlans.GetCurveAsync(Run, "Café ?#", "loss", Cancel),
        ["GET /api/v1/experiment-plans/{run}/matrices"] = static api => api.ExperimentPlans.GetMatricesAsync(Run, "Café ?#", "acc", Cancel),
        ["GET /api/v1/experiment-plans/{run}/report"] = static api => api.ExperimentPlans.GetReportAsync(Run, isMarkdown: true, Cancel),
        ["GET /api/v1/cycles"] = static api => api.Cycles.ListAsync(5, Cancel),
        ["POST /api/v1/cycles"] = static api => api.Cycles.StartAsync(new StartCycleRequest { Cycle = "tune" }, null, Cancel),
        ["GET /api/v1/cycles/{cycle}"] = static api => api.Cycles.GetAsync(Cycle, Cancel),
        ["POST /api/v1/cycles/{cycle}/stop"] = static api => api.Cycles.StopAsync(Cycle, null, Cancel),
        ["POST /api/v1/cycles/{cycle}/resume"] = static api => api.Cycles.ResumeAsync(Cycle, 5, Cancel),
        ["GET /api/v1/triggers"] = static api => api.Triggers.ListAsync("demo", Cancel),
        ["PUT /api/v1/triggers"] = static api => api.Triggers.RegisterAsync(new RegisterTriggersRequest { Project = "demo" }, Cancel),
        ["GET /api/v1/triggers/{trigger}"] = static api => api.Triggers.GetAsync("nightly", "demo", Cancel),
        ["DELETE /api/v1/triggers/{trigger}"] = static api => api.Triggers.RemoveAsync("nightly", null, Cancel),
        ["POST /api/v1/triggers/{trigger}/enable"] = static api => api.Triggers.EnableAsync("nightly", null, Cancel),
        ["POST /api/v1/triggers/{trigger}/disable"] = static api => api.Triggers.DisableAsync("nightly", null, Cancel),
        ["POST /api/v1/triggers/{trigger}/fire"] = static api => api.Triggers.FireAsync("nightly", null, "key", Cancel),
        ["GET /api/v1/triggers/{trigger}/test"] = static api => api.Triggers.TestAsync(
            "nightly", DateTimeOffset.UnixEpoch, null, null, Cancel),
        ["GET /api/v1/deployments"] = static api => api.Deployments.ListAsync(Cancel),
        ["POST /api/v1/deployments"] = static api => api.Deployments.DeployAsync(new DeployRequest { Name = "shop", Policy = Content }, Cancel),
        ["GET /api/v1/deployments/{name}"] = static api => api.Deployments.GetAsync("shop", Cancel),
        ["DELETE /api/v1/deployments/{name}"] = static api => api.Deployments.DeleteAsync("shop", Cancel),
        ["GET /api/v1/deployments/{name}/versions"] = static api => api.Deployments.VersionsAsync("shop", Cancel),
        ["POST /api/v1/deployments/{name}/promote"] = static api => api.Deployments.PromoteAsync("shop", new PromoteRequest { Version = 2 }, Cancel),
        ["POST /api/v1/deployments/{name}/rollback"] = static api => api.Deployments.RollBackAsync("shop", new RollBackRequest(), Cancel),
        ["PUT /api/v1/deployments/{name}/route"] = static api => api.Deployments.ConfigureAsync(
            "shop", new ConfigureDeploymentRequest { Shadows = [2] }, Cancel),
        ["POST /api/v1/deployments/{name}/decide"] = static api => api.Deployments.DecideAsync("shop", new DecideRequest { Context = [1] }, Cancel),
        ["POST /api/v1/deployments/{name}/decide/batch"] = static api => api.Deployments.DecideAsync(
            "shop", new DecideBatchRequest { Requests = [new DecideRequest { Context = [1] }] }, Cancel),
        ["POST /api/v1/deployments/{name}/decisions"] = static api => api.Deployments.RecordAsync(
            "shop", new RecordDecisionsRequest { Decisions = [] }, Cancel),
        ["POST /api/v1/deployments/{name}/reward"] = static api => api.Deployments.RewardAsync(
            "shop", new RewardRequest { DecisionId = "1", Value = 1 }, Cancel),
        ["POST /api/v1/deployments/{name}/reward/batch"] = static api => api.Deployments.RewardAsync(
            "shop", new RewardBatchRequest { Rewards = [new RewardRequest { DecisionId = "1", Value = 1 }] }, Cancel),
        ["GET /api/v1/deployments/{name}/decisions"] = static api => api.Deployments.DecisionsAsync(
            "shop", "joined", "red", 1, DateTimeOffset.UnixEpoch, null, 7, 5, Cancel),
        ["GET /api/v1/deployments/{name}/decisions/{decision}"] = static api => api.Deployments.GetDecisionAsync("shop", "1", Cancel),
        ["GET /api/v1/deployments/{name}/policy"] = static api => api.Deployments.OpenPolicyAsync("shop", 1, Cancel),
        ["GET /api/v1/deployments/{name}/log"] = static api => api.Deployments.OpenLogAsync("shop", "joined", cancellationToken: Cancel),
        ["GET /api/v1/deployments/{name}/exports"] = static api => api.Deployments.ExportsAsync("shop", Cancel),
        ["POST /api/v1/deployments/{name}/exports"] = static api => api.Deployments.ExportAsync(
            "shop", new ExportDecisionsRequest { Project = "p", Dataset = "log" }, Cancel),
        ["GET /api/v1/deployments/{name}/books"] = static api => api.Deployments.BooksAsync("shop", Cancel),
        ["GET /api/v1/deployments/{name}/figures"] = static api => api.Deployments.FiguresAsync("shop", DateTimeOffset.UnixEpoch, null, 5, Cancel),
        ["POST /api/v1/deployments/{name}/predict"] = static api => api.Deployments.PredictAsync("shop", new PredictRequest(), Cancel),
        ["GET /api/v1/deployments/{name}/predictions"] = static api => api.Deployments.PredictionsAsync("shop", Cancel),
        ["POST /api/v1/deployments/{name}/evaluate"] = static api => api.Deployments.EvaluateAsync(
            "shop", new EvaluateVersionsRequest { Versions = [1] }, Cancel),
        ["GET /api/v1/cache"] = static api => api.Cache.ListAsync(5, "main", Cancel),
        ["POST /api/v1/cache/clear"] = static api => api.Cache.ClearAsync(null, Cancel),
        ["POST /api/v1/cache/invalidate"] = static api => api.Cache.InvalidateAsync(
            new InvalidateCacheRequest { RunId = Run, Node = "train" }, Cancel),
        ["GET /api/v1/artifacts/{digest}"] = static api => api.Artifacts.CopyToAsync(Content, Stream.Null, Cancel),
        ["HEAD /api/v1/artifacts/{digest}"] = static api => api.Artifacts.FindAsync(Content, Cancel),
        ["POST /api/v1/artifacts/missing"] = static api => api.Artifacts.FindMissingAsync([Content], Cancel),
        ["PUT /api/v1/artifacts/{digest}"] = static api =>
            api.Artifacts.UploadAsync(Content, static () => new MemoryStream("content"u8.ToArray()), 7, Cancel),
        ["GET /api/v1/projects"] = static api => api.Projects.ListAsync(Cancel),
        ["POST /api/v1/projects"] = static api => api.Projects.RegisterAsync(new RegisterProjectRequest { Folder = "/p" }, Cancel),
        ["GET /api/v1/projects/{name}"] = static api => api.Projects.GetAsync("Café ?#", Cancel),
        ["DELETE /api/v1/projects/{name}"] = static api => api.Projects.RemoveAsync("demo", Cancel),
        ["GET /api/v1/variables"] = static api => api.Variables.ListAsync("demo", Cancel),
        ["PUT /api/v1/variables/{project}/{name}"] = static api => api.Variables.SetAsync(
            "Café ?#", "TOKEN", new PutVariableRequest { Value = "v", Secret = true }, Cancel),
        ["DELETE /api/v1/variables/{project}/{name}"] = static api => api.Variables.UnsetAsync("demo", "TOKEN", Cancel),
        ["GET /api/v1/tokens"] = static api => api.Tokens.ListAsync(Cancel),
        ["POST /api/v1/tokens"] = static api => api.Tokens.CreateAsync(new CreateTokenRequest { Name = "laptop" }, Cancel),
        ["DELETE /api/v1/tokens/{id}"] = static api => api.Tokens.RevokeAsync("1", Cancel),
        ["GET /api/v1/notifications"] = static api => api.Notifications.ListAsync(Cancel),
        ["PUT /api/v1/notifications/{name}"] = static api => api.Notifications.PutAsync(
            "all", new PutNotificationRequest { On = ["run-failed"] }, Cancel),
        ["DELETE /api/v1/notifications/{name}"] = static api => api.Notifications.DeleteAsync("all", Cancel),
        ["POST /api/v1/notifications/{name}/test"] = static api => api.Notifications.TestAsync("all", Cancel),
        ["GET /api/v1/notifications/deliveries"] = static api => api.Notifications.ListDeliveriesAsync(5, Cancel),
        ["POST /api/v1/notifications/deliveries/{id}/retry"] = static api => api.Notifications.RetryDeliveryAsync(Guid.Empty, Cancel),
        ["GET /api/v1/catalog/aliases"] = static api => api.Catalog.ListAliasesAsync(Cancel),
        ["GET /api/v1/catalog/aliases/{project}/{alias}"] = static api => api.Catalog.GetAliasHistoryAsync("demo", "models/best", Cancel),
        ["GET /api/v1/components"] = static api => api.Catalog.ListComponentsAsync(Cancel),
        ["GET /api/v1/datasets"] = static api => api.Datasets.ListAsync("demo", "s", 5, "c", Cancel),
        ["GET /api/v1/datasets/{project}/{dataset}/versions"] = static api => api.Datasets.ListVersionsAsync("demo", "s", 5, "c", Cancel),
        ["GET /api/v1/datasets/{project}/{dataset}/versions/{version}"] = static api => api.Datasets.GetAsync("Café ?#", "s", "v1", Cancel),
        ["GET /api/v1/datasets/{project}/{dataset}/versions/{version}/files"] = static api =>
            api.Datasets.ListFilesAsync("demo", "s", "v1", "files/", 1, 5, Cancel),
        ["GET /api/v1/datasets/{project}/{dataset}/versions/{version}/schema"] = static api =>
            api.Datasets.GetSchemaAsync("demo", "s", "v1", Cancel),
        ["GET /api/v1/datasets/{project}/{dataset}/versions/{version}/rows"] = static api =>
            api.Datasets.ListRowsAsync("demo", "s", "v1", 1, 5, Cancel),
        ["GET /api/v1/datasets/{project}/{dataset}/versions/{version}/image"] = static api =>
            api.Datasets.OpenImageAsync("demo", "s", "v1", "a/b.png", Cancel),
        ["HEAD /api/v1/datasets/{project}/{dataset}/versions/{version}/image"] = static api =>
            api.Datasets.FindImageAsync("demo", "s", "v1", "a/b.png", Cancel),
        ["GET /api/v1/datasets/{project}/{dataset}/versions/{version}/profile"] = static api =>
            api.Datasets.GetProfileAsync("demo", "s", "v1", Cancel),
        ["POST /api/v1/datasets/{project}/{dataset}/versions/{version}/query"] = static api =>
            api.Datasets.QueryAsync("demo", "s", "v1", new MapValue([]), Cancel),
        ["POST /api/v1/datasets/{project}/{dataset}/versions/{version}/explain"] = static api =>
            api.Datasets.ExplainAsync("demo", "s", "v1", new MapValue([]), "i", Cancel),
        ["GET /api/v1/datasets/{project}/{dataset}/diff"] = static api => api.Datasets.DiffAsync("demo", "s", "v1", "v2", Cancel),
        ["GET /api/v1/datasets/{project}/{dataset}/drift"] = static api => api.Datasets.DriftAsync("demo", "s", "v1", "v2", Cancel),
        ["PUT /api/v1/datasets/{project}/{dataset}/tags/{tag}"] = static api => api.Datasets.TagAsync("demo", "s", "best", "v1", Cancel),
        ["DELETE /api/v1/datasets/{project}/{dataset}/tags/{tag}"] = static api => api.Datasets.UntagAsync("demo", "s", "best", Cancel),
        ["GET /api/v1/storage"] = static api => api.Catalog.GetStorageAsync(Cancel),
        ["POST /api/v1/tracking/runs/search"] = static api => api.Tracking.SearchAsync(new TrackingSearchRequest(), Cancel),
        ["GET /api/v1/tracking/runs/{id}"] = static api => api.Tracking.GetAsync("1", Cancel),
        ["POST /api/v1/tracking/runs/{id}/keep-alive"] = static api => api.Tracking.KeepAliveAsync("1", TimeSpan.FromMinutes(1), Cancel),
        ["GET /api/v1/tracking/runs/{id}/metrics/{key}"] = static api => api.Tracking.GetHistoryAsync("1", "val/loss", 5, Cancel),
        ["GET /api/v1/tracking/runs/{id}/stream"] = static api => api.Tracking.FollowAsync("1", Cancel).CountAsync(Cancel).AsTask(),
        ["POST /api/v1/tracking/histories"] =
            static api => api.Tracking.GetHistoriesAsync(new HistoriesRequest { RunIds = ["1"], Key = "loss" }, Cancel),
        ["POST /api/v1/tracking/compare"] = static api => api.Tracking.CompareAsync(new CompareRequest { RunIds = ["1"] }, Cancel),
        ["PUT /api/v1/models/{name}/aliases/{alias}"] = static api => api.Models.MoveAliasAsync(
            "Café ?#", "champion", new MoveAliasRequest { Version = 3, Reason = "better" }, Cancel),
        ["GET /api/v1/models/{name}/alias-moves"] = static api => api.Models.ListAliasMovesAsync("net", "champion", 5, Cancel),
        ["GET /api/v1/tracking/lineage/{kind}/{id}"] = static api => api.Tracking.GetLineageAsync("model-version", "net/3", Cancel),
    };

    /// <summary>Routes that are no method, each with its reason.</summary>
    private static readonly Dictionary<string, string> Excluded = new(StringComparer.Ordinal)
    {
        ["GET /api/v1/session"] = "For browsers; a program sends its token with every request.",
        ["POST /api/v1/session"] = "For browsers.",
        ["DELETE /api/v1/session"] = "For browsers.",
        ["GET /api/v1/sessions"] = "For browsers.",
        ["DELETE /api/v1/sessions/{id}"] = "For browsers.",
        ["POST /api/v1/triggers/{trigger}/hook"] = "Called by services that sign with the trigger's secret and have no token.",
    };

    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Routes => [.. Calls.Keys];

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync();

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public void Every_route_has_a_method_or_a_reason() =>
        (from route in _home.Server.Endpoints.OfType<RouteEndpoint>()
         let pattern = Http.RoutePatterns.Of(route)!.Replace("{**", "{", StringComparison.Ordinal)
         where pattern.StartsWith("/api/v1/", StringComparison.Ordinal)
         from method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
         select $"{method} {pattern}").ShouldBe([.. Calls.Keys, .. Excluded.Keys], ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_method_asks_for_its_route(string route)
    {
        var recorder = new Recorder();
        using var http = new HttpClient(recorder);
        using var api = new GyreApi("http://localhost:1/base/", new GyreApiOptions { Http = http, Token = "secret" });
        try
        {
            await Calls[route](api);
        }
        catch (GyreApiException error)
        {
            error.Code.ShouldBe("test.none", error.Message);
            error.Message.ShouldNotContain("secret");
        }
        var (method, path, query) = recorder.Asked.ShouldHaveSingleItem();
        // A path at the end of an address may hold slashes; nothing else may.
        var pattern = Segment().Replace(Tail().Replace(route, ".+"), "[^/]+").Replace(" ", " /base", StringComparison.Ordinal);
        $"{method} {path}".ShouldMatch($"^{pattern}$");
        // The real route knows the address and what it is asked with. All events would come forever.
        if (route == "GET /api/v1/events")
            return;
        var answer = await _home.SendAsync(
            new HttpMethod(method), path["/base".Length..] + query, method is "GET" or "HEAD" or "DELETE" ? null : "{}");
        answer.Text.ShouldNotContain("query.unknown");
        answer.Text.ShouldNotContain("http.not-found");
    }

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Segment();

    [GeneratedRegex(@"\{node\}$|\{key\}$|\{alias\}$|(?<=\{kind\}/)\{id\}$")]
    private static partial Regex Tail();

    /// <summary>Answers everything with the same refusal.</summary>
    private sealed class Recorder : HttpMessageHandler
    {
        public ConcurrentQueue<(string Method, string Path, string Query)> Asked { get; } = new();

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Enqueue((request.Method.Method, request.RequestUri!.AbsolutePath, request.RequestUri.Query));
            request.Headers.Authorization!.ToString().ShouldBe("Bearer secret");
            var onlyAsks = request.Method == HttpMethod.Get || request.Method == HttpMethod.Head
                || request.RequestUri.Segments[^1] is "search" or "compare" or "histories" or "missing" or "evaluate" or "query" or "explain";
            // Decisions have ids of their own.
            onlyAsks |= request.Method == HttpMethod.Post
                && (request.RequestUri.Segments[^1] is "decide" or "decisions"
                    || request.RequestUri.AbsolutePath.EndsWith("/decide/batch", StringComparison.Ordinal));
            // The digest of uploaded content is its key.
            onlyAsks |= request.Method == HttpMethod.Put
                && request.RequestUri.AbsolutePath.Contains("/artifacts/", StringComparison.Ordinal);
            request.Headers.Contains("Idempotency-Key").ShouldBe(!onlyAsks);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound)
            {
                RequestMessage = request,
                Content = new StringContent("""{"type": "urn:gyre:problem:test.none", "title": "None", "status": 404, "code": "test.none"}"""),
            });
        }
    }
}
