using System.Collections.Immutable;
using Gyre.Automation;
using Gyre.Cli.Files;
using Gyre.Cli.Logging;
using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Execution;
using Gyre.Learning;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Server;
using Gyre.Storage;
using Gyre.Tracking;
using Microsoft.Extensions.Logging;

namespace Gyre.Cli.Homes;

/// <summary>A home on disk (or on a server), with an engine of this process.</summary>
internal sealed class GyreHome : IHome
{
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(15);

    /// <summary>What the modules of the program let project files say.</summary>
    public static ProjectLanguage Language { get; } = new() { Components = new BuiltInComponents(LearningComponents.All) };

    private readonly IStore _store;
    private readonly Engine _engine;
    private readonly AutomationService _automation;
    private readonly IExecutor _executor;
    private readonly StepCredentials _credentials;
    private GyreServer? _stepServer;

    private GyreHome(StorageOptions storage, IStore store, IBlobStore blobs, IExecutor executor, StepCredentials credentials, Engine engine, AutomationService automation, LoopSupervisor loops)
    {
        _credentials = credentials;
        Storage = storage;
        Blobs = blobs;
        _store = store;
        _executor = executor;
        _engine = engine;
        _automation = automation;
        Loops = loops;
    }

    /// <inheritdoc/>
    public StorageOptions Storage { get; }

    /// <inheritdoc/>
    public LoopSupervisor Loops { get; }

    /// <inheritdoc/>
    public required TrackingStore Tracking { get; init; }

    private ILoggerFactory? Logs { get; init; }

    /// <inheritdoc/>
    public IRuns Runs => _engine.Runs;

    /// <inheritdoc/>
    public ICycles Cycles => _engine.Cycles;

    /// <inheritdoc/>
    public ITriggers Triggers => _automation.Triggers;

    /// <inheritdoc/>
    public ICatalog Catalog => _engine.Catalog;

    /// <inheritdoc/>
    public IResultCache Cache => _engine.Cache;

    /// <inheritdoc/>
    public IBlobStore Blobs { get; }

    /// <inheritdoc/>
    /// <remarks>What attempts left goes to runs, and what runs left may go to tracking runs; so they are asked in this order.</remarks>
    public IReadOnlyList<IContentUser> ContentUsers => [new AttemptContent(Storage.Home), _engine.Content, Tracking.Content];

    /// <summary>The tables of every module: a store must not depend on which command opened it first.</summary>
    private static IReadOnlyList<Migration> Migrations => [.. Engine.Migrations, .. AutomationService.Migrations, .. TrackingStore.Migrations, .. GyreServer.Migrations];

    /// <summary>Opens a home, creating it when it is not there.</summary>
    public static Task<IHome> OpenAsync(StorageOptions storage, CancellationToken cancellationToken) =>
        OpenAsync(storage, null, cancellationToken);

    /// <summary>The same with a log; null for none.</summary>
    public static async Task<IHome> OpenAsync(StorageOptions storage, GyreLog? log, CancellationToken cancellationToken)
    {
        var home = await OpenWholeAsync(storage, new TrackingOptions(), log, cancellationToken);
        home._credentials.StartServer = home.StartStepServerAsync;
        return home;
    }

    /// <summary>Opens a home with all that a server needs, and with a log; null for none. Whoever made the log disposes it.</summary>
    public static async Task<GyreHome> OpenWholeAsync(
        StorageOptions storage, TrackingOptions options, GyreLog? log, CancellationToken cancellationToken)
    {
        var logs = log?.Factory;
        var clock = TimeProvider.System;
        var loops = new LoopSupervisor(clock, logs?.CreateLogger<LoopSupervisor>());
        var store = await GyreStore.OpenAsync(storage, Migrations, clock, loops, logs, cancellationToken);
        IBlobStore? blobs = null;
        try
        {
            blobs = await GyreStore.OpenBlobsAsync(storage, clock, logs, cancellationToken);
            var tracking = await TrackingStore.OpenAsync(store, blobs, clock, options with { Logs = logs }, cancellationToken);
            var executor = new LateExecutor(token => OpenExecutorAsync(storage, loops, logs, token));
            var credentials = new StepCredentials(store);
            var engine = Engine.Create(store, blobs, executor, new EngineOptions
            {
                Storage = storage,
                Clock = clock,
                Loops = loops,
                Logs = logs,
                Secrets = log?.Secrets,
                Credentials = credentials,
                Revisions = new GitRevisions(storage.Home),
                Recorder = new RunRecorder(clock),
                Language = Language,
                Listeners = [AutomationService.Listener],
            });
            var automation = new AutomationService(store, engine.Starter, new AutomationOptions
            {
                Clock = clock,
                Language = Language,
                AllowPrivateNotifications = options.AllowPrivateWebhooks,
                Logs = logs,
            });
            return new GyreHome(storage, store, blobs, executor, credentials, engine, automation, loops) { Tracking = tracking, Logs = logs };
        }
        catch
        {
            blobs?.Dispose();
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens the relational store alone.</summary>
    public static Task<IStore> OpenStoreAsync(StorageOptions storage, CancellationToken cancellationToken) =>
        GyreStore.OpenAsync(storage, Migrations, TimeProvider.System, cancellationToken);

    /// <summary>Takes up whatever is left to do, until cancelled.</summary>
    public async Task DriveAllAsync(CancellationToken cancellationToken)
    {
        await using var triggers = Loops.Start(_automation.TriggerLoop);
        await _engine.RunAsync(cancellationToken);
    }

    /// <summary>What a server shows of it.</summary>
    /// <param name="engineLoop">The engine at work.</param>
    public ServerServices ForServer(Task? engineLoop) => new()
    {
        Storage = Storage,
        Store = _store,
        Blobs = Blobs,
        Tracking = Tracking,
        Runs = Runs,
        Cycles = Cycles,
        Triggers = Triggers,
        Secrets = Environment.GetEnvironmentVariable,
        Cache = Cache,
        Language = Language,
        Catalog = Catalog,
        Notifications = _automation.Notifications,
        Credentials = _credentials,
        Loops = Loops,
        Logs = Logs,
        EngineLoop = engineLoop,
    };

    /// <inheritdoc/>
    public async Task<RunView> RunToEndAsync(RunId run, CancellationToken cancellationToken)
    {
        await AnswerOrphansAsync(run, cancellationToken);
        return await WhileTellingAsync(run.ToString(), () => _engine.RunToEndAsync(run, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<CycleView> RunToEndAsync(CycleId cycle, CancellationToken cancellationToken)
    {
        foreach (var turn in (await Cycles.FindAsync(cycle, cancellationToken))?.Turns.Where(turn => turn.State is RunState.Running or RunState.Cancelling) ?? [])
            await AnswerOrphansAsync(turn.Run, cancellationToken);
        return await WhileTellingAsync(cycle.ToString(), () => _engine.RunToEndAsync(cycle, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<string?> CheckStoreAsync(CancellationToken cancellationToken)
    {
        if (_store.Database.ReadOnlyReason is { } reason)
            return reason;
        if (_store.Database.Kind != DatabaseKind.Sqlite)
            return null;
        var answer = await _store.Database.ReadAsync(static session => session.Query<string>("PRAGMA quick_check(5)"), cancellationToken);
        return answer is ["ok"] ? null : string.Join("; ", answer);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_stepServer is not null)
            await _stepServer.DisposeAsync();
        await _engine.DisposeAsync();
        _automation.Dispose();
        await _executor.DisposeAsync();
        Blobs.Dispose();
        await _store.DisposeAsync();
    }

    /// <summary>People are told while work goes on, for it may wait for them; what is due at its end is sent before this program ends, if that is soon.</summary>
    private async Task<T> WhileTellingAsync<T>(string of, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (!await _automation.Notifications.AnyAsync(cancellationToken))
            return await work();
        var telling = new BackgroundLoop($"notifications/{of}", (scope, token) => _automation.Notifications.RunAsync(null, static _ => { }, scope, token));
        T result;
        await using (Loops.Start(telling))
            result = await work();
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        soon.CancelAfter(LongestGoodbye);
        try
        {
            await _automation.Notifications.DeliverAsync(soon.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or StoreUnavailableException)
        {
            // It is written down, or in the log of events, and sent by whoever comes next.
        }
        return result;
    }

    /// <summary>Steps that an engine left behind may be waiting for somebody to answer them; nothing new is ordered that would start a server.</summary>
    private async Task AnswerOrphansAsync(RunId run, CancellationToken cancellationToken)
    {
        if ((await Runs.NodesAsync(run, cancellationToken)).Any(node => node is { State: NodeRunState.Queued or NodeRunState.Running, Attempt: not null }))
            await _credentials.EnsureServerAsync(cancellationToken);
    }

    /// <summary>A step may start the next turn of its cycle over the API, also where nobody serves: on loopback, for steps alone, as long as this program runs.</summary>
    private async Task StartStepServerAsync(CancellationToken cancellationToken) =>
        _stepServer = await GyreServer.StartAsync(new ServeOptions { Port = 0, StepsOnly = true }, ForServer(null), cancellationToken);

    private static async Task<IExecutor> OpenExecutorAsync(
        StorageOptions storage, LoopSupervisor loops, ILoggerFactory? logs, CancellationToken cancellationToken) =>
        await ProcessExecutor.OpenAsync(
            new ProcessExecutorOptions { Home = storage.Home, SupervisorCommand = ThisProgram(), Loops = loops, Logs = logs },
            TimeProvider.System,
            cancellationToken);

    /// <summary>A supervisor is this program: its own executable, or the runtime with its assembly.</summary>
    private static ImmutableArray<string> ThisProgram()
    {
        var process = Environment.ProcessPath ?? throw new InvalidOperationException("The system does not tell which program this is.");
        var name = Path.GetFileNameWithoutExtension(process);
        if (name.Equals("gyre", StringComparison.OrdinalIgnoreCase))
            return [process];
        // Hosted by the runtime, or by another program that uses this one as a library.
        var runtime = name.Equals("dotnet", StringComparison.OrdinalIgnoreCase) ? process : "dotnet";
        return [runtime, Path.Join(AppContext.BaseDirectory, "gyre.dll")];
    }
}
