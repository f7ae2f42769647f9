using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Gyre.Tracking.Formats.Mlflow.Folder;

/// <summary>
/// Writes a <c>meta.yaml</c>: keys in their order, strings plain where every YAML reader would take them for strings, else in single quotes, and in double
/// quotes where a character would not survive those.
/// </summary>
internal sealed partial class MetaText
{
    private readonly SortedDictionary<string, string> _lines = new(StringComparer.Ordinal);

    public MetaText Text(string key, string? value) => Raw(key, value is null ? "null" : Scalar(value));

    public MetaText Number(string key, long? value) => Raw(key, value?.ToString(CultureInfo.InvariantCulture) ?? "null");

    public MetaText EmptyList(string key) => Raw(key, "[]");

    public MetaText Texts(string key, IReadOnlyDictionary<string, string> values)
    {
        if (values.Count == 0)
            return Raw(key, "{}");
        var block = new StringBuilder();
        foreach (var (name, value) in values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            block.Append("\n  ").Append(Scalar(name)).Append(": ").Append(Scalar(value));
        _lines[key] = block.ToString();
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Concat(_lines.Select(line => $"{line.Key}:{line.Value}\n"));

    private MetaText Raw(string key, string text)
    {
        _lines[key] = " " + text;
        return this;
    }

    private static string Scalar(string value)
    {
        if (Plain().IsMatch(value) && !LooksOtherwise().IsMatch(value))
            return value;
        return NeedsEscapes(value) ? DoubleQuoted(value) : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    /// <summary>Line ends would be folded, and other readers disagree about characters beyond the printable ones.</summary>
    private static bool NeedsEscapes(string value) =>
        value.Any(c => c is < ' ' or >= '\x7f' and < '\xa0' or '\u2028' or '\u2029' or '\ufeff' or > '\ufffd' || char.IsSurrogate(c));

    private static string DoubleQuoted(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var rune in value.EnumerateRunes())
            Append(text, rune);
        return text.Append('"').ToString();
    }

    private static void Append(StringBuilder text, Rune rune)
    {
        switch (rune.Value)
        {
            case '"' or '\\':
                text.Append('\\').Append((char)rune.Value);
                break;
            case '\n':
                text.Append("\\n");
                break;
            case < ' ' or >= 0x7f and < 0xa0 or 0x2028 or 0x2029 or 0xfeff or 0xfffe or 0xffff:
                text.Append("\\u").Append(rune.Value.ToString("X4", CultureInfo.InvariantCulture));
                break;
            case > 0xffff:
                text.Append("\\U").Append(rune.Value.ToString("X8", CultureInfo.InvariantCulture));
                break;
            default:
                text.Append(rune);
                break;
        }
    }

    /// <summary>Begins like a word or a path; no <c>: </c>, no <c> #</c>, no blank or colon at the end, nothing that is an indicator anywhere.</summary>
    [GeneratedRegex(@"\A[\p{L}0-9_./(](?:[\p{L}0-9_./()+@%$^=;-]|:(?=[^\s])|[ ](?=[^\s#]))*\z")]
    private static partial Regex Plain();

    /// <summary>What some YAML reader takes for a number, a truth value, nothing or an instant.</summary>
    [GeneratedRegex(@"\A(?:[-+.]?[0-9][0-9_.,:]*(?:[eE][-+]?[0-9]+)?|0[xob][0-9a-fA-F_]+|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*|[-+]?\.(?:inf|nan)|y|n|yes|no|on|off|true|false|null|~|=|<<)\z", RegexOptions.IgnoreCase)]
    private static partial Regex LooksOtherwise();
}
