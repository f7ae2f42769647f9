using System.Text.Json;
using Gyre.Testing;

namespace Gyre.Core.Tests.Cel;

public sealed class CelTests
{
    internal static readonly CelScope Scope = CelScope.From(new Dictionary<string, Value>(StringComparer.Ordinal)
    {
        ["inputs"] = ValueJson.Parse("""
            {"parameter_values": {"pick-a": true, "n": 3, "d": 2.5, "whole": 4.0, "tag": "z' == 'y", "and": "x' && true || 'x", "empty": "", "null": null,
             "l": [1, 2.0, "three", [4]], "s": {"a": {"b": [10, 20]}, "k": "v"}, "big": 9223372036854775808, "huge": 18446744073709551616},
             "artifacts": {"m": {"artifacts": [{"metadata": {"accuracy": 0.93}}]}}}
            """),
        ["t"] = Value.Of("text"),
        ["x"] = Value.Of(7),
        ["nan"] = Value.Of(double.NaN),
        ["smile"] = Value.Of("a\U0001F600b"),
        ["line"] = Value.Of("Hello\n"),
    });

    [Theory]
    [InlineData("inputs.parameter_values['pick-a'] == true", "true")]
    [InlineData("!(inputs.parameter_values['pick-a'] ==\n  true)", "false")]
    [InlineData("int(inputs.parameter_values['n']) >= int(inputs.parameter_values[\"whole\"])", "false")]
    [InlineData("inputs.parameter_values.n == 3.0 && inputs.parameter_values.whole == 4 && 3u == inputs.parameter_values.n", "true")]
    [InlineData("inputs.parameter_values['tag'] != 'a'", "true")]
    [InlineData("inputs.parameter_values['tag'] == 'z\\' == \\'y'", "true")]
    [InlineData("inputs.parameter_values['and'] == 'x'", "false")]
    [InlineData("inputs.parameter_values['n'] == 'n'", "false")]
    [InlineData("inputs.parameter_values['n'] != '3'", "true")]
    [InlineData("inputs.parameter_values['null'] == null", "true")]
    [InlineData("inputs.parameter_values['null'] == 0", "false")]
    [InlineData("inputs.artifacts['m'].artifacts[0].metadata['accuracy'] > 0.9", "true")]
    [InlineData("inputs.parameter_values.s.a.b[1] + 1", "21")]
    [InlineData("inputs.parameter_values.s['a'].b[1.0]", "20")]
    [InlineData("inputs.parameter_values.big", "9223372036854775808")]
    [InlineData("has(inputs.parameter_values.n)", "true")]
    [InlineData("has(inputs.parameter_values.missing)", "false")]
    [InlineData("has(inputs.parameter_values.s.a.b) && !has(inputs.parameter_values.s.c)", "true")]
    [InlineData("'n' in inputs.parameter_values", "true")]
    [InlineData("!('m' in inputs.parameter_values)", "true")]
    [InlineData("2 in inputs.parameter_values.l", "true")]
    [InlineData("4 in inputs.parameter_values.l || [4] in inputs.parameter_values.l", "true")]
    [InlineData("'three' in ['one', 'two']", "false")]
    [InlineData("1u in {1: 'a'}", "true")]
    [InlineData("1 in inputs.parameter_values", "false")]
    public void Inputs_are_selected_and_compared(string text, string json) => Evaluate(text).ShouldBe(json);

    [Theory]
    [InlineData("1 + 2 * 3 - 4 / 2 % 3", "5")]
    [InlineData("-7 / 2", "-3")]
    [InlineData("-7 % 2", "-1")]
    [InlineData("7 / 2.0", "3.5")]
    [InlineData("1.0 / 0.0 > 1e300", "true")]
    [InlineData("1 + 0.5", "1.5")]
    [InlineData("2u * 3u", "6")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("9223372036854775807 - 1", "9223372036854775806")]
    [InlineData("0xffu + 0x1U", "256")]
    [InlineData("-0x10", "-16")]
    [InlineData("18446744073709551615u", "18446744073709551615")]
    [InlineData("---x", "-7")]
    [InlineData("- -3", "3")]
    [InlineData("!!true", "true")]
    [InlineData(".5 + 1e-1", "0.6")]
    [InlineData("'a' + \"b\" + r'\\n' + '''c'd\n''' + \"\"\"\"e\"\"\" + R\"f\"", "\"ab\\\\nc'd\\n\\\"ef\"")]
    [InlineData("'\\x41\\u00e9\\U0001F600\\101\\t\\'\\\"\\`\\?\\\\'", "\"AéA\\t'\\\"`?\\\\\"", "😀")]
    [InlineData("[1, 'a', [true, null],] + [2u]", "[1,\"a\",[true,null],2]")]
    [InlineData("{'a': 1, 2: [3], true: {},}", "{\"a\":1,\"2\":[3],\"true\":{}}")]
    [InlineData("{'a': {'b': 1}}.a.b", "1")]
    [InlineData("[1, 2, 3][x - 5]", "3")]
    [InlineData("x > 5 ? 'big' : 'small'", "\"big\"")]
    [InlineData("x < 5 ? 'a' : x < 7 ? 'b' : x < 8 ? 'c' : 'd'", "\"c\"")]
    [InlineData("true ? 1 : 1 / 0", "1")]
    [InlineData("1 < 2 == true", "true")]
    [InlineData("x // the seventh\n == 7", "true")]
    [InlineData("true || false && false", "true")]
    [InlineData("(true || false) && false", "false")]
    [InlineData("2 - 1 - 1", "0")]
    [InlineData("2 * (3 + 4)", "14")]
    [InlineData("!true || true", "true")]
    [InlineData("-x + 10", "3")]
    public void Operators_and_literals_have_values(string text, string json, string extra = "") =>
        Evaluate(text).Replace("\\uD83D\\uDE00", "", StringComparison.Ordinal).Replace("😀", "", StringComparison.Ordinal).ShouldBe(json, extra);

    [Theory]
    [InlineData("1 == 1.0 && 1u == 1 && 1.0 == 1u && 1 != 1.5", "true")]
    [InlineData("9007199254740993 == 9007199254740992.0", "false")]
    [InlineData("9007199254740993 > 9007199254740992.0", "true")]
    [InlineData("18446744073709551615u > 9223372036854775807", "true")]
    [InlineData("-1 < 0u", "true")]
    [InlineData("18446744073709551615u < 18446744073709551616.0", "true")]
    [InlineData("-9223372036854775808 == -9223372036854775808.0", "true")]
    [InlineData("1e300 > 18446744073709551615u && -1e300 < 0u", "true")]
    [InlineData("nan == nan", "false")]
    [InlineData("nan != nan", "true")]
    [InlineData("nan < 1 || nan >= 1 || 1 < nan || 1 >= nan", "false")]
    [InlineData("'a' < 'b' && 'a' < 'aa' && 'Z' < 'a' && !('b' <= 'a')", "true")]
    [InlineData("'\\U0001F600' > '\\uFFFD'", "true")]
    [InlineData("false < true", "true")]
    [InlineData("[1, 2.0] == [1.0, 2]", "true")]
    [InlineData("[1] == [1, 2]", "false")]
    [InlineData("{'a': 1, 'b': 2} == {'b': 2.0, 'a': 1u}", "true")]
    [InlineData("{'a': 1} == {'b': 1}", "false")]
    [InlineData("'1' == 1 || true == 1 || null == false || [] == {}", "false")]
    [InlineData("type(1) == int && type(1u) == uint && type(1.0) == double && type('') == string", "true")]
    [InlineData("type([]) == list && type({}) == map && type(true) == bool && type(null) == null_type && type(type(1)) == type", "true")]
    [InlineData("type(x) in [int, double]", "true")]
    [InlineData("type('a')", "\"string\"")]
    public void Comparison_is_by_number_and_by_content(string text, string json) => Evaluate(text).ShouldBe(json);

    [Theory]
    [InlineData("int('42') + int(3.9) + int(-3.9) + int(5u)", "47")]
    [InlineData("uint(3) == 3u && uint('7') == 7u && uint(2.9) == 2u", "true")]
    [InlineData("double('1e3') + double(1) + double(2u)", "1003.0")]
    [InlineData("double('-Infinity') < -1e308", "true")]
    [InlineData("string(3.0) + string(2.5) + string(-7) + string(8u) + string(true) + string('t')", "\"32.5-78truet\"")]
    [InlineData("bool('true') && bool('1') && !bool('F') && bool(true)", "true")]
    [InlineData("size('aé') + size([1, 2]) + size({'a': 1})", "5")]
    [InlineData("size(smile)", "3")]
    [InlineData("smile.size() + [1].size()", "4")]
    [InlineData("parseJson('{\"a\": [1, 2.5, null]}').a[1]", "2.5")]
    [InlineData("parseJson('[]') == []", "true")]
    [InlineData("parseJson('{\"$float\": \"nan\"}')['$float']", "\"nan\"")]
    [InlineData("'{\"k\": 1}'.parseJson()[\"k\"]", "1")]
    [InlineData("t.startsWith('te') && t.endsWith('xt') && t.contains('ex') && startsWith(t, 't')", "true")]
    [InlineData("t.startsWith('ex') || t.endsWith('te') || contains(t, 'é')", "false")]
    [InlineData("t.matches('^t.x') && matches(t, 'x') && !t.matches('^x')", "true")]
    [InlineData("line.matches('^Hello$') || !line.matches('^Hello\\\\n$')", "false")]
    [InlineData("'a$b'.matches('a[$]b') && 'a$'.matches(r'a\\$')", "true")]
    [InlineData("t.matches(t)", "true")]
    [InlineData("dyn(1) == 1", "true")]
    public void Functions_have_values(string text, string json) => Evaluate(text).ShouldBe(json);

    [Theory]
    [InlineData("false && 1 / 0 > 0", "false")]
    [InlineData("1 / 0 > 0 && false", "false")]
    [InlineData("true || missing", "true")]
    [InlineData("missing || true", "true")]
    [InlineData("inputs.parameter_values.nothing > 1 || x == 7", "true")]
    [InlineData("1 && false", "false")]
    [InlineData("'a' || true", "true")]
    [InlineData("missing || missing || x == 7", "true")]
    public void Errors_are_absorbed_when_another_operand_decides(string text, string json) => Evaluate(text).ShouldBe(json);

    [Theory]
    [InlineData("missing", CelErrorKind.NoValue, 1, "Unknown name 'missing'.")]
    [InlineData("x == True", CelErrorKind.NoValue, 6, "Unknown name 'True'.")]
    [InlineData("true && missing", CelErrorKind.NoValue, 9, "Unknown name 'missing'.")]
    [InlineData("false || 1 / 0 > 0", CelErrorKind.ZeroDivision, 12, "Division by zero.")]
    [InlineData("1 % 0", CelErrorKind.ZeroDivision, 3, "Remainder of a division by zero.")]
    [InlineData("5u / 0u", CelErrorKind.ZeroDivision, 4, "Division by zero.")]
    [InlineData("9223372036854775807 + 1", CelErrorKind.Overflow, 21, "The result of '+' does not fit into 64 bits.")]
    [InlineData("4611686018427387904 * 2", CelErrorKind.Overflow, 21, "The result of '*' does not fit into 64 bits.")]
    [InlineData("-9223372036854775808 - 1", CelErrorKind.Overflow, 22, "The result of '-' does not fit into 64 bits.")]
    [InlineData("18446744073709551615u + 1u", CelErrorKind.Overflow, 23, "The result of '+' does not fit into 64 bits.")]
    [InlineData("9223372036854775808u * 2u", CelErrorKind.Overflow, 22, "The result of '*' does not fit into 64 bits.")]
    [InlineData("-9223372036854775808 / -1", CelErrorKind.Overflow, 22, "The result of '/' does not fit into 64 bits.")]
    [InlineData("-9223372036854775808 % -1", CelErrorKind.Overflow, 22, "The result of '%' does not fit into 64 bits.")]
    [InlineData("--9223372036854775808", CelErrorKind.Overflow, 1, "The result of '-' does not fit into 64 bits.")]
    [InlineData("1u - 2u", CelErrorKind.Overflow, 4, "The result of '-' does not fit into 64 bits.")]
    [InlineData("inputs.parameter_values.huge", CelErrorKind.Overflow, 25, "A value is an integer that does not fit into 64 bits.")]
    [InlineData("int(1e19)", CelErrorKind.Overflow, 1, "The number is out of range for int.")]
    [InlineData("int(nan)", CelErrorKind.Overflow, 1, "The number is out of range for int.")]
    [InlineData("double('1e400')", CelErrorKind.Overflow, 1, "The number is out of range for double.")]
    [InlineData("t < 1", CelErrorKind.Operands, 3, "'<' cannot be applied to a string and an int.")]
    [InlineData("x >= '7'", CelErrorKind.Operands, 3, "'>=' cannot be applied to an int and a string.")]
    [InlineData("null < 1", CelErrorKind.Operands, 6, "'<' cannot be applied to null and an int.")]
    [InlineData("1 + 1u", CelErrorKind.Operands, 3, "'+' cannot be applied to an int and a uint.")]
    [InlineData("t + 1", CelErrorKind.Operands, 3, "'+' cannot be applied to a string and an int.")]
    [InlineData("t - t", CelErrorKind.Operands, 3, "'-' cannot be applied to a string and a string.")]
    [InlineData("2.0 % 2", CelErrorKind.Operands, 5, "'%' cannot be applied to a double.")]
    [InlineData("!x", CelErrorKind.Operands, 1, "'!' cannot be applied to an int.")]
    [InlineData("-t", CelErrorKind.Operands, 1, "'-' cannot be applied to a string.")]
    [InlineData("x ? 1 : 2", CelErrorKind.Operands, 1, "'?' cannot be applied to an int.")]
    [InlineData("true && x", CelErrorKind.Operands, 9, "'&&' cannot be applied to an int.")]
    [InlineData("x in t", CelErrorKind.Operands, 3, "'in' requires a list or a map, not a string.")]
    [InlineData("t.field", CelErrorKind.Operands, 3, "'.field' cannot be applied to a string, which has no fields.")]
    [InlineData("t[0]", CelErrorKind.Operands, 2, "A string has no elements.")]
    [InlineData("[1]['a']", CelErrorKind.Operands, 4, "A list index must be a whole number, but it is a string.")]
    [InlineData("[1][0.5]", CelErrorKind.Operands, 4, "A list index must be a whole number, but it is a double.")]
    [InlineData("[1][1]", CelErrorKind.NoValue, 4, "Index 1 is out of range for a list of 1.")]
    [InlineData("[1][-1]", CelErrorKind.NoValue, 4, "Index -1 is out of range for a list of 1.")]
    [InlineData("{'a': 1}.b", CelErrorKind.NoValue, 10, "The key 'b' does not exist; available keys: 'a'.")]
    [InlineData("{}['b']", CelErrorKind.NoValue, 3, "The key 'b' does not exist; the map is empty.")]
    [InlineData("{'a': 1}[null]", CelErrorKind.Operands, 9, "Null cannot be a map key.")]
    [InlineData("{'a': 1, 'a': 2}", CelErrorKind.Operands, 10, "The map contains a key twice.")]
    [InlineData("{1: 1, '1': 2}", CelErrorKind.Conversion, 1, "The map has two keys that convert to the name '1'.")]
    [InlineData("{1.5: 1}", CelErrorKind.Operands, 2, "a double cannot be a map key.")]
    [InlineData("has(t.a)", CelErrorKind.Operands, 1, "has() cannot check 'a' of a string, which has no fields.")]
    [InlineData("has(missing.a)", CelErrorKind.NoValue, 5, "Unknown name 'missing'.")]
    [InlineData("int('3\n')", CelErrorKind.Syntax, 5, "A string continues past the end of the line.")]
    [InlineData("int('3.5')", CelErrorKind.Conversion, 1, "int cannot convert the string '3.5'.")]
    [InlineData("int(' 3')", CelErrorKind.Conversion, 1, "int cannot convert the string ' 3'.")]
    [InlineData("int(true)", CelErrorKind.Operands, 1, "int cannot be applied to a bool.")]
    [InlineData("bool('yes')", CelErrorKind.Conversion, 1, "bool cannot convert the string 'yes'.")]
    [InlineData("double('')", CelErrorKind.Conversion, 1, "double cannot convert the string ''.")]
    [InlineData("string([])", CelErrorKind.Operands, 1, "string cannot be applied to a list.")]
    [InlineData("size(1)", CelErrorKind.Operands, 1, "size cannot be applied to an int.")]
    [InlineData("parseJson('{')", CelErrorKind.Conversion, 1, "The argument of parseJson is not valid JSON (line 1, byte 2).")]
    [InlineData("parseJson('{\"a\":1,\"a\":2}')", CelErrorKind.Conversion, 1, "The argument of parseJson is not valid JSON.")]
    [InlineData("t.matches(t + '(')", CelErrorKind.Conversion, 3, "'text(' is not a supported regular expression.")]
    [InlineData("x.matches('a')", CelErrorKind.Operands, 3, "matches cannot be applied to an int.")]
    public void Evaluations_fail_with_a_sentence_and_a_column(string text, CelErrorKind kind, int column, string message)
    {
        var error = CelExpression.TryParse(text, out var expression, out var refused) ? expression.Evaluate(Scope).Error.ShouldNotBeNull() : refused;
        (error.Kind, error.Line, error.Column, error.Message).ShouldBe((kind, 1, column, message));
    }

    [Theory]
    [InlineData("", 1, "The expression is incomplete.")]
    [InlineData("1 +", 4, "The expression is incomplete.")]
    [InlineData("(1", 3, "The expression is incomplete.")]
    [InlineData("1)", 2, "Unexpected ')'.")]
    [InlineData("1 2", 3, "Unexpected '2'.")]
    [InlineData("a 'b'", 3, "Unexpected string.")]
    [InlineData("a = 1", 3, "Unexpected character '='.")]
    [InlineData("a & b", 3, "Unexpected character '&'.")]
    [InlineData("a | b", 3, "Unexpected character '|'.")]
    [InlineData("a # b", 3, "Unexpected character '#'.")]
    [InlineData("'a", 1, "A string is not closed.")]
    [InlineData("'''a''", 1, "A string is not closed.")]
    [InlineData("'\\d'", 2, "Invalid escape sequence in a string")]
    [InlineData("'\\400'", 2, "Invalid escape sequence in a string")]
    [InlineData("'\\x4'", 2, "An escape sequence requires 2 hexadecimal digits.")]
    [InlineData("'\\ud800'", 2, "An escape sequence does not denote a valid character.")]
    [InlineData("'\\U00110000'", 2, "An escape sequence does not denote a valid character.")]
    [InlineData("b'a'", 1, "Bytes literals are not supported.")]
    [InlineData("9223372036854775808", 1, "The integer does not fit into 64 bits.")]
    [InlineData("-9223372036854775809", 2, "The integer does not fit into 64 bits.")]
    [InlineData("18446744073709551616u", 1, "The integer does not fit into 64 bits.")]
    [InlineData("1e999", 1, "The number is too large for a double.")]
    [InlineData("12ab", 1, "A number is followed by a letter or digit.")]
    [InlineData("0x", 1, "The number has no digits.")]
    [InlineData("a.1", 3, "Expected a name after the period.")]
    [InlineData("a.'b'", 3, "Expected a name after the period.")]
    [InlineData("a ? b", 6, "The expression is incomplete.")]
    [InlineData("[1,,2]", 4, "Unexpected ','.")]
    [InlineData("{1}", 3, "Unexpected '}'.")]
    [InlineData("{'a': 1 'b': 2}", 9, "Unexpected string.")]
    [InlineData("if", 1, "'if' is a reserved word.")]
    [InlineData("has(a)", 1, "has() requires a field selection such as has(x.y).")]
    [InlineData("has(a['b'])", 1, "has() requires a field selection such as has(x.y).")]
    [InlineData("size(1,)", 8, "Unexpected ')'.")]
    [InlineData("-!a", 2, "Unexpected '!'.")]
    [InlineData("a.matches('(')", 11, "'(' is not a supported regular expression.")]
    [InlineData(@"a.matches(r'(a)\1')", 11, @"'(a)\1' is not a supported regular expression.")]
    [InlineData("a\n  == 'b", 6, "A string is not closed.", 2)]
    public void Texts_are_refused_with_a_sentence_and_a_column(string text, int column, string message, int line = 1)
    {
        CelExpression.TryParse(text, out var expression, out var error).ShouldBeFalse();
        expression.ShouldBeNull();
        error.ShouldNotBeNull().Kind.ShouldBe(CelErrorKind.Syntax);
        error.Message.ShouldStartWith(message);
        (error.Line, error.Column).ShouldBe((line, column));
        Should.Throw<InvalidInputException>(() => CelExpression.Parse(text)).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("cel.syntax");
    }

    [Theory]
    [InlineData("eval('1')", "Unknown function 'eval'.")]
    [InlineData("x.exec()", "Unknown function 'exec'.")]
    [InlineData("x.all(y, y > 1)", "Unknown function 'all' (macros over elements are not supported).")]
    [InlineData("size()", "size requires 1 arguments but was given 0.")]
    [InlineData("x.size(1)", "size requires 1 arguments but was given 2.")]
    [InlineData("'a'.startsWith()", "startsWith requires 2 arguments but was given 1.")]
    public void Calls_of_nothing_are_refused_before_anything_is_evaluated(string text, string message)
    {
        CelExpression.TryParse(text, out _, out var error).ShouldBeFalse();
        (error!.Kind, error.Message).ShouldBe((CelErrorKind.NoFunction, message));
    }

    [Fact]
    public void An_error_is_a_diagnostic_with_place_and_remedy()
    {
        CelExpression.TryParse("a = 1", out _, out var error).ShouldBeFalse();
        error.ToDiagnostic().ShouldBe(new Diagnostic(Severity.Error, "cel.syntax", "Unexpected character '='.") { Line = 1, Column = 3, Remedy = "Use '==' to compare." });
        error.ToString().ShouldBe("column 3: Unexpected character '='. Use '==' to compare.");
    }

    [Fact]
    public void Variables_are_listed_once_in_order() =>
        CelExpression.Parse("b.c == a['d'] || has(e.f) || type(b) == int || g.size() > a").Variables.ShouldBe(["b", "a", "e", "g"]);

    [Theory]
    [InlineData("\"{\\\"A_a\\\": \\\"1\\\", \\\"B_b\\\": 2}\"", "parseJson(string_value)[\"A_a\"]", "\"1\"")]
    [InlineData("{\"A_a\": \"1\", \"B_b\": 2}", "parseJson(string_value)[\"B_b\"]", "2")]
    [InlineData("{\"A_a\": \"1\"}", "struct_value.A_a", "\"1\"")]
    [InlineData("[1, 2]", "list_value[1]", "2")]
    [InlineData("[1, 2]", "parseJson(string_value)[0]", "1")]
    [InlineData("2.5", "number_value", "2.5")]
    [InlineData("true", "bool_value", "true")]
    [InlineData("true", "string_value", "\"true\"")]
    [InlineData("\"it's\"", "string_value", "\"it's\"")]
    public void A_selector_takes_from_one_value(string value, string text, string json) =>
        ValueJson.Write(CelExpression.Parse(text).Evaluate(CelScope.OfSelected(ValueJson.Parse(value))).Value.ShouldNotBeNull()).ShouldBe(json);

    [Fact]
    public void A_selector_of_another_kind_has_no_value() =>
        CelExpression.Parse("struct_value.a").Evaluate(CelScope.OfSelected(Value.Of("a"))).Error!.Kind.ShouldBe(CelErrorKind.NoValue);

    [Fact]
    public void Only_true_is_met()
    {
        CelExpression.Parse("true").Evaluate(CelScope.Empty).IsMet.ShouldBeTrue();
        foreach (var text in new[] { "false", "1", "'true'", "missing" })
            CelExpression.Parse(text).Evaluate(CelScope.Empty).IsMet.ShouldBeFalse();
    }

    [Fact]
    public void All_conditions_of_the_conformance_data_are_read()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Join(ConformanceData.Folder("kfp"), "expectations.json")));
        var conditions = Conditions(document.RootElement).ToList();
        conditions.Count.ShouldBeGreaterThan(4);
        foreach (var condition in conditions)
            CelExpression.Parse(condition).Variables.ShouldBe(["inputs"]);
    }

    private static IEnumerable<string> Conditions(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(entry => entry.Name == "condition" && entry.Value.ValueKind == JsonValueKind.String ? [entry.Value.GetString()!] : Conditions(entry.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Conditions),
        _ => [],
    };

    private static string Evaluate(string text)
    {
        var result = CelExpression.Parse(text).Evaluate(Scope);
        result.Error.ShouldBeNull(text);
        return ValueJson.Write(result.Value!);
    }
}
