using Gyre.Pipelines.Code;

namespace Gyre.Pipelines.Tests.Code;

public class LineChangesTests
{
    [Theory]
    [InlineData("a b c", "a b c", null)]
    [InlineData("a b c", "a x c", "line 2")]
    [InlineData("a b c d", "a x y d", "lines 2-3")]
    [InlineData("a b c d e", "x b c d y", "lines 1, 5")]
    [InlineData("a b c", "a b c d", "line 4")]
    [InlineData("a b c", "z a b c", "line 1")]
    [InlineData("a b c", "a c", "1 line removed after line 1")]
    [InlineData("a b c", "c", "2 lines removed at the beginning")]
    [InlineData("a b c d e f", "a x c d f", "line 2; 1 line removed after line 4")]
    [InlineData("a a a a", "a a a", "1 line removed after line 3")]
    [InlineData("", "a", "line 1")]
    [InlineData("1 2 3 4 5 6 7 8 9 10 11 12 13", "x 2 x 4 x 6 x 8 x 10 x 12 x", "lines 1, 3, 5, 7, 9; and 2 more places")]
    public void The_lines_that_differ_are_named_by_their_numbers_now(string before, string now, string? expected) =>
        LineChanges.Describe(before.Replace(' ', '\n'), now.Replace(' ', '\n')).ShouldBe(expected);

    [Fact]
    public void The_end_of_the_last_line_and_the_kind_of_ends_make_no_difference() =>
        LineChanges.Describe("a\nb", "a\r\nb\r\n").ShouldBeNull();

    [Fact]
    public void Very_long_texts_are_compared_by_their_ends_alone()
    {
        var before = string.Join('\n', Enumerable.Range(0, 5_000).Select(line => $"old {line}"));
        var now = string.Join('\n', Enumerable.Range(0, 5_000).Select(line => $"new {line}"));
        LineChanges.Describe($"same\n{before}\nsame", $"same\n{now}\nsame").ShouldBe("lines 2-5001");
    }
}
