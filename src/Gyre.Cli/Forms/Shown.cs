using System.Globalization;
using System.Text;
using Gyre.Core;

namespace Gyre.Cli.Forms;

/// <summary>Things as people read them.</summary>
internal static class Shown
{
    /// <summary>The word of a state: <c>NotTriggered</c> is <c>not-triggered</c>.</summary>
    public static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum => KebabCase.Of(value);

    /// <summary>Text from outside without characters that could steer a terminal.</summary>
    public static string Clean(string text)
    {
        if (!text.Any(Steers))
            return text;
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
            clean.Append(c is '\n' or '\t' or '\r' ? ' ' : Steers(c) ? '\uFFFD' : c);
        return clean.ToString();
    }

    /// <summary>At most so many characters.</summary>
    public static string Short(string text, int limit) => text.Length <= limit ? text : string.Concat(text.AsSpan(0, limit - 3), "...");

    /// <summary>A value in a table cell.</summary>
    public static string Cell(Value value, int limit = 40) => value switch
    {
        FloatValue real => Number(real.Number),
        ListValue list => Short(Clean($"[{string.Join(", ", list.Items.Select(item => Cell(item)))}]"), limit),
        _ => Short(Clean(value.ToString()), limit),
    };

    /// <summary>A number with at most five significant digits.</summary>
    public static string Number(double number) => number.ToString("G5", CultureInfo.InvariantCulture);

    /// <summary>Name and value pairs on one line.</summary>
    public static string Pairs(MapValue map, int limit = 80) =>
        Short(string.Join("  ", map.Entries.Where(entry => entry.Value is not MapValue).Select(entry => $"{Clean(entry.Key)}={Cell(entry.Value)}")), limit);

    /// <summary>Name and value pairs, one per line, the first few of many.</summary>
    public static string Lines(MapValue map, int limit = 8)
    {
        var pairs = map.Entries.Where(entry => entry.Value is not MapValue).Select(entry => $"{Clean(entry.Key)}={Cell(entry.Value)}").ToList();
        return string.Join('\n', pairs.Count <= limit ? pairs : [.. pairs.Take(limit - 1), $"and {pairs.Count - limit + 1} more"]);
    }

    /// <summary>A duration: <c>0.4 s</c>, <c>12 s</c>, <c>3 min 05 s</c>, <c>2 h 03 min</c>.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 0 => "0.0 s",
        < 9.95 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalSeconds):0} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours} h {time.Minutes:00} min"),
    };

    /// <summary>The time between two moments, or a dash.</summary>
    public static string Duration(DateTimeOffset? from, DateTimeOffset? to) => from is { } start && to is { } end ? Duration(end - start) : "-";

    /// <summary>A moment to the second, in UTC.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A size: <c>512 B</c>, <c>1.5 KiB</c>.</summary>
    public static string Size(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        var size = (double)bytes;
        var unit = 0;
        for (; size >= 1024 && unit < units.Length - 1; unit++)
            size /= 1024;
        return unit == 0 ? $"{bytes} B" : string.Create(CultureInfo.InvariantCulture, $"{size:0.0} {units[unit]}");
    }

    // Direction marks can make a name look like another one; everything else here is a control character.
    private static bool Steers(char c) => char.IsControl(c) || c is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
