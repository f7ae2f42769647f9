using Gyre.Cli.Output;

namespace Gyre.Cli.Tests;

/// <summary>What a step prints cannot steer the reader's terminal.</summary>
public sealed class LogTextTests
{
    public static TheoryData<string, string> Steering => new()
    {
        { "\e]0;owned\a", "the title" },
        { "\e]0;owned\e\\", "the title" },
        { "\u009d0;owned\u009c", "the title in one character" },
        { "\e]52;c;aGk=\a", "the clipboard" },
        { "\e]8;;http://evil.example\e\\", "a link" },
        { "\e[2J", "the screen" },
        { "\e[H", "the cursor" },
        { "\u009b2J", "the screen in one character" },
        { "\e[?1049h", "another screen" },
        { "\e[6n", "a question that is answered as if typed" },
        { "\e[5i", "the printer" },
        { "\ec", "everything" },
        { "\e(0", "the characters" },
        { "\ePq#0\e\\", "a picture" },
        { "\e_Gf=100;AAAA\e\\", "another picture" },
        { "\e^secret\e\\", "a private message" },
        { "\eXtext\e\\", "a string" },
        { "\e[>4;2m", "the keyboard, by what looks like a color" },
        { "\e[?4m", "a question, by what looks like a color" },
        { "\e[" + "1;38;5;200;48;5;100;1;38;5;200;48;5;100;1;38;5;200;48;5;100;1;38;5;200m", "a color without an end" },
        { "\a\b\r\f\v\0\x7f\u0085", "single controls" },
        { "\e", "half of a sequence" },
        { "\e[", "half of a sequence" },
    };

    [Theory]
    [MemberData(nameof(Steering))]
    public void Nothing_but_colors_passes_on_a_terminal(string given, string what)
    {
        foreach (var colors in new[] { true, false })
        {
            var text = new LogText(colors);
            var shown = text.Clean($"a{given}") + text.EndLine() + text.Clean("b");
            shown.ShouldBe("ab", what);
        }
    }

    [Theory]
    [MemberData(nameof(Steering))]
    public void A_sequence_that_comes_character_by_character_does_not_pass_either(string given, string what)
    {
        var text = new LogText(colors: true);
        string.Concat(given.Select(c => text.Clean(c.ToString()))).ShouldBe("", what);
    }

    [Theory]
    [InlineData("\e[31mred\e[0m", "\e[31mred\e[0m")]
    [InlineData("\e[1;38;5;208mbold\e[m", "\e[1;38;5;208mbold\e[m")]
    [InlineData("\e[38:2::255:0:0mred", "\e[38:2::255:0:0mred\e[0m")]
    [InlineData("\u009b32mgreen", "\e[32mgreen\e[0m")]
    public void Colors_pass_on_a_terminal_and_end_with_the_line(string given, string shown)
    {
        var text = new LogText(colors: true);
        (text.Clean(given) + text.EndLine()).ShouldBe(shown);
        text.EndLine().ShouldBe("");
    }

    [Fact]
    public void Without_a_terminal_only_characters_and_tabs_pass()
    {
        var text = new LogText(colors: false);
        (text.Clean("\e[31mä\tz\u202e\e[0m\n") + text.EndLine()).ShouldBe("ä\tz\u202e\n");
    }

    [Fact]
    public void A_text_for_the_terminal_ends_with_its_line()
    {
        var text = new LogText(colors: true);
        text.Clean("a\e]0;never ended").ShouldBe("a");
        text.EndLine();
        text.Clean("the next line").ShouldBe("the next line");
    }

    [Fact]
    public void Any_noise_leaves_nothing_that_steers()
    {
        var random = new Random(20261129);
        for (var round = 0; round < 2000; round++)
        {
            var text = new LogText(colors: true);
            var noise = string.Concat(Enumerable.Range(0,
                40).Select(_ => random.Next(3) == 0 ? "\e[]P_^X\\m;0\a\u009b\u009d"[random.Next(14)] : (char)random.Next(0, 0x100)));
            var shown = text.Clean(noise) + text.EndLine();
            for (var at = 0; at < shown.Length; at++)
            {
                if (char.IsControl(shown[at]) && shown[at] is not ('\n' or '\t'))
                    shown[at..].ShouldMatch(@"\A\e\[[0-9;:]*m", noise);
            }
        }
    }
}
