using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Execution;

/// <summary>The executors of a home, and which of them runs a step.</summary>
public sealed class ExecutorSet
{
    private readonly Dictionary<string, IExecutor> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IExecutor> _byEnvironment = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableSortedDictionary<string, string>> _resultVariables = new(StringComparer.Ordinal);

    /// <param name="executors">At least one, under different names; the first runs every step that selects no other.</param>
    /// <exception cref="ArgumentException">There is none, or two have the same name or serve the same environment.</exception>
    public ExecutorSet(IReadOnlyList<RegisteredExecutor> executors)
    {
        ArgumentNullException.ThrowIfNull(executors);
        if (executors.Count == 0)
            throw new ArgumentException("A home needs at least one executor.", nameof(executors));
        foreach (var (executor, environments) in executors)
        {
            if (!_byName.TryAdd(executor.Name, executor))
                throw new ArgumentException($"Two executors are named '{executor.Name}'.", nameof(executors));
            if (environments.FirstOrDefault(environment => !_byEnvironment.TryAdd(environment, executor)) is { } twice)
                throw new ArgumentException($"Two executors serve the environment '{twice}'.", nameof(executors));
        }
        foreach (var registered in executors)
            _resultVariables[registered.Executor.Name] = registered.ResultVariables;
        All = [.. executors.Select(static registered => registered.Executor)];
    }

    /// <summary>A set of one.</summary>
    public ExecutorSet(IExecutor executor)
        : this([new RegisteredExecutor(executor)])
    {
    }

    /// <summary>All of them, in the order of registration.</summary>
    public IReadOnlyList<IExecutor> All { get; }

    /// <summary>The name of the executor that runs a step.</summary>
    /// <param name="executor">The executor that the step names, or null.</param>
    /// <param name="environment">
    /// The environment that the step names, or null: one that an executor serves, or the name of an executor. Others are passed to the default executor, which
    /// may know them as a queue: files written for another installation name machine types that only exist there.
    /// </param>
    /// <exception cref="InvalidInputException">No executor has the name (code <c>executor.unknown</c>).</exception>
    public string Choose(string? executor, string? environment)
    {
        if (executor is { Length: > 0 })
            return Of(executor).Name;
        if (environment is { Length: > 0 } && (_byEnvironment.GetValueOrDefault(environment) ?? _byName.GetValueOrDefault(environment)) is { } serving)
            return serving.Name;
        return All[0].Name;
    }

    /// <summary>Variables that steps see at an executor without being ordered to, and that change what they compute.</summary>
    /// <param name="name">The executor; the default one for null. An unknown one has none.</param>
    public ImmutableSortedDictionary<string, string> ResultVariablesOf(string? name) =>
        _resultVariables.GetValueOrDefault(name ?? All[0].Name) ?? ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>An executor by its name, the default one for null; null when none has the name.</summary>
    public IExecutor? Find(string? name) => name is null ? All[0] : _byName.GetValueOrDefault(name);

    /// <summary>An executor by its name; the default one for null, which stands in plans of earlier programs.</summary>
    /// <exception cref="InvalidInputException">None has the name (code <c>executor.unknown</c>).</exception>
    public IExecutor Of(string? name) => Find(name)
        ?? throw new InvalidInputException(
            "executor.unknown",
            $"This home has no executor '{name}'.",
            $"Available: {string.Join(", ", _byName.Keys.Order(StringComparer.Ordinal))}.");
}

/// <summary>An executor with the environments that it serves.</summary>
/// <param name="Executor">The executor.</param>
/// <param name="Environments">Values of a step's <c>environment</c> that select it, beside its name.</param>
public sealed record RegisteredExecutor(IExecutor Executor, IReadOnlyList<string> Environments)
{
    /// <summary>One that is selected by its name alone.</summary>
    public RegisteredExecutor(IExecutor executor)
        : this(executor, [])
    {
    }

    /// <summary>See <see cref="ExecutorEntry.ResultVariables"/>.</summary>
    public ImmutableSortedDictionary<string, string> ResultVariables { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
