using System.Globalization;
using System.Text;
using Gyre.Core;
using Gyre.Projects;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Tests.Formats;

public class YamlTests
{
    [Theory]
    [InlineData("yes", "true")]
    [InlineData("off", "false")]
    [InlineData("y", "\"y\"")]
    [InlineData("~", "null")]
    [InlineData("0777", "511")]
    [InlineData("0o17", "\"0o17\"")]
    [InlineData("1_000", "1000")]
    [InlineData("1:30", "90")]
    [InlineData("1:60", "\"1:60\"")]
    [InlineData("1e-3", "\"1e-3\"")]
    [InlineData("1.0e-3", "0.001")]
    [InlineData("1.0e3", "\"1.0e3\"")]
    [InlineData("0x1F", "31")]
    [InlineData("0b101", "5")]
    [InlineData("08", "\"08\"")]
    [InlineData(".5", "0.5")]
    [InlineData("1.", "1.0")]
    [InlineData(".inf", "{\"$float\":\"inf\"}")]
    [InlineData("-.INF", "{\"$float\":\"-inf\"}")]
    [InlineData("2024-02-03", "{\"$yaml-timestamp\":\"2024-02-03\"}")]
    [InlineData("2024-2-3", "\"2024-2-3\"")]
    [InlineData("'1'", "\"1\"")]
    [InlineData("!!str 1", "\"1\"")]
    [InlineData("!!float 3", "3.0")]
    [InlineData("\"a\\x41\\u00e9\"", "\"aAé\"")]
    public void Scalars_follow_yaml_1_1(string text, string json) => Read($"- {text}\n").ShouldBe($"[{json}]");

    [Theory]
    [InlineData("a: &x {k: 1, l: 2}\nb: {l: 3, <<: *x, m: 4}", "{\"a\":{\"k\":1,\"l\":2},\"b\":{\"k\":1,\"l\":3,\"m\":4}}")]
    [InlineData("a: &x {k: 1}\nb: &y {k: 2, l: 2}\nc: {<<: [*x, *y]}", "{\"a\":{\"k\":1},\"b\":{\"k\":2,\"l\":2},\"c\":{\"k\":1,\"l\":2}}")]
    [InlineData("a: {'<<': 1}", "{\"a\":{\"<<\":1}}")]
    public void Merge_keys_bring_what_is_not_there(string text, string json) => Read(text).ShouldBe(json);

    [Theory]
    [InlineData("[a.output.x-?.tsv, b.input.y]", "yaml.syntax", 1, 13)]
    [InlineData("- step:\n    name: hello\n    image x\n    command: y\n", "yaml.syntax", 4, 5)]
    [InlineData("- step:\n    name: 'hello\n    image: x\n", "yaml.syntax", 4, 1)]
    [InlineData("- step:\n\tname: hello\n", "yaml.syntax", 2, 1)]
    [InlineData("- step:\n    name: hello\n    command: [a, b\n    image: x\n", "yaml.syntax", 4, 10)]
    [InlineData("- step:\n    name: a\n  - b\n", "yaml.syntax", 3, 3)]
    [InlineData("- [*.output.x, y]", "yaml.alias", 1, 5)]
    [InlineData("a: *b", "yaml.alias", 1, 4)]
    [InlineData("a: &b [*b]", "yaml.alias", 1, 8)]
    [InlineData("a: 1\n---\nb: 2", "yaml.several-documents", 2, 1)]
    [InlineData("a: 1\nb: 2\na: 3", "yaml.duplicate-key", 3, 1)]
    [InlineData("{a: {b: 1}, ? [x] : 2}", "yaml.key", 1, 15)]
    [InlineData("a: !!python/object:os.system x", "yaml.tag", 1, 4)]
    [InlineData("a: !!js/function 'x'", "yaml.tag", 1, 4)]
    [InlineData("a: !<tag:x> 1", "yaml.tag", 1, 4)]
    [InlineData("a: !local 1", "yaml.tag", 1, 4)]
    [InlineData("a: !!int x", "yaml.tag", 1, 4)]
    [InlineData("a: !!seq {}", "yaml.tag", 1, 4)]
    [InlineData("a: {<<: 1}", "yaml.merge", 1, 9)]
    [InlineData("a: b\0c", "yaml.character", 1, 5)]
    public void What_is_no_document_is_refused_with_its_place(string text, string code, int line, int column)
    {
        var problem = Refused(text);
        (problem.Code, problem.Line, problem.Column, problem.File).ShouldBe((code, line, column, "f.yaml"), problem.Message);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused() => Refused("a: 1\nb: " + '\ud800').Code.ShouldBe("yaml.character");

    [Fact]
    public void A_key_that_occurs_twice_names_both_lines()
    {
        var message = Refused("a: 1\nb: 2\na: 3").Message;
        message.ShouldContain("line 1");
        message.ShouldContain("line 3");
    }

    [Fact]
    public void Nine_levels_of_nine_aliases_are_refused_before_they_unfold()
    {
        var text = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (var level = 1; level <= 9; level++)
            text.Append(CultureInfo.InvariantCulture, $"a{level}: &a{level} [{string.Join(",", Enumerable.Repeat($"*a{level - 1}", 9))}]\n");
        Refused("a: b");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var problem = Refused(text.ToString());
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(16 * 1024 * 1024);
        problem.Code.ShouldBe("yaml.too-large");
        problem.Line.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Merge_keys_that_unfold_are_refused()
    {
        var text = new StringBuilder("a0: &a0 {x0: 1, x1: 1, x2: 1, x3: 1, x4: 1, x5: 1, x6: 1, x7: 1, x8: 1, x9: 1}\n");
        for (var level = 1; level <= 20; level++)
            text.Append(CultureInfo.InvariantCulture, $"a{level}: &a{level} {{<<: [{string.Join(",", Enumerable.Repeat($"*a{level - 1}", 500))}], y{level}: *a{level - 1}}}\n");
        Refused(text.ToString()).Code.ShouldBe("yaml.too-large");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("!!seq [")]
    public void Deep_nesting_is_refused_and_the_process_lives(string opening) =>
        Refused(string.Concat(Enumerable.Repeat(opening, 25_000))).Line.ShouldBe(1);

    [Fact]
    public void Deep_block_mappings_are_refused()
    {
        var text = new StringBuilder();
        for (var level = 0; level < 2_000; level++)
            text.Append(' ', level).Append("a:\n");
        Refused(text.ToString()).Code.ShouldBe("yaml.too-deep");
    }

    [Fact]
    public void Aliases_count_for_the_depth()
    {
        var text = new StringBuilder("a0: &a0 [x]\n");
        for (var level = 1; level <= 60; level++)
            text.Append(CultureInfo.InvariantCulture, $"a{level}: &a{level} [*a{level - 1}]\n");
        Refused(text.ToString()).Code.ShouldBe("yaml.too-deep");
    }

    [Fact]
    public void Large_scalars_and_documents_are_read_or_refused()
    {
        Read("- " + new string('x', 1_000_000)).Length.ShouldBe(1_000_004);
        Refused("- " + new string('x', 5_000_000)).Code.ShouldBe("yaml.too-large");
        Refused(new string(' ', YamlLimits.MaxBytes + 1)).Code.ShouldBe("yaml.too-large");
    }

    [Fact]
    public void Encodings_are_told_by_their_mark()
    {
        const string Text = "- é\n";
        foreach (var encoding in new Encoding[] { new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true) })
            YamlText.Decode([.. encoding.GetPreamble(), .. encoding.GetBytes(Text)], "f.yaml").ShouldBe(Text);
        Should.Throw<InvalidInputException>(() => YamlText.Decode([0x2D, 0x20, 0xC3], "f.yaml")).Diagnostics[0].Code.ShouldBe("yaml.encoding");
    }

    [Theory]
    [InlineData("- a\r- b\r")]
    [InlineData("- a\r\n- b\r\n")]
    [InlineData("\uFEFF- a\n- b\n")]
    [InlineData("---\n- a\n- b\n...\n")]
    [InlineData("# only\n- a\n- b # more")]
    public void Line_ends_marks_and_comments_do_not_matter(string text) => Read(text).ShouldBe("[\"a\",\"b\"]");

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("---\n")]
    public void A_document_without_content_is_null(string text) => YamlLoader.Load(text, "f.yaml").ShouldBeNull();

    private static string Read(string text) => ValueJson.Write(YamlLoader.Load(text, "f.yaml")!.ToValue());

    private static Diagnostic Refused(string text)
    {
        try
        {
            YamlLoader.Load(text, "f.yaml");
            return new Diagnostic(Severity.Hint, "none", "It is read.");
        }
        catch (InvalidInputException exception)
        {
            return exception.Diagnostics[0];
        }
    }
}
