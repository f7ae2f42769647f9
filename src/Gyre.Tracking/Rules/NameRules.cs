using System.Globalization;
using System.Text;

namespace Gyre.Tracking.Rules;

/// <summary>Rules for the names of metrics, params and tags, in MLflow's words.</summary>
internal static class NameRules
{
    public const int MaxKey = 250;
    public const int MaxParamValue = 6000;
    public const int MaxTagValue = 8000;

    /// <exception cref="TrackingException">The name is refused.</exception>
    /// <param name="key">The name.</param>
    /// <param name="parameter">What the request calls it.</param>
    public static void CheckKey(string key, string parameter)
    {
        if (!HasGoodCharacters(key))
            throw Invalid(key, parameter, "Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).");
        CheckPath(key, parameter);
    }

    /// <summary>The name may be that of a file somewhere: it must be its own normal form.</summary>
    /// <exception cref="TrackingException">It is not.</exception>
    public static void CheckPath(string key, string parameter)
    {
        var normal = Normalise(key);
        if (normal != key || normal == "." || normal.StartsWith("..", StringComparison.Ordinal) || normal.StartsWith('/'))
        {
            throw Invalid(
                key, parameter, $"Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '{normal}'");
        }
    }

    /// <exception cref="TrackingException">The text is too long.</exception>
    public static void CheckLength(string text, int most, string what)
    {
        if (text.Length > most && text.EnumerateRunes().Count() > most)
            throw new TrackingException(TrackingError.InvalidParameter, string.Create(CultureInfo.InvariantCulture, $"'{what}' exceeds the maximum length of {most} characters"));
    }

    /// <summary>The first characters of a text; a character beyond the first plane is never cut in two.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
            return text;
        var units = 0;
        var runes = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (runes++ == most)
                return text[..units];
            units += rune.Utf16SequenceLength;
        }
        return text;
    }

    private static TrackingException Invalid(string key, string parameter, string reason) =>
        new(TrackingError.InvalidParameter, $"Invalid value \"{key}\" for parameter '{parameter}' supplied: {reason}");

    private static bool HasGoodCharacters(string key)
    {
        if (key.Length == 0)
            return false;
        foreach (var rune in key.EnumerateRunes())
        {
            if (!(rune.Value is '/' or '_' or '.' or '-' or ' ' or ':') && !Rune.IsLetterOrDigit(rune) && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.OtherNumber or UnicodeCategory.LetterNumber))
                return false;
        }
        return true;
    }

    /// <summary>As POSIX paths are made normal: no empty parts, no <c>.</c>, no <c>..</c> but in front.</summary>
    private static string Normalise(string path)
    {
        if (path.Length == 0)
            return ".";
        var slashes = path.StartsWith("//", StringComparison.Ordinal) && !path.StartsWith("///", StringComparison.Ordinal) ? 2 : path[0] == '/' ? 1 : 0;
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part is "" or ".")
                continue;
            if (part != ".." || (slashes == 0 && parts.Count == 0) || (parts.Count > 0 && parts[^1] == ".."))
                parts.Add(part);
            else if (parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
        }
        var normal = new string('/', slashes) + string.Join('/', parts);
        return normal.Length == 0 ? "." : normal;
    }
}
