using System.Collections.Immutable;

namespace Gyre.Execution;

/// <summary>
/// What an attempt asks of the place where it runs. Each executor maps it to its engine's own words, and ignores what its engine has no word for.
/// </summary>
public sealed record AttemptRequirements
{
    /// <summary>Container image; null where the step names none. Executors without containers ignore it.</summary>
    public string? Image { get; init; }

    /// <summary>Cores; default 1.</summary>
    public double Cpu { get; init; } = 1;

    /// <summary>Memory in bytes; 0 for no claim.</summary>
    public long MemoryInBytes { get; init; }

    /// <summary>Graphics processors; 0 for none.</summary>
    public double Gpus { get; init; }

    /// <summary>Queue, partition or machine type, in the engine's own words: the step's <c>environment</c>. Null for the engine's default.</summary>
    public string? Queue { get; init; }

    /// <summary>Named pools in which it takes a place while it runs; each name once.</summary>
    public ImmutableArray<string> Pools
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>Labels by which the attempt is found again in its engine: at least its run, node and attempt id. Keys and values are never secrets.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Maximum duration of the commands; null for no limit. The supervisor enforces it; an engine that has limits of its own should allow somewhat more,
    /// so that the supervisor can report the outcome.
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }
}
