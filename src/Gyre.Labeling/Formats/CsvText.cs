using System.Text;

namespace Gyre.Labeling.Formats;

/// <summary>Rows of CSV as RFC 4180 has them: quotes are doubled, and cells in quotes may have line breaks.</summary>
internal sealed class CsvText(Stream stream) : IDisposable
{
    private const int LongestRow = 32 * 1024 * 1024;
    private const int MaxCells = 16_384;

    private readonly StreamReader _reader = new(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
    private long _next = 1;

    /// <summary>Line in which the last row begins.</summary>
    public long Line { get; private set; }

    public static string Quote(string cell) => cell.AsSpan().ContainsAny(",\"\r\n") || cell.Length != cell.Trim().Length
        ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : cell;

    public void Dispose() => _reader.Dispose();

    /// <summary>The cells of the next row; null at the end. Blank lines are read over.</summary>
    /// <exception cref="Gyre.Core.InvalidInputException">A quote is not closed or stands within a cell, or a row is too long.</exception>
    public List<string>? Read()
    {
        try
        {
            while (_reader.Peek() >= 0)
            {
                Line = _next;
                var cells = ReadRow();
                if (cells is not [""])
                    return cells;
            }
            return null;
        }
        catch (DecoderFallbackException)
        {
            throw LabelRefusal.Of(ProblemKinds.Syntax, "The file is not valid UTF-8.", "Save it as UTF-8.");
        }
    }

    private List<string> ReadRow()
    {
        var cells = new List<string>();
        var length = 0;
        while (true)
        {
            cells.Add(ReadCell(ref length));
            if (cells.Count > MaxCells)
                throw LabelRefusal.Of(ProblemKinds.TooLarge, $"A row has more than {MaxCells} cells.", "Check the format.");
            var end = _reader.Read();
            if (end == ',')
                continue;
            if (end == '\r' && _reader.Peek() == '\n')
                _reader.Read();
            _next++;
            return cells;
        }
    }

    private string ReadCell(ref int length)
    {
        var cell = new StringBuilder();
        if (_reader.Peek() == '"')
        {
            _reader.Read();
            ReadQuoted(cell, ref length);
            return cell.ToString();
        }
        while (_reader.Peek() is not (-1 or ',' or '\r' or '\n'))
            Take(cell, (char)_reader.Read(), ref length);
        return cell.ToString();
    }

    private void ReadQuoted(StringBuilder cell, ref int length)
    {
        while (_reader.Read() is >= 0 and var c)
        {
            if (c == '"' && _reader.Peek() != '"')
            {
                if (_reader.Peek() is not (-1 or ',' or '\r' or '\n'))
                    throw LabelRefusal.Of(ProblemKinds.Syntax, "Something follows a closing quote.", "Double quotes within cells.");
                return;
            }
            if (c == '"')
                _reader.Read();
            if (c == '\n')
                _next++;
            Take(cell, (char)c, ref length);
        }
        throw LabelRefusal.Of(ProblemKinds.Syntax, "A quote is not closed.", "Double quotes within cells, and close each cell.");
    }

    private static void Take(StringBuilder cell, char c, ref int length)
    {
        if (++length > LongestRow)
            throw LabelRefusal.Of(
                ProblemKinds.TooLarge, $"A row has more than {LongestRow} characters.", "Check whether a quote is missing.");
        cell.Append(c);
    }
}
