using System.Globalization;

namespace Gyre.Pipelines.Code;

/// <summary>Says in which lines two texts differ.</summary>
internal static class LineChanges
{
    /// <summary>Beyond this many pairs of lines between the first and the last difference, only where they are is said.</summary>
    private const int MostPairs = 1_000_000;

    private const int MaxPlaces = 5;

    /// <summary>A stretch that differs: lines of the earlier text that lines of the later one stand for. Either may be none.</summary>
    /// <param name="Removed">How many lines are gone.</param>
    /// <param name="Start">First line of now, from 1; where nothing is new, the line behind which something is gone.</param>
    /// <param name="Added">How many lines are new.</param>
    private readonly record struct Hunk(int Removed, int Start, int Added);

    /// <summary>In words, by the numbers of the later text: <c>lines 3-9, 12</c>. Null when no line differs.</summary>
    public static string? Describe(string before, string now)
    {
        var hunks = Hunks(LinesOf(before), LinesOf(now));
        if (hunks.Count == 0)
            return null;
        var changed = hunks.Where(static hunk => hunk.Added > 0).Take(MaxPlaces).Select(Range).ToList();
        var words = changed.Count == 0
            ? []
            : new List<string> { $"line{(changed.Count > 1 || changed[0].Contains('-', StringComparison.Ordinal) ? "s" : "")} {string.Join(", ", changed)}" };
        words.AddRange(hunks.Where(static hunk => hunk.Added == 0).Take(MaxPlaces - changed.Count).Select(Gone));
        var left = hunks.Count - MaxPlaces;
        return string.Join("; ", words) + (left > 0 ? string.Create(CultureInfo.InvariantCulture, $"; and {left} more places") : "");
    }

    private static string Range(Hunk hunk) => hunk.Added == 1
        ? hunk.Start.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{hunk.Start}-{hunk.Start + hunk.Added - 1}");

    private static string Gone(Hunk hunk) => hunk.Start == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{hunk.Removed} line{(hunk.Removed == 1 ? "" : "s")} removed at the beginning")
        : string.Create(
            CultureInfo.InvariantCulture, $"{hunk.Removed} line{(hunk.Removed == 1 ? "" : "s")} removed after line {hunk.Start}");

    private static List<Hunk> Hunks(string[] before, string[] now)
    {
        var same = before.Zip(now).TakeWhile(static pair => pair.First == pair.Second).Count();
        var most = Math.Min(before.Length, now.Length) - same;
        var end = Enumerable.Range(1, most).TakeWhile(index => before[^index] == now[^index]).Count();
        var (old, fresh) = (before[same..^end], now[same..^end]);
        if (old.Length == 0 && fresh.Length == 0)
            return [];
        return (long)old.Length * fresh.Length > MostPairs ? [HunkOf(old.Length, same, fresh.Length)] : Compare(old, fresh, same);
    }

    /// <summary>By the longest common subsequence of lines.</summary>
    private static List<Hunk> Compare(string[] old, string[] fresh, int offset)
    {
        var lengths = new int[old.Length + 1, fresh.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = fresh.Length - 1; j >= 0; j--)
                lengths[i, j] = old[i] == fresh[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        }
        var hunks = new List<Hunk>();
        for (var (i, j) = (0, 0); i < old.Length || j < fresh.Length; i++, j++)
        {
            var (fromOld, fromFresh) = (i, j);
            while (i < old.Length && j < fresh.Length ? old[i] != fresh[j] : i < old.Length || j < fresh.Length)
            {
                if (j == fresh.Length || (i < old.Length && lengths[i + 1, j] >= lengths[i, j + 1]))
                    i++;
                else
                    j++;
            }
            if (i > fromOld || j > fromFresh)
                hunks.Add(HunkOf(i - fromOld, offset + fromFresh, j - fromFresh));
        }
        return hunks;
    }

    private static Hunk HunkOf(int removed, int linesBefore, int added) => new(removed, added > 0 ? linesBefore + 1 : linesBefore, added);

    /// <summary>The end of the last line begins no other; the ends of lines themselves do not count.</summary>
    private static string[] LinesOf(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        return lines is [.. var whole, ""] ? whole : lines;
    }
}
