using System.Globalization;
using System.Text;
using Gyre.Experiments.Drawing;

namespace Gyre.Experiments.Reporting;

/// <summary>Writes a report as Markdown (CommonMark with tables). No text from outside becomes markup.</summary>
internal static class MarkdownWriter
{
    private const string Special = "\\`*[]<>|#~&!";

    public static string Write(IEnumerable<Block> blocks)
    {
        var text = new StringBuilder();
        foreach (var block in blocks)
            Write(text, block);
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Write(StringBuilder text, Block block)
    {
        switch (block)
        {
            case Heading heading:
                text.Append('#', heading.Level).Append(' ').Append(Escape(heading.Text)).Append("\n\n");
                break;
            case Paragraph paragraph:
                text.Append(StartOfLine(Escape(paragraph.Text, 4000))).Append("\n\n");
                break;
            case Points points:
                foreach (var item in points.Items)
                    text.Append("- ").Append(StartOfLine(Escape(item))).Append('\n');
                text.Append('\n');
                break;
            case Message message:
                WriteMessage(text, message);
                break;
            case TableBlock table:
                WriteTable(text, table);
                break;
            case Figures figures:
                foreach (var data in figures.Items.Select(static figure => figure.Data).OfType<TableBlock>())
                    WriteTable(text, data);
                break;
            default:
                throw new InvalidOperationException($"{block.GetType().Name} cannot be written.");
        }
    }

    private static void WriteTable(StringBuilder text, TableBlock table)
    {
        if (table.Rows.IsEmpty)
            return;
        if (table.Folded is { } title)
            text.Append("**").Append(Escape(title)).Append("**\n\n");
        text.Append("| ").AppendJoin(" | ", table.Columns.Select(static column => Escape(column))).Append(" |\n|");
        foreach (var cell in table.Rows[0])
            text.Append(cell.IsNumber ? "---:|" : "---|");
        text.Append('\n');
        foreach (var row in table.Rows)
            text.Append("| ").AppendJoin(" | ", row.Select(static cell => cell.IsBest ? $"**{Escape(cell.Text)}**" : Escape(cell.Text)))
                .Append(" |\n");
        text.Append('\n');
    }

    /// <summary>The fence is longer than any in the message.</summary>
    private static void WriteMessage(StringBuilder text, Message message)
    {
        string[] lines = [.. Shown.Lines(message.Text)];
        var fence = new string('`', Math.Max(3, 1 + lines.Max(LongestFence)));
        text.Append(fence).Append("text\n");
        foreach (var line in lines)
            text.Append(line).Append('\n');
        text.Append(fence).Append("\n\n");
    }

    private static int LongestFence(string line)
    {
        var (longest, now) = (0, 0);
        foreach (var c in line)
        {
            now = c == '`' ? now + 1 : 0;
            longest = Math.Max(longest, now);
        }
        return longest;
    }

    private static string Escape(string text, int limit = 200)
    {
        var clean = Shown.Clean(text, limit).Trim();
        var escaped = new StringBuilder(clean.Length);
        for (var i = 0; i < clean.Length; i++)
        {
            // Inside a word an underscore is no emphasis, and names of metrics stay readable.
            var isMarkup = Special.Contains(clean[i], StringComparison.Ordinal) || (clean[i] == '_' && !IsInsideWord(clean, i));
            if (isMarkup)
                escaped.Append('\\');
            escaped.Append(clean[i]);
        }
        return escaped.ToString();
    }

    private static bool IsInsideWord(string text, int i) =>
        i > 0 && i + 1 < text.Length && char.IsLetterOrDigit(text[i - 1]) && (char.IsLetterOrDigit(text[i + 1]) || text[i + 1] == '_');

    /// <summary>Keeps the start of a paragraph from being a list or a rule.</summary>
    private static string StartOfLine(string text)
    {
        if (text.Length > 0 && "-+=".Contains(text[0], StringComparison.Ordinal))
            return "\\" + text;
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        return digits > 0 && digits < text.Length && text[digits] is '.' or ')'
            ? string.Create(CultureInfo.InvariantCulture, $"{text[..digits]}\\{text[digits..]}")
            : text;
    }
}
