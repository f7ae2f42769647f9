using System.Globalization;

namespace Gyre.Core.Cel;

internal enum CelTokenKind
{
    Name,
    Integer,
    Unsigned,
    Double,
    Text,
    Operator,
    End,
}

/// <summary>A word of the language.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As written; of texts what they mean.</param>
/// <param name="Position">Where it starts.</param>
/// <param name="Whole">Of integers: their digits' number, without sign.</param>
/// <param name="Real">Of doubles.</param>
internal readonly record struct CelToken(CelTokenKind Kind, string Text, int Position, ulong Whole = 0, double Real = 0)
{
    public bool Is(string op) => Kind == CelTokenKind.Operator && string.Equals(Text, op, StringComparison.Ordinal);
}

/// <summary>Cuts a text into words.</summary>
internal sealed class CelLexer(string text)
{
    private static readonly string[] Operators =
        ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "?", ":", "+", "-", "*", "/", "%", "(", ")", "[", "]", "{", "}", ",", "."];

    private readonly List<CelToken> _tokens = [];
    private int _at;

    public List<CelToken> Read()
    {
        for (SkipSpace(); _at < text.Length; SkipSpace())
            ReadToken();
        _tokens.Add(new CelToken(CelTokenKind.End, "", text.Length));
        return _tokens;
    }

    private static bool IsNameStart(char c) => c == '_' || char.IsAsciiLetter(c);

    private static bool IsNamePart(char c) => c == '_' || char.IsAsciiLetterOrDigit(c);

    private static string Shown(char c) => char.IsControl(c) || char.IsSurrogate(c) ? $"U+{(int)c:X4}" : c.ToString();

    private char Peek(int ahead) => _at + ahead < text.Length ? text[_at + ahead] : '\0';

    private void SkipSpace()
    {
        for (; _at < text.Length; _at++)
        {
            if (text[_at] == '/' && Peek(1) == '/')
                SkipComment();
            else if (text[_at] is not (' ' or '\t' or '\n' or '\r' or '\f'))
                return;
        }
    }

    private void SkipComment()
    {
        while (_at + 1 < text.Length && text[_at + 1] != '\n')
            _at++;
    }

    private void ReadToken()
    {
        var c = text[_at];
        if (CelTextLiteral.TryRead(text, _at, out var literal, out var next))
        {
            _tokens.Add(literal);
            _at = next;
        }
        else if (IsNameStart(c))
            ReadName();
        else if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1)) && !FollowsOperand()))
            ReadNumber();
        else
            ReadOperator();
    }

    /// <summary>Then a point selects and does not begin a number.</summary>
    private bool FollowsOperand() => _tokens.Count > 0 && (_tokens[^1].Kind != CelTokenKind.Operator || _tokens[^1].Text is ")" or "]" or "}");

    private void ReadName()
    {
        var start = _at;
        while (_at < text.Length && IsNamePart(text[_at]))
            _at++;
        var name = text[start.._at];
        _tokens.Add(new CelToken(name == "in" ? CelTokenKind.Operator : CelTokenKind.Name, name, start));
    }

    private void ReadNumber()
    {
        var start = _at;
        if (text[_at] == '0' && Peek(1) is 'x' or 'X')
        {
            ReadHexadecimal(start);
            return;
        }
        SkipDigits();
        var isReal = SkipFraction();
        if (isReal)
            AddReal(start);
        else
            AddWhole(start, text.AsSpan(start, _at - start), NumberStyles.None);
    }

    private bool SkipFraction()
    {
        var isReal = false;
        if (Peek(0) == '.' && char.IsAsciiDigit(Peek(1)))
        {
            isReal = true;
            _at++;
            SkipDigits();
        }
        var sign = Peek(1) is '+' or '-' ? 1 : 0;
        if (Peek(0) is 'e' or 'E' && char.IsAsciiDigit(Peek(1 + sign)))
        {
            isReal = true;
            _at += 1 + sign;
            SkipDigits();
        }
        return isReal;
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Peek(0)))
            _at++;
    }

    private void ReadHexadecimal(int start)
    {
        _at += 2;
        var digits = _at;
        while (char.IsAsciiHexDigit(Peek(0)))
            _at++;
        if (_at == digits)
            throw CelException.Syntax("The number has no digits.", start, "Write hexadecimal numbers as 0x1F.");
        AddWhole(start, text.AsSpan(digits, _at - digits), NumberStyles.AllowHexSpecifier);
    }

    private void AddReal(int start)
    {
        RefuseWordAfter(start);
        var number = double.Parse(text.AsSpan(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(number))
            throw CelException.Syntax("The number is too large for a double.", start);
        _tokens.Add(new CelToken(CelTokenKind.Double, text[start.._at], start, Real: number));
    }

    private void AddWhole(int start, ReadOnlySpan<char> digits, NumberStyles style)
    {
        if (!ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out var number))
            throw CelException.Syntax("The integer does not fit into 64 bits.", start, "Write it as a double, with a decimal point.");
        var unsigned = Peek(0) is 'u' or 'U';
        _at += unsigned ? 1 : 0;
        RefuseWordAfter(start);
        if (!unsigned && number > long.MaxValue + 1UL)
            throw CelException.Syntax(
                "The integer does not fit into 64 bits.",
                start,
                "Add the suffix 'u' for an unsigned number, or write it as a double, with a decimal point.");
        _tokens.Add(new CelToken(unsigned ? CelTokenKind.Unsigned : CelTokenKind.Integer, text[start.._at], start, number));
    }

    private void RefuseWordAfter(int start)
    {
        if (IsNamePart(Peek(0)))
            throw CelException.Syntax("A number is followed by a letter or digit.", start, "Add a space or an operator between them.");
    }

    private void ReadOperator()
    {
        foreach (var op in Operators)
        {
            if (string.CompareOrdinal(text, _at, op, 0, op.Length) != 0)
                continue;
            _tokens.Add(new CelToken(CelTokenKind.Operator, op, _at));
            _at += op.Length;
            return;
        }
        throw CelException.Syntax($"Unexpected character '{Shown(text[_at])}'.", _at, text[_at] switch
        {
            '=' => "Use '==' to compare.",
            '&' => "Use '&&' for a logical and.",
            '|' => "Use '||' for a logical or.",
            _ => null,
        });
    }
}
