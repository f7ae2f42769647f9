using System.Security.Cryptography;
using Gyre.Cli.Remote;
using Gyre.Client.Api;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Home.Exports;
using Gyre.Learning;

namespace Gyre.Cli.Deployments;

/// <summary>Deployments of a server.</summary>
/// <param name="home">The server's home; disposed with the desk.</param>
internal sealed class ServerDesk(RemoteHome home) : IDeploymentDesk
{
    private readonly DeploymentsApi _api = home.Api.Deployments;

    /// <summary>
    /// Whether a step calls. It cannot upload, and has no need to: the policy it deploys was made by its run, whose outputs are in the store.
    /// </summary>
    public bool IsStep { get; init; }

    public async Task<Digest> UploadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        Digest digest;
        await using (var stream = file.OpenRead())
            digest = Digest.FromHash(await SHA256.HashDataAsync(stream, cancellationToken));
        if (!IsStep)
            await RemoteCalls.Async(() => home.Api.Artifacts.UploadAsync(digest, file.OpenRead, file.Length, cancellationToken));
        return digest;
    }

    public Task<DeploymentList> ListAsync(CancellationToken cancellationToken) =>
        RemoteCalls.Async(() => _api.ListAsync(cancellationToken));

    public Task<DeploymentInfo?> FindAsync(string name, CancellationToken cancellationToken) =>
        RemoteCalls.FindAsync(() => _api.GetAsync(name, cancellationToken));

    public Task<DeployedInfo> DeployAsync(DeployRequest request, CancellationToken cancellationToken) =>
        RemoteCalls.Async(() => _api.DeployAsync(request, cancellationToken));

    public Task<RouteResultInfo> PromoteAsync(string name, PromoteRequest request, CancellationToken cancellationToken) =>
        RemoteCalls.Async(() => _api.PromoteAsync(name, request, cancellationToken));

    public Task<RouteResultInfo> RollBackAsync(string name, RollBackRequest request, CancellationToken cancellationToken) =>
        RemoteCalls.Async(() => _api.RollBackAsync(name, request, cancellationToken));

    public Task<RouteResultInfo> ConfigureAsync(
        string name, ConfigureDeploymentRequest request, CancellationToken cancellationToken) =>
        RemoteCalls.Async(() => _api.ConfigureAsync(name, request, cancellationToken));

    public Task<PredictionInfo> PredictAsync(string name, PredictRequest request, CancellationToken cancellationToken) =>
        RemoteCalls.Async(() => _api.PredictAsync(name, request, cancellationToken));

    public Task<DecisionInfo> DecideAsync(string name, DecideRequest request, CancellationToken cancellationToken) =>
        RemoteCalls.Async(() => _api.DecideAsync(name, request, cancellationToken));

    public Task<DecisionBatch> DecideAsync(string name, DecideBatchRequest request, CancellationToken cancellationToken) =>
        RemoteCalls.Async(() => _api.DecideAsync(name, request, cancellationToken));

    public Task<RewardInfo> RewardAsync(string name, RewardRequest request, CancellationToken cancellationToken) =>
        RemoteCalls.Async(() => _api.RewardAsync(name, request, cancellationToken));

    public Task<RewardBatch> RewardAsync(string name, RewardBatchRequest request, CancellationToken cancellationToken) =>
        RemoteCalls.Async(() => _api.RewardAsync(name, request, cancellationToken));

    public Task<DecisionPageInfo> DecisionsAsync(
        string name, string? outcome, string? arm, int limit, CancellationToken cancellationToken) =>
        RemoteCalls.Async(() => _api.DecisionsAsync(name, outcome, arm, limit: limit, cancellationToken: cancellationToken));

    public Task<DecisionBooksInfo> BooksAsync(string name, CancellationToken cancellationToken) =>
        RemoteCalls.Async(() => _api.BooksAsync(name, cancellationToken));

    public Task<DecisionLog> ExportAsync(string name, LogQuery query, CancellationToken cancellationToken) => RemoteCalls.Async(async () =>
    {
        await using var csv = await _api.OpenLogAsync(
            name, query.Outcome, query.Arm, query.Version, query.From, query.To, cancellationToken);
        return await DecisionLogFile.ReadAsync(new NamedStream(csv, $"the log of '{name}'"), null, cancellationToken);
    });

    public Task<long?> CopyLogAsync(
        string name, LogQuery query, ExportFormat format, Stream target, CancellationToken cancellationToken) =>
        RemoteCalls.Async(() => DownloadAsync(name, query, format, target, cancellationToken));

    public Task<DecisionExportInfo> KeepLogAsync(string name, ExportDecisionsRequest request, CancellationToken cancellationToken) =>
        RemoteCalls.Async(() => _api.ExportAsync(name, request, cancellationToken));

    public Task<DeploymentVersionList> VersionsAsync(string name, CancellationToken cancellationToken) =>
        RemoteCalls.Async(() => _api.VersionsAsync(name, cancellationToken));

    public Task CopyPolicyAsync(string name, DeploymentVersionInfo version, Stream target, CancellationToken cancellationToken) =>
        RemoteCalls.Async(async () =>
        {
            await using var policy = await _api.OpenPolicyAsync(name, version.Version, cancellationToken);
            await policy.CopyToAsync(target, cancellationToken);
            return true;
        });

    public ValueTask DisposeAsync() => home.DisposeAsync();

    private async Task<long?> DownloadAsync(
        string name, LogQuery query, ExportFormat format, Stream target, CancellationToken cancellationToken)
    {
        var filter = new DecisionLogFilter
        {
            Outcome = query.Outcome,
            Arm = query.Arm,
            Version = query.Version,
            From = query.From,
            To = query.To,
        };
        var download = await _api.OpenLogAsync(name, filter, KebabCase.Of(format), cancellationToken);
        await using var content = download.Content;
        await content.CopyToAsync(target, cancellationToken);
        return download.Rows;
    }
}
