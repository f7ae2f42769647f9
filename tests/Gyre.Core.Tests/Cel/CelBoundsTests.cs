using System.Globalization;
using System.Text;
using Gyre.Testing;

namespace Gyre.Core.Tests.Cel;

/// <summary>Whatever the text: an answer in bounded time and stack.</summary>
public sealed class CelBoundsTests
{
    [Theory]
    [InlineData("(", 65_000)]
    [InlineData("[", 65_000)]
    [InlineData("{", 65_000)]
    [InlineData("{1:", 21_000)]
    [InlineData("size(", 13_000)]
    [InlineData("has(", 13_000)]
    [InlineData("a[", 32_000)]
    [InlineData("-", 65_000)]
    [InlineData("!", 65_000)]
    [InlineData("a.", 32_000)]
    [InlineData("a+", 32_000)]
    [InlineData("a==", 21_000)]
    [InlineData("a||", 21_000)]
    [InlineData("a?b:", 16_000)]
    [InlineData("a?", 32_000)]
    [InlineData("'", 65_000)]
    [InlineData("\"\"\"", 21_000)]
    [InlineData("'\\", 32_000)]
    [InlineData("9", 65_000)]
    [InlineData("0x", 32_000)]
    [InlineData("//", 32_000)]
    [InlineData("a", 65_537)]
    [InlineData("a.matches('(a{90}){90}')||", 2_300)]
    public void Long_texts_are_refused_or_read_in_bounded_time(string piece, int count)
    {
        var text = string.Concat(Enumerable.Repeat(piece, count));
        var effort = Effort.Of(() =>
        {
            foreach (var whole in new[] { text, text + "a", "a" + text })
            {
                if (CelExpression.TryParse(whole, out var expression, out var error))
                    expression.Evaluate(CelTests.Scope);
                else
                    error.Message.ShouldNotBeEmpty();
            }
        });
        effort.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Nesting_is_allowed_up_to_64_brackets()
    {
        Nested(64).Evaluate(CelScope.Empty).Value.ShouldBe(Value.Of(1));
        CelExpression.TryParse(new string('(', 65) + "1" + new string(')', 65), out _, out var error).ShouldBeFalse();
        (error.Kind, error.Column).ShouldBe((CelErrorKind.TooComplex, 65));
    }

    [Fact]
    public void Chains_are_no_nesting() =>
        CelExpression.Parse(string.Join(" || ", Enumerable.Range(0, 2000).Select(number => $"x == {number}"))).Evaluate(CelScope.Of("x", Value.Of(1999))).IsMet.ShouldBeTrue();

    [Fact]
    public void Parts_are_counted()
    {
        CelExpression.TryParse($"[{string.Join(',', Enumerable.Repeat("1", CelExpression.MaxNodes + 1))}]", out _, out var error).ShouldBeFalse();
        error.Kind.ShouldBe(CelErrorKind.TooComplex);
    }

    [Fact]
    public void Work_is_bounded()
    {
        var scope = CelScope.Of("a", Value.Of(new string('x', 1_000_000)));
        CelExpression.Parse($"[{string.Join(',', Enumerable.Repeat("a+a+a+a", 1000))}]").Evaluate(scope).Error!.Kind.ShouldBe(CelErrorKind.TooComplex);
        CelExpression.Parse(string.Join("||", Enumerable.Repeat("a.matches('(y|z){50}')", 1000))).Evaluate(scope).Error!.Kind.ShouldBe(CelErrorKind.TooComplex);
        CelExpression.Parse(string.Join("||", Enumerable.Repeat("'a'.matches(b)", 2000))).Evaluate(CelScope.Of("b", Value.Of("(a?){40}b"))).Error!.Kind.ShouldBe(CelErrorKind.TooComplex);
    }

    [Fact]
    public void A_pattern_that_ruins_backtracking_engines_takes_no_time()
    {
        var scope = CelScope.Of("a", Value.Of(new string('a', 100_000) + "!"));
        Effort.Of(() => CelExpression.Parse("a.matches('^(a+)+$')").Evaluate(scope).Value.ShouldBe(Value.False)).ShouldBeLessThan(TimeSpan.FromSeconds(3));
        CelExpression.TryParse("a.matches('((a{900}){900}){900}')", out _, out var error).ShouldBeFalse();
        error.Message.ShouldBe("'((a{900}){900}){900}' is not a supported regular expression.");
    }

    [Fact]
    public void Random_texts_are_read_or_refused_and_never_crash()
    {
        string[] pieces =
        [
            "x", "t", "nan", "inputs", "inputs.parameter_values", ".l", ".s", ".size()", "['n']", "[0]", "1", "2.5", "3u", "0x", "'t'", "\"", "'''", "r'", "\\", "(", ")", "{", "}", "[", "]", ",", ".", ":", "?",
            "+", "-", "*", "/", "//", "%", "<", ">=", "==", "!=", "=", " in ", "&&", "||", "&", "!", "has(", "size(", "int(", "parseJson(", "matches(t,", "type(", "true", "null", " ", "\n", "#", "é", "\ud800", "\0", "for", "1e400", "9223372036854775808",
        ];
        var random = new SeededRandom(5);
        var evaluated = 0;
        var texts = Budget.Texts(20_000);
        for (var round = 0; round < texts; round++)
        {
            var text = new StringBuilder();
            for (var length = random.NextInt(1, 12); length > 0; length--)
                text.Append(pieces[random.NextInt(0, pieces.Length)]);
            if (!CelExpression.TryParse(text.ToString(), out var expression, out var error))
            {
                error.Column.ShouldBeInRange(1, text.Length + 1);
                continue;
            }
            var result = expression.Evaluate(CelTests.Scope);
            (result.Value is null).ShouldBe(result.Error is not null);
            evaluated++;
        }
        evaluated.ShouldBeGreaterThan(texts / 100);
    }

    [Fact]
    public void A_text_from_outside_never_alters_the_parse()
    {
        string[] pieces = ["'", "\"", "\\", " && ", " || ", "true", " == ", "(", ")", "\n", "{{$}}", "x", "'''", "é", "😀"];
        var random = new SeededRandom(6);
        var condition = CelExpression.Parse("inputs.parameter_values['tag'] != 'a' && inputs.parameter_values['tag'] == other");
        for (var round = 0; round < Budget.Texts(2_000); round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.NextInt(0, 10)).Select(_ => pieces[random.NextInt(0, pieces.Length)]));
            var inputs = new MapValue([new("parameter_values", new MapValue([new("tag", Value.Of(text))]))]);
            condition.Evaluate(new CelScope(name => name == "inputs" ? inputs : Value.Of(text))).Value.ShouldBe(Value.True, text);
        }
    }

    private static CelExpression Nested(int depth) => CelExpression.Parse(new string('(', depth) + "1" + new string(')', depth));
}
