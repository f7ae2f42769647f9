using System.Globalization;
using System.Numerics;
using System.Text;
using CsCheck;
using Gyre.Datasets.Values;

namespace Gyre.Datasets.Tests.Values;

/// <summary>What is a value and what is not. Each spelling was tried with Python 3.11.</summary>
public sealed class ValueTextTests
{
    [Theory]
    [InlineData("", CellKind.Missing)]
    [InlineData("  \t", CellKind.Missing)]
    [InlineData("\u00a0\u3000\u001f", CellKind.Missing)]
    [InlineData("null", CellKind.Null)]
    [InlineData("NULL", CellKind.Null)]
    [InlineData(" None ", CellKind.Null)]
    [InlineData("\u2003none\u2003", CellKind.Null)]
    [InlineData("nulls", CellKind.Value)]
    [InlineData("n", CellKind.Value)]
    [InlineData("nope", CellKind.Value)]
    [InlineData("NA", CellKind.Value)]
    [InlineData("nan", CellKind.Value)]
    [InlineData("0", CellKind.Value)]
    [InlineData("ñ", CellKind.Value)]
    public void Cells_are_missing_null_or_a_value(string text, object kind) => CellText.KindOf(Bytes(text)).ShouldBe((CellKind)kind);

    [Theory]
    [InlineData("true", true)]
    [InlineData("TRUE", true)]
    [InlineData(" tRuE\t", true)]
    [InlineData("1", true)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    [InlineData(" 0 ", false)]
    [InlineData("yes", null)]
    [InlineData("t", null)]
    [InlineData("2", null)]
    [InlineData("1.0", null)]
    [InlineData("01", null)]
    public void Booleans(string text, bool? expected) =>
        (BooleanText.TryParse(Bytes(text), out var value) ? value : (bool?)null).ShouldBe(expected);

    [Theory]
    [InlineData("5", "5")]
    [InlineData("+5", "5")]
    [InlineData("-3", "-3")]
    [InlineData(" 12 ", "12")]
    [InlineData("\u00a012", "12")]
    [InlineData("007", "7")]
    [InlineData("-0", "0")]
    [InlineData("1_000", "1000")]
    [InlineData("٣٤", "34")]
    [InlineData("𝟏𝟐", "12")]
    [InlineData("999999999999999999", "999999999999999999")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("3.0", null)]
    [InlineData("1e3", null)]
    [InlineData("0x10", null)]
    [InlineData("1,000", null)]
    [InlineData("1__0", null)]
    [InlineData("_1", null)]
    [InlineData("1_", null)]
    [InlineData("+-1", null)]
    [InlineData("- 1", null)]
    [InlineData("-", null)]
    [InlineData("1 2", null)]
    [InlineData("½", null)]
    [InlineData("²", null)]
    [InlineData("true", null)]
    public void Integers(string text, string? expected)
    {
        var found = IntegerText.TryParse(Bytes(text), out var value, out var big)
            ? (big ?? value).ToString(CultureInfo.InvariantCulture)
            : null;
        found.ShouldBe(expected);
    }

    [Fact]
    public void An_integer_has_at_most_4300_digits()
    {
        IntegerText.TryParse(Bytes(new string('9', 4300)), out _, out _).ShouldBeTrue();
        IntegerText.TryParse(Bytes(new string('9', 4301)), out _, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("1", 1d)]
    [InlineData("1.5", 1.5)]
    [InlineData("-0.25", -0.25)]
    [InlineData("1e5", 1e5)]
    [InlineData("1E-3", 1e-3)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5d)]
    [InlineData("+5.e1", 50d)]
    [InlineData("1_0.5", 10.5)]
    [InlineData("1e1_0", 1e10)]
    [InlineData(" 2.5 ", 2.5)]
    [InlineData("٣.٥", 3.5)]
    [InlineData("nan", double.NaN)]
    [InlineData("+NaN", double.NaN)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("1e999", double.PositiveInfinity)]
    [InlineData("1e99999999999999", double.PositiveInfinity)]
    [InlineData("0.1234567890123456789", 0.1234567890123456789)]
    [InlineData("9007199254740993", 9007199254740993d)]
    [InlineData("1,5", null)]
    [InlineData("0x10", null)]
    [InlineData("1_.5", null)]
    [InlineData("1._5", null)]
    [InlineData("1__0", null)]
    [InlineData(".", null)]
    [InlineData("e5", null)]
    [InlineData("1e", null)]
    [InlineData("1.2.3", null)]
    [InlineData("--1", null)]
    [InlineData("1f", null)]
    [InlineData("infinit", null)]
    [InlineData("1 2", null)]
    public void Floats(string text, double? expected) =>
        (FloatText.TryParse(Bytes(text), out var value) ? value : (double?)null).ShouldBe(expected);

    [Fact]
    public void A_minus_before_zero_is_kept() => double.IsNegative(FloatText.TryParse("-0.0"u8, out var value) ? value : 1).ShouldBeTrue();

    /// <summary>The short way beside that of .NET, bit by bit.</summary>
    [Fact]
    public void Floats_round_as_double_Parse_does() => Gen.Double.Sample(number =>
    {
        foreach (var format in new[] { "R", "F6", "F2", "E12" })
        {
            var text = number.ToString(format, CultureInfo.InvariantCulture);
            if (!double.IsFinite(number) || text.Length > 400)
                continue;
            FloatText.TryParse(Bytes(text), out var value).ShouldBeTrue(text);
            BitConverter.DoubleToInt64Bits(value).ShouldBe(
                BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)), text);
        }
    });

    [Theory]
    [InlineData("2023-08-29T19:04:25", "2023-08-29T19:04:25")]
    [InlineData("2023-08-29 19:04:25", "2023-08-29T19:04:25")]
    [InlineData("2023-8-9T1:2:3", "2023-08-09T01:02:03")]
    [InlineData("2023-08-29t19:04:25", "2023-08-29T19:04:25")]
    [InlineData("2023-08-29   19:04:25", "2023-08-29T19:04:25")]
    [InlineData("2024-02-29", "2024-02-29T00:00:00")]
    [InlineData("0001-01-01", "0001-01-01T00:00:00")]
    [InlineData("1/2/2023", "2023-02-01T00:00:00")]
    [InlineData("31/12/2023", "2023-12-31T00:00:00")]
    [InlineData("12/31/2023", "2023-12-31T00:00:00")]
    [InlineData("August 29, 2023", "2023-08-29T00:00:00")]
    [InlineData("august  9,  2023", "2023-08-09T00:00:00")]
    [InlineData("29 August 2023", "2023-08-29T00:00:00")]
    [InlineData("Aug 29, 2023", "2023-08-29T00:00:00")]
    [InlineData("29 AUG 2023", "2023-08-29T00:00:00")]
    [InlineData("1 May 2023", "2023-05-01T00:00:00")]
    [InlineData("٢٠٢٣-01-01", "2023-01-01T00:00:00")]
    [InlineData("2023-02-30", null)]
    [InlineData("2023-02-29", null)]
    [InlineData("2023-13-01", null)]
    [InlineData("0000-01-01", null)]
    [InlineData("13/13/2023", null)]
    [InlineData("2023-08-29T24:00:00", null)]
    [InlineData("2023-08-29T19:04:60", null)]
    [InlineData("2023-08-29T19:04:25.5", null)]
    [InlineData("2023-08-29T19:04:25Z", null)]
    [InlineData("2023-08-29T19:04", null)]
    [InlineData(" 2023-08-29", null)]
    [InlineData("2023-08-29 ", null)]
    [InlineData("2023/08/29", null)]
    [InlineData("23-08-29", null)]
    [InlineData("20230829", null)]
    [InlineData("Sept 1, 2023", null)]
    [InlineData("0/1/2023", null)]
    [InlineData("yesterday", null)]
    public void Moments(string text, string? expected)
    {
        var found = MomentText.TryParse(Bytes(text), out var value)
            ? value.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)
            : null;
        found.ShouldBe(expected);
    }

    [Theory]
    [InlineData("6018366c-f658-47a7-9ed3-4fe53a096533", true)]
    [InlineData("6018366C-F658-47A7-9ED3-4FE53A096533", true)]
    [InlineData("6018366cf65847a79ed34fe53a096533", true)]
    [InlineData("{6018366c-f658-47a7-9ed3-4fe53a096533}", true)]
    [InlineData("urn:uuid:6018366c-f658-47a7-9ed3-4fe53a096533", true)]
    [InlineData("6018366cf658-47a79ed3-4fe5-3a096533", true)]
    [InlineData("not-a-uuid", false)]
    [InlineData("6018366c-f658-47a7-9ed3-4fe53a09653", false)]
    [InlineData("6018366c-f658-47a7-9ed3-4fe53a09653g", false)]
    [InlineData("6018366c-f658-47a7-9ed3-4fe53a0965333", false)]
    [InlineData(" 6018366c-f658-47a7-9ed3-4fe53a096533", false)]
    [InlineData("null", false)]
    [InlineData("1", false)]
    public void Identifiers(string text, bool expected)
    {
        IdText.TryParse(Bytes(text), out var id).ShouldBe(expected);
        if (expected)
            id.ShouldBe(Guid.Parse("6018366c-f658-47a7-9ed3-4fe53a096533"));
    }

    [Theory]
    [InlineData("[1, 2.50, \"a\", true, null]", "1|2.50|a|true|<null>")]
    [InlineData(" [] ", "")]
    [InlineData("[[1]]", null)]
    [InlineData("[1", null)]
    [InlineData("[1] 2", null)]
    [InlineData("[\"\\ud800\"]", null)]
    [InlineData("{}", null)]
    public void Several_values(string text, string? expected)
    {
        var found = MultiValueText.TryParse(Bytes(text), out var items)
            ? string.Join('|', items.Select(static item => item ?? "<null>"))
            : null;
        found.ShouldBe(expected);
    }

    [Fact]
    public void Random_bytes_never_throw() => Gen.Byte.Array[0, 60].Sample(bytes =>
    {
        CellText.KindOf(bytes);
        _ = BooleanText.TryParse(bytes, out _);
        _ = IntegerText.TryParse(bytes, out _, out _);
        _ = FloatText.TryParse(bytes, out _);
        _ = MomentText.TryParse(bytes, out _);
        _ = IdText.TryParse(bytes, out _);
        _ = MultiValueText.TryParse(bytes, out _);
    });

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
