namespace Gyre.Core;

/// <summary>The latest value of each key, in the order in which the keys first came. Not safe for several threads.</summary>
/// <param name="maxKeys">The most keys, at least 1; values of further keys are left out.</param>
public sealed class LatestValues(int maxKeys)
{
    private readonly List<KeyValuePair<string, Value>> _values = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    /// <summary>Whether keys were left out.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>The value of a key, or null.</summary>
    public Value? Find(string key) => _places.TryGetValue(key, out var place) ? _values[place].Value : null;

    /// <summary>Sets the value of a key.</summary>
    public void Set(string key, Value value)
    {
        if (_places.TryGetValue(key, out var place))
        {
            _values[place] = new(key, value);
        }
        else if (_values.Count < maxKeys)
        {
            _places[key] = _values.Count;
            _values.Add(new(key, value));
        }
        else
        {
            IsTruncated = true;
        }
    }

    /// <summary>All values as they are now.</summary>
    public MapValue ToMap() => new([.. _values]);
}
