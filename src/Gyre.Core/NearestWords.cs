namespace Gyre.Core;

/// <summary>Finds the word that was probably meant.</summary>
public static class NearestWords
{
    private const int MaxCandidates = 1000;
    private const int MaxLength = 64;

    /// <summary>
    /// The closest word: at most a third of the letters may differ, at most three. Null when none is that close. Case and <c>_</c> for
    /// <c>-</c> do not matter.
    /// </summary>
    /// <param name="given">What was written.</param>
    /// <param name="known">What could have been meant; the first 1000 are looked at.</param>
    public static string? Closest(string given, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(given);
        if (given.Length is 0 or > MaxLength)
            return null;
        var (best, bestDistance) = ((string?)null, Math.Min(3, given.Length / 3 + 1) + 1);
        foreach (var word in known.Take(MaxCandidates).Where(word => word.Length <= MaxLength))
        {
            var distance = Distance(given.ToLowerInvariant().Replace('_', '-'), word.ToLowerInvariant().Replace('_', '-'));
            if (distance < bestDistance && distance < Math.Max(given.Length, word.Length))
                (best, bestDistance) = (word, distance);
        }
        return best;
    }

    /// <summary>The beginning of a remedy: <c>Did you mean 'train'? </c> with a space behind it; empty when no word is close.</summary>
    /// <param name="given">What was written.</param>
    /// <param name="known">What could have been meant.</param>
    public static string Question(string given, IEnumerable<string> known) =>
        Closest(given, known) is { } word ? $"Did you mean '{word}'? " : "";

    /// <summary>Letters to add, drop or change, or neighbours to swap: what fingers do wrong most often.</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
                rows[i, j] = i == 0 ? j : j == 0 ? i : Best(rows, a, b, i, j);
        }
        return rows[a.Length, b.Length];
    }

    private static int Best(int[,] rows, string a, string b, int i, int j)
    {
        var best = Math.Min(rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
        return i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] ? Math.Min(best, rows[i - 2, j - 2] + 1) : best;
    }
}
