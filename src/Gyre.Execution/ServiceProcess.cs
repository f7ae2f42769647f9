using System.Collections.Immutable;
using System.Text;
using Gyre.Execution.Platform;
using Gyre.Execution.Supervision;

namespace Gyre.Execution;

/// <summary>
/// A running program that answers requests or does one thing. It ends with everything that it started; when this process dies first, what is left of it is
/// ended by
/// <see cref="EndLeftovers"/>.
/// </summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private const string MarkName = "GYRE_SERVICE";
    private const string OwnerName = "GYRE_SERVICE_OWNER";
    private const int BufferBytes = 64 * 1024;
    private const int LookMilliseconds = 1000;
    private const int KillMilliseconds = 5;

    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IStepProcess _process;
    private readonly Action<string>? _output;
    private readonly Action<string>? _error;
    private readonly TimeProvider _clock;
    private long _stopAt = long.MaxValue;

    private ServiceProcess(IStepProcess process, ServiceOrder order, TimeProvider clock)
    {
        (_process, _output, _error, _clock) = (process, order.Output, order.Error ?? order.Output, clock);
        // Its waits are system calls, which would hold threads of the pool for as long as it runs.
        new Thread(Follow) { IsBackground = true, Name = "service" }.Start();
    }

    /// <summary>Completes when it is over, with how it ended: <c>exit code 1</c>. It never fails.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>Its exit code, once it has ended; null before, and when a signal ended it.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Starts a program.</summary>
    /// <exception cref="IOException">It cannot be started; the message says why.</exception>
    public static ServiceProcess Start(ServiceOrder order, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(order);
        var variables = new SortedDictionary<string, string>(HostEnvironment.Current, StringComparer.Ordinal);
        foreach (var (name, value) in order.Environment)
            variables[name] = value;
        // One of its own: several programs of an owner run at once, and each ends only what it has started.
        var mark = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
        variables[MarkName] = mark;
        variables[OwnerName] = order.Owner;
        // Within a step it stays the step's, whose supervisor ends what it finds by this.
        if (Environment.GetEnvironmentVariable(AttemptProtocol.MarkerName) is { } attempt)
            variables[AttemptProtocol.MarkerName] = attempt;
        try
        {
            var (program, arguments) = CommandOf(order, variables["PATH"]);
            var spec = new LaunchSpec(program, arguments, variables, order.Folder);
            return new ServiceProcess(ProcessHosts.Current.Start(spec, $"{MarkName}={mark}", ownsAllChildren: false), order, clock);
        }
        catch (LaunchException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    /// <summary>Ends the processes that an owner left behind when it died; returns how many there were.</summary>
    public static int EndLeftovers(string owner) => ProcessHosts.Current.KillLeftovers($"{OwnerName}={owner}", null);

    /// <summary>Asks it to end, and ends it after a while; returns when it is over.</summary>
    /// <param name="grace">How long it has.</param>
    public async Task<string> StopAsync(TimeSpan grace)
    {
        var at = _clock.GetTimestamp() + (long)(grace.TotalSeconds * _clock.TimestampFrequency);
        if (Interlocked.CompareExchange(ref _stopAt, at, long.MaxValue) == long.MaxValue && !_ended.Task.IsCompleted)
            _process.Wake();
        return await _ended.Task;
    }

    /// <summary>Ends it at once.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(TimeSpan.Zero);

    private static (string Program, ImmutableArray<string> Arguments) CommandOf(ServiceOrder order, string path)
    {
        if (order.Program is not [var program, .. var arguments])
            return (Shell(path), ArgumentsOf(order.Commands));
        if (program.Contains('/', StringComparison.Ordinal) || Path.IsPathRooted(program))
            return (Path.Combine(order.Folder, program), arguments);
        return Programs.Find(program, path) is { } found
            ? (found, arguments)
            : throw new LaunchException($"'{program}' could not be started: there is no such program on the search path.");
    }

    private static string Shell(string path) => OperatingSystem.IsWindows()
        ? Environment.GetEnvironmentVariable("ComSpec") ?? "cmd.exe"
        : Programs.Find("sh", path) ?? "/bin/sh";

    private static ImmutableArray<string> ArgumentsOf(ImmutableArray<string> lines) => OperatingSystem.IsWindows()
        ? ["/d", "/c", string.Join(" && ", lines)]
        : ["-c", "set -e\n" + string.Join('\n', lines)];

    private void Follow()
    {
        try
        {
            FollowToEnd();
            ExitCode = _process.Status.ExitCode;
            _ended.TrySetResult(Text(_process.Status));
        }
        catch (Exception exception)
        {
            _ended.TrySetResult(exception.Message);
        }
        finally
        {
            _process.Dispose();
        }
    }

    private void FollowToEnd()
    {
        var buffer = new byte[BufferBytes];
        var output = new LineSplitter(new Lines(_output), wantsCandidates: false);
        var error = new LineSplitter(new Lines(_error), wantsCandidates: false);
        var isAsked = false;
        while (true)
        {
            var next = _process.Next(buffer, isAsked ? KillMilliseconds * 10 : LookMilliseconds);
            Take(next, buffer, output, error);
            if (next.Kind == StepEventKind.Exited)
                break;
            if (Volatile.Read(ref _stopAt) is var at && at == long.MaxValue)
                continue;
            if (!isAsked)
                _process.Terminate();
            isAsked = true;
            if (_clock.GetTimestamp() >= at)
                _process.Kill();
        }
        while (_process.TryDrain(buffer, out var rest))
            Take(rest, buffer, output, error);
        output.End();
        error.End();
        // What the program has started and left behind would go on holding its port.
        while (_process.AnyLeft())
        {
            _process.Kill();
            _process.Next(buffer, KillMilliseconds);
        }
    }

    private static void Take(StepEvent next, byte[] buffer, LineSplitter output, LineSplitter error)
    {
        if (next.Kind == StepEventKind.Output)
            output.Next(buffer.AsSpan(0, next.Count));
        else if (next.Kind == StepEventKind.Error)
            error.Next(buffer.AsSpan(0, next.Count));
    }

    private static string Text(ExitStatus status) => status switch
    {
        { Signal: { } signal } => $"signal {signal}{SignalNames.Of(signal)}",
        _ => $"exit code {status.ExitCode}",
    };

    private sealed class Lines(Action<string>? output) : ILineSink
    {
        public void Piece(ReadOnlySpan<byte> piece, bool continues) => output?.Invoke(Encoding.UTF8.GetString(piece));

        public void Candidate(ReadOnlySpan<byte> line)
        {
        }

        public void TooLongCandidate()
        {
        }
    }
}
