using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines;
using Gyre.Storage;

namespace Gyre.Cli.Homes;

/// <summary>A home on disk (or on a server), with an engine of this process.</summary>
internal sealed class GyreHome : IHome
{
    private readonly IStore _store;
    private readonly Engine _engine;
    private readonly IExecutor _executor;

    private GyreHome(StorageOptions storage, IStore store, IBlobStore blobs, IExecutor executor, Engine engine)
    {
        Storage = storage;
        Blobs = blobs;
        _store = store;
        _executor = executor;
        _engine = engine;
    }

    /// <inheritdoc/>
    public StorageOptions Storage { get; }

    /// <inheritdoc/>
    public IRuns Runs => _engine.Runs;

    /// <inheritdoc/>
    public ICycles Cycles => _engine.Cycles;

    /// <inheritdoc/>
    public IResultCache Cache => _engine.Cache;

    /// <inheritdoc/>
    public IBlobStore Blobs { get; }

    /// <summary>Opens a home, creating it when it is not there.</summary>
    public static async Task<IHome> OpenAsync(StorageOptions storage, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var store = await GyreStore.OpenAsync(storage, Engine.Migrations, clock, cancellationToken);
        IBlobStore? blobs = null;
        try
        {
            blobs = await GyreStore.OpenBlobsAsync(storage, clock, cancellationToken);
            var executor = new LateExecutor(token => OpenExecutorAsync(storage, token));
            var engine = Engine.Create(store, blobs, executor, new EngineOptions { Storage = storage, Clock = clock });
            return new GyreHome(storage, store, blobs, executor, engine);
        }
        catch
        {
            blobs?.Dispose();
            await store.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<RunView> RunToEndAsync(RunId run, CancellationToken cancellationToken) => _engine.RunToEndAsync(run, cancellationToken);

    /// <inheritdoc/>
    public Task<CycleView> RunToEndAsync(CycleId cycle, CancellationToken cancellationToken) => _engine.RunToEndAsync(cycle, cancellationToken);

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
        await _engine.DisposeAsync();
        await _executor.DisposeAsync();
        Blobs.Dispose();
        await _store.DisposeAsync();
    }

    private static async Task<IExecutor> OpenExecutorAsync(StorageOptions storage, CancellationToken cancellationToken) =>
        await ProcessExecutor.OpenAsync(new ProcessExecutorOptions { Home = storage.Home, SupervisorCommand = ThisProgram() }, TimeProvider.System, cancellationToken);

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
