using Gyre.Core;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Drift;

/// <summary>A sliding window whose newest values are tested against a sample of its older ones; Raab and others (2020).</summary>
internal sealed class Kswin : IStreamDetector
{
    private readonly KswinOptions _options;
    private readonly long _critical;
    private readonly Queue<double> _window;
    private readonly double[] _values;
    private readonly double[] _older;
    private readonly double[] _recent;

    public Kswin(KswinOptions options)
    {
        StreamDetectors.Require(options.Level, options.Level is > 0 and < 1, nameof(options.Level), "between 0 and 1, both excluded");
        StreamDetectors.Require(options.Recent, options.Recent is >= 2 and <= 500, nameof(options.Recent), "from 2 to 500");
        var isWide = options.Window >= 2 * options.Recent && options.Window <= 100_000;
        StreamDetectors.Require(options.Window, isWide, nameof(options.Window), "at least twice Recent and at most 100,000");
        _options = options;
        _critical = KolmogorovSmirnov.CriticalDistance(options.Recent, options.Recent, options.Level);
        _window = new Queue<double>(options.Window + 1);
        (_values, _older, _recent) = (new double[options.Window], new double[options.Recent], new double[options.Recent]);
    }

    public string Statistic => "distance between the distributions of newer and older values";

    public double? Level => _options.Level;

    public DriftStep? Add(double value, long seen)
    {
        _window.Enqueue(value);
        if (_window.Count > _options.Window)
            _window.Dequeue();
        if (_window.Count < _options.Window)
            return null;
        _window.CopyTo(_values, 0);
        _values.AsSpan(^_options.Recent..).CopyTo(_recent);
        // Each value has a generator of its own, so that nothing of the draws has to be remembered.
        DrawOlder(new SeededRandom(SeedMix.Of(_options.Seed, (ulong)seen)));
        Array.Sort(_older);
        Array.Sort(_recent);
        var distance = KolmogorovSmirnov.SortedDistance(_older, _recent);
        var (cells, drifted) = ((double)_options.Recent * _options.Recent, distance >= _critical);
        while (drifted && _window.Count > _options.Recent)
            _window.Dequeue();
        return new DriftStep(drifted, distance / cells, (_critical - _options.Recent) / cells);
    }

    public void Save(StateWriter state)
    {
        state.Add(_window.Count);
        foreach (var value in _window)
            state.Add(value);
    }

    public void Load(StateReader state)
    {
        _window.Clear();
        for (var left = state.Count(_options.Window); left > 0; left--)
            _window.Enqueue(state.Number());
    }

    /// <summary>Draws without replacement: the first places of a shuffle.</summary>
    private void DrawOlder(SeededRandom random)
    {
        var candidates = _values.AsSpan(..^_options.Recent);
        for (var i = 0; i < _older.Length; i++)
        {
            var other = random.NextInt(i, candidates.Length);
            (candidates[i], candidates[other]) = (candidates[other], candidates[i]);
            _older[i] = candidates[i];
        }
    }
}
