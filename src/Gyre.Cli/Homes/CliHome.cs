using Gyre.Automation;
using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Execution;
using Gyre.Home;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Server;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Cli.Homes;

/// <summary>A home on disk (or on a server), with an engine of this process.</summary>
/// <param name="home">The home.</param>
internal sealed class CliHome(GyreHome home) : IHome
{
    private const int UsualPort = 5000;
    private GyreServer? _stepServer;
    private GyreServer? _pageServer;

    /// <inheritdoc/>
    public StorageOptions Storage => home.Storage;

    /// <inheritdoc/>
    public LoopSupervisor Loops => home.Loops;

    /// <inheritdoc/>
    public HomeParts Parts => home.Parts;

    /// <inheritdoc/>
    public TrackingStore Tracking => home.Tracking;

    /// <inheritdoc/>
    public ExecutorSet Executors => home.Parts.Get<ExecutorSet>();

    /// <inheritdoc/>
    public IRuns Runs => home.Engine.Runs;

    /// <inheritdoc/>
    public ICycles Cycles => home.Engine.Cycles;

    /// <inheritdoc/>
    public IVariables Variables => home.Engine.Variables;

    /// <inheritdoc/>
    public RetentionService Retention => home.Retention;

    /// <inheritdoc/>
    public ITriggers Triggers => home.Automation.Triggers;

    /// <inheritdoc/>
    public ICatalog Catalog => home.Engine.Catalog;

    /// <inheritdoc/>
    public IResultCache Cache => home.Engine.Cache;

    /// <inheritdoc/>
    public IBlobStore Blobs => home.Blobs;

    /// <inheritdoc/>
    public IReadOnlyList<IContentUser> ContentUsers => home.ContentUsers;

    /// <inheritdoc/>
    public Uri? Pages => ApiPlaces.Pages(Storage.Home);

    private StepCredentials Credentials => (StepCredentials)home.Parts.Get<IStepCredentials>();

    /// <summary>Opens a home, creating it when it is not there. Steps find a server to call back when they need one.</summary>
    /// <param name="settings">Where it is and how it works.</param>
    /// <param name="modules">Its modules.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IHome> OpenAsync(HomeSettings settings, IReadOnlyList<IModule> modules, CancellationToken cancellationToken)
    {
        var home = new CliHome(await GyreHome.OpenAsync(settings, modules, cancellationToken));
        home.Credentials.StartServer = home.StartStepServerAsync;
        return home;
    }

    /// <inheritdoc/>
    public async Task<RunView> RunToEndAsync(RunId run, CancellationToken cancellationToken)
    {
        await AnswerOrphansAsync(run, cancellationToken);
        return await home.Automation.WhileTellingAsync(run.ToString(), () => home.Engine.RunToEndAsync(run, cancellationToken), Loops,
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<CycleView> RunToEndAsync(CycleId cycle, CancellationToken cancellationToken)
    {
        var turns = (await Cycles.FindAsync(cycle, cancellationToken))?.Turns ?? [];
        foreach (var turn in turns.Where(turn => turn.State is RunState.Running or RunState.Cancelling))
            await AnswerOrphansAsync(turn.Run, cancellationToken);
        return await home.Automation.WhileTellingAsync(cycle.ToString(), () => home.Engine.RunToEndAsync(cycle, cancellationToken), Loops,
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Uri> ServePagesAsync(CancellationToken cancellationToken)
    {
        var options = new ServeOptions { Port = UsualPort };
        var services = ServerServices.Of(home, engineLoop: null);
        try
        {
            _pageServer = await GyreServer.StartAsync(options, services, cancellationToken);
        }
        catch (InvalidInputException)
        {
            // Another program listens there; any port will do.
            _pageServer = await GyreServer.StartAsync(options with { Port = 0 }, services, cancellationToken);
        }
        return GyreServer.PagesOf(options, _pageServer.Address);
    }

    /// <inheritdoc/>
    public Task DriveAllAsync(CancellationToken cancellationToken) => home.DriveAllAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<string?> CheckStoreAsync(CancellationToken cancellationToken) => home.CheckStoreAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<string?> ExamineModulesAsync(CancellationToken cancellationToken) => home.ExamineModulesAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_pageServer is not null)
            await _pageServer.DisposeAsync();
        if (_stepServer is not null)
            await _stepServer.DisposeAsync();
        await home.DisposeAsync();
    }

    /// <summary>
    /// Steps that an engine left behind may be waiting for somebody to answer them; nothing new is ordered that would start a server.
    /// </summary>
    private async Task AnswerOrphansAsync(RunId run, CancellationToken cancellationToken)
    {
        if ((await Runs.NodesAsync(run, cancellationToken)).Any(node =>
            node is { State: NodeRunState.Queued or NodeRunState.Running, Attempt: not null }))
            await Credentials.EnsureServerAsync(cancellationToken);
    }

    /// <summary>
    /// A step may start the next turn of its cycle over the API, also where nobody serves: on loopback, for steps alone, as long as this
    /// program runs.
    /// </summary>
    private async Task StartStepServerAsync(CancellationToken cancellationToken) =>
        _stepServer = await GyreServer.StartAsync(new ServeOptions { Port = 0, StepsOnly = true },
            ServerServices.Of(home, engineLoop: null), cancellationToken);
}
