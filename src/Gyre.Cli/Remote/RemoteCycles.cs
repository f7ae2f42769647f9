using Gyre.Client.Api;
using Gyre.Core;
using Gyre.Pipelines;

namespace Gyre.Cli.Remote;

/// <summary>Cycles of a server.</summary>
/// <param name="api">The server.</param>
internal sealed class RemoteCycles(GyreApi api) : ICycles
{
    /// <inheritdoc/>
    public Task<CycleId> StartAsync(StartRun request, string cycle, CancellationToken cancellationToken) => throw RemoteHome.Unsupported();

    /// <inheritdoc/>
    public Task<RunId> StartTurnAsync(StartRun request, StepOrigin origin, CancellationToken cancellationToken) =>
        throw RemoteHome.Unsupported();

    /// <inheritdoc/>
    public async Task<CycleView?> FindAsync(CycleId cycle, CancellationToken cancellationToken) =>
        await RemoteCalls.FindAsync(() => api.Cycles.GetAsync(cycle, cancellationToken)) is { } found ? RemoteViews.Of(found) : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CycleView>> ListAsync(int limit, CancellationToken cancellationToken) =>
        [.. (await RemoteCalls.Async(() => api.Cycles.ListAsync(limit, cancellationToken))).Cycles.Select(RemoteViews.Of)];

    /// <inheritdoc/>
    public Task<bool> StopAsync(CycleId cycle, string reason, CancellationToken cancellationToken) =>
        RemoteCalls.TryAsync(() => api.Cycles.StopAsync(cycle, reason, cancellationToken));

    /// <inheritdoc/>
    public Task<bool> ResumeAsync(CycleId cycle, int? maxIterations, CancellationToken cancellationToken) =>
        RemoteCalls.TryAsync(() => api.Cycles.ResumeAsync(cycle, maxIterations, cancellationToken));
}
