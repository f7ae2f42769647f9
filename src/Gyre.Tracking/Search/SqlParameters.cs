using System.Globalization;

namespace Gyre.Tracking.Search;

/// <summary>Collects the values of a statement under names of its own.</summary>
/// <param name="prefix">Begins every name, so that two sets can be in one statement.</param>
internal sealed class SqlParameters(string prefix)
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    /// <summary>The values by name, without the <c>@</c>.</summary>
    public IReadOnlyDictionary<string, object> Values => _values;

    /// <summary>Adds a value; gives what the statement says in its place.</summary>
    public string Add(object value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{prefix}{_values.Count}");
        _values.Add(name, value);
        return "@" + name;
    }

    /// <summary>Takes over values that have names already.</summary>
    public void AddAll(IReadOnlyDictionary<string, object> values)
    {
        foreach (var (name, value) in values)
            _values.Add(name, value);
    }
}
