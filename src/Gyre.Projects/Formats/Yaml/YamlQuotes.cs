using System.Text;
using YamlDotNet.Core;

namespace Gyre.Projects.Formats.Yaml;

/// <summary>
/// Texts in double quotes whose later lines stand no further in than the key or the dash before the text. Other readers take them, and writers make them; the parser here
/// refuses them. White space at the beginning of such a line is no part of the text, so more of it changes nothing.
/// </summary>
internal static class YamlQuotes
{
    /// <summary>The document with the text at which the parser stopped moved in, or null when that is not what is wrong, or moving it changes nothing.</summary>
    public static string? Indent(string document, YamlException exception)
    {
        var start = (int)Math.Min(exception.Start.Index, document.Length);
        if (!exception.Message.Contains("wrong indentation", StringComparison.Ordinal) || start >= document.Length || document[start] != '"' || End(document, start) is not { } end)
            return null;
        var column = start - (document.AsSpan(0, start).LastIndexOf('\n') + 1);
        var result = new StringBuilder(document.Length + 4096).Append(document, 0, start);
        var at = start;
        while (document.IndexOf('\n', at, end - at) is >= 0 and var lineEnd)
        {
            result.Append(document, at, lineEnd + 1 - at);
            at = lineEnd + 1;
            result.Append(' ', Missing(document.AsSpan(at, end - at), column));
        }
        result.Append(document, at, document.Length - at);
        return result.Length == document.Length ? null : result.ToString();
    }

    /// <summary>Spaces that a line needs; an empty one needs none.</summary>
    private static int Missing(ReadOnlySpan<char> rest, int column)
    {
        var indentation = rest.IndexOfAnyExcept(' ');
        return indentation < 0 || rest[indentation] is '\n' or '\r' ? 0 : Math.Max(column - indentation, 0);
    }

    /// <summary>The place of the closing quote, or null.</summary>
    private static int? End(string document, int start)
    {
        for (var at = start + 1; at < document.Length; at++)
        {
            if (document[at] == '"')
                return at;
            if (document[at] == '\\')
                at++;
        }
        return null;
    }
}
