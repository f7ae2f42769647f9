using Gyre.Core;

namespace Gyre.Learning.Search;

/// <summary>The places of a dimension, on which densities are estimated: the value, its logarithm, or its rank.</summary>
internal sealed class Axis
{
    private readonly SearchScale _scale;
    private readonly double _low;
    private readonly double _high;

    private Axis(SearchScale scale, double low, double high) => (_scale, _low, _high) = (scale, low, high);

    public static Axis Of(SearchDimension dimension) => dimension.Scale switch
    {
        SearchScale.Logarithmic => new Axis(dimension.Scale, Math.Log(dimension.Min), Math.Log(dimension.Max)),
        SearchScale.Linear => new Axis(dimension.Scale, dimension.Min, dimension.Max),
        _ => new Axis(dimension.Scale, Math.Ceiling(dimension.Min) - 0.5, Math.Floor(dimension.Max) + 0.5),
    };

    public double Draw(SeededRandom random) => ToValue(_low + random.NextDouble() * (_high - _low));

    public double ToValue(double place) => _scale switch
    {
        SearchScale.Logarithmic => Math.Exp(place),
        SearchScale.Linear => place,
        _ => Math.Clamp(Math.Round(place, MidpointRounding.AwayFromZero), _low + 0.5, _high - 0.5),
    };

    public IDensity Density(IEnumerable<double> values) => _scale == SearchScale.Choice
        ? new ChoiceDensity((int)(_high - _low), values)
        : new ParzenDensity(_low, _high, values.Select(ToPlace));

    private double ToPlace(double value) => Math.Clamp(_scale == SearchScale.Logarithmic ? Math.Log(value) : value, _low, _high);
}

/// <summary>A density over the places of one dimension.</summary>
internal interface IDensity
{
    double Draw(SeededRandom random);

    double LogAt(double place);
}
