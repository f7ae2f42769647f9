using System.Text;
using System.Text.RegularExpressions;

namespace Gyre.Pipelines.Code;

/// <summary>
/// The patterns of a <c>.gitignore</c> or <c>.vhignore</c>: a comment begins with <c>#</c>, <c>!</c> takes back, a slash at the start or in the middle binds to
/// the file's folder, one at the end means folders alone, <c>**</c> crosses folders. The last pattern that fits decides.
/// </summary>
internal sealed class IgnoreRules
{
    /// <summary>Read at the root of a project; the second has the last word.</summary>
    public static readonly string[] RootFiles = [".gitignore", ".vhignore"];

    /// <summary>Read in every folder.</summary>
    public const string NestedFile = ".gitignore";

    private const int MaxBytes = 1 << 20;
    private static readonly TimeSpan MatchTime = TimeSpan.FromSeconds(1);
    private readonly List<Rule> _rules;

    private IgnoreRules(List<Rule> rules) => _rules = rules;

    /// <summary>The rules of a file; null when it is not there or too large to be one.</summary>
    public static IgnoreRules? Load(string file) =>
        new FileInfo(file) is { Exists: true, Length: <= MaxBytes, LinkTarget: null } ? Parse(File.ReadAllText(file)) : null;

    public static IgnoreRules Parse(string text) => new([.. text.Split('\n').Select(line => line.TrimEnd('\r')).Select(Rule.Of).OfType<Rule>()]);

    /// <summary>Whether these rules ignore a path or take it back; null when they say nothing of it.</summary>
    /// <param name="path">Relative to the folder of the file, with <c>/</c>.</param>
    /// <param name="isFolder">Whether it is a folder.</param>
    public bool? Judge(string path, bool isFolder)
    {
        for (var i = _rules.Count - 1; i >= 0; i--)
        {
            if (_rules[i].Fits(path, isFolder))
                return !_rules[i].TakesBack;
        }
        return null;
    }

    private sealed record Rule(Regex Pattern, bool TakesBack, bool FoldersOnly)
    {
        public static Rule? Of(string line)
        {
            line = TrimEnd(line);
            if (line.Length == 0 || line[0] == '#')
                return null;
            var takesBack = line[0] == '!';
            if (takesBack)
                line = line[1..];
            var foldersOnly = line.EndsWith('/');
            line = foldersOnly ? line[..^1] : line;
            if (line.Length == 0 || line == "/")
                return null;
            var bound = line.Contains('/', StringComparison.Ordinal);
            var pattern = Translate(line.StartsWith('/') ? line[1..] : line);
            if (pattern is null)
                return null;
            return new Rule(new Regex($"^{(bound ? "" : "(?:.*/)?")}{pattern}$", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking, MatchTime), takesBack, foldersOnly);
        }

        public bool Fits(string path, bool isFolder) => (isFolder || !FoldersOnly) && Pattern.IsMatch(path);

        /// <summary>Spaces at the end do not count, unless the last one is escaped.</summary>
        private static string TrimEnd(string line)
        {
            var end = line.Length;
            while (end > 0 && line[end - 1] == ' ' && !(end > 1 && line[end - 2] == '\\'))
                end--;
            return line[..end];
        }

        /// <summary>As an expression; null for a pattern that can fit nothing.</summary>
        private static string? Translate(string glob)
        {
            var text = new StringBuilder();
            for (var i = 0; i < glob.Length; i++)
            {
                switch (glob[i])
                {
                    case '*' when IsAcross(glob, i):
                        i = AppendAcross(text, glob, i);
                        break;
                    case '*':
                        while (i + 1 < glob.Length && glob[i + 1] == '*')
                            i++;
                        text.Append("[^/]*");
                        break;
                    case '?':
                        text.Append("[^/]");
                        break;
                    case '[' when TryAppendSet(text, glob, ref i):
                        break;
                    case '[':
                        return null;
                    case '\\' when i + 1 == glob.Length:
                        return null;
                    case '\\':
                        text.Append(Regex.Escape(glob[++i].ToString()));
                        break;
                    default:
                        text.Append(Regex.Escape(glob[i].ToString()));
                        break;
                }
            }
            return text.ToString();
        }

        /// <summary>Two stars that are a whole part of the path.</summary>
        private static bool IsAcross(string glob, int at) => at + 1 < glob.Length && glob[at + 1] == '*'
            && (at == 0 || glob[at - 1] == '/') && (at + 2 == glob.Length || glob[at + 2] == '/');

        private static int AppendAcross(StringBuilder text, string glob, int at)
        {
            if (at + 2 == glob.Length)
            {
                text.Append(".+");
                return at + 1;
            }
            text.Append("(?:.*/)?");
            return at + 2;
        }

        private static bool TryAppendSet(StringBuilder text, string glob, ref int at)
        {
            var start = at + 1;
            var negated = start < glob.Length && glob[start] is '!' or '^';
            var from = negated ? start + 1 : start;
            var end = from;
            var set = new StringBuilder();
            // A bracket that comes first is one of the set.
            for (; end < glob.Length && (glob[end] != ']' || end == from); end++)
            {
                if (glob[end] == '\\' && end + 1 < glob.Length)
                    end++;
                set.Append(glob[end] is '-' ? "-" : glob[end] is '\\' or ']' or '[' or '^' ? $"\\{glob[end]}" : glob[end].ToString());
            }
            if (end >= glob.Length)
                return false;
            if (set[0] == '-')
                set.Insert(0, '\\');
            if (set[^1] == '-' && (set.Length == 1 || set[^2] != '\\'))
                set.Insert(set.Length - 1, '\\');
            if (HasBackwardRange(set.ToString()))
                return false;
            // A set never picks a slash, also when a range of it spans one.
            text.Append(negated ? "[^/" : "[").Append(set).Append(negated ? "]" : "-[/]]");
            at = end;
            return true;
        }

        private static bool HasBackwardRange(string set)
        {
            for (var i = 1; i + 1 < set.Length; i++)
            {
                if (set[i] == '-' && set[i - 1] != '\\' && set[i - 1] > set[i + 1])
                    return true;
            }
            return false;
        }
    }
}
