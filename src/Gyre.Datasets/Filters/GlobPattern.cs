using System.Collections.Immutable;
using System.Text;

namespace Gyre.Datasets.Filters;

/// <summary>
/// A text with stars that stand for any run of characters; <c>\*</c> is a star. Matched from left to
/// right without going back further than the last star: O(text x pattern) at worst, usually O(text).
/// </summary>
internal sealed class GlobPattern
{
    private GlobPattern(string source, ImmutableArray<string> parts) => (Source, Parts) = (source, parts);

    /// <summary>As it was written.</summary>
    public string Source { get; }

    /// <summary>The texts between the stars; a single one when there is no star.</summary>
    public ImmutableArray<string> Parts { get; }

    public bool HasStar => Parts.Length > 1;

    /// <summary>The text before the only star at the end; null for other forms.</summary>
    public string? Prefix => Parts is [var prefix, ""] ? prefix : null;

    public static GlobPattern Of(string source)
    {
        var parts = ImmutableArray.CreateBuilder<string>();
        var part = new StringBuilder();
        for (var i = 0; i < source.Length; i++)
        {
            var letter = source[i];
            if (letter == '\\' && i + 1 < source.Length && source[i + 1] == '*')
                part.Append(source[++i]);
            else if (letter == '*')
            {
                // Several stars in a row are one.
                if (part.Length > 0 || parts.Count == 0)
                {
                    parts.Add(part.ToString());
                    part.Clear();
                }
            }
            else
                part.Append(letter);
        }
        parts.Add(part.ToString());
        return new GlobPattern(source, parts.ToImmutable());
    }

    public bool Matches(string text)
    {
        if (!HasStar)
            return string.Equals(text, Parts[0], StringComparison.Ordinal);
        var (first, last) = (Parts[0], Parts[^1]);
        if (text.Length < first.Length + last.Length || !text.StartsWith(first, StringComparison.Ordinal)
            || !text.EndsWith(last, StringComparison.Ordinal))
            return false;
        var (at, end) = (first.Length, text.Length - last.Length);
        foreach (var part in Parts.AsSpan()[1..^1])
        {
            var found = text.AsSpan(at, end - at).IndexOf(part, StringComparison.Ordinal);
            if (found < 0)
                return false;
            at += found + part.Length;
        }
        return true;
    }
}
