namespace Gyre.Labeling.Formats;

/// <summary>Places in texts, with the words that files quote for them.</summary>
internal static class TextQuotes
{
    /// <exception cref="Gyre.Core.InvalidInputException">The place is outside, or other words stand there.</exception>
    public static void Check(string text, int start, int end, string? quote)
    {
        _ = new TextSpan(start, end);
        if (end > LabelItem.CodePoints(text))
            throw LabelRefusal.Of(
                ProblemKinds.SpanOutOfRange, $"The span from {start} to {end} ends behind the text.", "Count code points from 0.");
        if (quote is not null && !string.Equals(LabelItem.Part(text, start, end), quote, StringComparison.Ordinal))
            throw LabelRefusal.Of(
                ProblemKinds.SpanOutOfRange,
                $"From {start} to {end} stands '{ProblemLog.Short(LabelItem.Part(text, start, end))}', not '{ProblemLog.Short(quote)}'.",
                "Count code points from 0, and check whether the text was changed.");
    }

    /// <summary>Code points before a place that is counted in UTF-16 units; -1 when it lies within a character or outside.</summary>
    public static int FromUnits(string text, int units)
    {
        if (units < 0 || units > text.Length || (units < text.Length && units > 0 && char.IsLowSurrogate(text[units])))
            return -1;
        return units - text.AsSpan(0, units).Count(char.IsLowSurrogate);
    }

    /// <summary>UTF-16 units before a place that is counted in code points.</summary>
    public static int ToUnits(string text, int points)
    {
        var units = 0;
        for (var left = points; left > 0 && units < text.Length; left--)
            units += char.IsHighSurrogate(text[units]) ? 2 : 1;
        return units;
    }

    private static int Count(this ReadOnlySpan<char> text, Func<char, bool> isCounted)
    {
        var count = 0;
        foreach (var c in text)
            count += isCounted(c) ? 1 : 0;
        return count;
    }
}
