using System.Globalization;
using Gyre.Cli.Deployments;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Home.Exports;
using Gyre.Learning;

namespace Gyre.Cli.Tests.Simulation;

/// <summary>A deployment that chooses one arm after the other, and remembers who asked when.</summary>
internal sealed class FakeDesk(JumpingClock clock, params string[] arms) : IDeploymentDesk
{
    /// <summary>What was asked, by the id of the decision.</summary>
    public Dictionary<string, (IReadOnlyList<double> Context, int Arm, DateTimeOffset At)> Asked { get; } = [];

    /// <summary>Sizes of the batches.</summary>
    public List<int> Batches { get; } = [];

    /// <summary>What was given, with the time.</summary>
    public List<(RewardRequest Reward, DateTimeOffset At)> Given { get; } = [];

    /// <summary>How long an answer takes.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Called with each batch.</summary>
    public Action<int> Deciding { get; init; } = static _ => { };

    public Task<DecisionBatch> DecideAsync(string name, DecideBatchRequest request, CancellationToken cancellationToken)
    {
        Deciding(Batches.Count);
        clock.Pass(Latency);
        Batches.Add(request.Requests.Count);
        return Task.FromResult(new DecisionBatch { Decisions = [.. request.Requests.Select(Decide)] });
    }

    public Task<PredictionInfo> PredictAsync(string name, PredictRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<RewardBatch> RewardAsync(string name, RewardBatchRequest request, CancellationToken cancellationToken)
    {
        Given.AddRange(request.Rewards.Select(reward => (reward, clock.GetUtcNow())));
        return Task.FromResult(new RewardBatch
        {
            Rewards = [.. request.Rewards.Select(static one => new RewardInfo { DecisionId = one.DecisionId, RewardId = one.RewardId!, Fate = "used" })],
        });
    }

    public Task<Digest> UploadAsync(FileInfo policy, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<DeploymentList> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<DeploymentInfo?> FindAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<DeployedInfo> DeployAsync(DeployRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<RouteResultInfo> PromoteAsync(string name, PromoteRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<RouteResultInfo> ConfigureAsync(
        string name, ConfigureDeploymentRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<RouteResultInfo> RollBackAsync(string name, RollBackRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<DecisionInfo> DecideAsync(string name, DecideRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<RewardInfo> RewardAsync(string name, RewardRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<DecisionPageInfo> DecisionsAsync(string name, string? outcome, string? arm, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<DecisionBooksInfo> BooksAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<DecisionLog> ExportAsync(string name, LogQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long?> CopyLogAsync(
        string name, LogQuery query, ExportFormat format, Stream target, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<DecisionExportInfo> KeepLogAsync(string name, ExportDecisionsRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<DeploymentVersionList> VersionsAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task CopyPolicyAsync(string name, DeploymentVersionInfo version, Stream target, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private DecisionInfo Decide(DecideRequest request)
    {
        var (id, arm) = (Asked.Count.ToString(CultureInfo.InvariantCulture), Asked.Count % arms.Length);
        Asked.Add(id, (request.Context!, arm, clock.GetUtcNow()));
        return new DecisionInfo
        {
            DecisionId = id,
            Arm = arms[arm],
            ArmIndex = arm,
            Propensity = 1,
            Version = 1 + (Asked.Count / 50),
            Share = 1,
            Seed = "0",
            At = clock.GetUtcNow(),
            IsRepeated = false,
        };
    }
}
