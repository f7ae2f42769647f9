using System.Collections;
using System.Globalization;
using System.Text;
using Gyre.Core.Cel;

namespace Gyre.Core.Tests.Cel;

/// <summary>Trees that are printed with as few brackets as the precedence allows, and with all of them, are read as the same tree.</summary>
public sealed class CelPrintTests
{
    private static readonly string[][] Levels = [["||"], ["&&"], ["==", "!=", "<", "<=", ">", ">=", "in"], ["+", "-"], ["*", "/", "%"]];
    private static readonly string[] Leaves = ["1", "2.5", "3u", "'t'", "x", "true", "null", "[1, x]", "{'a': 1}", "size('ab')", "inputs.parameter_values['n']", "has(inputs.q)", "[1, 2][0]"];

    [Fact]
    public void What_is_printed_is_read_as_the_same_tree()
    {
        var random = new SeededRandom(8);
        for (var round = 0; round < 5000; round++)
        {
            var tree = Tree.Random(random, 4);
            var few = CelExpression.Parse(tree.Print(all: false));
            var all = CelExpression.Parse(tree.Print(all: true));
            Describe(few.Root).ShouldBe(Describe(all.Root), few.Text);
            var (a, b) = (few.Evaluate(CelTests.Scope), all.Evaluate(CelTests.Scope));
            (a.Value, a.Error?.Message).ShouldBe((b.Value, b.Error?.Message), few.Text);
        }
    }

    /// <summary>A tree as text, its chains as the pairs that they stand for.</summary>
    private static string Describe(object? node) => node switch
    {
        CelChain chain => chain.Links.Aggregate(Describe(chain.First), (left, link) => $"({left} {link.Operator} {Describe(link.Operand)})"),
        CelLogic logic => $"({string.Join(logic.IsAnd ? " && " : " || ", Flat(logic, logic.IsAnd).Select(operand => Describe(operand)))})",
        CelChoice choice => choice.Branches.Reverse().Aggregate(Describe(choice.Otherwise), (otherwise, branch) => $"({Describe(branch.Condition)} ? {Describe(branch.Value)} : {otherwise})"),
        CelUnary { Times: > 1 } unary => $"{unary.Operator}{Describe(unary with { Times = unary.Times - 1 })}",
        CelUnary unary => $"{unary.Operator}{Describe(unary.Operand)}",
        CelLiteral literal => Convert.ToString(literal.Constant, CultureInfo.InvariantCulture) ?? "null",
        CelName name => name.Name,
        CelPath path => path.Segments.Aggregate(Describe(path.Start), (text, segment) => text + Describe(segment)),
        CelField field => $".{field.Name}",
        CelIndex index => $"[{Describe(index.Key)}]",
        CelCall call => $"{call.Function.Name}({Describe(call.Arguments)})",
        CelHas has => $"has({Describe(has.Target)}.{has.Field})",
        CelListNode list => $"[{Describe(list.Items)}]",
        CelMapNode map => $"{{{string.Join(", ", map.Entries.Select(entry => $"{Describe(entry.Key)}: {Describe(entry.Value)}"))}}}",
        IEnumerable items => string.Join(", ", items.Cast<object>().Select(item => Describe(item))),
        _ => throw new InvalidOperationException($"{node}"),
    };

    /// <summary><c>a &amp;&amp; (b &amp;&amp; c)</c> and <c>(a &amp;&amp; b) &amp;&amp; c</c> mean the same.</summary>
    private static IEnumerable<CelNode> Flat(CelNode node, bool isAnd) =>
        node is CelLogic logic && logic.IsAnd == isAnd ? logic.Operands.SelectMany(operand => Flat(operand, isAnd)) : [node];

    private sealed record Tree(int Level, string Word, Tree[] Parts)
    {
        private const int Choice = -1;
        private const int Unary = 5;
        private const int Leaf = 6;

        public static Tree Random(SeededRandom random, int depth)
        {
            var level = depth == 0 ? Leaf : random.NextInt(Choice, Leaf + 1);
            return level switch
            {
                Choice => new Tree(level, "?", [Random(random, depth - 1), Random(random, depth - 1), Random(random, depth - 1)]),
                Leaf => new Tree(level, Leaves[random.NextInt(0, Leaves.Length)], []),
                Unary => new Tree(level, random.NextInt(0, 2) == 0 ? "!" : "-", [Random(random, depth - 1)]),
                _ => new Tree(level, Levels[level][random.NextInt(0, Levels[level].Length)], [Random(random, depth - 1), Random(random, depth - 1)]),
            };
        }

        public string Print(bool all) => Level switch
        {
            Leaf => Word,
            Unary => Word + Parts[0].PrintIn(all, Parts[0].Level < Leaf || char.IsAsciiDigit(Parts[0].Word[0])),
            Choice => $"{Parts[0].PrintIn(all, Parts[0].Level == Choice)} ? {Parts[1].PrintIn(all, Parts[1].Level == Choice)} : {Parts[2].PrintIn(all, false)}",
            _ => $"{Parts[0].PrintIn(all, Parts[0].Level < Level)} {Word} {Parts[1].PrintIn(all, Parts[1].Level <= Level)}",
        };

        private string PrintIn(bool all, bool needed) => new StringBuilder().Append(all || needed ? "(" : "").Append(Print(all)).Append(all || needed ? ")" : "").ToString();
    }
}
