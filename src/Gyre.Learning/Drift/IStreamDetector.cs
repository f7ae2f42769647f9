namespace Gyre.Learning.Drift;

/// <summary>What a check found.</summary>
internal readonly record struct DriftStep(bool Drifted, double Statistic, double Threshold);

/// <summary>
/// A detector for values that arrive one by one. Everything it remembers goes through <see cref="Save"/> and <see cref="Load"/>.
/// </summary>
internal interface IStreamDetector
{
    /// <summary>What the statistic is, to stand in "The ... of 3 exceeds ...".</summary>
    string Statistic { get; }

    /// <summary>Probability of an alarm without drift per check, or null.</summary>
    double? Level { get; }

    /// <summary>Takes a finite value.</summary>
    /// <param name="value">The value; refused before anything is changed when it is out of range.</param>
    /// <param name="seen">Values before this one since the start.</param>
    /// <returns>What the check found; null when there was none at this value.</returns>
    DriftStep? Add(double value, long seen);

    void Save(StateWriter state);

    /// <exception cref="ArgumentException">The numbers are not what <see cref="Save"/> writes.</exception>
    void Load(StateReader state);
}
