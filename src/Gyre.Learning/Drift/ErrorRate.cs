namespace Gyre.Learning.Drift;

/// <summary>The drift detection method of Gama and others (2004).</summary>
internal sealed class ErrorRate : IStreamDetector
{
    private readonly ErrorRateOptions _options;
    private long _count;
    private long _errors;
    private bool _hasLowest;
    private double _lowestRate;
    private double _lowestDeviation;

    public ErrorRate(ErrorRateOptions options)
    {
        StreamDetectors.RequirePositive(options.Deviations, nameof(options.Deviations));
        StreamDetectors.Require(options.MinimumValues, options.MinimumValues >= 1, nameof(options.MinimumValues), "at least 1");
        _options = options;
    }

    public string Statistic => "error rate plus its deviation";

    public double? Level => null;

    public DriftStep? Add(double value, long seen)
    {
        if (value is not (0 or 1))
            throw new ArgumentOutOfRangeException(nameof(value), value, "The value must be 1 for an error or 0.");
        _count++;
        _errors += (long)value;
        if (_count < _options.MinimumValues || _errors == 0)
            return null;
        var rate = (double)_errors / _count;
        var deviation = Math.Sqrt(rate * (1 - rate) / _count);
        if (!_hasLowest || rate + deviation <= _lowestRate + _lowestDeviation)
            (_hasLowest, _lowestRate, _lowestDeviation) = (true, rate, deviation);
        var step = new DriftStep(rate + deviation > Threshold, rate + deviation, Threshold);
        if (step.Drifted)
            (_count, _errors, _hasLowest, _lowestRate, _lowestDeviation) = (0, 0, false, 0, 0);
        return step;
    }

    private double Threshold => _lowestRate + (_options.Deviations * _lowestDeviation);

    public void Save(StateWriter state)
    {
        state.Add(_count);
        state.Add(_errors);
        state.Add(_hasLowest ? 1 : 0);
        state.Add(_lowestRate);
        state.Add(_lowestDeviation);
    }

    public void Load(StateReader state)
    {
        _count = state.Count();
        _errors = state.Count(_count);
        _hasLowest = state.Count(1) == 1;
        _lowestRate = state.NumberIn(0, 1);
        _lowestDeviation = state.NumberIn(0, 1);
    }
}
