using Gyre.Core;
using Gyre.Pipelines.Machine;

namespace Gyre.Pipelines.Running;

/// <summary>Measures how long the attempts of one run wait between the decision to start them and their start, and how many
/// wait.</summary>
internal sealed class QueueMeter
{
    private readonly Dictionary<AttemptId, DateTimeOffset> _waiting = [];

    /// <summary>What a commit tells of attempts.</summary>
    public void Tell(DecisionBatch batch, DateTimeOffset at)
    {
        foreach (var told in batch.Applied)
        {
            if (told is AttemptBegan began)
                Began(began);
            else if (told is AttemptOver over)
                Remove(over.Result.Attempt, out _);
        }
        foreach (var start in batch.Commands.OfType<StartAttempt>())
        {
            if (_waiting.TryAdd(start.Attempt, at))
                EngineTelemetry.QueueLength.Add(1);
        }
    }

    /// <summary>The run is driven here no more.</summary>
    public void Forget()
    {
        EngineTelemetry.QueueLength.Add(-_waiting.Count);
        _waiting.Clear();
    }

    private void Began(AttemptBegan began)
    {
        if (Remove(began.Attempt, out var since) && began.At >= since)
            EngineTelemetry.QueueDuration.Record((began.At - since).TotalSeconds);
    }

    private bool Remove(AttemptId attempt, out DateTimeOffset since)
    {
        if (!_waiting.Remove(attempt, out since))
            return false;
        EngineTelemetry.QueueLength.Add(-1);
        return true;
    }
}
