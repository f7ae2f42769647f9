using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Home.Exports;
using Gyre.Home.Views;
using Gyre.Learning;
using Gyre.Serving;

namespace Gyre.Cli.Deployments;

/// <summary>Deployments of a home on this machine.</summary>
/// <param name="home">The home; disposed with the desk.</param>
/// <param name="deployments">Its deployments.</param>
/// <param name="decisions">What they decide.</param>
/// <param name="predictions">Asks the models that they serve.</param>
/// <param name="by">Who changes them, for their history.</param>
internal sealed class HomeDesk(IHome home, IDeployments deployments, IDecisions decisions, IPredictions predictions,
    string? by) : IDeploymentDesk
{
    private const int MaxExported = 10_000_000;
    private const int MaxChanges = 100;

    /// <param name="home">The home; disposed with the desk.</param>
    /// <param name="by">Who changes them, for their history.</param>
    public HomeDesk(IHome home, string? by)
        : this(home, home.Parts.Get<IDeployments>(), home.Parts.Get<IDecisions>(), home.Parts.Get<IPredictions>(), by)
    {
    }

    public async Task<Digest> UploadAsync(FileInfo file, CancellationToken cancellationToken) =>
        (await home.Blobs.PutFileAsync(file.FullName, cancellationToken)).Digest;

    public async Task<DeploymentList> ListAsync(CancellationToken cancellationToken) =>
        ContractViews.Of(await deployments.ListAsync(cancellationToken));

    public async Task<DeploymentInfo?> FindAsync(string name, CancellationToken cancellationToken) =>
        await deployments.FindAsync(name, cancellationToken) is { } found ? ContractViews.Of(found) : null;

    public async Task<DeployedInfo> DeployAsync(DeployRequest request, CancellationToken cancellationToken) =>
        ContractViews.Of(await Async(
            name: request.Name, async () => await deployments.AddAsync(ServingRequests.Of(request, by), cancellationToken)));

    public async Task<RouteResultInfo> PromoteAsync(string name, PromoteRequest request, CancellationToken cancellationToken)
    {
        var cause = ServingRequests.Cause(request.Reason, request.Evidence, by);
        var promotion = new Promotion { Version = request.Version, Expected = request.Expected, Cause = cause };
        return ContractViews.Of(await Async(name, () => deployments.PromoteAsync(name, promotion, cancellationToken)));
    }

    public async Task<RouteResultInfo> RollBackAsync(string name, RollBackRequest request, CancellationToken cancellationToken)
    {
        var cause = ServingRequests.Cause(request.Reason, request.Evidence, by);
        return ContractViews.Of(await Async(name, () => deployments.RollBackAsync(name, cause, cancellationToken)));
    }

    public async Task<RouteResultInfo> ConfigureAsync(
        string name, ConfigureDeploymentRequest request, CancellationToken cancellationToken) => ContractViews.Of(
        await Async(name, () => deployments.ConfigureAsync(name, ServingRequests.Of(request, by), cancellationToken)));

    public async Task<PredictionInfo> PredictAsync(string name, PredictRequest request, CancellationToken cancellationToken)
    {
        var asked = new PredictionRequest { Instances = request.Instances as ListValue, Inputs = request.Inputs };
        try
        {
            return ContractViews.Of(await Async(name, () => predictions.PredictAsync(name, asked, cancellationToken)));
        }
        catch (ModelFailedException failed)
        {
            throw new InvalidInputException("predict.failed", failed.Message, "Look at the model or its program.");
        }
    }

    public async Task<DecisionInfo> DecideAsync(string name, DecideRequest request, CancellationToken cancellationToken) =>
        ContractViews.Of(await Async(name, () => decisions.DecideAsync(name, ServingRequests.Of(request), cancellationToken)));

    public async Task<DecisionBatch> DecideAsync(string name, DecideBatchRequest request, CancellationToken cancellationToken)
    {
        DecisionRequest[] requests = [.. request.Requests.Select(ServingRequests.Of)];
        var made = await Async(name, () => decisions.DecideAsync(name, requests, cancellationToken));
        return new DecisionBatch { Decisions = [.. made.Select(ContractViews.Of)] };
    }

    public async Task<RewardInfo> RewardAsync(string name, RewardRequest request, CancellationToken cancellationToken) =>
        ContractViews.Of(await Async(name, () => decisions.RewardAsync(name, ServingRequests.Of(request), cancellationToken)));

    public async Task<RewardBatch> RewardAsync(string name, RewardBatchRequest request, CancellationToken cancellationToken)
    {
        NewReward[] rewards = [.. request.Rewards.Select(ServingRequests.Of)];
        var receipts = await Async(name, () => decisions.RewardAsync(name, rewards, cancellationToken));
        return new RewardBatch { Rewards = [.. receipts.Select(ContractViews.Of)] };
    }

    public async Task<DecisionPageInfo> DecisionsAsync(
        string name, string? outcome, string? arm, int limit, CancellationToken cancellationToken)
    {
        var query = new DecisionQuery
        {
            Outcome = outcome is null ? null : ServingRequests.Word("outcome", outcome, DecisionOutcome.Pending),
            Arm = arm,
            Limit = limit,
        };
        return ContractViews.Of(await Async(name, () => decisions.ListAsync(name, query, cancellationToken)));
    }

    public async Task<DecisionBooksInfo> BooksAsync(string name, CancellationToken cancellationToken)
    {
        // Where no server runs, waits end when somebody looks.
        await decisions.SettleAsync(cancellationToken);
        return ContractViews.Of(await Async(name, () => decisions.BooksAsync(name, cancellationToken)));
    }

    public async Task<DecisionLog> ExportAsync(string name, LogQuery query, CancellationToken cancellationToken)
    {
        await decisions.SettleAsync(cancellationToken);
        return await Async(name, () => decisions.ExportAsync(name, Of(query), MaxExported, cancellationToken));
    }

    public async Task<long?> CopyLogAsync(
        string name, LogQuery query, ExportFormat format, Stream target, CancellationToken cancellationToken)
    {
        await decisions.SettleAsync(cancellationToken);
        await using var log = await Async(name, () => decisions.OpenLogAsync(name, Of(query), cancellationToken));
        await ExportFile.WriteAsync(log.PartsAsync(cancellationToken), target, format, cancellationToken);
        return log.Count;
    }

    public async Task<DecisionExportInfo> KeepLogAsync(string name, ExportDecisionsRequest request, CancellationToken cancellationToken) =>
        ContractViews.Of(await Async(
            name, () => home.Parts.Get<IDecisionExports>().ExportAsync(name, ContractViews.Of(request), cancellationToken)));

    public async Task<DeploymentVersionList> VersionsAsync(string name, CancellationToken cancellationToken)
    {
        var versions = await Async(name, () => deployments.VersionsAsync(name, cancellationToken));
        return ContractViews.Of(versions, await Async(name, () => deployments.ChangesAsync(name, MaxChanges, cancellationToken)));
    }

    public async Task CopyPolicyAsync(string name, DeploymentVersionInfo version, Stream target, CancellationToken cancellationToken)
    {
        await using var policy = await home.Blobs.OpenReadAsync(version.Policy, 0, cancellationToken);
        await policy.CopyToAsync(target, cancellationToken);
    }

    public ValueTask DisposeAsync() => home.DisposeAsync();

    private static DecisionQuery Of(LogQuery query) => new()
    {
        Outcome = query.Outcome is { } outcome ? ServingRequests.Word("outcome", outcome, DecisionOutcome.Joined) : null,
        Arm = query.Arm,
        Version = query.Version,
        From = query.From,
        To = query.To,
    };

    /// <summary>What does not fit is bad input here, as it is over the API.</summary>
    private static async Task<T> Async<T>(string name, Func<Task<T?>> call)
        where T : class
    {
        try
        {
            return await call() ?? throw Missing(name);
        }
        catch (ServingConflictException conflict)
        {
            throw new InvalidInputException(conflict.Code, conflict.Message, conflict.Remedy);
        }
    }

    private static InvalidInputException Missing(string name) => new(
        "deployment.unknown", $"Deployment '{Shown.Short(name, 80)}' was not found.", "Run 'gyre deployments' to list the deployments.");
}
