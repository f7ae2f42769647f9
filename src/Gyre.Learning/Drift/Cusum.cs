namespace Gyre.Learning.Drift;

/// <summary>Page's one-sided cumulative sum of log likelihood ratios of a raised to a reference error.</summary>
internal sealed class Cusum : IStreamDetector
{
    private readonly double _threshold;
    private readonly double _error;
    private readonly double _success;
    private double _evidence;

    public Cusum(CusumOptions options)
    {
        var (reference, raised) = (options.ReferenceError, options.RaisedError);
        StreamDetectors.Require(reference, reference is > 0 and < 1, nameof(options.ReferenceError), "between 0 and 1, both excluded");
        StreamDetectors.Require(
            raised, raised > reference && raised < 1, nameof(options.RaisedError), "above the reference error and below 1");
        StreamDetectors.RequirePositive(options.Threshold, nameof(options.Threshold));
        _threshold = options.Threshold;
        _error = Math.Log(raised / reference);
        _success = Math.Log((1 - raised) / (1 - reference));
    }

    public string Statistic => "evidence for a raised error";

    public double? Level => null;

    public DriftStep? Add(double value, long seen)
    {
        if (value is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(value), value, "An error must be within 0 and 1.");
        _evidence = Math.Max(0, _evidence + (value * _error) + ((1 - value) * _success));
        var step = new DriftStep(_evidence > _threshold, _evidence, _threshold);
        if (step.Drifted)
            _evidence = 0;
        return step;
    }

    public void Save(StateWriter state) => state.Add(_evidence);

    public void Load(StateReader state) => _evidence = state.NumberIn(0, _threshold);
}
