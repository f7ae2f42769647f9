using Gyre.Core;
using Gyre.Execution;

namespace Gyre.Testing.Execution;

/// <summary>Collects the notices of an executor, so that a test can wait for those of one attempt.</summary>
public sealed class NoticeBoard
{
    private readonly Lock _lock = new();
    private readonly List<AttemptNotice> _all = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Begins to read.</summary>
    public NoticeBoard(IExecutor executor) => _ = ReadAsync(executor);

    /// <summary>Everything so far.</summary>
    public IReadOnlyList<AttemptNotice> All
    {
        get
        {
            lock (_lock)
                return [.. _all];
        }
    }

    /// <summary>Waits for the end of an attempt.</summary>
    public async Task<AttemptResult> EndOfAsync(AttemptId attempt, CancellationToken cancellationToken) =>
        ((AttemptEnded)await WaitAsync(notice => notice is AttemptEnded && notice.Attempt == attempt, cancellationToken)).Result;

    /// <summary>Waits for the start of an attempt.</summary>
    public Task StartOfAsync(AttemptId attempt, CancellationToken cancellationToken) =>
        WaitAsync(notice => notice is AttemptStarted && notice.Attempt == attempt, cancellationToken);

    /// <summary>Takes away what came of an attempt so far.</summary>
    public void Forget(AttemptId attempt)
    {
        lock (_lock)
            _all.RemoveAll(notice => notice.Attempt == attempt);
    }

    private async Task<AttemptNotice> WaitAsync(Func<AttemptNotice, bool> wanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_all.FirstOrDefault(wanted) is { } found)
                    return found;
                changed = _changed.Task;
            }
            await changed.WaitAsync(Patience.Limit, cancellationToken);
        }
    }

    private async Task ReadAsync(IExecutor executor)
    {
        await foreach (var notice in executor.Notices.ReadAllAsync())
        {
            TaskCompletionSource changed;
            lock (_lock)
            {
                _all.Add(notice);
                changed = _changed;
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            changed.SetResult();
        }
    }
}
