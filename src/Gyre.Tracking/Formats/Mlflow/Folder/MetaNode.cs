using System.Globalization;

namespace Gyre.Tracking.Formats.Mlflow.Folder;

/// <summary>A node of a <c>meta.yaml</c>. The type of a scalar is what its reader asks for, not what YAML would guess: a name may look like a number.</summary>
internal abstract record MetaNode(int Line);

/// <summary>A scalar.</summary>
/// <param name="Text">Without quotes.</param>
/// <param name="IsPlain">Stands without quotes, so that <c>null</c> means nothing.</param>
/// <param name="Line">From 1.</param>
internal sealed record MetaScalar(string Text, bool IsPlain, int Line) : MetaNode(Line)
{
    public bool IsNull => IsPlain && Text is ("" or "null" or "Null" or "NULL" or "~");
}

/// <summary>A list; nothing that is read here stands in one.</summary>
internal sealed record MetaList(int Line) : MetaNode(Line);

/// <summary>A mapping; of a key that comes twice, the last one counts.</summary>
internal sealed record MetaMap(int Line) : MetaNode(Line)
{
    public Dictionary<string, MetaNode> Entries { get; } = new(StringComparer.Ordinal);

    /// <summary>Null for a key that is absent or null.</summary>
    /// <exception cref="BadFileException">It is a list or a mapping.</exception>
    public string? Text(string key) => Entries.GetValueOrDefault(key) switch
    {
        null => null,
        MetaScalar scalar => scalar.IsNull ? null : scalar.Text,
        var other => throw new BadFileException($"'{key}' is not a string", other.Line),
    };

    /// <summary>Null for a key that is absent or null.</summary>
    /// <exception cref="BadFileException">It is not an integer of 64 bits.</exception>
    public long? Number(string key)
    {
        if (Text(key) is not { } text)
            return null;
        // An instant that went through a float is written with a point and a zero.
        var digits = text.EndsWith(".0", StringComparison.Ordinal) ? text[..^2] : text;
        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new BadFileException($"'{key}' is '{RemarkList.Shown(text)}', not an integer", Entries[key].Line);
    }

    /// <summary>The scalars of a mapping below a key; empty when it is absent, null or an empty list.</summary>
    /// <exception cref="BadFileException">It is something else.</exception>
    public IReadOnlyDictionary<string, string> Texts(string key) => Entries.GetValueOrDefault(key) switch
    {
        null or MetaScalar { IsNull: true } or MetaList => new Dictionary<string, string>(StringComparer.Ordinal),
        MetaMap map => map.Entries.Keys.ToDictionary(name => name, name => map.Text(name) ?? "", StringComparer.Ordinal),
        var other => throw new BadFileException($"'{key}' is not a mapping", other.Line),
    };

    /// <summary>The line of a key, or of the mapping.</summary>
    public int LineOf(string key) => Entries.GetValueOrDefault(key)?.Line ?? Line;
}
