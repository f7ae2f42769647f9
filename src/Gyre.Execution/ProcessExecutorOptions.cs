using System.Collections;
using System.Collections.Immutable;
using Gyre.Core.Loops;
using Microsoft.Extensions.Logging;

namespace Gyre.Execution;

/// <summary>How a <see cref="ProcessExecutor"/> works.</summary>
public sealed record ProcessExecutorOptions
{
    /// <summary>The home folder; attempts are in its <c>attempts</c>.</summary>
    public required string Home { get; init; }

    /// <summary>The program that is a supervisor with its first arguments: <c>[/path/gyre]</c> or <c>[/path/dotnet, gyre.dll]</c>. <c>step --pool HOME</c> is added.</summary>
    public required ImmutableArray<string> SupervisorCommand { get; init; }

    /// <summary>Cores to give away at a time. Default: those of the machine.</summary>
    public double MaxCpu { get; init; } = Environment.ProcessorCount;

    /// <summary>Memory to give away at a time, in bytes. Default: what the system lets this process have.</summary>
    public long MaxMemoryInBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>The most attempts at a time, and so the most warm supervisors. Default: twice the cores, at least 4.</summary>
    public int PoolSize { get; init; } = Math.Max(4, 2 * Environment.ProcessorCount);

    /// <summary>After which time a stopped supervisor (SIGSTOP) is given up and its attempt is lost. Default 30 seconds.</summary>
    public TimeSpan StoppedSupervisorLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Variables for supervisors beside the few that every program needs; nothing else of this process's environment reaches them, and steps see none
    /// of these. Default: those whose names begin with <c>AWS_</c>, for an artifact store on S3.
    /// </summary>
    public ImmutableSortedDictionary<string, string> SupervisorEnvironment { get; init; } = StoreKeys();

    /// <summary>Variables of this machine that every step sees. Default: <see cref="HostEnvironment.Current"/>.</summary>
    public ImmutableSortedDictionary<string, string> HostVariables { get; init; } = HostEnvironment.Current;

    /// <summary>The log; null for none.</summary>
    public ILoggerFactory? Logs { get; init; }

    /// <summary>Carries the executor's loop and shows how it is; null where nobody looks.</summary>
    public LoopSupervisor? Loops { get; init; }

    private static ImmutableSortedDictionary<string, string> StoreKeys() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .Where(entry => ((string)entry.Key).StartsWith("AWS_", StringComparison.Ordinal))
        .ToImmutableSortedDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);
}
