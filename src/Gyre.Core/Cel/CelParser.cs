using System.Text.RegularExpressions;

namespace Gyre.Core.Cel;

/// <summary>Words to a tree, by precedence climbing. Chains are read in loops; only brackets nest, and they are counted.</summary>
internal sealed class CelParser
{
    private static readonly HashSet<string> Reserved = new(
        ["as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var", "void", "while"],
        StringComparer.Ordinal);

    private static readonly string[] Macros = ["all", "exists", "exists_one", "existsOne", "map", "filter"];
    private static readonly string[] Relations = ["==", "!=", "<=", ">=", "<", ">", "in"];
    private static readonly string[] Sums = ["+", "-"];
    private static readonly string[] Products = ["*", "/", "%"];

    private readonly List<CelToken> _tokens;
    private readonly List<string> _variables = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private int _at;
    private int _depth;
    private int _nodes;

    public CelParser(string text) => _tokens = new CelLexer(text).Read();

    public IReadOnlyList<string> Variables => _variables;

    private CelToken Current => _tokens[_at];

    public CelNode Parse()
    {
        var node = ReadChoice();
        return Current.Kind == CelTokenKind.End ? node : throw Unexpected();
    }

    private CelException Unexpected() => Current.Kind == CelTokenKind.End
        ? CelException.Syntax("The expression is incomplete.", Current.Position)
        : CelException.Syntax($"Unexpected {Shown(Current)}.", Current.Position);

    private static string Shown(CelToken token) =>
        token.Kind == CelTokenKind.Text ? "string" : $"'{(token.Text.Length <= 40 ? token.Text : token.Text[..40] + "...")}'";

    private bool Take(string op)
    {
        if (!Current.Is(op))
            return false;
        _at++;
        return true;
    }

    private bool TakeAny(string[] operators, out CelToken taken)
    {
        taken = Current;
        return Array.Exists(operators, Take);
    }

    private void Demand(string op)
    {
        if (!Take(op))
            throw Unexpected();
    }

    private T Counted<T>(T node, int position)
    {
        if (++_nodes > CelExpression.MaxNodes)
            throw new CelException(new CelFault(CelErrorKind.TooComplex, $"The expression has more than {CelExpression.MaxNodes} parts.") { Position = position });
        return node;
    }

    private void Enter(int position)
    {
        if (++_depth > CelExpression.MaxDepth)
            throw new CelException(new CelFault(
                CelErrorKind.TooComplex,
                $"The expression is nested deeper than {CelExpression.MaxDepth} levels.")
            { Position = position });
    }

    private CelNode ReadChoice()
    {
        var start = Current.Position;
        var branches = new List<(CelNode, CelNode)>();
        while (true)
        {
            var node = ReadLogic(isAnd: false);
            if (!Take("?"))
                return branches.Count == 0 ? node : Counted(new CelChoice(branches, node, start), start);
            branches.Add((node, ReadLogic(isAnd: false)));
            Demand(":");
        }
    }

    private CelNode ReadLogic(bool isAnd)
    {
        var start = Current.Position;
        var first = isAnd ? ReadRelation() : ReadLogic(isAnd: true);
        var op = isAnd ? "&&" : "||";
        if (!Current.Is(op))
            return first;
        var operands = new List<CelNode> { first };
        while (Take(op))
            operands.Add(isAnd ? ReadRelation() : ReadLogic(isAnd: true));
        return Counted(new CelLogic(isAnd, operands, start), start);
    }

    private CelNode ReadRelation() => ReadCycle(Relations, ReadSum);

    private CelNode ReadSum() => ReadCycle(Sums, ReadProduct);

    private CelNode ReadProduct() => ReadCycle(Products, ReadUnary);

    private CelNode ReadCycle(string[] operators, Func<CelNode> read)
    {
        var start = Current.Position;
        var first = read();
        List<CelLink>? links = null;
        while (TakeAny(operators, out var op))
            (links ??= []).Add(Counted(new CelLink(op.Text, read(), op.Position), op.Position));
        return links is null ? first : new CelChain(first, links, start);
    }

    private CelNode ReadUnary()
    {
        var first = Current;
        if (!first.Is("!") && !first.Is("-"))
            return ReadPath();
        var times = 0;
        while (Take(first.Text))
            times++;
        if (first.Text == "-" && Current.Kind is CelTokenKind.Integer or CelTokenKind.Double)
        {
            // The sign belongs to the literal: the lowest integer has no positive counterpart.
            var operand = ReadPath(negative: true);
            return times == 1 ? operand : new CelUnary('-', times - 1, operand, first.Position);
        }
        return new CelUnary(first.Text[0], times, ReadPath(), first.Position);
    }

    private CelNode ReadPath(bool negative = false)
    {
        var start = Current.Position;
        var node = ReadPrimary(negative);
        List<CelSegment>? segments = null;
        while (ReadSegment() is { } segment)
            (segments ??= []).Add(Counted(segment, segment.Position));
        return segments is null ? node : new CelPath(node, segments, start);
    }

    private CelSegment? ReadSegment()
    {
        var position = Current.Position;
        if (Take("["))
        {
            Enter(position);
            var key = ReadChoice();
            Demand("]");
            _depth--;
            return new CelIndex(key, position);
        }
        if (!Take("."))
            return null;
        var name = Current;
        if (name.Kind != CelTokenKind.Name)
            throw CelException.Syntax(
                "Expected a name after the period.",
                name.Position,
                "For a name with characters other than letters, digits and '_', use ['name'].");
        _at++;
        if (!Current.Is("("))
            return new CelField(name.Text, name.Position);
        var arguments = ReadArguments();
        return Bind(name, arguments, isMethod: true, (function, pattern) => (CelSegment)new CelMethod(function, arguments, pattern, name.Position));
    }

    private List<CelNode> ReadArguments() => ReadItems("(", ")", ReadChoice);

    private List<T> ReadItems<T>(string open, string close, Func<T> read)
    {
        Enter(Current.Position);
        Demand(open);
        var items = new List<T>();
        while (!Take(close))
        {
            items.Add(read());
            if (!Take(","))
            {
                Demand(close);
                break;
            }
            if (Current.Is(close) && open == "(")
                throw Unexpected();
        }
        _depth--;
        return items;
    }

    private CelNode ReadPrimary(bool negative)
    {
        var token = Current;
        Counted(token, token.Position);
        if (token.Is("["))
            return new CelListNode(ReadItems("[", "]", ReadChoice), token.Position);
        if (token.Is("{"))
            return new CelMapNode(ReadItems("{", "}", ReadEntry), token.Position);
        if (token.Is("("))
            return ReadBracketed();
        _at += token.Kind is CelTokenKind.Operator or CelTokenKind.End ? 0 : 1;
        return token.Kind switch
        {
            CelTokenKind.Integer => new CelLiteral(ReadInteger(token, negative), token.Position),
            CelTokenKind.Unsigned => new CelLiteral(token.Whole, token.Position),
            CelTokenKind.Double => new CelLiteral(negative ? -token.Real : token.Real, token.Position),
            CelTokenKind.Text => new CelLiteral(token.Text, token.Position),
            CelTokenKind.Name => ReadWord(token),
            _ => throw Unexpected(),
        };
    }

    private CelNode ReadBracketed()
    {
        Enter(Current.Position);
        Demand("(");
        var node = ReadChoice();
        Demand(")");
        _depth--;
        return node;
    }

    private (CelNode Key, CelNode Value) ReadEntry()
    {
        var key = ReadChoice();
        Demand(":");
        return (key, ReadChoice());
    }

    private static long ReadInteger(CelToken token, bool negative)
    {
        if (negative)
            return unchecked(-(long)token.Whole);
        return token.Whole <= long.MaxValue ? (long)token.Whole : throw CelException.Syntax(
            "The integer does not fit into 64 bits.", token.Position, "Write it as a double, with a decimal point.");
    }

    private CelNode ReadWord(CelToken token)
    {
        switch (token.Text)
        {
            case "true":
                return new CelLiteral(true, token.Position);
            case "false":
                return new CelLiteral(false, token.Position);
            case "null":
                return new CelLiteral(null, token.Position);
        }
        if (Reserved.Contains(token.Text))
            throw CelException.Syntax($"'{token.Text}' is a reserved word.", token.Position, "Use another name.");
        if (Current.Is("("))
            return ReadCall(token);
        if (!CelType.IsName(token.Text) && _seen.Add(token.Text))
            _variables.Add(token.Text);
        return new CelName(token.Text, token.Position);
    }

    private CelNode ReadCall(CelToken name)
    {
        var arguments = ReadArguments();
        if (name.Text != "has")
            return Bind(name, arguments, isMethod: false, (function, pattern) => (CelNode)new CelCall(function, arguments, pattern, name.Position));
        if (arguments is not [CelPath { Segments: [.., CelField field] } path])
            throw CelException.Syntax(
                "has() requires a field selection such as has(x.y).", name.Position, "For other names, use 'name' in x.");
        var target = path.Segments.Count == 1 ? path.Start : path with { Segments = [.. path.Segments.SkipLast(1)] };
        return new CelHas(target, field.Name, name.Position);
    }

    private static T Bind<T>(CelToken name, List<CelNode> arguments, bool isMethod, Func<CelFunction, Regex?, T> make)
    {
        if (!CelFunctions.All.TryGetValue(name.Text, out var function))
            throw NoFunction(name, $"Unknown function '{name.Text}'{(isMethod && Macros.Contains(name.Text, StringComparer.Ordinal) ? " (macros over elements are not supported)" : "")}.", $"Available functions: {CelFunctions.Names}.");
        var given = arguments.Count + (isMethod ? 1 : 0);
        if (given != function.Arity)
            throw NoFunction(name, $"{name.Text} requires {function.Arity} arguments but was given {given}.", null);
        return make(function, function.Name == CelFunctions.Matches ? Pattern(arguments[^1]) : null);
    }

    private static Regex? Pattern(CelNode argument)
    {
        if (argument is not CelLiteral { Constant: string text })
            return null;
        return CelPattern.TryRead(text, out var pattern, out var fault) ? pattern : throw new CelException((fault with { Kind = CelErrorKind.Syntax }).At(argument.Position));
    }

    private static CelException NoFunction(CelToken name, string message, string? remedy) =>
        new(new CelFault(CelErrorKind.NoFunction, message, remedy) { Position = name.Position });
}
