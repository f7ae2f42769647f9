using Microsoft.Extensions.Logging;

namespace Gyre.Core.Loops;

/// <summary>What is known of a loop, kept by what it says and by what becomes of it. Thread-safe.</summary>
/// <param name="name">The loop.</param>
/// <param name="clock">Says when.</param>
/// <param name="logger">Told what is worth a line.</param>
/// <param name="backoff">How long to wait after failures.</param>
/// <param name="reported">Told how it is whenever that is worth a line.</param>
internal sealed class LoopRecord(string name, TimeProvider clock, ILogger logger, Backoff backoff, Action<LoopHealth> reported) : ILoopScope
{
    private readonly Lock _lock = new();
    private LoopState _state = LoopState.New(clock.GetUtcNow());

    public string Name => name;

    public LoopHealth Health
    {
        get
        {
            lock (_lock)
                return new LoopHealth(name, _state.Phase, _state.Since, _state.Reason, _state.Failures, _state.LastBeat);
        }
    }

    public void Beat() => Decide(new LoopBeat(clock.GetUtcNow()), null);

    public void Failed(Exception failure) => Fail(failure);

    public void End() => Decide(new LoopEnded(clock.GetUtcNow()), null);

    /// <summary>It failed, or ended by itself when there is no exception; gives how long to wait before it is tried again.</summary>
    public TimeSpan Fail(Exception? failure) => Decide(new LoopFailed(clock.GetUtcNow(), ReasonOf(failure)), failure);

    /// <summary>Only the kind of a failure that nobody declared safe: its text may hold anything.</summary>
    public static string ReasonOf(Exception? failure) => failure switch
    {
        null => "it ended by itself",
        IOutageException outage => outage.Reason,
        _ => $"it failed: {failure.GetType().Name}",
    };

    private TimeSpan Decide(LoopEvent @event, Exception? failure)
    {
        LoopDecision decision;
        lock (_lock)
        {
            decision = LoopMachine.Decide(_state, @event, backoff);
            _state = decision.State;
        }
        if (decision.Report != LoopReport.None)
            Report(decision, failure);
        return decision.RetryAfter;
    }

    private void Report(LoopDecision decision, Exception? failure)
    {
        if (decision.Report == LoopReport.GoingOn)
            logger.GoesOn(name);
        else if (failure is null or IOutageException)
            logger.Waits(name, decision.State.Reason!, decision.State.Failures);
        else
            logger.Failed(name, decision.State.Reason!, decision.State.Failures, failure.StackTrace);
        reported(Health);
    }
}
