namespace Gyre.Projects.Formats.Yaml;

/// <summary>A sequence or mapping that is still being read.</summary>
internal sealed class YamlFrame(YamlPlace place, bool isMapping, bool isFlow)
{
    public YamlPlace Place { get; set; } = place;

    public bool IsMapping { get; } = isMapping;

    public bool IsFlow { get; } = isFlow;

    public string? Anchor { get; set; }

    public List<YamlNode> Items { get; } = [];

    public List<YamlEntry> Entries { get; } = [];

    /// <summary>What merge keys bring, in their order.</summary>
    public List<YamlEntry> Merged { get; } = [];

    /// <summary>Keys as written, to find one that occurs twice.</summary>
    public Dictionary<string, YamlPlace> Seen { get; } = new(StringComparer.Ordinal);

    /// <summary>A key that waits for its value.</summary>
    public YamlScalar? Key { get; set; }

    public bool KeyIsMerge { get; set; }

    public YamlNode Build()
    {
        if (!IsMapping)
            return new YamlSequence([.. Items], Place);
        if (Merged.Count == 0)
            return new YamlMapping([.. Entries], Place);
        return new YamlMapping([.. Combine()], Place);
    }

    /// <summary>Merged keys come first and the earlier mapping wins among them; a key of the mapping's own wins over all.</summary>
    private List<YamlEntry> Combine()
    {
        var own = Entries.ToDictionary(entry => entry.Key, StringComparer.Ordinal);
        var result = new List<YamlEntry>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in Merged.Concat(Entries))
        {
            if (seen.Add(entry.Key))
                result.Add(own.GetValueOrDefault(entry.Key, entry));
        }
        return result;
    }
}
