using System.Threading.Channels;
using Gyre.Core;
using Gyre.Core.Logging;
using Gyre.Core.Loops;
using Gyre.Execution.Platform;
using Gyre.Execution.Supervision;
using Microsoft.Extensions.Logging;

namespace Gyre.Execution.Processes;

/// <summary>
/// Decides which attempt goes to which supervisor and notices when one is over. All state belongs to one loop that takes small pieces of
/// work one after the other; what takes long is done beside it and comes back as another piece.
/// </summary>
internal sealed class ProcessScheduler : IBackgroundLoop, IAsyncDisposable
{
    private const int MaxStartFailures = 3;
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FreeSoon = TimeSpan.FromSeconds(1);
    private readonly Channel<Action> _mailbox = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<AttemptId, AttemptEntry> _entries = [];
    private readonly LinkedList<AttemptEntry> _queue = new();
    private readonly HashSet<AttemptEntry> _active = [];
    private readonly List<SupervisorConnection> _supervisors = [];
    private readonly CancellationTokenSource _end = new();
    private readonly ProcessExecutorOptions _options;
    private readonly TimeProvider _clock;
    private readonly Action<AttemptNotice> _notify;
    private readonly SupervisorStarter _starter;
    private readonly AttemptWatch _watch;
    private readonly ILogger _logger;
    private ITimer? _timer;
    private IAsyncDisposable? _loop;
    private bool _isDisposed;
    private int _starting;
    private int _startFailures;

    public ProcessScheduler(ProcessExecutorOptions options, TimeProvider clock, Action<AttemptNotice> notify)
    {
        _options = options;
        _clock = clock;
        _notify = notify;
        _logger = options.Logs.For<ProcessScheduler>();
        _starter = new SupervisorStarter(options, clock);
        _watch = new AttemptWatch(options, clock);
    }

    public string Name => "process-scheduler";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var supervisor in await _starter.FindAsync(cancellationToken))
            Add(supervisor);
        _loop = (_options.Loops ?? new LoopSupervisor(_clock)).Start(this);
        _timer = _clock.CreateTimer(_ => Post(Look), null, LookInterval, LookInterval);
    }

    /// <summary>Makes an attempt known; null when it was known before.</summary>
    public Task<AttemptEntry?> RegisterAsync(AttemptId attempt, AttemptFolder folder, CancellationToken cancellationToken) => AskAsync(() =>
    {
        var entry = new AttemptEntry(attempt, folder);
        return _entries.TryAdd(attempt, entry) ? entry : null;
    }, cancellationToken);

    public Task<bool> IsKnownAsync(AttemptId attempt, CancellationToken cancellationToken) => AskAsync(() => _entries.ContainsKey(attempt), cancellationToken);

    /// <summary>Its order could not be written.</summary>
    public void Forget(AttemptEntry entry) => Post(() => _entries.Remove(entry.Id));

    /// <summary>Its order is there: it waits for room, or goes on being watched when somebody has claimed it.</summary>
    public void Enqueue(AttemptEntry entry) => Post(() =>
    {
        if (!TakeNoteOfClaim(entry))
            Queue(entry, first: false);
        HandOut();
    });

    /// <summary>Somebody takes an attempt up that is known here already: what was told of it may have reached nobody.</summary>
    public void TellAgain(AttemptId attempt) => Post(() =>
    {
        if (!_entries.TryGetValue(attempt, out var entry))
            return;
        if (entry.StartTold is { } at)
            _notify(new AttemptStarted(attempt, at));
        if (entry.State == EntryState.Ended && AttemptWatch.Look(entry) is { } result)
            _notify(new AttemptEnded(result));
    });

    /// <summary>Its cancel file is there.</summary>
    public void Cancel(AttemptId attempt) => Post(() =>
    {
        if (!_entries.TryGetValue(attempt, out var entry))
            return;
        if (entry.State == EntryState.Queued)
        {
            _queue.Remove(entry);
            Finish(entry, AttemptOutcome.Cancelled, CancelFile.Read(entry.Folder));
        }
        HandOut();
    });

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        if (_timer is not null)
            await _timer.DisposeAsync();
        // First its loop: one that runs out of work before it is stopped counts as failed.
        if (_loop is not null)
            await _loop.DisposeAsync();
        await _end.CancelAsync();
        _mailbox.Writer.TryComplete();
        foreach (var supervisor in _supervisors)
            supervisor.Dispose();
        _end.Dispose();
    }

    private void Post(Action work) => _mailbox.Writer.TryWrite(work);

    private Task<T> AskAsync<T>(Func<T> question, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var taken = _mailbox.Writer.TryWrite(() => answer.TrySetResult(question()));
        ObjectDisposedException.ThrowIf(!taken, this);
        return answer.Task.WaitAsync(cancellationToken);
    }

    public async Task RunAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        scope.Beat();
        await foreach (var work in _mailbox.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                work();
                scope.Beat();
            }
#pragma warning disable CA1031 // A disk that fails for one attempt must not end the scheduling of all others.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _logger.SchedulingFailed(exception.GetType().Name, exception.StackTrace);
                scope.Failed(exception);
            }
        }
    }

    /// <summary>Starts what there is room for, strictly in order, so that a large request is not overtaken for ever.</summary>
    private void HandOut()
    {
        while (_queue.First is { Value: var entry } && HasRoom(entry.Requirements))
        {
            if (_supervisors.Find(supervisor => supervisor.IsIdle) is not { } supervisor)
            {
                if (!_supervisors.Exists(IsFreeSoon))
                    StartSupervisors(entry.Requirements);
                return;
            }
            _queue.RemoveFirst();
            Hand(entry, supervisor);
        }
    }

    /// <summary>Another supervisor would be one too many; but one that does not keep what is expected of it is not waited for.</summary>
    private bool IsFreeSoon(SupervisorConnection supervisor) => supervisor.ExpectedSince is { } since && _clock.GetElapsedTime(since) < FreeSoon;

    private bool HasRoom(AttemptRequirements request)
    {
        if (_active.Count == 0)
        {
            if (request.Cpu > _options.MaxCpu || request.MemoryInBytes > _options.MaxMemoryInBytes)
                _logger.RunsAlone(request.Cpu, request.MemoryInBytes);
            return true;
        }
        return _active.Count < _options.PoolSize
            && _active.Sum(entry => entry.Requirements.Cpu) + request.Cpu <= _options.MaxCpu + 1e-9
            && _active.Sum(entry => entry.Requirements.MemoryInBytes) + request.MemoryInBytes <= _options.MaxMemoryInBytes;
    }

    private void Hand(AttemptEntry entry, SupervisorConnection supervisor)
    {
        Set(entry, EntryState.Handed);
        entry.Supervisor = supervisor;
        (supervisor.IsIdle, supervisor.Attempt, supervisor.ExpectedSince) = (false, entry.Id, null);
        // When this fails the connection's reader sees the end and puts the attempt back.
        supervisor.Channel.TrySend(new PoolMessage(PoolVerb.Run, entry.Id));
        _logger.AttemptHanded(entry.Id);
    }

    /// <summary>Starts as many as can be used now, judged by the first in the queue; at least one.</summary>
    private void StartSupervisors(AttemptRequirements first)
    {
        var cores = _options.MaxCpu - _active.Sum(entry => entry.Requirements.Cpu);
        var usable = (int)Math.Min(_options.PoolSize, Math.Ceiling(cores / Math.Max(first.Cpu, 0.01)));
        var wanted = Math.Min(Math.Min(_queue.Count, usable), _options.PoolSize - _supervisors.Count);
        while (_starting < Math.Max(1, wanted))
        {
            _starting++;
            _ = StartSupervisorAsync();
        }
    }

    private async Task StartSupervisorAsync()
    {
        try
        {
            var supervisor = await _starter.StartAsync(_end.Token);
            Post(() =>
            {
                _starting--;
                _startFailures = 0;
                Add(supervisor);
            });
        }
        catch (OperationCanceledException)
        {
            // The executor is being closed.
        }
        catch (Exception exception) when (exception is LaunchException or IOException or UnauthorizedAccessException)
        {
            Post(() => StartFailed(exception.Message));
        }
    }

    /// <summary>After some failures the first in the queue ends with that reason: nothing waits for ever.</summary>
    private void StartFailed(string reason)
    {
        _starting--;
        _logger.StartFailed(reason);
        if (++_startFailures >= MaxStartFailures && _queue.First is { Value: var entry })
        {
            _startFailures = 0;
            _queue.RemoveFirst();
            Finish(entry, AttemptOutcome.Failed, reason);
        }
        HandOut();
    }

    private void Add(SupervisorConnection supervisor)
    {
        supervisor.ExpectedSince = _clock.GetTimestamp();
        _supervisors.Add(supervisor);
        _logger.SupervisorJoined(_supervisors.Count);
        _ = ListenAsync(supervisor);
    }

    private async Task ListenAsync(SupervisorConnection supervisor)
    {
        try
        {
            while (await supervisor.Channel.ReceiveAsync(_end.Token) is { } message)
                Post(() => Hear(supervisor, message));
        }
        catch (OperationCanceledException)
        {
            return;
        }
        Post(() => Lose(supervisor));
    }

    private void Hear(SupervisorConnection supervisor, PoolMessage message)
    {
        var entry = message.Attempt is { } attempt ? _entries.GetValueOrDefault(attempt) : null;
        switch (message.Verb)
        {
            case PoolVerb.Hello:
                (supervisor.IsIdle, supervisor.Attempt) = (message.Attempt is null, message.Attempt);
                supervisor.ExpectedSince = message.Attempt is { } busy && AttemptProtocol.FindResult(AttemptFolder.In(_options.Home, busy), busy) is not null ? _clock.GetTimestamp() : null;
                break;
            case PoolVerb.Claimed when entry is { State: EntryState.Handed } && message.At is { } at:
                Set(entry, EntryState.Claimed);
                entry.Supervisor = supervisor;
                TellStart(entry, at);
                break;
            case PoolVerb.Refused or PoolVerb.Busy:
                Refuse(supervisor, entry, isBusy: message.Verb == PoolVerb.Busy);
                break;
            case PoolVerb.Ended:
                (supervisor.IsIdle, supervisor.Attempt, supervisor.ExpectedSince) = (true, null, null);
                if (entry is { State: not EntryState.Ended })
                    Look(entry);
                break;
        }
        HandOut();
    }

    private void Refuse(SupervisorConnection supervisor, AttemptEntry? entry, bool isBusy)
    {
        // A busy one belongs to another engine now; it says Ended when it is free again.
        (supervisor.IsIdle, supervisor.Attempt, supervisor.ExpectedSince) = (!isBusy, null, null);
        if (entry is { State: EntryState.Handed } && entry.Supervisor == supervisor && !TakeNoteOfClaim(entry))
            Queue(entry, first: true);
    }

    private void Lose(SupervisorConnection supervisor)
    {
        _supervisors.Remove(supervisor);
        supervisor.Dispose();
        _logger.SupervisorLeft(_supervisors.Count);
        _starter.Reap(supervisor.SocketPath);
        foreach (var entry in _active.Where(entry => entry.Supervisor == supervisor).ToList())
        {
            entry.Supervisor = null;
            if (entry.State == EntryState.Handed && !TakeNoteOfClaim(entry))
                Queue(entry, first: true);
            else
                Look(entry);
        }
        HandOut();
    }

    /// <summary>It waits for room, unless somebody wished its end meanwhile.</summary>
    private void Queue(AttemptEntry entry, bool first)
    {
        entry.Supervisor = null;
        if (File.Exists(entry.Folder.Cancel))
        {
            Finish(entry, AttemptOutcome.Cancelled, CancelFile.Read(entry.Folder));
            return;
        }
        Set(entry, EntryState.Queued);
        if (first)
            _queue.AddFirst(entry);
        else
            _queue.AddLast(entry);
    }

    private void Set(AttemptEntry entry, EntryState state)
    {
        entry.State = state;
        if (state is EntryState.Handed or EntryState.Claimed or EntryState.Finishing)
            _active.Add(entry);
        else
            _active.Remove(entry);
    }

    /// <summary>Whether somebody has claimed the attempt; from then on it is watched.</summary>
    private bool TakeNoteOfClaim(AttemptEntry entry)
    {
        if (AttemptProtocol.FindClaim(entry.Folder, entry.Id) is not { } claim)
            return false;
        entry.Claim = claim;
        Set(entry, EntryState.Claimed);
        TellStart(entry, claim.At);
        Look(entry);
        return true;
    }

    private void TellStart(AttemptEntry entry, DateTimeOffset at)
    {
        if (entry.StartTold is null)
        {
            _logger.AttemptClaimed(entry.Id);
            _notify(new AttemptStarted(entry.Id, at));
        }
        entry.StartTold ??= at;
    }

    /// <summary>Ends an attempt that was never started, if nobody is faster.</summary>
    private void Finish(AttemptEntry entry, AttemptOutcome outcome, string reason)
    {
        if (TakeNoteOfClaim(entry))
            return;
        if (_watch.TryFinishUnstarted(entry, outcome, reason) is { } result)
            End(entry, result);
        else if (!TakeNoteOfClaim(entry))
            throw new InvalidOperationException($"Attempt {entry.Id} is marked as claimed but has no claim.");
    }

    private void Look()
    {
        foreach (var entry in _active.Where(entry => entry.State == EntryState.Claimed).ToList())
            Look(entry);
        HandOut();
    }

    private void Look(AttemptEntry entry)
    {
        switch (AttemptWatch.Look(entry))
        {
            case { } result:
                End(entry, result);
                break;
            case null when _watch.IsGivenUp(entry):
                Set(entry, EntryState.Finishing);
                _ = Task.Run(() => GiveUp(entry), CancellationToken.None);
                break;
        }
    }

    private void GiveUp(AttemptEntry entry)
    {
        try
        {
            var result = _watch.GiveUp(entry);
            Post(() => End(entry, result));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _logger.LossNotWritten(entry.Id, exception.GetType().Name);
            Post(() => Set(entry, EntryState.Claimed));
        }
    }

    private void End(AttemptEntry entry, AttemptResult result)
    {
        Set(entry, EntryState.Ended);
        if (entry.Supervisor is { } supervisor && supervisor.Attempt == entry.Id)
            supervisor.ExpectedSince = _clock.GetTimestamp();
        entry.Supervisor = null;
        if (result.Outcome == AttemptOutcome.Lost)
            _logger.AttemptLost(entry.Id, result.Reason);
        else
            _logger.AttemptEnded(entry.Id, result.Outcome);
        _notify(new AttemptEnded(result));
        HandOut();
    }
}
