using System.Collections.Concurrent;
using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Execution;
using Gyre.Pipelines.Machine;

namespace Gyre.Pipelines.Running;

/// <summary>Brings the notices of executors to the runs they concern.</summary>
/// <param name="executors">All of them.</param>
/// <param name="live">Records metadata; null where nobody keeps records.</param>
/// <param name="clock">Time of ends.</param>
internal sealed class AttemptRouter(ExecutorSet executors, LiveMetadata? live, TimeProvider clock)
{
    private readonly ConcurrentDictionary<AttemptId, (RunDriver Driver, string Path)> _expected = new();

    /// <summary>Attempts that have ended and whose end is not stored yet, by the driver that will store it.</summary>
    private readonly ConcurrentDictionary<AttemptId, RunDriver> _ending = new();

    public void Expect(AttemptId attempt, RunDriver driver, string path, IExecutor? executor)
    {
        _expected[attempt] = (driver, path);
        if (executor is not null)
            live?.Follow(new MetadataSource(attempt, driver.Run, path, executor));
    }

    public void Forget(RunDriver driver)
    {
        foreach (var (attempt, expected) in _expected)
        {
            if (!ReferenceEquals(expected.Driver, driver))
                continue;
            _expected.TryRemove(attempt, out _);
            live?.Forget(attempt);
        }
        foreach (var (attempt, ending) in _ending)
        {
            if (ReferenceEquals(ending, driver))
                Done(attempt);
        }
    }

    /// <summary>The end of the attempt is stored, with its last metadata.</summary>
    public void Done(AttemptId attempt)
    {
        _ending.TryRemove(attempt, out _);
        live?.Forget(attempt);
    }

    /// <summary>Until cancelled. Notices about attempts that nobody here expects are dropped: their run's owner has heard them or will adopt.</summary>
    public async Task PumpAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        scope.Beat();
        await Task.WhenAll(executors.All.Select(executor => PumpAsync(executor, cancellationToken)));
    }

    private async Task PumpAsync(IExecutor executor, CancellationToken cancellationToken)
    {
        await foreach (var notice in executor.Notices.ReadAllAsync(cancellationToken))
            Deliver(notice);
    }

    public void Deliver(AttemptNotice notice)
    {
        if (notice is AttemptEnded ended && _expected.TryRemove(notice.Attempt, out var owner))
        {
            _ending[notice.Attempt] = owner.Driver;
            _ = EndAsync(owner.Driver, owner.Path, ended.Result);
        }
        else if (notice is AttemptStarted started && _expected.TryGetValue(notice.Attempt, out owner))
            owner.Driver.Post(new AttemptBegan(started.At, owner.Path, started.Attempt));
        else if (notice is AttemptWaits waits && _expected.TryGetValue(notice.Attempt, out owner))
            owner.Driver.Post(new AttemptHeld(clock.GetUtcNow(), owner.Path, waits.Attempt, waits.Reason));
    }

    /// <summary>Most attempts have printed little, and this ends before it returns.</summary>
    private async Task EndAsync(RunDriver driver, string path, AttemptResult result)
    {
        if (live is not null)
            await live.CompleteAsync(result.Attempt);
        driver.Post(new AttemptOver(clock.GetUtcNow(), path, result));
    }
}
