using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>Patterns that pick files: <c>*</c> and <c>**</c> match anything, also <c>/</c>; <c>?</c> one character; <c>[a-z]</c>, <c>[!a-z]</c> one of a set.</summary>
internal static class FilePattern
{
    /// <summary>Whether a pattern picks a file, by its whole relative path or by its file name.</summary>
    public static bool Matches(string pattern, string path)
    {
        if (pattern is "*" or "**" || string.Equals(pattern, path, StringComparison.Ordinal))
            return true;
        var slash = path.LastIndexOf('/');
        return Match(pattern, path) || (slash >= 0 && Match(pattern, path[(slash + 1)..]));
    }

    /// <summary>The name a picked file has inside an input.</summary>
    public static string NameOf(string path, string pattern, KeepDirectories keep)
    {
        var slash = path.LastIndexOf('/');
        return keep switch
        {
            KeepDirectories.Full => path,
            KeepDirectories.Suffix => path[FixedFolder(pattern, path)..],
            _ => path[(slash + 1)..],
        };
    }

    /// <summary>Length of the folders in front of the pattern's first wildcard.</summary>
    private static int FixedFolder(string pattern, string path)
    {
        var wildcard = pattern.AsSpan().IndexOfAny('*', '?', '[');
        var head = wildcard < 0 ? pattern : pattern[..wildcard];
        var folder = head.LastIndexOf('/') + 1;
        return path.StartsWith(pattern[..folder], StringComparison.Ordinal) ? folder : 0;
    }

    /// <summary>Greedy matching with one way back, so the time is at most pattern times text.</summary>
    private static bool Match(string pattern, string text)
    {
        int p = 0, t = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = t;
            }
            else if (p < pattern.Length && MatchOne(pattern, p, text[t], out var next))
            {
                p = next;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }
        return pattern.AsSpan(p).IndexOfAnyExcept('*') < 0;
    }

    private static bool MatchOne(string pattern, int at, char character, out int next)
    {
        next = at + 1;
        if (pattern[at] == '?')
            return true;
        var end = pattern[at] == '[' ? pattern.IndexOf(']', Math.Min(at + 2, pattern.Length)) : -1;
        if (end < 0)
            return pattern[at] == character;
        next = end + 1;
        var set = pattern.AsSpan(at + 1, end - at - 1);
        var negated = set[0] == '!';
        return InSet(negated ? set[1..] : set, character) != negated;
    }

    private static bool InSet(ReadOnlySpan<char> set, char character)
    {
        for (var i = 0; i < set.Length; i++)
        {
            if (i + 2 < set.Length && set[i + 1] == '-')
            {
                if (character >= set[i] && character <= set[i + 2])
                    return true;
                i += 2;
            }
            else if (set[i] == character)
            {
                return true;
            }
        }
        return false;
    }
}
