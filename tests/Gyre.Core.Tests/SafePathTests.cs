using System.Text;

namespace Gyre.Core.Tests;

public sealed class SafePathTests
{
    private const int RandomPaths = 20_000;

    private static readonly string[] Pieces =
    [
        "/", "/", "/", ".", "..", "\\", ":", "~", " ", "a", "b.txt", "CON", "nul", "COM1", "com1.txt", "\0", "\n", "\u007f",
        "C:", "//", "./", "../",
        "%2e%2e", "é", "e\u0301", "\u2024", "\uFF0F", "\uFF0E", "\u0958", "\uD83D\uDE00", "\uD800", "\u202e", "LPT9 ", "AUX.", "…",
    ];

    [Theory]
    [InlineData("a")]
    [InlineData("a/b/c.txt")]
    [InlineData("..a/b..c")]
    [InlineData("...", false)]
    [InlineData(".hidden/file")]
    [InlineData("con sole/COM10/null")]
    [InlineData("%2e%2e/x")]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("a/../b", false)]
    [InlineData("a/./b", false)]
    [InlineData("/etc/passwd", false)]
    [InlineData("a/", false)]
    [InlineData("a//b", false)]
    [InlineData("C:/x", false)]
    [InlineData("a\\..\\b", false)]
    [InlineData("~/x", false)]
    [InlineData("a/~root", false)]
    [InlineData("file:stream", false)]
    [InlineData("a\0b", false)]
    [InlineData("a\nb", false)]
    [InlineData("a. /b", false)]
    [InlineData("a /b", false)]
    [InlineData("CON", false)]
    [InlineData("x/nul.txt", false)]
    [InlineData("x/Lpt1 .log", false)]
    public void A_path_from_outside_is_taken_or_refused(string text, bool taken = true)
    {
        SafePath.TryParse(text, out var path, out var reason).ShouldBe(taken);
        (path is null).ShouldBe(!taken);
        (reason is null).ShouldBe(taken);
    }

    [Fact]
    public void Lengths_are_those_of_what_is_kept()
    {
        SafePath.TryParse(new string('a', SafePath.MaxSegmentBytes), out _, out _).ShouldBeTrue();
        SafePath.TryParse(new string('a', SafePath.MaxSegmentBytes + 1), out _, out _).ShouldBeFalse();
        SafePath.TryParse(string.Join('/', Enumerable.Repeat("a", SafePath.MaxSegments)), out _, out _).ShouldBeTrue();
        SafePath.TryParse(string.Join('/', Enumerable.Repeat("a", SafePath.MaxSegments + 1)), out _, out _).ShouldBeFalse();
        SafePath.TryParse(string.Join('/', Enumerable.Repeat(new string('a', 250), 17)), out _, out _).ShouldBeFalse();
        // U+0958 has three bytes; composed, which takes it apart, it has six (Unicode, Composition Exclusions).
        SafePath.TryParse(string.Concat(Enumerable.Repeat("\u0958", 80)), out _, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0xD800)]
    [InlineData(0xDFFF)]
    public void What_is_no_text_is_no_path(int? half) =>
        SafePath.TryParse(half is { } unit ? $"a{(char)unit}b" : null, out _, out _).ShouldBeFalse();

    [Fact]
    public void Both_ways_to_write_a_letter_are_one_path()
    {
        var path = SafePath.Parse("e\u0301");
        path.ShouldBe(SafePath.Parse("\u00e9"));
        path.GetHashCode().ShouldBe(SafePath.Parse("\u00e9").GetHashCode());
        path.FileName.ShouldBe("\u00e9");
    }

    [Fact]
    public void Nothing_that_is_taken_leaves_its_folder()
    {
        var random = new SeededRandom(20);
        var folder = Path.GetFullPath(Path.Join(Path.GetTempPath(), "home", "artifacts"));
        var taken = 0;
        for (var i = 0; i < RandomPaths; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.NextInt(1, 8)).Select(_ => Pieces[random.NextInt(0, Pieces.Length)]));
            if (!SafePath.TryParse(text, out var path, out _))
                continue;
            taken++;
            var place = path.Under(folder);
            Path.GetFullPath(place).ShouldBe(place);
            place.ShouldStartWith(folder + Path.DirectorySeparatorChar, Case.Sensitive);
            path.Segments.ShouldAllBe(segment => Encoding.UTF8.GetByteCount(segment) <= SafePath.MaxSegmentBytes);
            SafePath.Parse(path.ToString()).ShouldBe(path);
        }
        taken.ShouldBeGreaterThan(RandomPaths / 100);
    }

    [Fact]
    public void A_refusal_says_what_was_given_and_what_to_do()
    {
        var refused = Should.Throw<InvalidInputException>(() => SafePath.Parse("../" + new string('x', 500)));
        var refusal = refused.Diagnostics.ShouldHaveSingleItem();
        refusal.Code.ShouldBe("path.invalid");
        refusal.Message.ShouldContain("it contains '..'");
        refusal.Message.Length.ShouldBeLessThan(300);
        refusal.Remedy.ShouldNotBeNullOrEmpty();
    }
}
