using Gyre.Automation;
using Gyre.Cli.Logging;
using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Execution;
using Gyre.Home;
using Gyre.Pipelines;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Cli.Homes;

/// <summary>Opens a home.</summary>
/// <param name="storage">Where its data is.</param>
/// <param name="cancellationToken">Stops waiting.</param>
internal delegate Task<IHome> HomeOpener(StorageOptions storage, CancellationToken cancellationToken);

/// <summary>Opens a home that logs.</summary>
/// <param name="storage">Where its data is.</param>
/// <param name="log">The log; outlives the home.</param>
/// <param name="cancellationToken">Stops waiting.</param>
internal delegate Task<IHome> LoggedHomeOpener(StorageOptions storage, GyreLog log, CancellationToken cancellationToken);

/// <summary>An open home: what it holds, and an engine that can work on it.</summary>
internal interface IHome : IAsyncDisposable
{
    /// <summary>Where its data is.</summary>
    StorageOptions Storage { get; }

    /// <summary>Where content lies, for people: a path or an address.</summary>
    string PlaceOf(Digest content) => GyreStore.PlaceOf(Storage, content);

    /// <summary>Where the pages of a server of this home are; null when none serves them.</summary>
    Uri? Pages => null;

    /// <summary>Serves the API and the pages from this process until the home is closed; gives the address of the pages.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task<Uri> ServePagesAsync(CancellationToken cancellationToken) => throw new NotSupportedException("This home has no pages.");

    /// <summary>Carries out all runs, cycles and triggers of the home until cancelled, as a server does.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    Task DriveAllAsync(CancellationToken cancellationToken) => throw new NotSupportedException("This home has no engine.");

    /// <summary>Where steps run, with their logs.</summary>
    ExecutorSet Executors { get; }

    /// <summary>Runs.</summary>
    IRuns Runs { get; }

    /// <summary>Cycles.</summary>
    ICycles Cycles { get; }

    /// <summary>Variables and secrets of projects.</summary>
    IVariables Variables => throw new NotSupportedException("This home has no variables.");

    /// <summary>Removes what the home has kept long enough.</summary>
    RetentionService Retention => throw new NotSupportedException("This home has no retention.");

    /// <summary>Triggers.</summary>
    ITriggers Triggers { get; }

    /// <summary>Files that node runs left behind.</summary>
    ICatalog Catalog { get; }

    /// <summary>The cache.</summary>
    IResultCache Cache { get; }

    /// <summary>The content of artifacts.</summary>
    IBlobStore Blobs { get; }

    /// <summary>All who keep digests of that content, in the order in which they are to be asked.</summary>
    IReadOnlyList<IContentUser> ContentUsers { get; }

    /// <summary>Experiments, tracking runs, models and what was logged to them.</summary>
    TrackingStore Tracking { get; }

    /// <summary>What goes on in the background, and what it waits for.</summary>
    LoopSupervisor Loops { get; }

    /// <summary>What is wrong with the store, or null when it is well. Reads the whole of an embedded one.</summary>
    Task<string?> CheckStoreAsync(CancellationToken cancellationToken);

    /// <summary>What it consists of, for commands of modules that the rest of the program does not know.</summary>
    /// <exception cref="NotSupportedException">It is a stand-in for a home.</exception>
    HomeParts Parts => throw new NotSupportedException("This home has no modules.");

    /// <summary>What is wrong with a module, or null when all are well.</summary>
    Task<string?> ExamineModulesAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Carries a run out, or waits for whoever does, until it is over.</summary>
    Task<RunView> RunToEndAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Carries a cycle out, or waits for whoever does, until it is over.</summary>
    Task<CycleView> RunToEndAsync(CycleId cycle, CancellationToken cancellationToken);
}
