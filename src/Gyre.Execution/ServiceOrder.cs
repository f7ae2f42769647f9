using System.Collections.Immutable;

namespace Gyre.Execution;

/// <summary>A program that runs for as long as it is wanted, or does one thing; see <see cref="ServiceProcess"/>.</summary>
public sealed record ServiceOrder
{
    /// <summary>
    /// Lines for the shell, one after the other; the first that fails ends it. Empty where there is a <see cref="Program"/>.
    /// </summary>
    public ImmutableArray<string> Commands { get; init; } = [];

    /// <summary>
    /// A program with its arguments, started without a shell: a path where it has a separator, relative to the folder, else a name on the
    /// search path.
    /// </summary>
    public ImmutableArray<string> Program { get; init; } = [];

    /// <summary>Where it works; an existing folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Variables beside those of <see cref="HostEnvironment"/>.</summary>
    public required ImmutableSortedDictionary<string, string> Environment { get; init; }

    /// <summary>
    /// By which its processes are found when their owner is gone; see <see cref="ServiceProcess.EndLeftovers"/>. No zero byte in it.
    /// </summary>
    public required string Owner { get; init; }

    /// <summary>Told of each line of its output, on a thread of its own; pieces of very long lines are lines. It throws nothing.</summary>
    public Action<string>? Output { get; init; }

    /// <summary>Told of what it writes as errors, like <see cref="Output"/>; null when that is told of both.</summary>
    public Action<string>? Error { get; init; }
}
