using System.Collections.Immutable;
using Gyre.Core.Loops;
using Gyre.Storage;

namespace Gyre.Serving;

/// <summary>
/// Deployments as a module. It gives <see cref="IDeployments"/>, <see cref="IDecisions"/>, <see cref="IPredictions"/> and <see
/// cref="IDecisionAnalysis"/>.
/// </summary>
/// <param name="formats">Forms of model files that it does not know by itself; null for none.</param>
public sealed class ServingModule(ImmutableArray<IModelFormat>? formats = null) : IModule
{
    /// <inheritdoc/>
    public string Name => "serving";

    /// <inheritdoc/>
    public IReadOnlyList<Migration> Migrations => ServingService.Migrations;

    /// <inheritdoc/>
    public Task<IOpenModule> OpenAsync(HomeParts parts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var serving = new ServingService(
            parts.Store, parts.Blobs, parts.Loops,
            new ServingOptions
            {
                Clock = parts.Clock,
                Logs = parts.Logs,
                Home = parts.Storage.Home,
                Formats = formats ?? [],
            });
        parts.Add(serving.Deployments);
        parts.Add(serving.Decisions);
        parts.Add(serving.Analysis);
        parts.Add(serving.Predictions);
        return Task.FromResult<IOpenModule>(new Opened(serving));
    }

    private sealed class Opened(ServingService serving) : IOpenModule
    {
        public IReadOnlyList<IContentUser> ContentUsers => [serving.Content];

        public IReadOnlyList<IExpiring> Expiring => [serving.Expiring];

        public IReadOnlyList<IBackgroundLoop> Loops =>
            [serving.SettlingLoop, serving.JudgingLoop, serving.ApprenticeLoop, serving.WatchingLoop];

        public ValueTask CloseAsync() => serving.DisposeAsync();
    }
}
