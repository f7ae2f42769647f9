namespace Gyre.Core.Expressions;

/// <summary>Carries an error out of the parser or evaluator; never leaves <see cref="Expression"/>.</summary>
internal sealed class ExpressionException(ExpressionErrorKind kind, string message, int position) : Exception(message)
{
    public ExpressionError Error { get; } = new(kind, message, position);
}

/// <summary>An operation or a leaf. Trees may be very deep until the verifier has seen them: nothing may recurse before.</summary>
internal abstract record ExpressionNode(int Position)
{
    public virtual IReadOnlyList<ExpressionNode> Children => [];

    /// <summary>This node and all below, in order of appearance.</summary>
    public IEnumerable<ExpressionNode> Descend()
    {
        var waiting = new Stack<ExpressionNode>([this]);
        while (waiting.TryPop(out var node))
        {
            yield return node;
            for (var i = node.Children.Count - 1; i >= 0; i--)
                waiting.Push(node.Children[i]);
        }
    }
}

/// <summary>Null, bool, BigInteger, double or string.</summary>
internal sealed record ConstantNode(object? Constant, int Position) : ExpressionNode(Position);

internal sealed record NameNode(string Name, int Position) : ExpressionNode(Position);

internal sealed record UnaryNode(string Operator, ExpressionNode Operand, int Position) : ExpressionNode(Position)
{
    public override IReadOnlyList<ExpressionNode> Children => [Operand];
}

/// <summary>Arithmetic or one comparison.</summary>
internal sealed record BinaryNode(string Operator, ExpressionNode Left, ExpressionNode Right, int Position) : ExpressionNode(Position)
{
    public override IReadOnlyList<ExpressionNode> Children => [Left, Right];
}

/// <summary><c>and</c> or <c>or</c> over two or more.</summary>
internal sealed record LogicNode(bool IsAnd, IReadOnlyList<ExpressionNode> Operands, int Position) : ExpressionNode(Position)
{
    public override IReadOnlyList<ExpressionNode> Children => Operands;
}

internal sealed record CollectionNode(bool IsSet, IReadOnlyList<ExpressionNode> Items, int Position) : ExpressionNode(Position)
{
    public override IReadOnlyList<ExpressionNode> Children => Items;
}

internal sealed record CallNode(string Function, IReadOnlyList<ExpressionNode> Arguments, int Position) : ExpressionNode(Position)
{
    public override IReadOnlyList<ExpressionNode> Children => Arguments;
}

/// <summary>Well-formed, but left out of the language.</summary>
internal sealed record ForbiddenNode(string What, int Position) : ExpressionNode(Position);

internal static class ExpressionVerifier
{
    /// <summary>Refuses what is nested too deep or left out of the language; recursion ends at the depth limit.</summary>
    public static void Verify(ExpressionNode node, int maxDepth) => Visit(node, maxDepth - 1);

    private static void Visit(ExpressionNode node, int depthLeft)
    {
        if (depthLeft <= 0)
            throw new ExpressionException(ExpressionErrorKind.TooComplex, $"The expression is nested deeper than {Expression.MaxDepth} levels.", node.Position);
        if (node is ForbiddenNode forbidden)
            throw new ExpressionException(ExpressionErrorKind.NotAllowed, $"{forbidden.What} not supported in conditions.", node.Position);
        foreach (var child in node.Children)
            Visit(child, depthLeft - 1);
    }
}
