using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Projects.Formats.Yaml;

/// <summary>
/// A part of a document, with its place. An alias shares the node of its anchor, so the tree is a graph without circles;
/// the loader bounds what a walk over it can meet.
/// </summary>
internal abstract class YamlNode(YamlPlace place)
{
    /// <summary>Where it starts.</summary>
    public YamlPlace Place { get; } = place;

    /// <summary>Nodes met when walking over this one and all below, aliases walked each time.</summary>
    public long Size { get; protected init; } = 1;

    /// <summary>Levels below and including this one.</summary>
    public int Depth { get; protected init; } = 1;

    /// <summary>The value without places.</summary>
    public abstract Value ToValue();
}

/// <summary>A value without parts.</summary>
/// <param name="value">Resolved by the rules of YAML 1.1.</param>
/// <param name="text">As written, unquoted.</param>
/// <param name="place">Where it starts.</param>
internal sealed class YamlScalar(Value value, string text, YamlPlace place) : YamlNode(place)
{
    public Value Value { get; } = value;

    public string Text { get; } = text;

    public override Value ToValue() => Value;
}

internal sealed class YamlSequence : YamlNode
{
    public YamlSequence(ImmutableArray<YamlNode> items, YamlPlace place)
        : base(place)
    {
        Items = items;
        foreach (var item in items)
        {
            Size += item.Size;
            Depth = Math.Max(Depth, item.Depth + 1);
        }
    }

    public ImmutableArray<YamlNode> Items { get; }

    public override Value ToValue() => Value.Of(Items.Select(item => item.ToValue()));
}

/// <summary>A key with its value; keys are texts as they were written.</summary>
internal readonly record struct YamlEntry(string Key, YamlPlace KeyPlace, YamlNode Value);

internal sealed class YamlMapping : YamlNode
{
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    public YamlMapping(ImmutableArray<YamlEntry> entries, YamlPlace place)
        : base(place)
    {
        Entries = entries;
        for (var i = 0; i < entries.Length; i++)
        {
            _index[entries[i].Key] = i;
            Size += entries[i].Value.Size + 1;
            Depth = Math.Max(Depth, entries[i].Value.Depth + 1);
        }
    }

    public ImmutableArray<YamlEntry> Entries { get; }

    public YamlNode? Find(string key) => _index.TryGetValue(key, out var index) ? Entries[index].Value : null;

    public YamlEntry? FindEntry(string key) => _index.TryGetValue(key, out var index) ? Entries[index] : null;

    public override Value ToValue() => new MapValue([.. Entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.ToValue()))]);
}
