using System.Net;
using System.Net.Sockets;
using Gyre.Core.Loops;
using Gyre.Execution;

namespace Gyre.Serving.Programs;

/// <summary>One running program: it is started, watched, and started again when it ends, until it is disposed.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan HealthInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>So often in a row a ready program may leave the question unanswered.</summary>
    private const int MostMisses = 3;

    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ProgramSetting _setting;
    private readonly ProgramCalls _calls;
    private readonly Task _work;
    private volatile Uri? _address;
    private volatile string _state = "is starting";
    private volatile string _lastLines = "";
    private int _open;

    public Replica(ProgramSetting setting, ProgramCalls calls, LoopSupervisor loops)
    {
        (_setting, _calls) = (setting, calls);
        _work = Detached.Run(() => loops.CarryAsync($"program {setting.Deployment}", RunAsync, _end.Token));
    }

    /// <summary>Where it answers; null while it does not.</summary>
    public Uri? Address => _address;

    /// <summary>What it does instead of answering: <c>is starting</c>.</summary>
    public string State => _state;

    /// <summary>What it wrote last before it failed; empty before.</summary>
    public string LastLines => _lastLines;

    /// <summary>Requests that wait for it.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Completes when it is ready, or when it has failed to become so once.</summary>
    public Task Tried => _tried.Task;

    public void Enter() => Interlocked.Increment(ref _open);

    public void Exit() => Interlocked.Decrement(ref _open);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        try
        {
            await _work;
        }
        catch (OperationCanceledException)
        {
        }
        _end.Dispose();
    }

    /// <summary>One life of the program.</summary>
    private async Task RunAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        var port = FreePort();
        var output = new ProgramOutput(_setting.Deployment, _setting.Logger);
        try
        {
            await using var process = ServiceProcess.Start(_setting.OrderOf(port, output), _setting.Clock);
            try
            {
                var address = new Uri($"http://127.0.0.1:{port}");
                await ReadyAsync(process, address, output, cancellationToken);
                (_address, _state) = (address, "is ready");
                scope.Beat();
                _tried.TrySetResult();
                await WatchAsync(process, address, output, cancellationToken);
            }
            finally
            {
                _address = null;
                await process.StopAsync(Grace);
            }
        }
        catch (IOException exception)
        {
            throw Failed($"could not be started: {exception.Message}", output);
        }
    }

    private async Task ReadyAsync(ServiceProcess process, Uri address, ProgramOutput output, CancellationToken cancellationToken)
    {
        _state = "is starting";
        var (clock, command) = (_setting.Clock, _setting.Command);
        var begin = clock.GetTimestamp();
        while (!await _calls.IsHealthyAsync(address, command, cancellationToken))
        {
            if (process.Ended.IsCompleted)
                throw Failed($"ended with {await process.Ended} before it was ready", output);
            if (clock.GetElapsedTime(begin) > command.StartTime)
                throw Failed(
                    $"did not answer on port {address.Port} at {command.HealthPath} within {command.StartTime.TotalSeconds:0} s; "
                    + "it must listen on $PORT", output);
            await Task.WhenAny(process.Ended, Task.Delay(LookInterval, clock, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
        if (command.WarmUp is { } document && await _calls.WarmUpAsync(address, command, document, cancellationToken) is { } refusal)
            throw Failed($"did not answer the warm-up request: {refusal}", output);
        _setting.Logger.ProgramReady(_setting.Deployment, address.Port, Math.Round(clock.GetElapsedTime(begin).TotalSeconds, 1));
    }

    /// <summary>Returns never: a program that ends is a failure.</summary>
    private async Task WatchAsync(ServiceProcess process, Uri address, ProgramOutput output, CancellationToken cancellationToken)
    {
        for (var misses = 0; misses < MostMisses;)
        {
            await Task.WhenAny(process.Ended, Task.Delay(HealthInterval, _setting.Clock, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            if (process.Ended.IsCompleted)
                throw Failed($"ended with {await process.Ended}", output);
            misses = await _calls.IsHealthyAsync(address, _setting.Command, cancellationToken) ? 0 : misses + 1;
        }
        throw Failed($"no longer answers at {_setting.Command.HealthPath}", output);
    }

    private ProgramEndedException Failed(string reason, ProgramOutput output)
    {
        (_state, _lastLines) = (reason, output.LastLines);
        _setting.Logger.ProgramFailed(_setting.Deployment, reason, output.LastLines);
        _tried.TrySetResult();
        return new ProgramEndedException(reason);
    }

    /// <summary>A port that nobody listens on now. A program that finds it taken ends, and is started again with another one.</summary>
    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
