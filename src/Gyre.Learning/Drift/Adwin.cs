namespace Gyre.Learning.Drift;

/// <summary>The adaptive window of Bifet and Gavalda (2007).</summary>
internal sealed class Adwin : IStreamDetector
{
    // A cut leaves at least so many values on either side: a variance of fewer says nothing.
    private const int MinimumPart = 5;

    private readonly AdwinOptions _options;
    private readonly ExponentialHistogram _window = new();

    public Adwin(AdwinOptions options)
    {
        StreamDetectors.Require(options.Level, options.Level is > 0 and < 1, nameof(options.Level), "between 0 and 1, both excluded");
        StreamDetectors.Require(options.Clock, options.Clock is >= 1 and <= 1_000_000, nameof(options.Clock), "from 1 to 1,000,000");
        StreamDetectors.Require(options.Low, double.IsFinite(options.Low), nameof(options.Low), "a finite number");
        var range = options.High - options.Low;
        StreamDetectors.Require(options.High, double.IsFinite(range) && range > 0, nameof(options.High), "a finite number above Low");
        StreamDetectors.Require(
            options.Direction, Enum.IsDefined(options.Direction), nameof(options.Direction), "one of the listed directions");
        _options = options;
    }

    public string Statistic => "difference between the means before and after a cut of the window";

    public double? Level => _options.Level;

    internal ExponentialHistogram Window => _window;

    private double Range => _options.High - _options.Low;

    public DriftStep? Add(double value, long seen)
    {
        if (value < _options.Low || value > _options.High)
            throw new ArgumentOutOfRangeException(
                nameof(value),
                value,
                $"The value must be within {DriftGuard.Shown(_options.Low)} and {DriftGuard.Shown(_options.High)}.");
        _window.Add((value - _options.Low) / Range);
        if ((seen + 1) % _options.Clock != 0)
            return null;
        var (found, alarm) = (Cut(), default(DriftStep?));
        while (found.Drifted)
        {
            if (IsAlarm(found.Statistic))
                alarm ??= found with { Statistic = Math.Abs(found.Statistic) };
            _window.RemoveOldest();
            found = Cut();
        }
        var step = alarm ?? found with { Statistic = Math.Abs(found.Statistic) };
        return step with { Statistic = step.Statistic * Range, Threshold = step.Threshold * Range };
    }

    public void Save(StateWriter state) => _window.Save(state);

    public void Load(StateReader state) => _window.Load(state);

    /// <summary>Largest difference of means that chance allows, for values in [0, 1].</summary>
    internal static double Bound(long older, long newer, double variance, double level)
    {
        var inverse = (1.0 / older) + (1.0 / newer);
        var logarithm = Math.Log(2 * Math.Log(older + newer) / level);
        return Math.Sqrt(2 * inverse * variance * logarithm) + (2.0 / 3 * inverse * logarithm);
    }

    /// <summary>
    /// The split that exceeds its bound, or else the one that comes nearest to it; its statistic is newer minus older mean.
    /// </summary>
    private DriftStep Cut()
    {
        var all = _window.Total();
        var (older, nearest, gap) = (default(Moments), default(DriftStep), double.NegativeInfinity);
        foreach (var bucket in _window.OldestFirst())
        {
            older = older.With(bucket);
            var newer = all.Count - older.Count;
            if (newer < MinimumPart)
                break;
            if (older.Count < MinimumPart)
                continue;
            var difference = ((all.Sum - older.Sum) / newer) - older.Mean;
            var bound = Bound(older.Count, newer, all.Squares / all.Count, _options.Level);
            if (Math.Abs(difference) - bound > gap)
                (nearest, gap) = (new DriftStep(Math.Abs(difference) > bound, difference, bound), Math.Abs(difference) - bound);
        }
        return nearest;
    }

    private bool IsAlarm(double difference) => _options.Direction switch
    {
        DriftDirection.Rise => difference > 0,
        DriftDirection.Fall => difference < 0,
        _ => true,
    };
}
