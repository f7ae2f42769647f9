using System.Threading.Channels;
using Gyre.Core;

namespace Gyre.Client.Logging;

/// <summary>Sends what runs log, in the background: several runs at a time, one request at a time per run, in order.</summary>
internal sealed class LogPump : IAsyncDisposable
{
    /// <summary>Requests spent on finding the values in a refused batch that are at fault.</summary>
    private const int MaxRequestsPerBatch = 40;

    private readonly Lock _lock = new();
    private readonly Channel<RunLog> _ready = Channel.CreateUnbounded<RunLog>();
    private readonly Dictionary<string, RunLog> _runs = new(StringComparer.Ordinal);
    private readonly List<Task> _workers = [];
    private readonly IRunWriter _writer;
    private readonly IdSource _ids;
    private readonly int _senders;
    private readonly Action<TrackingFailure> _failed;
    private readonly CancellationTokenSource _stop = new();

    /// <param name="writer">Takes the batches.</param>
    /// <param name="options">Room, linger, senders, clock.</param>
    /// <param name="ids">Keys of the batches.</param>
    /// <param name="failed">Told about each failure, on the sender's thread; must not throw.</param>
    public LogPump(IRunWriter writer, TrackerOptions options, IdSource ids, Action<TrackingFailure> failed)
    {
        _writer = writer;
        _ids = ids;
        _failed = failed;
        _senders = options.Senders;
        Clock = options.Clock;
        Linger = options.Linger;
        Room = new QueueRoom(options.QueueBytes);
    }

    public TimeProvider Clock { get; }

    public TimeSpan Linger { get; }

    public QueueRoom Room { get; }

    /// <summary>The log of a run; the same one until it is closed.</summary>
    public RunLog Open(string runId)
    {
        lock (_lock)
        {
            if (!_runs.TryGetValue(runId, out var log))
                _runs.Add(runId, log = new RunLog(this, runId));
            return log;
        }
    }

    /// <summary>Forgets a log whose values are settled.</summary>
    public void Forget(RunLog log)
    {
        lock (_lock)
        {
            if (_runs.TryGetValue(log.RunId, out var known) && ReferenceEquals(known, log))
                _runs.Remove(log.RunId);
        }
        log.Dispose();
    }

    /// <summary>Waits until all that was logged before is settled, and gives the failures since the last time.</summary>
    public async Task<IReadOnlyList<TrackingFailure>> FlushAsync(CancellationToken cancellationToken)
    {
        var logs = Logs();
        await Task.WhenAll(logs.Select(log => log.SettleAsync())).WaitAsync(cancellationToken);
        return [.. logs.SelectMany(log => log.TakeFailures())];
    }

    /// <summary>Lets every run send at once.</summary>
    public void Hurry()
    {
        foreach (var log in Logs())
            log.Hurry();
    }

    /// <summary>A run has something to send.</summary>
    public void Ready(RunLog log)
    {
        lock (_lock)
        {
            if (_workers.Count < _senders && _workers.Count < _runs.Count && !_stop.IsCancellationRequested)
                _workers.Add(Task.Run(WorkAsync));
        }
        _ready.Writer.TryWrite(log);
    }

    /// <summary>Stops the senders; what is not settled then stays unsent.</summary>
    public async ValueTask DisposeAsync()
    {
        _ready.Writer.TryComplete();
        await _stop.CancelAsync();
        Task[] workers;
        lock (_lock)
            workers = [.. _workers];
        await Task.WhenAll(workers);
        foreach (var log in Logs())
            log.Dispose();
        _stop.Dispose();
    }

    private RunLog[] Logs()
    {
        lock (_lock)
            return [.. _runs.Values];
    }

    private async Task WorkAsync()
    {
        await foreach (var log in _ready.Reader.ReadAllAsync(CancellationToken.None))
        {
            if (log.BeginSend(out var taken, out var weight) is not { } batch)
                continue;
            await SendAsync(log, batch);
            Room.Give(weight);
            log.EndSend(taken);
        }
    }

    /// <summary>Sends a batch; when it is refused for a value in it, the halves are sent alone, so that one bad value does not cost the others.</summary>
    private async Task SendAsync(RunLog log, LogBatch batch)
    {
        var parts = new Stack<LogBatch>([batch]);
        for (var requests = 1; parts.TryPop(out var part); requests++)
        {
            try
            {
                await _writer.WriteBatchAsync(log.RunId, part, _ids.Next().ToString("N"), _stop.Token);
            }
            catch (TrackingException error) when (part.Items.Length > 1 && requests < MaxRequestsPerBatch && BlamesValues(error))
            {
                var half = part.Items.Length / 2;
                parts.Push(new LogBatch(part.Items[half..]));
                parts.Push(new LogBatch(part.Items[..half]));
            }
#pragma warning disable CA1031 // Whatever goes wrong becomes a failure that the caller sees at the next flush; the sender lives on.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Report(log, part, error);
            }
        }
    }

    private void Report(RunLog log, LogBatch part, Exception error)
    {
        var failure = new TrackingFailure(log.RunId, part.Items.Length, part.Describe(), error);
        log.AddFailure(failure);
        _failed(failure);
    }

    private static bool BlamesValues(TrackingException error) =>
        error.ErrorCode is "INVALID_PARAMETER_VALUE" or "BAD_REQUEST";
}
