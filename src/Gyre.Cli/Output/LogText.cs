using System.Buffers;
using System.Text;

namespace Gyre.Cli.Output;

/// <summary>
/// Text of a step without what would steer the reader's terminal: title, cursor, screen, keyboard, clipboard. Colours may stay,
/// since they only colour; everything else that is not a character, a tab or the end of a line is left out. A sequence may come in several
/// pieces.
/// </summary>
/// <param name="colors">Whether colours stay.</param>
internal sealed class LogText(bool colors)
{
    private static readonly SearchValues<char> ColorDigits = SearchValues.Create("0123456789;:");
    private const int MaxSequence = 64;
    private const char Escape = '\e';
    private const char ControlSequence = '\u009b';
    private const char Bell = '\a';

    private readonly StringBuilder _sequence = new();
    private State _state;

    private enum State
    {
        /// <summary>Characters.</summary>
        Text,

        /// <summary>Behind an escape.</summary>
        Escaped,

        /// <summary>In the parameters of a control sequence, which a letter ends.</summary>
        Parameters,

        /// <summary>In a text for the terminal, which a bell or a string terminator ends.</summary>
        Words,

        /// <summary>Behind an escape in such a text.</summary>
        WordsEscaped,
    }

    /// <summary>Whether a colour was let through since the last <see cref="EndLine"/> that was not taken back.</summary>
    public bool IsColored { get; private set; }

    /// <summary>What may be shown of a piece.</summary>
    public string Clean(string piece)
    {
        if (_state == State.Text && !piece.AsSpan().ContainsAnyInRange('\0', '\x1f') && !piece.AsSpan().ContainsAnyInRange('\x7f', '\x9f'))
            return piece;
        var clean = new StringBuilder(piece.Length);
        foreach (var c in piece)
            Read(c, clean);
        return clean.ToString();
    }

    /// <summary>A sequence never goes on in the next line; a colour does not either.</summary>
    /// <returns>What takes back a colour; empty when there is none.</returns>
    public string EndLine()
    {
        _state = State.Text;
        _sequence.Clear();
        if (!IsColored)
            return "";
        IsColored = false;
        return "\e[0m";
    }

    private void Read(char c, StringBuilder clean)
    {
        _state = _state switch
        {
            State.Escaped => AfterEscape(c),
            State.Parameters => InParameters(c, clean),
            State.Words when c is Bell or '\u009c' => State.Text,
            State.Words => c == Escape ? State.WordsEscaped : State.Words,
            State.WordsEscaped => c == '\\' ? State.Text : c == Escape ? State.WordsEscaped : State.Words,
            _ => InText(c, clean),
        };
    }

    private State InText(char c, StringBuilder clean)
    {
        switch (c)
        {
            case Escape:
                return State.Escaped;
            case ControlSequence:
                _sequence.Clear();
                return State.Parameters;
            case '\u0090' or '\u0098' or '\u009d' or '\u009e' or '\u009f':
                return State.Words;
            default:
                if (c is '\n' or '\t' || !char.IsControl(c))
                    clean.Append(c);
                return State.Text;
        }
    }

    private State AfterEscape(char c)
    {
        switch (c)
        {
            case '[':
                _sequence.Clear();
                return State.Parameters;
            case ']' or 'P' or 'X' or '^' or '_':
                return State.Words;
            case Escape:
            // Sets of characters and the like: more characters come before the last.
            case >= ' ' and <= '/':
                return State.Escaped;
            default:
                return State.Text;
        }
    }

    private State InParameters(char c, StringBuilder clean)
    {
        switch (c)
        {
            case Escape:
                return State.Escaped;
            case >= ' ' and <= '?':
                if (_sequence.Length <= MaxSequence)
                    _sequence.Append(c);
                return State.Parameters;
            case 'm' when colors && IsColor():
                clean.Append("\e[").Append(_sequence).Append('m');
                IsColored = _sequence.Length > 0 && _sequence.ToString() is not "0";
                return State.Text;
            default:
                return State.Text;
        }
    }

    private bool IsColor()
    {
        if (_sequence.Length > MaxSequence)
            return false;
        foreach (var chunk in _sequence.GetChunks())
        {
            if (chunk.Span.IndexOfAnyExcept(ColorDigits) >= 0)
                return false;
        }
        return true;
    }
}
