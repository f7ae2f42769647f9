using System.Text;
using System.Text.RegularExpressions;

namespace Gyre.Architecture.Tests;

/// <summary>
/// All messages of the program with their codes and remedies, as one checked-in text to be read in one go. If a change is meant, run the
/// test once with GYRE_ACCEPT=1 and read the diff. The help is in tests/Gyre.Cli.Tests/Help.txt.
/// </summary>
public sealed partial class MessageTextTests
{
    [Fact]
    public void The_messages_are_the_checked_in_text()
    {
        var path = Path.Join(Repository.Root, "tests", "Gyre.Architecture.Tests", "Texts", "Messages.txt");
        var help = Plain(File.ReadAllText(Path.Join(Repository.Root, "tests", "Gyre.Cli.Tests", "Help.txt")));
        var now = new StringBuilder();
        foreach (var module in Repository.SourceFiles("src").GroupBy(file => Repository.Relative(file).Split('/')[1]))
        {
            now.Append("# ").Append(module.Key).Append('\n');
            var messages = module.SelectMany(file => MessageText.In(File.ReadAllText(file)))
                .Where(message => message.Code.Length > 0 || !help.Contains(Plain(message.Texts[0]), StringComparison.Ordinal)).Select(Lines);
            now.AppendJoin("", messages.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)).Append('\n');
        }
        var text = now.ToString();
        if (Environment.GetEnvironmentVariable("GYRE_ACCEPT") == "1")
            File.WriteAllText(path, text);
        text.ShouldBe(File.Exists(path) ? File.ReadAllText(path) : "");
    }

    /// <summary>Counted without the parser: whatever stands behind a code in a call is in the list.</summary>
    [Fact]
    public void No_message_with_a_code_is_left_out()
    {
        var offences =
            from file in Repository.SourceFiles("src")
            let source = File.ReadAllText(file)
            let known = MessageText.In(source).Select(message => message.Code).ToHashSet(StringComparer.Ordinal)
            from Match found in CodeBeforeText().Matches(source)
            where !known.Contains(found.Groups["code"].Value)
            select $"{Repository.Relative(file)}: {found.Value}";
        offences.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("x = new Diagnostic(Severity.Error, \"a.b\", $\"No '{x}'.\") { Remedy = \"Add it.\" };", "a.b: No '{…}'. / Add it.")]
    [InlineData("throw new InvalidInputException(\"a.b-c\", \"One \" + \"text.\", \"Do this.\");", "a.b-c: One text. / Do this.")]
    [InlineData("return Problems.Conflict(\"a.b\", $\"It is {(x ? \"on\" : \"off\")}.\");", "a.b: It is {on|off}.")]
    [InlineData("return x ? (\"a.b\", \"Some text.\") : null;", "a.b: Some text.")]
    [InlineData("throw new FakeException(\"Text without code.\");", ": Text without code.")]
    public void A_new_message_is_noticed(string statement, string expected)
    {
        var found = MessageText.In($"class C {{ object M(object x) {{ {statement} }} }}").ShouldHaveSingleItem();
        $"{found.Code}: {string.Join(" / ", found.Texts)}".ShouldBe(expected);
    }

    private static string Lines(MessageText message) => message.Code.Length == 0
        ? $"- {Line(message.Texts[0])}\n"
        : $"{message.Code}\n{string.Concat(message.Texts.Select(text => $"    {Line(text)}\n"))}";

    private static string Line(string text) => text.Trim().ReplaceLineEndings("\n      ");

    private static string Plain(string text) => Spaces().Replace(text, " ");

    [GeneratedRegex(@"""(?<code>[a-z][a-z0-9-]*(\.[a-z0-9-]+)+)"",\s*\$?""[^""]*\s[^""]*""")]
    private static partial Regex CodeBeforeText();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
