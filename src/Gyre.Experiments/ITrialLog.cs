namespace Gyre.Experiments;

/// <summary>Hears what a component says of its work, live.</summary>
public interface ITrialLog
{
    /// <summary>A number of the training by its own name: the loss of an epoch.</summary>
    /// <param name="name">Name of the metric.</param>
    /// <param name="value">The number; NaN and infinities are kept.</param>
    /// <param name="step">Epoch or iteration, from 0.</param>
    void Metric(string name, double value, long step);

    /// <summary>A line for people.</summary>
    void Say(string line);
}
