using Gyre.Contracts;
using Gyre.Core;
using Gyre.Home.Exports;
using Gyre.Learning;

namespace Gyre.Cli.Deployments;

/// <summary>Deployments as commands handle them, in the records of the API: those of a home on this machine, or of a server.</summary>
internal interface IDeploymentDesk : IAsyncDisposable
{
    /// <summary>Puts a file into the artifact store.</summary>
    Task<Digest> UploadAsync(FileInfo file, CancellationToken cancellationToken);

    Task<DeploymentList> ListAsync(CancellationToken cancellationToken);

    /// <summary>A deployment; null when there is none.</summary>
    Task<DeploymentInfo?> FindAsync(string name, CancellationToken cancellationToken);

    Task<DeployedInfo> DeployAsync(DeployRequest request, CancellationToken cancellationToken);

    Task<RouteResultInfo> PromoteAsync(string name, PromoteRequest request, CancellationToken cancellationToken);

    Task<RouteResultInfo> RollBackAsync(string name, RollBackRequest request, CancellationToken cancellationToken);

    Task<RouteResultInfo> ConfigureAsync(string name, ConfigureDeploymentRequest request, CancellationToken cancellationToken);

    Task<PredictionInfo> PredictAsync(string name, PredictRequest request, CancellationToken cancellationToken);

    Task<DecisionInfo> DecideAsync(string name, DecideRequest request, CancellationToken cancellationToken);

    /// <summary>Several decisions, all or none; at most 1,000.</summary>
    Task<DecisionBatch> DecideAsync(string name, DecideBatchRequest request, CancellationToken cancellationToken);

    Task<RewardInfo> RewardAsync(string name, RewardRequest request, CancellationToken cancellationToken);

    /// <summary>Several rewards, all or none; at most 10,000.</summary>
    Task<RewardBatch> RewardAsync(string name, RewardBatchRequest request, CancellationToken cancellationToken);

    /// <summary>The newest decisions first.</summary>
    Task<DecisionPageInfo> DecisionsAsync(string name, string? outcome, string? arm, int limit, CancellationToken cancellationToken);

    Task<DecisionBooksInfo> BooksAsync(string name, CancellationToken cancellationToken);

    /// <summary>Decisions with their final rewards, as rows to learn from, the oldest first.</summary>
    Task<DecisionLog> ExportAsync(string name, LogQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// The same as a file of a form, without holding it in memory; gives how many decisions, or null where that is not told.
    /// </summary>
    Task<long?> CopyLogAsync(string name, LogQuery query, ExportFormat format, Stream target, CancellationToken cancellationToken);

    /// <summary>The same as a version of a dataset.</summary>
    Task<DecisionExportInfo> KeepLogAsync(string name, ExportDecisionsRequest request, CancellationToken cancellationToken);

    /// <summary>The newest versions and changes first.</summary>
    Task<DeploymentVersionList> VersionsAsync(string name, CancellationToken cancellationToken);

    /// <summary>Copies the policy file of a version.</summary>
    Task CopyPolicyAsync(string name, DeploymentVersionInfo version, Stream target, CancellationToken cancellationToken);
}
