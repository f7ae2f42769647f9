using Gyre.Core.Loops;

namespace Gyre.Cli.Runs;

/// <summary>Says once that work waits for something that is away, and once that it is back, however many loops wait.</summary>
internal sealed class OutageNotice : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LoopSupervisor _loops;
    private readonly Action<string> _say;
    private bool _isTold;

    /// <param name="loops">The loops that may wait.</param>
    /// <param name="say">Where it is said.</param>
    public OutageNotice(LoopSupervisor loops, Action<string> say)
    {
        _loops = loops;
        _say = say;
        loops.Reported += Tell;
    }

    public void Dispose() => _loops.Reported -= Tell;

    private void Tell(LoopHealth health)
    {
        lock (_lock)
        {
            if (health.Phase == LoopPhase.Waiting && !_isTold)
            {
                _isTold = true;
                _say($"Waiting: {health.WaitingFor}. Retrying.");
            }
            else if (_isTold && _loops.Health.All(static loop => loop.Phase != LoopPhase.Waiting))
            {
                _isTold = false;
                _say("Available again; continuing.");
            }
        }
    }
}
