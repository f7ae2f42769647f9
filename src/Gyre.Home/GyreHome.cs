using Gyre.Automation;
using Gyre.Core.Logging;
using Gyre.Core.Loops;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Storage;
using Gyre.Tracking;
using Microsoft.Extensions.Logging;

namespace Gyre.Home;

/// <summary>An open home: its stores and modules. The command line, the server, tests and benchmarks open a home here.</summary>
public sealed class GyreHome : IAsyncDisposable
{
    private readonly List<OpenedModule> _modules = [];

    private GyreHome(HomeParts parts) => Parts = parts;

    /// <summary>What it consists of.</summary>
    public HomeParts Parts { get; }

    /// <summary>Where its data is.</summary>
    public StorageOptions Storage => Parts.Storage;

    /// <summary>The relational store.</summary>
    public IStore Store => Parts.Store;

    /// <summary>The artifact store.</summary>
    public IBlobStore Blobs => Parts.Blobs;

    /// <summary>What goes on in the background, and what it waits for.</summary>
    public LoopSupervisor Loops => Parts.Loops;

    /// <summary>What project files may say here.</summary>
    public ProjectLanguage Language => Parts.Get<ProjectLanguage>();

    /// <summary>The engine.</summary>
    public Engine Engine => Parts.Get<Engine>();

    /// <summary>Triggers and notifications.</summary>
    public AutomationService Automation => Parts.Get<AutomationService>();

    /// <summary>The records.</summary>
    public TrackingStore Tracking => Parts.Get<TrackingStore>();

    /// <summary>All who keep digests of content in the artifact store, in the order in which they are to be asked.</summary>
    public IReadOnlyList<IContentUser> ContentUsers => [.. _modules.SelectMany(static module => module.Open.ContentUsers)];

    /// <summary>Removes what the home has kept long enough.</summary>
    public RetentionService Retention { get; private set; } = null!;

    /// <summary>Opens a home, creating it when it is not there.</summary>
    /// <param name="settings">Where it is and how it works.</param>
    /// <param name="modules">Its modules, in the order in which they are opened.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreTooNewException">A newer program wrote the store.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public static async Task<GyreHome> OpenAsync(HomeSettings settings, IReadOnlyList<IModule> modules, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(modules);
        var loops = new LoopSupervisor(settings.Clock, settings.Logs?.CreateLogger<LoopSupervisor>());
        var store = await GyreStore.OpenAsync(
            settings.Storage, MigrationsOf(modules), settings.Clock, loops, settings.Logs, cancellationToken);
        IBlobStore? blobs = null;
        GyreHome? home = null;
        try
        {
            blobs = await GyreStore.OpenBlobsAsync(settings.Storage, settings.Clock, settings.Logs, cancellationToken);
            home = new GyreHome(new HomeParts(settings.Storage, store, blobs, loops, settings.Clock, modules, settings.Logs));
            home.Parts.Add(settings.Host);
            await home.OpenModulesAsync(cancellationToken);
            home.Retention = new RetentionService(
                [.. home._modules.SelectMany(static module => module.Open.Expiring), .. StoreExpiry.Of(store)], settings.Retention,
                    settings.Clock, settings.Logs.For<RetentionService>());
            return home;
        }
        catch when (home is not null)
        {
            await home.DisposeAsync();
            throw;
        }
        catch
        {
            blobs?.Dispose();
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Opens the relational store alone, with the tables of all modules: a store must not depend on which command opened it first.
    /// </summary>
    /// <param name="settings">Where it is.</param>
    /// <param name="modules">All modules of the program.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<IStore> OpenStoreAsync(HomeSettings settings, IReadOnlyList<IModule> modules, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return GyreStore.OpenAsync(settings.Storage, MigrationsOf(modules), settings.Clock, cancellationToken);
    }

    /// <summary>Runs the loops of all modules until cancelled.</summary>
    public async Task DriveAllAsync(CancellationToken cancellationToken)
    {
        await using var loops = Loops.Start([.. _modules.SelectMany(static module => module.Open.Loops), Retention.Loop]);
        await Task.Delay(Timeout.InfiniteTimeSpan, Parts.Clock, cancellationToken);
    }

    /// <summary>What is wrong with a module, or null when all are well.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<string?> ExamineModulesAsync(CancellationToken cancellationToken)
    {
        foreach (var opened in _modules)
        {
            if (await opened.Open.ExamineAsync(cancellationToken) is { } problem)
                return $"{opened.Module.Name}: {problem}";
        }
        return null;
    }

    /// <summary>What is wrong with the store, or null when it is well. Reads the whole of an embedded one.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<string?> CheckStoreAsync(CancellationToken cancellationToken)
    {
        if (Store.Database.ReadOnlyReason is { } reason)
            return reason;
        if (Store.Database.Kind != DatabaseKind.Sqlite)
            return null;
        var answer = await Store.Database.ReadAsync(static session => session.Query<string>("PRAGMA quick_check(5)"), cancellationToken);
        return answer is ["ok"] ? null : string.Join("; ", answer);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        for (var index = _modules.Count - 1; index >= 0; index--)
            await _modules[index].Open.CloseAsync();
        _modules.Clear();
        Blobs.Dispose();
        await Store.DisposeAsync();
    }

    private static List<Migration> MigrationsOf(IReadOnlyList<IModule> modules)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (modules.FirstOrDefault(module => !names.Add(module.Name)) is { } twice)
            throw new ArgumentException($"Two modules have the name '{twice.Name}'.", nameof(modules));
        return [.. modules.SelectMany(static module => module.Migrations)];
    }

    private async Task OpenModulesAsync(CancellationToken cancellationToken)
    {
        Parts.Add(HomeModules.LanguageOf(Parts.Modules));
        foreach (var module in Parts.Modules)
            _modules.Add(new OpenedModule(module, await module.OpenAsync(Parts, cancellationToken)));
    }

    private sealed record OpenedModule(IModule Module, IOpenModule Open);
}
