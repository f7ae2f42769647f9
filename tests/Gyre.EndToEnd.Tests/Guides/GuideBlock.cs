using System.Text.RegularExpressions;

namespace Gyre.EndToEnd.Tests.Guides;

/// <summary>
/// A fenced block of a page, with the comments right before it: <c>run:</c> commands that go before it, <c>with:</c> text that is put in front of
/// it, <c>file:</c> the name that it is saved under, and <c>not run:</c> the reason why it cannot run.
/// </summary>
internal sealed partial record GuideBlock(string Page, int Line, string Language, string Text, IReadOnlyDictionary<string, string> Notes)
{
    public static readonly string[] Shells = ["sh", "bash", "console"];

    /// <summary>Languages of blocks that are only looked at.</summary>
    public static readonly string[] Shown = ["text", "mermaid"];

    public string Place => $"{Page}:{Line}";

    public string? NotRun => Notes.GetValueOrDefault("not run");

    public static IReadOnlyList<GuideBlock> In(string page, string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var blocks = new List<GuideBlock>();
        var before = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal))
                continue;
            var end = Array.FindIndex(lines, i + 1, static line => line.TrimEnd() == "```");
            if (end < 0)
                throw new InvalidDataException($"{page}:{i + 1}: the block is not closed.");
            var notes = Note().Matches(CommentsBefore(lines, before, i)).ToDictionary(
                static note => note.Groups["name"].Value, static note => note.Groups["text"].Value.Trim('\n'));
            blocks.Add(new(page, i + 1, lines[i][3..].Trim(), string.Join('\n', lines[(i + 1)..end]), notes));
            before = i = end;
        }
        return blocks;
    }

    /// <summary>The comments that end on the line before the block.</summary>
    private static string CommentsBefore(string[] lines, int from, int block)
    {
        var first = block;
        while (first > from && lines[first - 1].EndsWith("-->", StringComparison.Ordinal))
        {
            first--;
            while (first > from && !lines[first].StartsWith("<!--", StringComparison.Ordinal))
                first--;
        }
        return string.Join('\n', lines[first..block]);
    }

    [GeneratedRegex("<!-- (?<name>run|with|file|not run):\\s(?<text>.*?)\\s?-->", RegexOptions.Singleline)]
    private static partial Regex Note();
}
