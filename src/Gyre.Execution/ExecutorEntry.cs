using System.Collections.Immutable;
using Gyre.Storage;

namespace Gyre.Execution;

/// <summary>Registers an executor: everything a home needs to know before it is opened.</summary>
/// <param name="Name">The word people select it by: <c>slurm</c>.</param>
/// <param name="Open">Opens it, when something is first submitted or asked there.</param>
public sealed record ExecutorEntry(string Name, Func<HomeParts, CancellationToken, Task<IExecutor>> Open)
{
    /// <summary>Values of a step's <c>environment</c> that select it, beside its name.</summary>
    public IReadOnlyList<string> Environments { get; init; } = [];

    /// <summary>
    /// Variables that its steps see without being ordered to, and that change what they compute; they count in the cache.
    /// </summary>
    public ImmutableSortedDictionary<string, string> ResultVariables { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>A module that brings places where steps run.</summary>
public interface IExecutorModule : IModule
{
    /// <summary>Its executors.</summary>
    IReadOnlyList<ExecutorEntry> Executors { get; }
}
