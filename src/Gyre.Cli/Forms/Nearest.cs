using Gyre.Core;

namespace Gyre.Cli.Forms;

/// <summary>What to do about a name that is not there: the one that was probably meant, else those that there are.</summary>
internal static class Nearest
{
    private const int MaxNames = 20;

    /// <summary>A sentence; null when there is no name at all.</summary>
    /// <param name="given">What was written.</param>
    /// <param name="known">What there is.</param>
    public static string? Remedy(string given, IReadOnlyCollection<string> known)
    {
        if (known.Count == 0)
            return null;
        var all = $"Available: {string.Join(", ", known.Take(MaxNames).Select(Shown.Clean))}{(known.Count > MaxNames ? ", ..." : "")}.";
        return Shown.Clean(NearestWords.Question(given, known)) + all;
    }
}
