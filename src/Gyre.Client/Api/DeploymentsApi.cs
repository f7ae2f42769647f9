using System.Globalization;
using Gyre.Contracts;

namespace Gyre.Client.Api;

/// <summary>Deployments, what they decide, and what that brought.</summary>
public sealed class DeploymentsApi
{
    private readonly ApiTransport _api;

    internal DeploymentsApi(ApiTransport api) => _api = api;

    /// <summary>All deployments, by name.</summary>
    public Task<DeploymentList> ListAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync<DeploymentList>(ApiPath.Of("deployments"), cancellationToken);

    /// <summary>Adds a version, and makes the deployment when there is none of the name. Upload the policy file first.</summary>
    public Task<DeployedInfo> DeployAsync(DeployRequest request, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<DeployRequest, DeployedInfo>(HttpMethod.Post, ApiPath.Of("deployments"), request, null, cancellationToken);

    /// <summary>A deployment.</summary>
    public Task<DeploymentInfo> GetAsync(string name, CancellationToken cancellationToken = default) =>
        _api.GetAsync<DeploymentInfo>(ApiPath.Of("deployments", name), cancellationToken);

    /// <summary>Deletes a deployment with its versions, decisions and rewards.</summary>
    public Task DeleteAsync(string name, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync(HttpMethod.Delete, ApiPath.Of("deployments", name), null, cancellationToken);

    /// <summary>The versions of a deployment and the changes of what it serves, the newest first.</summary>
    public Task<DeploymentVersionList> VersionsAsync(string name, CancellationToken cancellationToken = default) =>
        _api.GetAsync<DeploymentVersionList>(ApiPath.Of("deployments", name, "versions"), cancellationToken);

    /// <summary>Makes a version the champion.</summary>
    public Task<RouteResultInfo> PromoteAsync(string name, PromoteRequest request, CancellationToken cancellationToken = default) =>
        ChangeAsync<PromoteRequest, RouteResultInfo>(name, "promote", request, cancellationToken);

    /// <summary>Lets the champion before the last promotion serve again.</summary>
    public Task<RouteResultInfo> RollBackAsync(string name, RollBackRequest request, CancellationToken cancellationToken = default) =>
        ChangeAsync<RollBackRequest, RouteResultInfo>(name, "rollback", request, cancellationToken);

    /// <summary>Changes canaries, shadows or settings.</summary>
    public Task<RouteResultInfo> ConfigureAsync(
        string name, ConfigureDeploymentRequest request, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<ConfigureDeploymentRequest, RouteResultInfo>(
            HttpMethod.Put, ApiPath.Of("deployments", name, "route"), request, null, cancellationToken);

    /// <summary>Asks a model; of policies, decides for each instance.</summary>
    public Task<PredictionInfo> PredictAsync(string name, PredictRequest request, CancellationToken cancellationToken = default) =>
        ChangeAsync<PredictRequest, PredictionInfo>(name, "predict", request, cancellationToken);

    /// <summary>What a deployment serves, and how its versions answered in this server.</summary>
    public Task<ServedInfo> PredictionsAsync(string name, CancellationToken cancellationToken = default) =>
        _api.GetAsync<ServedInfo>(ApiPath.Of("deployments", name, "predictions"), cancellationToken);

    /// <summary>Chooses an arm. A request without an id gets one, so that it decides once however often it has to be sent.</summary>
    public Task<DecisionInfo> DecideAsync(string name, DecideRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _api.AskAsync<DecideRequest, DecisionInfo>(ApiPath.Of("deployments", name, "decide"), Named(request), cancellationToken);
    }

    /// <summary>Chooses an arm for each request, all or none. Requests without an id get one.</summary>
    public Task<DecisionBatch> DecideAsync(string name, DecideBatchRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _api.AskAsync<DecideBatchRequest, DecisionBatch>(
            ApiPath.Of("deployments", name, "decide", "batch"), new DecideBatchRequest { Requests = [.. request.Requests.Select(Named)] },
            cancellationToken);
    }

    /// <summary>
    /// Logs decisions that a program made by itself with a version of the deployment, all or none. A repeated one counts once.
    /// </summary>
    public Task<RecordedDecisions> RecordAsync(
        string name, RecordDecisionsRequest request, CancellationToken cancellationToken = default) =>
        _api.AskAsync<RecordDecisionsRequest, RecordedDecisions>(ApiPath.Of("deployments", name, "decisions"), request, cancellationToken);

    /// <summary>Reports what a decision brought.</summary>
    public Task<RewardInfo> RewardAsync(string name, RewardRequest request, CancellationToken cancellationToken = default) =>
        ChangeAsync<RewardRequest, RewardInfo>(name, "reward", request, cancellationToken);

    /// <summary>Reports what several decisions brought, all or none.</summary>
    public Task<RewardBatch> RewardAsync(string name, RewardBatchRequest request, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<RewardBatchRequest, RewardBatch>(
            HttpMethod.Post, ApiPath.Of("deployments", name, "reward", "batch"), request, null, cancellationToken);

    /// <summary>A page of decisions, the newest first.</summary>
    /// <param name="name">Of which deployment.</param>
    /// <param name="outcome">Only <c>pending</c>, <c>joined</c> or <c>defaulted</c> ones; null for all.</param>
    /// <param name="arm">Only with this arm; null for all.</param>
    /// <param name="version">Only by this version; null for all.</param>
    /// <param name="from">Only made at this time or later; null for all.</param>
    /// <param name="to">Only made before this time; null for all.</param>
    /// <param name="before">The <see cref="DecisionPageInfo.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">At most so many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<DecisionPageInfo> DecisionsAsync(
        string name,
        string? outcome = null,
        string? arm = null,
        long? version = null,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        long? before = null,
        int limit = 100,
        CancellationToken cancellationToken = default) =>
        _api.GetAsync<DecisionPageInfo>(
            ApiPath.Query(
                ApiPath.Of("deployments", name, "decisions"),
                ("outcome", outcome), ("arm", arm), ("version", Text(version)), ("from", Text(from)), ("to", Text(to)), ("before", Text(before)),
                ("limit", Text(limit))),
            cancellationToken);

    /// <summary>A decision with its rewards.</summary>
    public Task<LoggedDecisionInfo> GetDecisionAsync(string name, string decision, CancellationToken cancellationToken = default) =>
        _api.GetAsync<LoggedDecisionInfo>(ApiPath.WithTail(decision, "deployments", name, "decisions"), cancellationToken);

    /// <summary>
    /// Opens the decisions with their final rewards as a CSV log to train on, the oldest first, to read it as it comes; the caller
    /// disposes it. A broken connection is an <see cref="IOException"/>.
    /// </summary>
    /// <param name="name">Of which deployment.</param>
    /// <param name="outcome">Only <c>joined</c> or <c>defaulted</c> ones; null for both.</param>
    /// <param name="arm">Only with this arm; null for all.</param>
    /// <param name="version">Only by this version; null for all.</param>
    /// <param name="from">Only made at this time or later; null for all.</param>
    /// <param name="to">Only made before this time; null for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Stream> OpenLogAsync(
        string name,
        string? outcome = null,
        string? arm = null,
        long? version = null,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default)
    {
        var filter = new DecisionLogFilter { Outcome = outcome, Arm = arm, Version = version, From = from, To = to };
        var download = await OpenLogAsync(name, filter, "csv", cancellationToken);
        return download.Content;
    }

    /// <summary>The same in another form, with the number of decisions; the caller disposes the content.</summary>
    /// <param name="name">Of which deployment.</param>
    /// <param name="filter">Which decisions.</param>
    /// <param name="format"><c>csv</c>, <c>jsonl</c> or <c>parquet</c>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<DecisionLogDownload> OpenLogAsync(
        string name, DecisionLogFilter filter, string format, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var path = ApiPath.Query(
            ApiPath.Of("deployments", name, "log"),
            ("format", format), ("outcome", filter.Outcome), ("arm", filter.Arm), ("version", Text(filter.Version)),
            ("from", Text(filter.From)), ("to", Text(filter.To)));
        var response = await _api.OpenAsync(path, static _ => { }, cancellationToken);
        var rows = response.Headers.TryGetValues("Gyre-Rows", out var values)
            && long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : (long?)null;
        return new DecisionLogDownload(await WatchedStream.OfAsync(response, _api.Options, maxBytes: null, cancellationToken), rows);
    }

    /// <summary>Keeps decisions with their final rewards as a version of a dataset; the same rows give the same version.</summary>
    public Task<DecisionExportInfo> ExportAsync(
        string name, ExportDecisionsRequest request, CancellationToken cancellationToken = default) =>
        ChangeAsync<ExportDecisionsRequest, DecisionExportInfo>(name, "exports", request, cancellationToken);

    /// <summary>The dataset versions that were made from the log, newest first.</summary>
    public Task<DecisionExportList> ExportsAsync(string name, CancellationToken cancellationToken = default) =>
        _api.GetAsync<DecisionExportList>(ApiPath.Of("deployments", name, "exports"), cancellationToken);

    /// <summary>
    /// Opens the policy file of a version to read it as it comes; the caller disposes it. A broken connection is an <see
    /// cref="IOException"/>.
    /// </summary>
    /// <param name="name">Of which deployment.</param>
    /// <param name="version">The version; null for the champion.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<Stream> OpenPolicyAsync(string name, long? version = null, CancellationToken cancellationToken = default) =>
        OpenAsync(ApiPath.Query(ApiPath.Of("deployments", name, "policy"), ("version", Text(version))), cancellationToken);

    /// <summary>Where all decisions and rewards of a deployment are.</summary>
    public Task<DecisionBooksInfo> BooksAsync(string name, CancellationToken cancellationToken = default) =>
        _api.GetAsync<DecisionBooksInfo>(ApiPath.Of("deployments", name, "books"), cancellationToken);

    /// <summary>What was decided over a time, and what that brought: of at most the newest 100,000 decisions.</summary>
    /// <param name="name">The deployment.</param>
    /// <param name="from">Decisions made at this time or later; null from the first on.</param>
    /// <param name="to">Decisions made before this time; null to the last.</param>
    /// <param name="buckets">Into how many equal parts the time is divided, 1 to 500.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<DecisionFiguresInfo> FiguresAsync(
        string name, DateTimeOffset? from = null, DateTimeOffset? to = null, int buckets = 60, CancellationToken cancellationToken = default) =>
        _api.GetAsync<DecisionFiguresInfo>(
            ApiPath.Query(
                ApiPath.Of("deployments", name, "figures"), ("from", Text(from)), ("to", Text(to)), ("buckets", Text(buckets))),
            cancellationToken);

    /// <summary>Estimates from the log what versions would have earned.</summary>
    public Task<VersionComparisonInfo> EvaluateAsync(
        string name, EvaluateVersionsRequest request, CancellationToken cancellationToken = default) =>
        _api.AskAsync<EvaluateVersionsRequest, VersionComparisonInfo>(ApiPath.Of("deployments", name, "evaluate"), request, cancellationToken);

    private async Task<Stream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var response = await _api.OpenAsync(path, static _ => { }, cancellationToken);
        return await WatchedStream.OfAsync(response, _api.Options, maxBytes: null, cancellationToken);
    }

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Text(DateTimeOffset? time) => time is { } known ? UtcTimeConverter.Text(known) : null;

    private DecideRequest Named(DecideRequest request) =>
        request.DecisionId is null ? request with { DecisionId = _api.NewId() } : request;

    private Task<TResult> ChangeAsync<TBody, TResult>(string name, string act, TBody body, CancellationToken cancellationToken)
        where TBody : class
        where TResult : class =>
        _api.ChangeAsync<TBody, TResult>(HttpMethod.Post, ApiPath.Of("deployments", name, act), body, null, cancellationToken);
}

/// <summary>Which decisions of a log are wanted; null for all.</summary>
public sealed record DecisionLogFilter
{
    /// <summary>Only <c>joined</c> or <c>defaulted</c> ones.</summary>
    public string? Outcome { get; init; }

    /// <summary>Only with this arm.</summary>
    public string? Arm { get; init; }

    /// <summary>Only by this version.</summary>
    public long? Version { get; init; }

    /// <summary>Only made at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only made before this time.</summary>
    public DateTimeOffset? To { get; init; }
}

/// <summary>A log as it comes.</summary>
/// <param name="Content">The file; a broken connection is an <see cref="IOException"/>.</param>
/// <param name="Rows">Decisions in it; null where the server does not say.</param>
public sealed record DecisionLogDownload(Stream Content, long? Rows);
