using Gyre.Learning;

namespace Gyre.Serving.Analysis;

/// <summary>Collects rewards and their weights for a weighted mean.</summary>
internal sealed class RewardSum
{
    /// <summary>Two-sided 95 % of the normal distribution.</summary>
    private const double Deviations = 1.959963984540054;

    private readonly List<(double Reward, double Weight)> _rows = [];

    public long Count => _rows.Count;

    public void Add(double reward, double weight = 1) => _rows.Add((reward, weight));

    /// <summary>The mean, with the interval of the delta method: of equal weights the usual one of a mean.</summary>
    public RewardFigure? ToFigure()
    {
        if (_rows.Count == 0)
            return null;
        var weights = _rows.Sum(static row => row.Weight);
        var mean = _rows.Sum(static row => row.Weight * row.Reward) / weights;
        if (_rows.Count < 2)
            return new RewardFigure(mean, null);
        var squares = _rows.Sum(row => Square(row.Weight * (row.Reward - mean)));
        var error = Math.Sqrt(squares * _rows.Count / (_rows.Count - 1)) / weights;
        return new RewardFigure(mean, new ConfidenceInterval(mean - (Deviations * error), mean + (Deviations * error)));
    }

    private static double Square(double value) => value * value;
}
