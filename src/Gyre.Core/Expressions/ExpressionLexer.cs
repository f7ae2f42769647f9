using System.Globalization;
using System.Numerics;

namespace Gyre.Core.Expressions;

internal enum ExpressionTokenKind
{
    Name,
    Number,
    Text,
    Operator,
    End,
}

/// <summary>A word of the language.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As written; the operator or name.</param>
/// <param name="Value">Of numbers (BigInteger, double) and texts (string).</param>
/// <param name="Position">Where it starts.</param>
/// <param name="Forbidden">What is wrong with a literal that is well-formed but left out, or null.</param>
internal readonly record struct ExpressionToken(ExpressionTokenKind Kind, string Text, object? Value, int Position, string? Forbidden = null)
{
    public bool Is(string op) => Kind == ExpressionTokenKind.Operator && string.Equals(Text, op, StringComparison.Ordinal);
}

/// <summary>Cuts a text into words. Line breaks count as white space inside brackets and at the ends only.</summary>
internal sealed class ExpressionLexer(string text)
{
    /// <summary>Digits that an integer literal may have, as in the language the syntax comes from.</summary>
    private const int MaxDigits = 4300;

    private static readonly string[] Operators =
        ["...", "**", "//", "<<", ">>", "<=", ">=", "==", "!=", ":=", "->", "+", "-", "*", "/", "%", "@", "&", "|", "^", "~", "<", ">", "(", ")", "[", "]", "{", "}", ",", ":", ".", "="];

    private static readonly HashSet<string> WordOperators = new(["and", "or", "not", "in", "is", "for"], StringComparer.Ordinal);

    private readonly List<ExpressionToken> _tokens = [];
    private int _at;
    private int _open;

    public List<ExpressionToken> Read()
    {
        SkipSpace(atEnds: true);
        while (_at < text.Length)
        {
            ReadToken();
            SkipSpace(atEnds: false);
        }
        _tokens.Add(new(ExpressionTokenKind.End, "", null, text.Length));
        return _tokens;
    }

    private static ExpressionException Syntax(string message, int position) => new(ExpressionErrorKind.Syntax, message, position);

    private void SkipSpace(bool atEnds)
    {
        var broken = -1;
        for (; _at < text.Length; _at++)
        {
            var c = text[_at];
            if (c is '\n' or '\r')
                broken = broken < 0 ? _at : broken;
            else if (c == '#')
                SkipComment();
            else if (c == '\\' && _at + 1 < text.Length && text[_at + 1] is '\n')
                _at++;
            else if (c is not (' ' or '\t' or '\f'))
                break;
        }
        if (broken >= 0 && !atEnds && _open == 0 && _at < text.Length)
            throw Syntax("The expression continues after a line break; put it in parentheses.", broken);
    }

    private void SkipComment()
    {
        while (_at + 1 < text.Length && text[_at + 1] is not ('\n' or '\r'))
            _at++;
    }

    private void ReadToken()
    {
        var c = text[_at];
        if (ExpressionTextLiteral.TryRead(text, _at, out var literal, out var next))
        {
            _tokens.Add(literal);
            _at = next;
        }
        else if (IsNameStart(c))
            ReadName();
        else if (char.IsAsciiDigit(c) || (c == '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1])))
            ReadNumber();
        else
            ReadOperator();
    }

    /// <summary>A name goes on over dashes when nothing stands between: <c>best-acc</c>, <c>loss-1</c>.</summary>
    private void ReadName()
    {
        var start = _at;
        _at = EndOfWord(_at);
        while (EndOfDashedPart(_at) is var end && end > _at)
            _at = end;
        var name = text[start.._at];
        var kind = WordOperators.Contains(name) ? ExpressionTokenKind.Operator : ExpressionTokenKind.Name;
        _tokens.Add(new(kind, name, null, start));
    }

    private int EndOfDashedPart(int from)
    {
        var at = from;
        while (at < text.Length && text[at] == '-')
            at++;
        if (at == from || at >= text.Length)
            return from;
        if (IsNameStart(text[at]))
            return EndOfWord(at);
        return char.IsAsciiDigit(text[at]) && IsPlainDigits(at, out var end) ? end : from;
    }

    /// <summary>Digits that are a number of their own and not the start of <c>1.5</c>, <c>1e3</c>, <c>0x1</c> or <c>1_0</c>.</summary>
    private bool IsPlainDigits(int from, out int end)
    {
        end = from;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        if (end >= text.Length)
            return true;
        if (text[end] is '.' or '_')
            return false;
        if (!IsNameStart(text[end]))
            return true;
        var isExponent = text[end] is 'e' or 'E' && end + 1 < text.Length && (char.IsAsciiDigit(text[end + 1]) || text[end + 1] is '+' or '-');
        var isRadix = end == from + 1 && text[from] == '0' && text[end] is 'x' or 'X' or 'o' or 'O' or 'b' or 'B';
        if (isExponent || isRadix || text[end] is 'j' or 'J')
            return false;
        end = EndOfWord(end);
        return true;
    }

    private int EndOfWord(int from)
    {
        while (from < text.Length && (IsNameStart(text[from]) || char.IsDigit(text[from]) || char.GetUnicodeCategory(text[from]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark))
            from++;
        return from;
    }

    private static bool IsNameStart(char c) => c == '_' || char.IsLetter(c);

    private void ReadNumber()
    {
        var start = _at;
        if (text[_at] == '0' && _at + 1 < text.Length && text[_at + 1] is 'x' or 'X' or 'o' or 'O' or 'b' or 'B')
        {
            ReadRadix(start);
            return;
        }
        var isFloat = SkipDecimal();
        if (_at < text.Length && text[_at] is 'j' or 'J')
        {
            _at++;
            _tokens.Add(new(ExpressionTokenKind.Number, text[start.._at], 0d, start, "A complex number is"));
            return;
        }
        RefuseWordAfter(start);
        var digits = text[start.._at].Replace("_", "", StringComparison.Ordinal);
        _tokens.Add(new(ExpressionTokenKind.Number, digits, isFloat ? (object)ParseDouble(digits) : ParseInteger(digits, start), start));
    }

    private bool SkipDecimal()
    {
        SkipDigits();
        var isFloat = false;
        if (_at < text.Length && text[_at] == '.')
        {
            isFloat = true;
            _at++;
            SkipDigits();
        }
        var sign = _at + 1 < text.Length && text[_at + 1] is '+' or '-' ? 1 : 0;
        if (_at < text.Length && text[_at] is 'e' or 'E' && _at + 1 + sign < text.Length && char.IsAsciiDigit(text[_at + 1 + sign]))
        {
            isFloat = true;
            _at += 1 + sign;
            SkipDigits();
        }
        return isFloat;
    }

    private void SkipDigits()
    {
        while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || (text[_at] == '_' && _at > 0 && char.IsAsciiDigit(text[_at - 1]) && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1]))))
            _at++;
    }

    private void ReadRadix(int start)
    {
        var radix = char.ToLowerInvariant(text[_at + 1]) switch { 'x' => 16, 'o' => 8, _ => 2 };
        var value = BigInteger.Zero;
        var any = false;
        for (_at += 2; _at < text.Length; _at++)
        {
            if (text[_at] == '_')
                continue;
            var digit = char.IsAsciiHexDigit(text[_at]) ? Convert.ToInt32(text[_at].ToString(), 16) : 99;
            if (digit >= radix)
                break;
            if (_at - start > MaxDigits)
                throw Syntax($"The number has more than {MaxDigits} digits.", start);
            value = value * radix + digit;
            any = true;
        }
        if (!any)
            throw Syntax("The number has no digits.", start);
        RefuseWordAfter(start);
        _tokens.Add(new(ExpressionTokenKind.Number, text[start.._at], value, start));
    }

    private void RefuseWordAfter(int start)
    {
        if (_at < text.Length && (IsNameStart(text[_at]) || char.IsAsciiDigit(text[_at])))
            throw Syntax("A number is followed by a letter; add a space or an operator between them.", start);
    }

    private static double ParseDouble(string digits) => double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static BigInteger ParseInteger(string digits, int position)
    {
        if (digits.Length > MaxDigits)
            throw Syntax($"The number has more than {MaxDigits} digits.", position);
        if (digits.Length > 1 && digits[0] == '0' && digits.AsSpan().ContainsAnyExcept('0'))
            throw Syntax("A decimal number must not start with 0.", position);
        return BigInteger.Parse(digits, CultureInfo.InvariantCulture);
    }

    private void ReadOperator()
    {
        foreach (var op in Operators)
        {
            if (string.CompareOrdinal(text, _at, op, 0, op.Length) != 0)
                continue;
            _open += op is "(" or "[" or "{" ? 1 : op is ")" or "]" or "}" && _open > 0 ? -1 : 0;
            _tokens.Add(new(ExpressionTokenKind.Operator, op, null, _at));
            _at += op.Length;
            return;
        }
        throw Syntax($"Unexpected character '{Shown(text[_at])}'.", _at);
    }

    private static string Shown(char c) => char.IsControl(c) || char.IsSurrogate(c) ? $"U+{(int)c:X4}" : c.ToString();
}
