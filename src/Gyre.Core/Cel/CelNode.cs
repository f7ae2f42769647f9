using System.Text.RegularExpressions;

namespace Gyre.Core.Cel;

/// <summary>
/// An operation or a leaf. Chains of operators, selections and alternatives are one node with a list, so that only brackets make a tree deep and
/// a walk may recurse.
/// </summary>
internal abstract record CelNode(int Position);

/// <summary>Null, bool, long, ulong, double or string.</summary>
internal sealed record CelLiteral(object? Constant, int Position) : CelNode(Position);

internal sealed record CelName(string Name, int Position) : CelNode(Position);

/// <summary><c>! x</c> or <c>- x</c>, so many times.</summary>
internal sealed record CelUnary(char Operator, int Times, CelNode Operand, int Position) : CelNode(Position);

/// <summary>Operators of one precedence, from left to right: arithmetic, or comparison with <c>in</c>.</summary>
internal sealed record CelChain(CelNode First, IReadOnlyList<CelLink> Links, int Position) : CelNode(Position);

internal sealed record CelLink(string Operator, CelNode Operand, int Position);

/// <summary><c>&amp;&amp;</c> or <c>||</c> over two or more.</summary>
internal sealed record CelLogic(bool IsAnd, IReadOnlyList<CelNode> Operands, int Position) : CelNode(Position);

/// <summary><c>a ? b : c ? d : e</c>.</summary>
internal sealed record CelChoice(IReadOnlyList<(CelNode Condition, CelNode Value)> Branches, CelNode Otherwise, int Position) : CelNode(Position);

internal sealed record CelListNode(IReadOnlyList<CelNode> Items, int Position) : CelNode(Position);

internal sealed record CelMapNode(IReadOnlyList<(CelNode Key, CelNode Value)> Entries, int Position) : CelNode(Position);

/// <summary><c>has(x.y)</c>.</summary>
internal sealed record CelHas(CelNode Target, string Field, int Position) : CelNode(Position);

/// <summary>A value and what is taken from it, from left to right.</summary>
internal sealed record CelPath(CelNode Start, IReadOnlyList<CelSegment> Segments, int Position) : CelNode(Position);

/// <summary><c>.field</c>, <c>[index]</c> or <c>.method(...)</c>.</summary>
internal abstract record CelSegment(int Position);

internal sealed record CelField(string Name, int Position) : CelSegment(Position);

internal sealed record CelIndex(CelNode Key, int Position) : CelSegment(Position);

/// <param name="Function">What is called.</param>
/// <param name="Arguments">Without the value that it is a method of.</param>
/// <param name="Pattern">The regular expression, when it is known beforehand.</param>
/// <param name="Position">Where the name stands.</param>
internal sealed record CelMethod(CelFunction Function, IReadOnlyList<CelNode> Arguments, Regex? Pattern, int Position) : CelSegment(Position);

/// <summary><c>f(...)</c>; see <see cref="CelMethod"/>.</summary>
internal sealed record CelCall(CelFunction Function, IReadOnlyList<CelNode> Arguments, Regex? Pattern, int Position) : CelNode(Position);
