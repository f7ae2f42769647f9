using Gyre.Core;
using Gyre.Execution.Platform;

namespace Gyre.Execution.Processes;

/// <summary>A connected warm supervisor. Only the executor's own loop touches its state.</summary>
internal sealed class SupervisorConnection(PoolChannel channel, string socketPath) : IDisposable
{
    public PoolChannel Channel { get; } = channel;

    public string SocketPath { get; } = socketPath;

    /// <summary>What it is doing, as far as we know.</summary>
    public AttemptId? Attempt { get; set; }

    /// <summary>Whether it has said hello and has nothing to do.</summary>
    public bool IsIdle { get; set; }

    /// <summary>
    /// Since when it is expected to have nothing to do in a moment, as a clock's timestamp: it was just connected and has not said hello, or its attempt was seen
    /// to have ended before it said so itself. Null when it is not.
    /// </summary>
    public long? ExpectedSince { get; set; }

    public void Dispose() => Channel.Dispose();
}

/// <summary>Finds and starts the warm supervisors of a home.</summary>
internal sealed class SupervisorStarter(ProcessExecutorOptions options, TimeProvider clock)
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ConnectInterval = TimeSpan.FromMilliseconds(5);
    /// <summary>A supervisor mostly waits: no thread spins for work, none collects in the background, and no debugger's pipe stands open.</summary>
    private static readonly (string Name, string Value)[] RuntimeSettings =
    [
        ("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "0"),
        ("DOTNET_gcConcurrent", "0"),
        ("DOTNET_EnableDiagnostics", "0"),
    ];

    private readonly IProcessHost _host = ProcessHosts.Current;

    /// <summary>Connects to the supervisors that an earlier engine left, and removes the traces of those that are gone.</summary>
    public async Task<List<SupervisorConnection>> FindAsync(CancellationToken cancellationToken)
    {
        var found = new List<SupervisorConnection>();
        foreach (var path in Directory.EnumerateFiles(SupervisorSocket.Prepare(options.Home), "*.sock"))
        {
            if (await SupervisorSocket.TryConnectAsync(path, cancellationToken) is { } socket)
                found.Add(new SupervisorConnection(new PoolChannel(socket), path));
            else
                File.Delete(path);
        }
        return found;
    }

    /// <summary>Starts one more and connects.</summary>
    /// <exception cref="LaunchException">It could not be started, or did not answer.</exception>
    public async Task<SupervisorConnection> StartAsync(CancellationToken cancellationToken)
    {
        var log = Path.Join(SupervisorSocket.Prepare(options.Home), "supervisors.log");
        var process = _host.StartDetached(Spec(), log);
        var began = clock.GetTimestamp();
        while (clock.GetElapsedTime(began) < ConnectLimit)
        {
            _host.Reap(process);
            if (ProcessIdentity.Of(process) is not { } identity)
                throw new LaunchException(
                    $"The supervisor '{string.Join(' ', options.SupervisorCommand)}' exited immediately; see '{log}'.");
            var path = SupervisorSocket.PathOf(options.Home, identity);
            if (await SupervisorSocket.TryConnectAsync(path, cancellationToken) is { } socket)
                return new SupervisorConnection(new PoolChannel(socket), path);
            await Task.Delay(ConnectInterval, clock, cancellationToken);
        }
        throw new LaunchException($"The supervisor '{string.Join(' ', options.SupervisorCommand)}' did not respond; see '{log}'.");
    }

    /// <summary>Takes note of a supervisor that has ended.</summary>
    public void Reap(string socketPath)
    {
        if (int.TryParse(Path.GetFileName(socketPath).Split('-')[0], out var process))
            _host.Reap(process);
    }

    private LaunchSpec Spec()
    {
        var environment = Supervision.StepEnvironment.Base();
        foreach (var (name, value) in RuntimeSettings)
            environment[name] = value;
        foreach (var (name, value) in options.SupervisorEnvironment)
            environment[name] = value;
        var home = Path.GetFullPath(options.Home);
        var program = options.SupervisorCommand[0];
        var path = program.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) ? Path.GetFullPath(program)
            : Platform.Programs.Find(program, environment["PATH"]);
        return new LaunchSpec(
            path ?? throw new LaunchException($"The supervisor program '{program}' was not found on the PATH."),
            [.. options.SupervisorCommand.Skip(1), "step", "--pool", home],
            environment,
            home);
    }
}
