using System.Collections.Immutable;

namespace Gyre.Execution.Platform;

/// <summary>What to start: a program with its arguments, all of its environment, and where.</summary>
/// <param name="Program">Full path, or a path relative to the working directory.</param>
/// <param name="Arguments">Without the program's own name.</param>
/// <param name="Environment">Everything it sees.</param>
/// <param name="WorkingDirectory">An existing folder.</param>
internal sealed record LaunchSpec(
    string Program,
    ImmutableArray<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    string WorkingDirectory)
{
    /// <summary>Numbers of the CPUs that it and everything it starts may use; empty for all. One of <see cref="IProcessHost.Cpus"/> each.</summary>
    public ImmutableArray<int> Cpus { get; init; } = [];

    /// <summary>Refuses texts that no system can hand over: a zero byte would cut them short, and a name with <c>=</c> would be another name.</summary>
    /// <exception cref="LaunchException">There is one; the message names it, never a value.</exception>
    public void Check()
    {
        if (HasZero(Program) || HasZero(WorkingDirectory) || Arguments.Any(HasZero))
            throw new LaunchException(
                $"'{Program.Replace('\0', '?')}' could not be started: its path, its folder or an argument contains a NUL byte.");
        foreach (var (name, value) in Environment)
        {
            if (name.Length == 0 || HasZero(name) || name.Contains('=', StringComparison.Ordinal) || HasZero(value))
                throw new LaunchException($"'{Program}' could not be started: the environment variable '{name.Replace('\0', '?')}' contains a NUL byte or has an invalid name.");
        }
    }

    private static bool HasZero(string text) => text.Contains('\0', StringComparison.Ordinal);
}

/// <summary>A program could not be started; the message names it and says why.</summary>
internal sealed class LaunchException(string message) : Exception(message);

/// <summary>Starts the processes of steps on one kind of operating system.</summary>
internal interface IProcessHost
{
    /// <summary>Numbers of the CPUs that this process may use, in order; null when processes can not be held to some of them here.</summary>
    ImmutableArray<int>? Cpus { get; }

    /// <summary>Starts a step's command with its output connected.</summary>
    /// <param name="spec">What to start.</param>
    /// <param name="marker">An environment entry that all its processes carry, as <c>NAME=value</c>.</param>
    /// <param name="ownsAllChildren">Whether every descendant of this process belongs to the step.</param>
    /// <exception cref="LaunchException">It cannot be started.</exception>
    IStepProcess Start(LaunchSpec spec, string marker, bool ownsAllChildren);

    /// <summary>Starts a program that goes on when this process ends, and is out of reach of the terminal's signals.</summary>
    /// <param name="spec">What to start.</param>
    /// <param name="logFile">What it writes is appended here, where the system can do that.</param>
    /// <returns>Its process id.</returns>
    /// <exception cref="LaunchException">It cannot be started.</exception>
    int StartDetached(LaunchSpec spec, string logFile);

    /// <summary>Takes note that a detached program has ended, so that no trace of it is left.</summary>
    void Reap(int process);

    /// <summary>Kills what an attempt left behind whose supervisor is gone; gives the number of processes that were found.</summary>
    int KillLeftovers(string marker, int? group);
}

/// <summary>What <see cref="IStepProcess.Next"/> saw.</summary>
internal enum StepEventKind
{
    /// <summary>Nothing within the time.</summary>
    Nothing,

    /// <summary>Bytes on standard output.</summary>
    Output,

    /// <summary>Bytes on standard error.</summary>
    Error,

    /// <summary>Somebody called <see cref="IStepProcess.Wake"/>.</summary>
    Woken,

    /// <summary>The command itself has ended; told once.</summary>
    Exited,
}

/// <summary>An event with the number of bytes that were read.</summary>
internal readonly record struct StepEvent(StepEventKind Kind, int Count = 0);

/// <summary>How the command ended.</summary>
/// <param name="ExitCode">Its exit code; null when a signal ended it.</param>
/// <param name="Signal">That signal; null when it exited.</param>
internal readonly record struct ExitStatus(int? ExitCode, int? Signal);

/// <summary>
/// The processes of one running step. One thread calls everything but <see cref="Wake"/>, which any thread may call.
/// </summary>
internal interface IStepProcess : IDisposable
{
    /// <summary>Process id of the command, which is its process group and session too.</summary>
    int Id { get; }

    /// <summary>Waits for the next thing to happen. Reads output into the buffer.</summary>
    /// <param name="buffer">Receives output.</param>
    /// <param name="milliseconds">The longest wait; -1 for any time.</param>
    StepEvent Next(Span<byte> buffer, int milliseconds);

    /// <summary>Like <see cref="Next"/> for output alone and without waiting; false when nothing more is there.</summary>
    bool TryDrain(Span<byte> buffer, out StepEvent output);

    /// <summary>Ends a wait of <see cref="Next"/>.</summary>
    void Wake();

    /// <summary>Whether any process of the step is still there. Takes note of those that ended.</summary>
    bool AnyLeft();

    /// <summary>Interrupts every process of the step, as a key at a terminal would; where there is no such thing, asks it to end.</summary>
    void Interrupt();

    /// <summary>Asks every process of the step to end; wakes up stopped ones so that they can.</summary>
    void Terminate();

    /// <summary>Ends every process of the step that can be found now.</summary>
    void Kill();

    /// <summary>Resident memory of all of the step's processes now, in bytes.</summary>
    long MeasureMemory();

    /// <summary>How it ended, once <see cref="AnyLeft"/> gave false.</summary>
    ExitStatus Status { get; }

    /// <summary>Processor seconds of everything that ended, and the largest memory of a single process in bytes.</summary>
    (double CpuSeconds, long PeakMemoryInBytes) Usage { get; }
}
