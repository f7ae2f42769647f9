using System.Globalization;

namespace Gyre.Server.Features.Artifacts;

/// <summary>Which bytes of a content are wanted.</summary>
internal readonly record struct ByteRange(long Start, long Length)
{
    /// <summary>Reads a header with one range (RFC 9110). Null: no range, or one that is no range or several, which is answered with everything.</summary>
    /// <param name="header">The header.</param>
    /// <param name="size">Of the content.</param>
    /// <param name="satisfiable">False when the one range lies outside.</param>
    public static ByteRange? Parse(string? header, long size, out bool satisfiable)
    {
        satisfiable = true;
        if (header is null || !header.StartsWith("bytes=", StringComparison.OrdinalIgnoreCase) || header["bytes=".Length..].Split('-') is not [var first, var last])
            return null;
        var hasFirst = TryNumber(first, out var from);
        var hasLast = TryNumber(last, out var to);
        if (first.Length > 0 && last.Length > 0 && hasFirst && hasLast && to < from)
            return null;
        ByteRange? range = (first.Length, last.Length) switch
        {
            ( > 0, > 0) when hasFirst && hasLast => new(from, Math.Min(to, size - 1) - from + 1),
            ( > 0, 0) when hasFirst => new(from, size - from),
            (0, > 0) when hasLast => new(size - Math.Min(to, size), Math.Min(to, size)),
            _ => null,
        };
        satisfiable = range is not { Length: <= 0 };
        return range;
    }

    private static bool TryNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
