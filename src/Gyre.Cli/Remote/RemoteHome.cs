using Gyre.Automation;
using Gyre.Cli.Homes;
using Gyre.Client.Api;
using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Execution;
using Gyre.Pipelines;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Cli.Remote;

/// <summary>The home of a server, as far as its API shows it: runs are looked at, followed and ended in the same words as those of a home
/// on this machine.</summary>
internal sealed class RemoteHome : IHome
{
    private readonly RemoteRuns _runs;

    /// <param name="api">The server; disposed with the home.</param>
    /// <param name="clock">Clock of everything.</param>
    public RemoteHome(GyreApi api, TimeProvider clock)
    {
        Api = api;
        _runs = new RemoteRuns(api);
        Cycles = new RemoteCycles(api);
        Blobs = new RemoteBlobs(api);
        Executors = new ExecutorSet(new RemoteExecutor(api, _runs));
        Loops = new LoopSupervisor(clock);
    }

    /// <summary>The server.</summary>
    public GyreApi Api { get; }

    /// <inheritdoc/>
    public StorageOptions Storage => throw Unsupported();

    /// <inheritdoc/>
    public string PlaceOf(Digest content) => $"{Api.Address.AbsoluteUri.TrimEnd('/')}/api/v1/artifacts/{content}";

    /// <inheritdoc/>
    public ExecutorSet Executors { get; }

    /// <inheritdoc/>
    public IRuns Runs => _runs;

    /// <inheritdoc/>
    public ICycles Cycles { get; }

    /// <inheritdoc/>
    public ITriggers Triggers => throw Unsupported();

    /// <inheritdoc/>
    public ICatalog Catalog => throw Unsupported();

    /// <inheritdoc/>
    public IResultCache Cache => throw Unsupported();

    /// <inheritdoc/>
    public IBlobStore Blobs { get; }

    /// <inheritdoc/>
    public IReadOnlyList<IContentUser> ContentUsers => throw Unsupported();

    /// <inheritdoc/>
    public TrackingStore Tracking => throw Unsupported();

    /// <inheritdoc/>
    public LoopSupervisor Loops { get; }

    /// <summary>What a command says of something that the API does not offer.</summary>
    public static InvalidInputException Unsupported() => new(
        "server.unsupported", "This cannot be done over the API of a server.",
            "Omit --server, and run the command on the machine of the server.");

    /// <inheritdoc/>
    public Task<string?> CheckStoreAsync(CancellationToken cancellationToken) => throw Unsupported();

    /// <inheritdoc/>
    public Task<RunView> RunToEndAsync(RunId run, CancellationToken cancellationToken) => Loops.CarryAsync(
        $"follow/{run}",
        async (scope, token) =>
        {
            var ended = RemoteViews.Of(await RemoteCalls.Async(() => Api.Runs.WaitAsync(run, token)));
            scope.Beat();
            return ended;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<CycleView> RunToEndAsync(CycleId cycle, CancellationToken cancellationToken) => Loops.CarryAsync(
        $"follow/{cycle}",
        async (scope, token) =>
        {
            while (true)
            {
                var view = await Cycles.FindAsync(cycle, token)
                    ?? throw new InvalidInputException("cycle.unknown", $"Cycle {cycle} does not exist on the server.");
                scope.Beat();
                var open = view.Turns.Where(static turn => turn.State is Projects.RunState.Running or Projects.RunState.Cancelling)
                    .ToList();
                if (view.State == CycleState.Stopped && open.Count == 0)
                    return view;
                if (open.Count > 0)
                    await RemoteCalls.Async(() => Api.Runs.WaitAsync(open[0].Run, token));
                else
                    await Task.Delay(BetweenTurns, token);
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Loops.DisposeAsync();
        Api.Dispose();
    }

    private static readonly TimeSpan BetweenTurns = TimeSpan.FromMilliseconds(200);
}
