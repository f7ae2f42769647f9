using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>A declared thing with the place it came from.</summary>
internal sealed record Declared<T>(T Value, YamlMapping Map, DocumentPath Path);

/// <summary>Things of one kind in declared order; of two with one name the last wins, at the place of the first.</summary>
internal sealed class DeclaredList<T>
{
    private readonly List<Declared<T>> _items = [];
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    public IReadOnlyList<Declared<T>> Items => _items;

    public IEnumerable<string> Names => _index.Keys;

    public Declared<T>? Find(string name) => _index.TryGetValue(name, out var index) ? _items[index] : null;

    /// <summary>False when the name was there already.</summary>
    public bool Put(string name, Declared<T> item)
    {
        if (_index.TryAdd(name, _items.Count))
        {
            _items.Add(item);
            return true;
        }
        _items[_index[name]] = item;
        return false;
    }
}
