namespace Gyre.Execution.Supervision;

/// <summary>
/// Follows shell text just far enough to know whether a line of our own may stand after it without changing what the script means. When in
/// doubt it says no: then a warning is lost and nothing else.
/// </summary>
internal sealed class ShellScanner
{
    private int _depth;
    private bool _lost;

    /// <summary>Reads the next command of a script.</summary>
    /// <returns>Whether everything that was opened is closed, so that a new line is a new command.</returns>
    public bool IsCompleteAfter(string command)
    {
        if (_lost)
            return false;
        var commandPosition = true;
        for (var i = 0; i < command.Length && !_lost;)
            i = Step(command, i, ref commandPosition);
        _lost |= command.Contains("<<", StringComparison.Ordinal) || command.TrimEnd('\n').EndsWith('\\') || _depth < 0;
        return !_lost && _depth == 0 && !EndsWithOperator(command);
    }

    private int Step(string text, int i, ref bool commandPosition)
    {
        switch (text[i])
        {
            case '\\':
                commandPosition = false;
                return i + 2;
            case '\'':
                commandPosition = false;
                return After(text.IndexOf('\'', i + 1));
            case '"' or '`':
                commandPosition = false;
                return After(ClosingQuote(text, i));
            case '#' when i == 0 || char.IsWhiteSpace(text[i - 1]) || text[i - 1] == ';':
                var end = text.IndexOf('\n', i);
                return end < 0 ? text.Length : end;
            case '(':
                _depth++;
                commandPosition = true;
                return i + 1;
            case ')':
                _depth--;
                commandPosition = false;
                return i + 1;
            case '\n' or ';' or '&' or '|':
                commandPosition = true;
                return i + 1;
            case ' ' or '\t' or '\r':
                return i + 1;
            default:
                return Word(text, i, ref commandPosition);
        }
    }

    private int Word(string text, int i, ref bool commandPosition)
    {
        var end = i;
        while (end < text.Length && !" \t\r\n;&|()'\"`\\".Contains(text[end], StringComparison.Ordinal))
            end++;
        var word = text[i..end];
        if (!commandPosition)
            return end;
        switch (word)
        {
            case "if" or "for" or "while" or "until" or "select" or "case" or "{" or "[[":
                _depth++;
                break;
            case "fi" or "done" or "esac" or "}":
                _depth--;
                break;
        }
        // The patterns of a case and the text of a test have rules of their own; leave those scripts alone from here on.
        _lost |= word is "case" or "[[" && text.IndexOf(word == "case" ? "esac" : "]]", end, StringComparison.Ordinal) < 0;
        if (word is "case" or "[[" && !_lost)
        {
            _depth--;
            commandPosition = false;
            return text.IndexOf(word == "case" ? "esac" : "]]", end, StringComparison.Ordinal) + (word == "case" ? 4 : 2);
        }
        commandPosition = word is "if" or "then" or "else" or "elif" or "while" or "until" or "do" or "{" or "!" or "fi" or "done" or "esac" or "}";
        return end;
    }

    private int After(int place)
    {
        _lost |= place < 0;
        return place < 0 ? int.MaxValue : place + 1;
    }

    private static int ClosingQuote(string text, int start)
    {
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == text[start])
                return i;
            else if (text[i] == '$' && i + 1 < text.Length && text[i + 1] == '(')
                return text.IndexOf('"', i) is var inner && inner == text.LastIndexOf('"') ? inner : -1;
        }
        return -1;
    }

    private static bool EndsWithOperator(string command)
    {
        var trimmed = command.TrimEnd();
        return trimmed.EndsWith("&&", StringComparison.Ordinal) || trimmed.EndsWith('|');
    }
}
