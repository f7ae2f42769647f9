using Gyre.Storage;

namespace Gyre.Execution;

/// <summary>How a supervisor works. The defaults are right for the program itself.</summary>
public sealed record SupervisorOptions
{
    /// <summary>Opens the artifact store an order names; called only when there is something to fetch or to store, once for equal options.</summary>
    public required Func<StorageOptions, CancellationToken, Task<IBlobStore>> OpenBlobs { get; init; }

    /// <summary>
    /// A folder with a program <c>gyre</c>, put in front of every step's PATH; null to write a small script into <c>HOME/bin</c> that
    /// starts the program this process runs.
    /// </summary>
    public string? LauncherFolder { get; init; }

    /// <summary>How long a warm supervisor stays when no engine is connected. Default 2 minutes.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Between looks at what the machine is busy with while a step runs; a shorter step is not sampled. Default 10 seconds.</summary>
    public TimeSpan SampleInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The most files a step may leave; more fail the attempt. Default 100,000.</summary>
    public int MaxOutputFiles { get; init; } = 100_000;

    /// <summary>The most bytes a step may leave, holes in files included; more fail the attempt. Default 1 TiB.</summary>
    public long MaxOutputBytes { get; init; } = 1L << 40;

    /// <summary>Told what goes wrong in a way that should not happen; null for nobody. Called from any thread.</summary>
    public Action<string>? Log { get; init; }

    /// <summary>
    /// Whether this process does nothing else, so that each of its descendants belongs to the running attempt. Default true. When false,
    /// a process that leaves its session and clears its environment is not found again.
    /// </summary>
    public bool OwnsProcess { get; init; } = true;
}
