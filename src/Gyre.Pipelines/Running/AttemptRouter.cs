using System.Collections.Concurrent;
using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Execution;
using Gyre.Pipelines.Machine;

namespace Gyre.Pipelines.Running;

/// <summary>Brings an executor's notices to the runs they concern.</summary>
internal sealed class AttemptRouter(IExecutor executor, TimeProvider clock)
{
    private readonly ConcurrentDictionary<AttemptId, (RunDriver Driver, string Path)> _expected = new();

    public void Expect(AttemptId attempt, RunDriver driver, string path) => _expected[attempt] = (driver, path);

    public void Forget(RunDriver driver)
    {
        foreach (var (attempt, expected) in _expected)
        {
            if (ReferenceEquals(expected.Driver, driver))
                _expected.TryRemove(attempt, out _);
        }
    }

    /// <summary>Until cancelled. Notices about attempts that nobody here expects are dropped: their run's owner has heard them or will adopt.</summary>
    public async Task PumpAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        scope.Beat();
        await foreach (var notice in executor.Notices.ReadAllAsync(cancellationToken))
            Deliver(notice);
    }

    public void Deliver(AttemptNotice notice)
    {
        if (notice is AttemptEnded ended && _expected.TryRemove(notice.Attempt, out var owner))
            owner.Driver.Post(new AttemptOver(clock.GetUtcNow(), owner.Path, ended.Result));
        else if (notice is AttemptStarted started && _expected.TryGetValue(notice.Attempt, out owner))
            owner.Driver.Post(new AttemptBegan(started.At, owner.Path, started.Attempt));
    }
}
