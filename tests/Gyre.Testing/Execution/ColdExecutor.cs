using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Execution;

namespace Gyre.Testing.Execution;

/// <summary>
/// The simplest engine there is: a process of its own for each attempt, which nobody but this object knows. All that an executor of another engine has to bring is
/// here.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="home">The home folder.</param>
/// <param name="supervisor">Starts a supervisor.</param>
public sealed class ColdExecutor(string name, string home, ImmutableArray<string> supervisor)
    : FolderExecutor(name, home, TimeProvider.System, new LoopSupervisor(TimeProvider.System))
{
    private readonly ConcurrentDictionary<AttemptId, Process> _jobs = new();

    /// <summary>Attempts it started a process for.</summary>
    public ICollection<AttemptId> Started => _jobs.Keys;

    /// <inheritdoc/>
    protected override TimeSpan Patience => TimeSpan.FromMilliseconds(500);

    /// <summary>Kills the process of an attempt, as an engine may.</summary>
    public void Kill(AttemptId attempt) => _jobs[attempt].Kill();

    /// <inheritdoc/>
    protected override Task StartAsync(AttemptOrder order, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(supervisor[0]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[.. supervisor[1..], "step", "--attempt", folder])
            start.ArgumentList.Add(argument);
        _jobs[order.Attempt] = Process.Start(start)!;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override Task<EngineJob> LookAsync(AttemptId attempt, CancellationToken cancellationToken) => Task.FromResult(
        _jobs.TryGetValue(attempt, out var job) ? job.HasExited ? EngineJob.Over : EngineJob.Alive
        : ObserveAsync(attempt, cancellationToken).Result.Phase == AttemptPhase.Running ? EngineJob.Alive : EngineJob.Unknown);

    /// <inheritdoc/>
    protected override Task EndAsync(AttemptId attempt, CancellationToken cancellationToken) => Task.CompletedTask;
}
