using System.Text;
using Gyre.Datasets.Imports;

namespace Gyre.Datasets.Tests.Imports;

/// <summary>Which type fits the values of a column.</summary>
public sealed class ColumnGuessTests
{
    [Theory]
    [InlineData(ElementType.Integer, "1", "-20", " 3 ", "0")]
    [InlineData(ElementType.Integer, "0", "1", "1", "0")]
    [InlineData(ElementType.Boolean, "true", "FALSE", "True")]
    [InlineData(ElementType.Float, "1.5", "2", "-3e-4", "nan", ".5")]
    [InlineData(ElementType.Text, "00123", "04711")]
    [InlineData(ElementType.Text, "+4930123", "+4930124")]
    [InlineData(ElementType.Text, "12345678901234567890", "1")]
    [InlineData(ElementType.Text, "1,5", "2,5")]
    [InlineData(ElementType.Text, "1_000", "2")]
    [InlineData(ElementType.Text, "1e999", "2.0")]
    [InlineData(ElementType.Text, "NaN", "nan")]
    [InlineData(ElementType.Datetime, "2023-08-29", "29 August 2023", "2023-08-29T19:04:25")]
    [InlineData(ElementType.Datetime, "2023-08-29T19:04:25.123Z", "2023-08-29 19:04:25+02:00")]
    [InlineData(ElementType.Datetime, "13/01/2023", "1/2/2023")]
    [InlineData(ElementType.Datetime, "01/13/2023", "1/2/2023")]
    [InlineData(ElementType.Text, "13/01/2023", "01/13/2023")]
    [InlineData(ElementType.Text, "2023-08-29T19:04:25+25:00", "2023-08-29T19:04:25.")]
    [InlineData(ElementType.Category, "a", "b", "a", "b")]
    [InlineData(ElementType.Text, "a", "b", "a")]
    [InlineData(ElementType.Text, "", "null")]
    public void The_narrowest_type_that_fits_is_taken(ElementType expected, params string[] cells) =>
        Guess(cells).Type(isOutput: false).ShouldBe(expected);

    [Fact]
    public void Of_outputs_a_few_whole_numbers_and_all_repeated_texts_are_classes()
    {
        Guess("0", "1", "1", "0").Type(isOutput: true).ShouldBe(ElementType.Category);
        Guess("1", "2", "3").Type(isOutput: true).ShouldBe(ElementType.Integer);
        Guess("a", "b", "c").Type(isOutput: true).ShouldBe(ElementType.Category);
        Guess(new string('x', 101), new string('x', 101)).Type(isOutput: true).ShouldBe(ElementType.Text);
        Guess([.. Enumerable.Range(0, 1001).Select(static i => $"t{i}")]).Type(isOutput: true).ShouldBe(ElementType.Text);
    }

    [Fact]
    public void Lists_have_the_type_of_their_items()
    {
        var guess = Guess("[1, 2]", "[]", "[3, null]");
        (guess.IsList, guess.Type(isOutput: false), guess.Nulls).ShouldBe((true, ElementType.Integer, 1));
        Guess("[1, 2]", "x").IsList.ShouldBeFalse();
        Guess("[[1]]").IsList.ShouldBeFalse();
        Guess("[\"2023-01-01T00:00:00Z\"]").Type(isOutput: false).ShouldBe(ElementType.Text);
    }

    [Fact]
    public void The_order_of_days_and_months_is_that_of_the_whole_column()
    {
        (Guess("1/2/2023", "12/31/2023").IsMonthFirst, Guess("1/2/2023", "12/31/2023").IsOrderOpen).ShouldBe((true, false));
        (Guess("1/2/2023", "31/12/2023").IsMonthFirst, Guess("1/2/2023").IsOrderOpen).ShouldBe((false, true));
    }

    [Theory]
    [InlineData("1/2/2023", true, "2023-01-02T00:00:00")]
    [InlineData("1/2/2023", false, "2023-02-01T00:00:00")]
    [InlineData("2023-08-29T23:30:00.5-01:30", false, "2023-08-30T01:00:00")]
    [InlineData("2023-08-29T19:04:25+0200", false, "2023-08-29T17:04:25")]
    public void Moments_are_read(string cell, bool isMonthFirst, string expected)
    {
        ImportMoment.TryRead(Encoding.UTF8.GetBytes(cell), isMonthFirst, out var value).ShouldBeTrue();
        ((Core.TimestampValue)value!).Text.ShouldBe(expected);
    }

    [Fact]
    public void Names_of_columns_become_names_of_elements() => ElementNames.Of(
        ["Sepal Length (cm)", "sepal_length_cm", "", "ÄRGER", "a.b", "ID", "_x", "№ 1"]).ShouldBe(
        ["sepal_length_cm", "sepal_length_cm_2", "column_3", "ärger", "a_b", "id", "_x", "1"]);

    private static ColumnGuess Guess(params string[] cells)
    {
        var guess = new ColumnGuess(1 << 20);
        foreach (var cell in cells)
            guess.Take(Encoding.UTF8.GetBytes(cell));
        return guess;
    }
}
