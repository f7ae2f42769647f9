using Gyre.Storage;

namespace Gyre.Serving.Tests;

/// <summary>What deployments promise on every engine; each engine inherits.</summary>
public abstract class ServingSuite : IAsyncLifetime
{
    internal const string Shop = "shop";

    private ServingPlace? _place;

    internal static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal ServingPlace Place => _place ?? throw new InvalidOperationException("The place is not open.");

    internal IDeployments Deployments => Place.Deployments;

    internal IDecisions Decisions => Place.Decisions;

    protected abstract DatabaseKind Engine { get; }

    public async ValueTask InitializeAsync() => _place = await ServingPlace.OpenAsync(Engine);

    public async ValueTask DisposeAsync()
    {
        if (_place is not null)
            await _place.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal static DecisionRequest Ask(string? id = null) => new() { DecisionId = id, Context = TestPolicies.Context };

    internal async Task<Decision> DecideAsync(string? id = null) => (await Decisions.DecideAsync(Shop, Ask(id), Cancel)).ShouldNotBeNull();

    internal Task<RewardReceipt?> RewardAsync(string decision, double value, string? id = null, DateTimeOffset? time = null) =>
        Decisions.RewardAsync(Shop, new NewReward { DecisionId = decision, Value = value, RewardId = id, Time = time }, Cancel);
}
