using Gyre.Core;

namespace Gyre.Learning.Search;

/// <summary>
/// A mixture of normal distributions cut off at the ends: one around each observation, as wide as the farther of its neighbours is away, and a
/// wide one in the middle that keeps every place possible.
/// </summary>
internal sealed class ParzenDensity : IDensity
{
    private readonly double _low;
    private readonly double _high;
    private readonly double[] _centres;
    private readonly double[] _widths;
    private readonly double[] _masses;

    public ParzenDensity(double low, double high, IEnumerable<double> places)
    {
        (_low, _high) = (low, high);
        _centres = [.. places.Append((low + high) / 2).Order()];
        _widths = [.. Enumerable.Range(0, _centres.Length).Select(Width)];
        _widths[Array.IndexOf(_centres, (low + high) / 2)] = high - low;
        _masses = [.. _centres.Zip(_widths, (centre, width) => width > 0 ? Normal((high - centre) / width) - Normal((low - centre) / width) : 1)];
    }

    public double Draw(SeededRandom random)
    {
        var i = random.NextInt(0, _centres.Length);
        if (_widths[i] <= 0)
            return _centres[i];
        while (true)
        {
            var place = random.NextGaussian(_centres[i], _widths[i]);
            if (place >= _low && place <= _high)
                return place;
        }
    }

    public double LogAt(double place)
    {
        var density = 0.0;
        for (var i = 0; i < _centres.Length; i++)
        {
            if (_widths[i] <= 0)
                continue;
            var distance = (place - _centres[i]) / _widths[i];
            density += Math.Exp(-0.5 * distance * distance) / (_widths[i] * Math.Sqrt(2 * Math.PI) * _masses[i]);
        }
        return Math.Log(Math.Max(density / _centres.Length, double.Epsilon));
    }

    private double Width(int i)
    {
        var left = _centres[i] - (i > 0 ? _centres[i - 1] : _low);
        var right = (i < _centres.Length - 1 ? _centres[i + 1] : _high) - _centres[i];
        var range = _high - _low;
        return Math.Clamp(Math.Max(left, right), range / Math.Min(100, _centres.Length + 1), range);
    }

    /// <summary>The standard normal distribution function, by Abramowitz and Stegun 7.1.26 (1964): off by less than 1.5e-7.</summary>
    private static double Normal(double x)
    {
        var z = Math.Abs(x) / Math.Sqrt(2);
        var t = 1 / (1 + 0.3275911 * z);
        var tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.Exp(-z * z);
        return x >= 0 ? 1 - tail / 2 : tail / 2;
    }
}
