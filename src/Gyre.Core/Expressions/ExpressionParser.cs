namespace Gyre.Core.Expressions;

/// <summary>
/// Words to a tree. Chains are read in loops; brackets and the few constructs that nest share one counter, so no text can
/// use up the stack.
/// </summary>
internal sealed class ExpressionParser
{
    /// <summary>Far more than the language's depth allows; brackets alone add no depth.</summary>
    private const int MaxNesting = 100;

    private static readonly string[] Comparisons = ["<", ">", "<=", ">=", "==", "!=", "in", "is", "not"];
    private static readonly string[] Bitwise = ["|", "^", "&", "<<", ">>"];

    private readonly List<ExpressionToken> _tokens;
    private int _at;
    private int _nesting;

    private ExpressionParser(List<ExpressionToken> tokens) => _tokens = tokens;

    private ExpressionToken Current => _tokens[_at];

    public static ExpressionNode Parse(string text)
    {
        var parser = new ExpressionParser(new ExpressionLexer(text).Read());
        var node = parser.ReadList();
        if (parser.Current.Kind != ExpressionTokenKind.End)
            throw Unexpected(parser.Current);
        return node;
    }

    private static ExpressionException Unexpected(ExpressionToken token) => new(
        ExpressionErrorKind.Syntax,
        token.Kind == ExpressionTokenKind.End ? "The expression is incomplete." : $"Unexpected '{Shown(token.Text)}'{(token.Is("=") ? "; use '==' to compare" : "")}.",
        token.Position);

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "...";

    private bool Take(string op)
    {
        if (!Current.Is(op))
            return false;
        _at++;
        return true;
    }

    private void Demand(string op)
    {
        if (!Take(op))
            throw Unexpected(Current);
    }

    private void Enter()
    {
        if (++_nesting > MaxNesting)
            throw new ExpressionException(
                ExpressionErrorKind.TooComplex, $"The expression is nested deeper than {MaxNesting} levels.", Current.Position);
    }

    /// <summary>One expression, or several with commas between: a tuple without brackets.</summary>
    private ExpressionNode ReadList()
    {
        var start = Current.Position;
        var first = ReadOr();
        if (!Current.Is(","))
            return first;
        var items = new List<ExpressionNode> { first };
        while (Take(",") && Current.Kind != ExpressionTokenKind.End)
            items.Add(ReadOr());
        return new CollectionNode(false, items, start);
    }

    private ExpressionNode ReadOr() => ReadLogic("or", ReadAnd, isAnd: false);

    private ExpressionNode ReadAnd() => ReadLogic("and", ReadNot, isAnd: true);

    private ExpressionNode ReadLogic(string word, Func<ExpressionNode> read, bool isAnd)
    {
        var start = Current.Position;
        var first = read();
        if (!Current.Is(word))
            return first;
        var operands = new List<ExpressionNode> { first };
        while (Take(word))
            operands.Add(read());
        return new LogicNode(isAnd, operands, start);
    }

    private ExpressionNode ReadNot()
    {
        var positions = new Stack<int>();
        for (; Current.Is("not"); _at++)
            positions.Push(Current.Position);
        var node = ReadComparison();
        while (positions.TryPop(out var position))
            node = new UnaryNode("not", node, position);
        return node;
    }

    private ExpressionNode ReadComparison()
    {
        var start = Current.Position;
        var left = ReadBitwise();
        ExpressionNode? result = null;
        while (ReadComparisonOperator() is { } op)
        {
            var right = ReadBitwise();
            result = result is null ? new BinaryNode(op, left, right, start) : new ForbiddenNode(
                "A chained comparison (join two with 'and' instead) is", start);
        }
        return result ?? left;
    }

    private string? ReadComparisonOperator()
    {
        var token = Current;
        if (token.Kind != ExpressionTokenKind.Operator || !Comparisons.Contains(token.Text, StringComparer.Ordinal))
            return null;
        if (token.Is("not"))
        {
            if (!_tokens[_at + 1].Is("in"))
                return null;
            _at += 2;
            return "not in";
        }
        _at++;
        return token.Is("is") && Take("not") ? "is not" : token.Text;
    }

    private ExpressionNode ReadBitwise() => ReadCycle(Bitwise, ReadSum, _ => "Bitwise arithmetic is");

    private ExpressionNode ReadSum() => ReadCycle(["+", "-"], ReadProduct, _ => null);

    private ExpressionNode ReadProduct() => ReadCycle(["*", "/", "//", "%", "@"], ReadSigned, op => op is "%" or "@" ? $"The operator '{op}' is" : null);

    private ExpressionNode ReadCycle(string[] operators, Func<ExpressionNode> read, Func<string, string?> forbidden)
    {
        var start = Current.Position;
        var left = read();
        while (Current.Kind == ExpressionTokenKind.Operator && operators.Contains(Current.Text, StringComparer.Ordinal))
        {
            var op = Current;
            _at++;
            var right = read();
            left = forbidden(op.Text) is { } what ? new ForbiddenNode(what, op.Position) : new BinaryNode(op.Text, left, right, start);
        }
        return left;
    }

    private ExpressionNode ReadSigned()
    {
        var signs = new Stack<ExpressionToken>();
        for (; Current.Is("+") || Current.Is("-") || Current.Is("~"); _at++)
            signs.Push(Current);
        var node = ReadPower();
        while (signs.TryPop(out var sign))
            node = sign.Is("~") ? new ForbiddenNode("The operator '~' is", sign.Position) : new UnaryNode(sign.Text, node, sign.Position);
        return node;
    }

    /// <summary>Powers are left out, so their operands are only read past; signs may stand before each.</summary>
    private ExpressionNode ReadPower()
    {
        var node = ReadPostfix();
        while (Current.Is("**"))
        {
            node = new ForbiddenNode("The operator '**' is", Current.Position);
            _at++;
            while (Current.Is("+") || Current.Is("-") || Current.Is("~"))
                _at++;
            ReadPostfix();
        }
        return node;
    }

    private ExpressionNode ReadPostfix()
    {
        var node = ReadAtom();
        while (true)
        {
            var token = Current;
            if (Take("."))
                node = ReadMember(node, token.Position);
            else if (Take("("))
                node = ReadCall(node, token.Position);
            else if (Take("["))
                node = ReadSubscript(token.Position);
            else
                return node;
        }
    }

    /// <summary>A chain of names becomes one dotted name; members of anything else are left out.</summary>
    private ExpressionNode ReadMember(ExpressionNode of, int position)
    {
        var member = Current;
        if (member.Kind != ExpressionTokenKind.Name || member.Text is "True" or "False" or "None")
            throw Unexpected(member);
        _at++;
        if (of is not NameNode name)
            return new ForbiddenNode("An attribute of an expression that is not a name is", position);
        var parts = new System.Text.StringBuilder(name.Name).Append('.').Append(member.Text);
        while (Current.Is(".") && _tokens[_at + 1] is { Kind: ExpressionTokenKind.Name, Text: not ("True" or "False" or "None") } next)
        {
            parts.Append('.').Append(next.Text);
            _at += 2;
        }
        return new NameNode(parts.ToString(), name.Position);
    }

    private ExpressionNode ReadCall(ExpressionNode function, int position)
    {
        var (items, forbidden) = ReadItems(")", isCall: true);
        if (function is not NameNode name || name.Name.Contains('.', StringComparison.Ordinal))
            return new ForbiddenNode("A call of anything other than a function name is", position);
        return forbidden is null ? new CallNode(name.Name, items, name.Position) : forbidden;
    }

    private ForbiddenNode ReadSubscript(int position)
    {
        Enter();
        var any = false;
        while (!Take("]"))
        {
            if (Take(",") || Take(":"))
                continue;
            ReadOr();
            any = true;
        }
        _nesting--;
        return any || _tokens[_at - 2].Is(":") ? new ForbiddenNode("A subscript is", position) : throw Unexpected(_tokens[_at - 1]);
    }

    private ExpressionNode ReadAtom()
    {
        var token = Current;
        switch (token.Kind)
        {
            case ExpressionTokenKind.Name:
                _at++;
                return token.Text switch
                {
                    "True" => new ConstantNode(true, token.Position),
                    "False" => new ConstantNode(false, token.Position),
                    "None" => new ConstantNode(null, token.Position),
                    _ => new NameNode(token.Text, token.Position),
                };
            case ExpressionTokenKind.Number:
                _at++;
                return token.Forbidden is null ? new ConstantNode(token.Value, token.Position) : new ForbiddenNode(token.Forbidden, token.Position);
            case ExpressionTokenKind.Text:
                return ReadText();
        }
        if (Take("("))
            return ReadBracket(token.Position);
        if (Take("{"))
            return ReadSet(token.Position);
        if (Take("["))
        {
            ReadItems("]", isCall: false);
            return new ForbiddenNode("A list (use a tuple instead) is", token.Position);
        }
        return Take("...") ? new ForbiddenNode("'...' is", token.Position) : throw Unexpected(token);
    }

    /// <summary>Texts side by side are one text.</summary>
    private ExpressionNode ReadText()
    {
        var first = Current;
        var text = new System.Text.StringBuilder();
        string? forbidden = null;
        for (; Current.Kind == ExpressionTokenKind.Text; _at++)
        {
            forbidden ??= Current.Forbidden;
            text.Append((string)Current.Value!);
        }
        return forbidden is null ? new ConstantNode(text.ToString(), first.Position) : new ForbiddenNode(forbidden, first.Position);
    }

    private ExpressionNode ReadBracket(int position)
    {
        var (items, forbidden) = ReadItems(")", isCall: false);
        if (forbidden is not null)
            return forbidden;
        var isTuple = items.Count != 1 || _tokens[_at - 2].Is(",");
        return isTuple ? new CollectionNode(false, items, position) : items[0];
    }

    private ExpressionNode ReadSet(int position)
    {
        var (items, forbidden) = ReadItems("}", isCall: false);
        if (forbidden is not null)
            return forbidden;
        return items.Count == 0 ? new ForbiddenNode("A dictionary is", position) : new CollectionNode(true, items, position);
    }

    /// <summary>Items up to the closing bracket, with what is left out of the language among them.</summary>
    private (List<ExpressionNode> Items, ForbiddenNode? Forbidden) ReadItems(string close, bool isCall)
    {
        Enter();
        var items = new List<ExpressionNode>();
        ForbiddenNode? forbidden = null;
        while (!Take(close))
        {
            if (items.Count > 0 || forbidden is not null)
            {
                Demand(",");
                if (items.Count > 0 && Take(close))
                    break;
            }
            forbidden = ReadItem(items, isCall, close == "}") ?? forbidden;
        }
        _nesting--;
        return (items, forbidden);
    }

    private ForbiddenNode? ReadItem(List<ExpressionNode> items, bool isCall, bool isSet)
    {
        var token = Current;
        if (Take("*") || Take("**"))
        {
            items.Add(ReadOr());
            return new ForbiddenNode("Unpacking is", token.Position);
        }
        items.Add(ReadOr());
        var after = Current;
        if (after.Is("for"))
            throw new ExpressionException(
                ExpressionErrorKind.NotAllowed, "A comprehension is not supported in conditions.", after.Position);
        var pair = (isCall && after.Is("=")) || (isSet && after.Is(":")) || after.Is(":=");
        if (!pair || (items[^1] is not NameNode && !after.Is(":")))
            return null;
        _at++;
        ReadOr();
        return new ForbiddenNode(
            after.Is("=") ? "A keyword argument is" : after.Is(":") ? "A dictionary is" : "An assignment is", after.Position);
    }
}
