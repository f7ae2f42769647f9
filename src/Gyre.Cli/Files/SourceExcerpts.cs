using System.Text;
using Gyre.Cli.Forms;

namespace Gyre.Cli.Files;

/// <summary>Lines of a source file with a caret under the place that is meant.</summary>
/// <param name="file">The file, or null when there is none to show.</param>
internal sealed class SourceExcerpts(string? file)
{
    private const int MaxBytes = 16 << 20;
    private const int Before = 60;
    private const int After = 60;
    private string[]? _lines;

    /// <summary>Two lines, or none when there is nothing to show.</summary>
    /// <param name="line">From 1.</param>
    /// <param name="column">From 1.</param>
    public IEnumerable<string> At(int line, int column)
    {
        if (line < 1)
            yield break;
        _lines ??= Read(file);
        if (line > _lines.Length)
            yield break;
        var (text, caret) = Window(_lines[line - 1], column);
        var number = $"{line,6}";
        yield return $"{number} | {Shown.Clean(text)}";
        if (column > 0)
            yield return $"{new string(' ', number.Length)} | {new string(' ', caret)}^";
    }

    /// <summary>A long line is cut around the place; a tab counts as one column there and is shown as one space.</summary>
    private static (string Text, int Caret) Window(string line, int column)
    {
        var at = Math.Clamp(column - 1, 0, line.Length);
        var start = Math.Max(0, at - Before);
        var end = Math.Min(line.Length, at + After);
        return (line[start..end], at - start);
    }

    private static string[] Read(string? file)
    {
        try
        {
            // A pipe has no length and cannot be read twice.
            if (file is null || new FileInfo(file).Length is 0 or > MaxBytes)
                return [];
            return File.ReadAllText(file, Encoding.UTF8).ReplaceLineEndings("\n").Split('\n');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
