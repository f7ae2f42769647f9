using Gyre.Core;

namespace Gyre.Learning.Search;

/// <summary>Shares of choices, each counted once more than it was seen.</summary>
internal sealed class ChoiceDensity : IDensity
{
    private readonly double[] _shares;

    public ChoiceDensity(int choices, IEnumerable<double> values)
    {
        _shares = new double[choices];
        Array.Fill(_shares, 1);
        foreach (var value in values)
            _shares[Place(value)]++;
        var sum = _shares.Sum();
        for (var i = 0; i < choices; i++)
            _shares[i] /= sum;
    }

    public double Draw(SeededRandom random)
    {
        var left = random.NextDouble();
        var place = 0;
        while (place < _shares.Length - 1 && left >= _shares[place])
            left -= _shares[place++];
        return place;
    }

    public double LogAt(double place) => Math.Log(_shares[Place(place)]);

    private int Place(double value) => Math.Clamp((int)value, 0, _shares.Length - 1);
}
