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

    /// <summary>Letters to add, drop or change (Levenshtein).</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
