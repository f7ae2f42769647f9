using System.Text;
using Gyre.Testing;

namespace Gyre.Core.Tests.Expressions;

public class ExpressionTests
{
    private static readonly Dictionary<string, Value> Values = new(StringComparer.Ordinal)
    {
        ["a"] = Value.Of(1),
        ["b"] = Value.Of(2.5),
        ["t"] = Value.Of("text"),
        ["n"] = Value.Of("3"),
        ["none"] = Value.Null,
        ["m.best-acc"] = Value.Of(0.9),
        ["m.list"] = Value.Of([Value.Of(1), Value.Of(2)]),
        ["m.map"] = new MapValue([new("k", Value.Of(1))]),
        ["b-c"] = Value.Of(7),
    };

    [Theory]
    [InlineData("b-c == 7 and b-c > 6", "true")]
    [InlineData("a and b-c", "true")]
    [InlineData("not b-c", "false")]
    [InlineData("m.best-acc -0.4", "0.5")]
    [InlineData("1 in m.list", "true")]
    [InlineData("'k' in m.map", "true")]
    [InlineData("{1, 1.0, True}", "[1]")]
    [InlineData("{1, 2} <= {1, 2, 3}", "true")]
    [InlineData("(1, 2) < (1, 3)", "true")]
    [InlineData("1,", "[1]")]
    [InlineData("7 // 2", "3")]
    [InlineData("-7 // 2", "-4")]
    [InlineData("7 / 2", "3.5")]
    [InlineData("7.5 // 2", "3.0")]
    [InlineData("n + 1", "4.0")]
    [InlineData("n + n", "\"33\"")]
    [InlineData("n - 1", "2.0")]
    [InlineData("n < 10", "true")]
    [InlineData("n < '10'", "false")]
    [InlineData("9007199254740993 > 9007199254740992.0", "true")]
    [InlineData("0x1f + 0o17 + 0b11 + 1_000", "1049")]
    [InlineData("'a' \"b\" r'\\c' '\\x41\\u00e9\\n\\061'", "\"ab\\\\cAé\\n1\"")]
    [InlineData("min(3, 1, 2) + max(1, b)", "3.5")]
    [InlineData("abs(-2)", "2")]
    [InlineData("(abs)(-2)", "2")]
    [InlineData("not not missing", "false")]
    [InlineData("missing is not None", "false")]
    [InlineData("not (missing > 1)", "true")]
    [InlineData("1 is 1.0", "false")]
    [InlineData("a\n", "1")]
    [InlineData("(a +\n 1) # note", "2")]
    [InlineData("a.b is None", "true")]
    public void Values_are_computed(string text, string json)
    {
        var result = Parse(text).EvaluateValue(Values.GetValueOrDefault);
        result.Error.ShouldBeNull();
        ValueJson.Write(result.Value!).ShouldBe(ValueJson.Write(ValueJson.Parse(json)));
    }

    [Theory]
    [InlineData("", ExpressionErrorKind.Syntax)]
    [InlineData("a b", ExpressionErrorKind.Syntax)]
    [InlineData("a = 1", ExpressionErrorKind.Syntax)]
    [InlineData("a +", ExpressionErrorKind.Syntax)]
    [InlineData("(a", ExpressionErrorKind.Syntax)]
    [InlineData("a)", ExpressionErrorKind.Syntax)]
    [InlineData("'a", ExpressionErrorKind.Syntax)]
    [InlineData("a\nb", ExpressionErrorKind.Syntax)]
    [InlineData("a if b else c", ExpressionErrorKind.Syntax)]
    [InlineData("lambda x: x", ExpressionErrorKind.Syntax)]
    [InlineData("a $ b", ExpressionErrorKind.Syntax)]
    [InlineData("1 + not a", ExpressionErrorKind.Syntax)]
    [InlineData("012", ExpressionErrorKind.Syntax)]
    [InlineData("'\\ud800'", ExpressionErrorKind.Syntax)]
    [InlineData("a[0]", ExpressionErrorKind.NotAllowed)]
    [InlineData("a[1:2]", ExpressionErrorKind.NotAllowed)]
    [InlineData("[a]", ExpressionErrorKind.NotAllowed)]
    [InlineData("[]", ExpressionErrorKind.NotAllowed)]
    [InlineData("{}", ExpressionErrorKind.NotAllowed)]
    [InlineData("{a: 1}", ExpressionErrorKind.NotAllowed)]
    [InlineData("(x for x in a)", ExpressionErrorKind.NotAllowed)]
    [InlineData("max(a, key=1)", ExpressionErrorKind.NotAllowed)]
    [InlineData("max(*a)", ExpressionErrorKind.NotAllowed)]
    [InlineData("a.b()", ExpressionErrorKind.NotAllowed)]
    [InlineData("'a'.upper", ExpressionErrorKind.NotAllowed)]
    [InlineData("max(1, 2).real", ExpressionErrorKind.NotAllowed)]
    [InlineData("a ** b ** -c", ExpressionErrorKind.NotAllowed)]
    [InlineData("a & b | c ^ d << 1", ExpressionErrorKind.NotAllowed)]
    [InlineData("1 < 2 < 3", ExpressionErrorKind.NotAllowed)]
    [InlineData("1j", ExpressionErrorKind.NotAllowed)]
    [InlineData("f'{a}'", ExpressionErrorKind.NotAllowed)]
    [InlineData("(a := 1)", ExpressionErrorKind.NotAllowed)]
    [InlineData("...", ExpressionErrorKind.NotAllowed)]
    [InlineData("not not not not not not not not a", ExpressionErrorKind.TooComplex)]
    public void Texts_are_refused(string text, ExpressionErrorKind kind)
    {
        Expression.TryParse(text, out var expression, out var error).ShouldBeFalse();
        expression.ShouldBeNull();
        error.ShouldNotBeNull().Kind.ShouldBe(kind, error!.Message);
        error.Position.ShouldBeInRange(0, text.Length);
    }

    [Theory]
    [InlineData("GetType", ExpressionErrorKind.NoValue)]
    [InlineData("m.list.Length", ExpressionErrorKind.NoValue)]
    [InlineData("t.__class__.__mro__", ExpressionErrorKind.NoValue)]
    [InlineData("exec('x')", ExpressionErrorKind.NoFunction)]
    [InlineData("t < 1", ExpressionErrorKind.Operands)]
    [InlineData("none < 1", ExpressionErrorKind.Operands)]
    [InlineData("none + 1", ExpressionErrorKind.Operands)]
    [InlineData("-t", ExpressionErrorKind.Operands)]
    [InlineData("t * 3", ExpressionErrorKind.Operands)]
    [InlineData("(1, 2) * 3", ExpressionErrorKind.Operands)]
    [InlineData("{m.list}", ExpressionErrorKind.Operands)]
    [InlineData("1 in t", ExpressionErrorKind.Operands)]
    [InlineData("1 in 1", ExpressionErrorKind.Operands)]
    [InlineData("abs('1')", ExpressionErrorKind.Operands)]
    [InlineData("abs(1, 2)", ExpressionErrorKind.Operands)]
    [InlineData("1 / 0", ExpressionErrorKind.ZeroDivision)]
    [InlineData("1.0 // 0", ExpressionErrorKind.ZeroDivision)]
    [InlineData("n / '0'", ExpressionErrorKind.ZeroDivision)]
    public void Evaluations_fail_with_a_reason(string text, ExpressionErrorKind kind)
    {
        var result = Parse(text).Evaluate(Values.GetValueOrDefault);
        result.IsMet.ShouldBeFalse();
        result.Error.ShouldNotBeNull().Kind.ShouldBe(kind, result.Error!.Message);
    }

    [Theory]
    [InlineData("(", 10_000)]
    [InlineData("-", 99_999)]
    [InlineData("not ", 24_000)]
    [InlineData("a**", 33_000)]
    [InlineData("a.", 49_000)]
    [InlineData("a+", 49_000)]
    [InlineData("f(", 40_000)]
    [InlineData("{", 40_000)]
    [InlineData("[", 40_000)]
    [InlineData("a[", 40_000)]
    [InlineData("a<", 40_000)]
    [InlineData("a or ", 19_000)]
    [InlineData("'", 99_999)]
    [InlineData("9", 100_000)]
    [InlineData("0x", 50_000)]
    [InlineData("a", 100_001)]
    public void Long_texts_are_refused_or_read_in_bounded_time(string piece, int count)
    {
        var text = string.Concat(Enumerable.Repeat(piece, count));
        var effort = Effort.Of(() =>
        {
            if (Expression.TryParse(text + "a", out var expression, out _))
                expression.Evaluate(_ => Value.Of(1));
            (Expression.TryParse(text, out _, out var refusal) || refusal is not null).ShouldBeTrue();
        });
        effort.ShouldBeLessThan(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void Work_is_bounded()
    {
        var long_ = Value.Of(new string('x', 1_000_000));
        var wide = $"({string.Concat(Enumerable.Repeat("a+a+a, ", 10_000))})";
        Effort.Of(() => Parse(wide).Evaluate(_ => long_).Error.ShouldNotBeNull().Kind.ShouldBe(ExpressionErrorKind.TooComplex)).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Random_texts_are_read_or_refused_and_never_crash()
    {
        string[] pieces = ["a", "b-c", "m.best-acc", "1", "2.5", "0x", "'t'", "\"", "(", ")", "{", "}", "[", "]", ",", ".", "+", "-", "*", "/", "//", "%", "<", ">", "==", "!=", "=", " in ", " not ", " is ", " and ", " or ", "abs", "min(", "True", "None", " ", "\n", "#", "é", "\ud800", "\0", ":", "for", "1e400", "\\"];
        var random = new SeededRandom(3);
        var evaluated = 0;
        for (var round = 0; round < 50_000; round++)
        {
            var text = new StringBuilder();
            for (var length = random.NextInt(1, 12); length > 0; length--)
                text.Append(pieces[random.NextInt(0, pieces.Length)]);
            if (!Expression.TryParse(text.ToString(), out var expression, out var error))
            {
                error.Position.ShouldBeInRange(0, text.Length);
                continue;
            }
            var result = expression.Evaluate(Values.GetValueOrDefault);
            (result.Value is null).ShouldBe(result.Error is not null);
            evaluated++;
        }
        evaluated.ShouldBeGreaterThan(500);
    }

    [Fact]
    public void Names_are_listed_once_in_order() => Parse("b-c > a and a < m.best-acc").Names.ShouldBe(["b-c", "a", "m.best-acc"]);

    private static Expression Parse(string text)
    {
        Expression.TryParse(text, out var expression, out var error).ShouldBeTrue(error?.Message);
        return expression!;
    }
}
