using System.Globalization;

namespace Gyre.Datasets.Search;

/// <summary>
/// Values of a statement under names. The names stand in statements without a blank before them, because the storage layer remembers
/// each statement that has one, and filters come in endless forms.
/// </summary>
internal sealed class SqlParameters
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    /// <summary>By name; may be given to the session as they are.</summary>
    public IReadOnlyDictionary<string, object> Values => _values;

    public string Add(object value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"q{_values.Count}");
        _values.Add(name, value);
        return "@" + name;
    }

    public string AddAll<T>(IEnumerable<T> values)
        where T : notnull => string.Join(',', values.Select(value => Add(value)));
}
