using System.Diagnostics;

namespace Gyre.Storage.Relational;

/// <summary>A caller that waits for its transaction.</summary>
internal abstract class WriteItem
{
    private const int Queued = 0;
    private const int Taken = 1;
    private const int Abandoned = 2;
    private int _state;

    /// <summary>The caller's span; nothing when it has none, or when nobody listens.</summary>
    public ActivityContext Above { get; } = StorageTelemetry.Here;

    /// <summary>The writer takes it, unless the caller has gone.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Queued) == Queued;

    public abstract void Run(IDbSession session);

    public abstract void Succeed();

    public abstract void Fail(Exception exception);

    protected bool TryAbandon() => Interlocked.CompareExchange(ref _state, Abandoned, Queued) == Queued;
}

/// <inheritdoc cref="WriteItem"/>
internal sealed class WriteItem<T> : WriteItem, IDisposable
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<IDbSession, T> _work;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenRegistration _registration;
    private T? _result;

    public WriteItem(Func<IDbSession, T> work, CancellationToken cancellationToken)
    {
        _work = work;
        _cancellationToken = cancellationToken;
        _registration = cancellationToken.Register(() =>
        {
            if (TryAbandon())
                _done.TrySetCanceled(cancellationToken);
        });
    }

    public Task<T> Completion => _done.Task;

    public override void Run(IDbSession session)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        _result = _work(session);
        _cancellationToken.ThrowIfCancellationRequested();
    }

    public override void Succeed() => _done.TrySetResult(_result!);

    public override void Fail(Exception exception)
    {
        if (exception is OperationCanceledException && _cancellationToken.IsCancellationRequested)
            _done.TrySetCanceled(_cancellationToken);
        else
            _done.TrySetException(exception);
    }

    public void Dispose() => _registration.Dispose();
}
