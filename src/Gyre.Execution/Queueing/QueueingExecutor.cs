using System.Threading.Channels;
using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Execution.Platform;
using Gyre.Execution.Supervision;

namespace Gyre.Execution.Queueing;

/// <summary>
/// Stands before an executor and keeps attempts back until their home and their run have places for them. Their orders lie in their
/// folders meanwhile, so that everybody sees that
/// they wait, and an engine that takes the run up later submits them again.
/// </summary>
internal sealed class QueueingExecutor : IExecutor
{
    private static readonly TimeSpan BetweenTellings = TimeSpan.FromSeconds(1);

    private readonly Channel<AttemptNotice> _notices = Channel.CreateUnbounded<AttemptNotice>();
    private readonly Channel<AttemptId> _released = Channel.CreateUnbounded<AttemptId>(
        new UnboundedChannelOptions { SingleReader = true });
    private readonly IExecutor _inner;
    private readonly PlaceGate _gate;
    private readonly string _home;
    private readonly TimeProvider _clock;
    private readonly Action<AttemptId> _release;
    private readonly Lazy<IAsyncDisposable> _loops;
    private readonly Task _pump;
    private AttemptId? _submitting;

    /// <param name="inner">Runs the attempts.</param>
    /// <param name="gate">The places of the home.</param>
    /// <param name="home">The home folder.</param>
    /// <param name="clock">Times of ends.</param>
    /// <param name="loops">Carries the loops, which begin with the first attempt that needs a place.</param>
    public QueueingExecutor(IExecutor inner, PlaceGate gate, string home, TimeProvider clock, LoopSupervisor loops)
    {
        (_inner, _gate, _home, _clock) = (inner, gate, home, clock);
        _release = attempt => _released.Writer.TryWrite(attempt);
        _loops = new(() => loops.Start(
            new BackgroundLoop($"{inner.Name}-places", SubmitReleasedAsync), new BackgroundLoop($"{inner.Name}-waits", TellWaitsAsync)));
        _pump = PumpAsync();
    }

    /// <inheritdoc/>
    public string Name => _inner.Name;

    /// <inheritdoc/>
    public ChannelReader<AttemptNotice> Notices => _notices.Reader;

    /// <inheritdoc/>
    public async Task SubmitAsync(AttemptOrder order, CancellationToken cancellationToken)
    {
        var request = PlaceRequest.Of(order);
        if (!_gate.Counts(request) || _gate.HasPlaces(order.Attempt))
        {
            await _inner.SubmitAsync(order, cancellationToken);
            return;
        }
        if (_gate.IsWaiting(order.Attempt))
            return;
        _ = _loops.Value;
        // Before it waits, because its order must be here when it is released.
        var kept = await OrderFile.KeepAsync(AttemptFolder.In(_home, order.Attempt), order);
        if (_gate.Never(request) is { } never)
            await EndAsync(order.Attempt, AttemptOutcome.Failed,
                $"It can never start: {never}. Change the home's or the run's jobs or pools, and resume the run.", cancellationToken);
        else if (_gate.Enter(request, _release))
            await SubmitPlacedAsync(kept, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<AdoptionOutcome> AdoptAsync(AttemptId attempt, CancellationToken cancellationToken)
    {
        if (_gate.IsWaiting(attempt))
            return AdoptionOutcome.Watching;
        var isPlaced = _gate.HasPlaces(attempt);
        // It takes its places before it is looked at: its end, which gives them back, may come while we look.
        if (!isPlaced && OrderFile.Find(AttemptFolder.In(_home, attempt)) is { } order && PlaceRequest.Of(order) is var request
            && _gate.Counts(request))
            _gate.Occupy(request);
        var outcome = AdoptionOutcome.Unknown;
        try
        {
            outcome = await _inner.AdoptAsync(attempt, cancellationToken);
        }
        finally
        {
            if (outcome == AdoptionOutcome.Unknown && !isPlaced)
                _gate.Leave(attempt);
        }
        // Let go, and not with its executor yet.
        return isPlaced ? AdoptionOutcome.Watching : outcome;
    }

    /// <inheritdoc/>
    public async Task CancelAsync(AttemptId attempt, string reason, CancellationToken cancellationToken)
    {
        if (_gate.TryWithdraw(attempt))
        {
            CancelFile.Write(AttemptFolder.In(_home, attempt), reason);
            await EndAsync(attempt, AttemptOutcome.Cancelled, CancelFile.Read(AttemptFolder.In(_home, attempt)), cancellationToken);
            return;
        }
        await _inner.CancelAsync(attempt, reason, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<AttemptState> ObserveAsync(AttemptId attempt, CancellationToken cancellationToken) =>
        _inner.ObserveAsync(attempt, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<LogLine> TailLogsAsync(AttemptId attempt, long from, bool follow, CancellationToken cancellationToken) =>
        _inner.TailLogsAsync(attempt, from, follow, cancellationToken);

    /// <inheritdoc/>
    public Task<MetadataBatch> ReadMetadataAsync(
        AttemptId attempt, MetadataPlace from, MetadataPlace? until, int limit, CancellationToken cancellationToken) =>
        _inner.ReadMetadataAsync(attempt, from, until, limit, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ReportAsync(AttemptId attempt, Value detail, CancellationToken cancellationToken) =>
        _inner.ReportAsync(attempt, detail, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _released.Writer.TryComplete();
        if (_loops.IsValueCreated)
            await _loops.Value.DisposeAsync();
        await _inner.DisposeAsync();
        await _pump;
        _notices.Writer.TryComplete();
    }

    private async Task SubmitPlacedAsync(AttemptOrder order, CancellationToken cancellationToken)
    {
        try
        {
            await _inner.SubmitAsync(order, cancellationToken);
        }
        catch
        {
            _gate.Leave(order.Attempt);
            throw;
        }
    }

    private async Task SubmitReleasedAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        // One whose executor was away when this failed comes first.
        if (_submitting is { } left)
            await SubmitReleasedAsync(left, cancellationToken);
        scope.Beat();
        await foreach (var attempt in _released.Reader.ReadAllAsync(cancellationToken))
        {
            await SubmitReleasedAsync(attempt, cancellationToken);
            scope.Beat();
        }
        // Closed; the loop is stopped next.
        await Task.Delay(Timeout.InfiniteTimeSpan, _clock, cancellationToken);
    }

    private async Task SubmitReleasedAsync(AttemptId attempt, CancellationToken cancellationToken)
    {
        _submitting = attempt;
        try
        {
            if (OrderFile.Find(AttemptFolder.In(_home, attempt)) is { } order)
                await _inner.SubmitAsync(order, cancellationToken);
            else
                await EndAsync(attempt, AttemptOutcome.Failed, "Its order is missing or damaged.", cancellationToken);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or ObjectDisposedException or IOutageException))
        {
            // Whatever the reason, the node run must be told, or it would wait forever.
            await EndAsync(attempt, AttemptOutcome.Failed, $"could not be submitted: {exception.Message}", cancellationToken);
        }
        _submitting = null;
    }

    private async Task TellWaitsAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var (attempt, reason) in _gate.TakeUntold(_release))
                _notices.Writer.TryWrite(new AttemptWaits(attempt, reason));
            scope.Beat();
            await Task.Delay(BetweenTellings, _clock, cancellationToken);
        }
    }

    /// <summary>Ends an attempt that nobody has started; when somebody has, its executor does.</summary>
    private async Task EndAsync(AttemptId attempt, AttemptOutcome outcome, string reason, CancellationToken cancellationToken)
    {
        var folder = AttemptFolder.In(_home, attempt);
        DurableFile.CreateFolder(folder.Root);
        var now = _clock.GetUtcNow();
        if (!AttemptProtocol.TryClaim(folder, new AttemptClaim(attempt, ProcessIdentity.Current, now)))
        {
            await _inner.AdoptAsync(attempt, cancellationToken);
            if (outcome == AttemptOutcome.Cancelled)
                await _inner.CancelAsync(attempt, reason, cancellationToken);
            return;
        }
        var result = new AttemptResult { Attempt = attempt, Outcome = outcome, Reason = reason, StartedAt = now, EndedAt = now };
        AttemptProtocol.TryDecide(folder, bySupervisor: true);
        AttemptProtocol.Publish(folder, result);
        Tell(new AttemptEnded(result));
    }

    private async Task PumpAsync()
    {
        await foreach (var notice in _inner.Notices.ReadAllAsync(CancellationToken.None))
            Tell(notice);
    }

    private void Tell(AttemptNotice notice)
    {
        _notices.Writer.TryWrite(notice);
        if (notice is AttemptEnded)
            _gate.Leave(notice.Attempt);
    }
}
