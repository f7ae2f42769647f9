using Gyre.Core;
using Gyre.Learning.Drift;

namespace Gyre.Learning;

/// <summary>Watches values that arrive one by one and says when their distribution has changed. Not thread-safe.</summary>
/// <remarks>
/// After an alarm the detector starts over from the newest data (ADWIN and KSWIN keep the part of the window behind the change). A
/// detector that is resumed from <see cref="State"/> raises the same alarms as one that never stopped.
/// </remarks>
public sealed class DriftDetector
{
    private readonly DriftOptions _options;
    private readonly IStreamDetector _detector;
    private long _seen;
    private long _alarms;
    private DriftStep _last;

    private DriftDetector(DriftOptions options, IStreamDetector detector) => (_options, _detector) = (options, detector);

    /// <summary>Starts a detector that has seen nothing.</summary>
    /// <param name="options">Which detector, and its settings.</param>
    /// <exception cref="ArgumentException">A setting is out of its range; the message names it.</exception>
    public static DriftDetector Start(DriftOptions options) => new(options, StreamDetectors.Create(options));

    /// <summary>Goes on from a stored state.</summary>
    /// <param name="state">What <see cref="State"/> returned, possibly stored meanwhile.</param>
    /// <exception cref="InvalidInputException">The state is not one that a detector could have returned.</exception>
    public static DriftDetector Resume(DriftState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        try
        {
            var detector = Start(state.Options);
            var memory = new StateReader(state.Memory);
            detector._detector.Load(memory);
            memory.RequireEnd();
            (detector._seen, detector._alarms) = (state.Seen, state.Alarms);
            detector._last = new DriftStep(state.Drifted, state.Statistic, state.Threshold);
            if (state.Seen < 0 || state.Alarms < 0 || state.Alarms > state.Seen || !double.IsFinite(state.Statistic)
                || !double.IsFinite(state.Threshold))
                throw new ArgumentException("The counts or the newest statistic are out of their ranges.");
            return detector;
        }
        catch (ArgumentException error)
        {
            throw new InvalidInputException(
                "drift.state", $"The stored state of the drift detector is not valid: {error.Message}", "Start the detector again.");
        }
    }

    /// <summary>Values since the start.</summary>
    public long Seen => _seen;

    /// <summary>Alarms since the start.</summary>
    public long Alarms => _alarms;

    /// <summary>What the newest check found; an alarm only directly after the value that raised it.</summary>
    public DriftFinding Finding =>
        new(_last.Drifted, _last.Statistic, _last.Threshold, _detector.Level, StreamDetectors.Sentence(_detector, _last));

    /// <summary>All that is needed to go on elsewhere.</summary>
    public DriftState State
    {
        get
        {
            var memory = new StateWriter();
            _detector.Save(memory);
            return new DriftState
            {
                Options = _options,
                Seen = _seen,
                Alarms = _alarms,
                Drifted = _last.Drifted,
                Statistic = _last.Statistic,
                Threshold = _last.Threshold,
                Memory = memory.ToImmutable(),
            };
        }
    }

    /// <summary>Takes the next value.</summary>
    /// <param name="value">A finite number within the range that the options state.</param>
    /// <returns>Whether this value raises an alarm.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN, infinite or out of the range; nothing has changed.</exception>
    public bool Add(double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "A watched value must be a finite number.");
        // A detector that checks only now and then keeps the numbers of its last check.
        _last = _detector.Add(value, _seen) ?? _last with { Drifted = false };
        _seen++;
        _alarms += _last.Drifted ? 1 : 0;
        return _last.Drifted;
    }
}
