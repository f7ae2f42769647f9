using System.Net.Sockets;
using Gyre.Core;
using Gyre.Execution.Platform;
using Gyre.Execution.Supervision;

namespace Gyre.Execution.Processes;

/// <summary>A warm supervisor: listens, takes one attempt after the other, tells every connected engine, leaves when nobody needs it.</summary>
internal sealed class SupervisorPool(string home, SupervisorOptions options, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);
    private readonly string _socketPath = SupervisorSocket.PathOf(home, ProcessIdentity.Current);
    private readonly BlobStores _blobs = new(options);
    private readonly Lock _lock = new();
    private readonly List<PoolChannel> _engines = [];
    private readonly CancellationTokenSource _leave = new();
    private AttemptId? _running;
    private Task _attempt = Task.CompletedTask;
    private long _lastUse = clock.GetTimestamp();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Files are synced side by side and each waits in a system call; on two cores the pool of threads would begin with two.
        ThreadPool.GetMinThreads(out _, out var completion);
        ThreadPool.SetMinThreads(8, completion);
        SupervisorSocket.Prepare(home);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        File.Delete(_socketPath);
        listener.Bind(new UnixDomainSocketEndPoint(_socketPath));
        listener.Listen();
        using var registration = cancellationToken.Register(_leave.Cancel);
        using var timer = clock.CreateTimer(_ => LeaveWhenIdle(), null, LookInterval, LookInterval);
        try
        {
            while (true)
                _ = ServeAsync(new PoolChannel(await listener.AcceptAsync(_leave.Token)), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Nobody needs it any more, or it was asked to end.
        }
        finally
        {
            File.Delete(_socketPath);
            await _attempt;
        }
    }

    public void Dispose()
    {
        _leave.Dispose();
        _blobs.Dispose();
    }

    private async Task ServeAsync(PoolChannel engine, CancellationToken cancellationToken)
    {
        using (engine)
        {
            AttemptId? running;
            lock (_lock)
            {
                _engines.Add(engine);
                running = _running;
                engine.TrySend(new PoolMessage(PoolVerb.Hello, running));
            }
            try
            {
                while (await engine.ReceiveAsync(_leave.Token) is { } message)
                    Obey(engine, message, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // The supervisor leaves.
            }
            lock (_lock)
            {
                _engines.Remove(engine);
                _lastUse = clock.GetTimestamp();
            }
        }
    }

    private void Obey(PoolChannel engine, PoolMessage message, CancellationToken cancellationToken)
    {
        if (message is { Verb: PoolVerb.Run, Attempt: { } attempt })
        {
            lock (_lock)
            {
                if (_running is null && !_leave.IsCancellationRequested)
                {
                    _running = attempt;
                    _attempt = Task.Run(() => CarryOutAsync(engine, attempt, cancellationToken), CancellationToken.None);
                    return;
                }
            }
            engine.TrySend(new PoolMessage(PoolVerb.Busy, attempt));
        }
        // The cancel file is looked at several times a second; the message only serves to have it looked at by whoever has the attempt.
    }

    private async Task CarryOutAsync(PoolChannel engine, AttemptId attempt, CancellationToken cancellationToken)
    {
        var claimed = false;
        try
        {
            await OrderedAttempt.RunAsync(AttemptFolder.In(home, attempt), _blobs, options, clock, OnClaimed, cancellationToken);
        }
#pragma warning disable CA1031 // Whatever went wrong, there is no result; when this process is gone, every engine sees that and calls the attempt lost.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            options.Log?.Invoke($"Attempt {attempt}: {exception}");
            await _leave.CancelAsync();
        }
        lock (_lock)
        {
            _running = null;
            _lastUse = clock.GetTimestamp();
            if (!claimed)
                engine.TrySend(new PoolMessage(PoolVerb.Refused, attempt));
            else
                Tell(new PoolMessage(PoolVerb.Ended, attempt));
        }

        void OnClaimed(AttemptClaim claim)
        {
            claimed = true;
            lock (_lock)
                Tell(new PoolMessage(PoolVerb.Claimed, attempt, claim.At));
        }
    }

    private void Tell(PoolMessage message)
    {
        foreach (var engine in _engines)
            engine.TrySend(message);
    }

    private void LeaveWhenIdle()
    {
        lock (_lock)
        {
            if (_running is not null)
                return;
            var idle = _engines.Count == 0 && clock.GetElapsedTime(_lastUse) >= options.IdleTimeout;
            // Without its socket nobody finds it again: the home was removed.
            if (idle || !File.Exists(_socketPath))
                _leave.Cancel();
        }
    }
}
