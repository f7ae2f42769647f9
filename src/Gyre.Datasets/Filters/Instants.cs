using System.Globalization;

namespace Gyre.Datasets.Filters;

/// <summary>
/// Times as ISO 8601 writes them: a date, or a date and a time with seconds, a fraction and an offset where they are given. A date alone is
/// its midnight, and what has no offset is UTC.
/// </summary>
internal static class Instants
{
    private static readonly string[] Forms =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>Ticks of UTC; null when the text is no time.</summary>
    public static long? Read(string text)
    {
        // Most texts are no times, and this is asked of every text.
        if (text.Length is < 10 or > 40 || text[4] != '-' || text[7] != '-' || !char.IsAsciiDigit(text[0]))
            return null;
        return DateTimeOffset.TryParseExact(
            text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time.UtcTicks
            : null;
    }
}
