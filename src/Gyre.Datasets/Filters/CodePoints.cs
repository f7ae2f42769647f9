namespace Gyre.Datasets.Filters;

/// <summary>The order of texts by code point, as databases compare bytes of UTF-8; UTF-16 puts surrogates in the wrong place.</summary>
internal static class CodePoints
{
    public static int Compare(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        for (var i = 0; i < length; i++)
        {
            var (a, b) = (left[i], right[i]);
            if (a != b)
                return Place(a).CompareTo(Place(b));
        }
        return left.Length.CompareTo(right.Length);
    }

    /// <summary>Surrogates stand for code points above all others of UTF-16.</summary>
    private static int Place(char letter) => char.IsSurrogate(letter) ? letter + 0x10000 : letter;
}
