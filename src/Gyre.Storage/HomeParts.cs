using Gyre.Core.Loops;
using Microsoft.Extensions.Logging;

namespace Gyre.Storage;

/// <summary>What an open home consists of: its stores, and what its modules give to each other, by type.</summary>
/// <param name="storage">Where the data is.</param>
/// <param name="store">The relational store, with the tables of all modules.</param>
/// <param name="blobs">The artifact store.</param>
/// <param name="loops">Carries loops and knows how they are.</param>
/// <param name="clock">Clock of everything.</param>
/// <param name="modules">All modules of the home, opened or not yet.</param>
/// <param name="logs">Where the log goes; null for nowhere.</param>
public sealed class HomeParts(
    StorageOptions storage, IStore store, IBlobStore blobs, LoopSupervisor loops, TimeProvider clock, IReadOnlyList<IModule> modules,
        ILoggerFactory? logs)
{
    private readonly Dictionary<Type, object> _parts = [];

    /// <summary>Where the data is.</summary>
    public StorageOptions Storage { get; } = storage;

    /// <summary>The relational store, with the tables of all modules.</summary>
    public IStore Store { get; } = store;

    /// <summary>The artifact store.</summary>
    public IBlobStore Blobs { get; } = blobs;

    /// <summary>Carries loops and knows how they are.</summary>
    public LoopSupervisor Loops { get; } = loops;

    /// <summary>Clock of everything.</summary>
    public TimeProvider Clock { get; } = clock;

    /// <summary>All modules of the home, opened or not yet.</summary>
    public IReadOnlyList<IModule> Modules { get; } = modules;

    /// <summary>Where the log goes; null for nowhere.</summary>
    public ILoggerFactory? Logs { get; } = logs;

    /// <summary>What modules gave, by type.</summary>
    public IReadOnlyDictionary<Type, object> Given => _parts.AsReadOnly();

    /// <summary>Gives something to the modules that are opened later, and to whoever uses the home.</summary>
    /// <exception cref="ArgumentException">There is one of the type already.</exception>
    public void Add<T>(T part)
        where T : class => _parts.Add(typeof(T), part);

    /// <summary>What a module gave.</summary>
    /// <exception cref="InvalidOperationException">No module before gave one.</exception>
    public T Get<T>()
        where T : class =>
            Find<T>()
            ?? throw new InvalidOperationException(
                $"No module of this home provides {typeof(T).Name}. List the module that provides it before the modules that use it.");

    /// <summary>The same, or null.</summary>
    public T? Find<T>()
        where T : class => _parts.GetValueOrDefault(typeof(T)) as T;
}
