using System.Collections.Immutable;

namespace Gyre.Learning;

/// <summary>
/// All that a <see cref="DriftDetector"/> remembers: finite numbers only, so that any JSON serialiser keeps it exactly.
/// </summary>
public sealed record DriftState
{
    /// <summary>The detector and its settings.</summary>
    public required DriftOptions Options { get; init; }

    /// <summary>Values since the start.</summary>
    public required long Seen { get; init; }

    /// <summary>Alarms since the start.</summary>
    public required long Alarms { get; init; }

    /// <summary>Whether the newest value raised an alarm.</summary>
    public required bool Drifted { get; init; }

    /// <summary>The statistic at the newest check.</summary>
    public required double Statistic { get; init; }

    /// <summary>The threshold at the newest check.</summary>
    public required double Threshold { get; init; }

    /// <summary>
    /// What the detector itself keeps, in its own order: 2 to 6 numbers, for windows up to a few hundred (ADWIN) or the window (KSWIN).
    /// </summary>
    public required ImmutableArray<double> Memory { get; init; }
}
