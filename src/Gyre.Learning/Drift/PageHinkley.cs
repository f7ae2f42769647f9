namespace Gyre.Learning.Drift;

/// <summary>Page's cumulative sum against the running mean, in one or both directions.</summary>
internal sealed class PageHinkley : IStreamDetector
{
    // Sums of greater values could leave the range of numbers.
    private const double MaxValue = 1e100;

    private readonly PageHinkleyOptions _options;
    private long _count;
    private double _mean;
    private double _rise;
    private double _fall;

    public PageHinkley(PageHinkleyOptions options)
    {
        var allowance = options.Allowance;
        StreamDetectors.Require(
            allowance, allowance >= 0 && double.IsFinite(allowance), nameof(options.Allowance), "a finite number of at least 0");
        StreamDetectors.RequirePositive(options.Threshold, nameof(options.Threshold));
        StreamDetectors.Require(options.MinimumValues, options.MinimumValues >= 1, nameof(options.MinimumValues), "at least 1");
        StreamDetectors.Require(
            options.Direction, Enum.IsDefined(options.Direction), nameof(options.Direction), "one of the listed directions");
        _options = options;
    }

    public string Statistic => "accumulated deviation from the running mean";

    public double? Level => null;

    public DriftStep? Add(double value, long seen)
    {
        if (Math.Abs(value) > MaxValue)
            throw new ArgumentOutOfRangeException(nameof(value), value, "The value must be from -1e100 to 1e100.");
        _count++;
        _mean += (value - _mean) / _count;
        // The distance of the sum from its extreme is itself a sum that never falls below 0, which needs no unbounded total.
        _rise = Math.Max(0, _rise + value - _mean - _options.Allowance);
        _fall = Math.Max(0, _fall - value + _mean - _options.Allowance);
        var statistic = _options.Direction switch
        {
            DriftDirection.Rise => _rise,
            DriftDirection.Fall => _fall,
            _ => Math.Max(_rise, _fall),
        };
        var drifted = _count >= _options.MinimumValues && statistic > _options.Threshold;
        if (drifted)
            (_count, _mean, _rise, _fall) = (0, 0, 0, 0);
        return new DriftStep(drifted, statistic, _options.Threshold);
    }

    public void Save(StateWriter state)
    {
        state.Add(_count);
        state.Add(_mean);
        state.Add(_rise);
        state.Add(_fall);
    }

    public void Load(StateReader state)
    {
        _count = state.Count();
        _mean = state.Number();
        _rise = state.NumberIn(0, double.MaxValue);
        _fall = state.NumberIn(0, double.MaxValue);
    }
}
