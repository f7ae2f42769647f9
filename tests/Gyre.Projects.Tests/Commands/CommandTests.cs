using System.Diagnostics;
using System.Text;
using Gyre.Core;
using Gyre.Projects;
using Gyre.Projects.Commands;

namespace Gyre.Projects.Tests.Commands;

public class CommandTests
{
    private static readonly Step Example = Read("""
        - step:
            name: s
            image: i
            command: ["#placeholder"]
            source-path: "dir/a b.py"
            parameters:
              - {name: lr, type: float, default: 0.001}
              - {name: tags, multiple: repeat, default: [red, dark blue]}
              - {name: layers, type: integer, multiple: separate, default: [64, 32]}
              - {name: fast, type: flag, default: true}
              - {name: n, pass-as: "-n {v}"}
              - {name: fixed, type: float, pass-as: "--{name}={v:.3f}"}
        """);

    [Theory]
    [InlineData("t {parameters}", "t --lr=0.001 --tags=red '--tags=dark blue' --layers=64,32", "t --lr=0.001 --tags=red '--tags=dark blue' --layers=64,32 --fast")]
    [InlineData("t {parameter:fast} x", "t  x", "t --fast x")]
    [InlineData("t {parameter-value:fast}", "t {parameter-value:fast}", "t True")]
    [InlineData("t {parameter-value:layers}", "t '[64, 32]'", "t '[64, 32]'")]
    [InlineData("t {parameter:nope} {x:y} ${HOME} {print $1}", "t {parameter:nope} {x:y} ${HOME} {print $1}", "t {parameter:nope} {x:y} ${HOME} {print $1}")]
    [InlineData("{ {parameters} }", "{ {parameters} }", "{ {parameters} }")]
    [InlineData("{} {parameters}", "{} {parameters}", "{} {parameters}")]
    [InlineData("a {b\n{parameter:lr}", "a {b\n--lr=0.001", "a {b\n--lr=0.001")]
    [InlineData("  {source-path} \n", "'dir/a b.py'", "'dir/a b.py'")]
    [InlineData("t {parameter:n} {parameter-value:n}", "t  {parameter-value:n}", "t  {parameter-value:n}")]
    public void Placeholders_are_filled_once(string command, string bare, string filled)
    {
        var step = Example with { Commands = [command] };
        CommandBuilder.Build(step, new Dictionary<string, Value>()).Commands.Single().ShouldBe(bare);
        CommandBuilder.Build(step, CommandBuilder.AllDefaults(step)).Commands.Single().ShouldBe(filled);
    }

    [Theory]
    [InlineData("lr", "1e-05", "--lr=1e-05")]
    [InlineData("lr", "1e20", "--lr=1e+20")]
    [InlineData("n", "\"a b\"", "-n 'a b'")]
    [InlineData("n", "\"it's\"", "-n 'it'\"'\"'s'")]
    [InlineData("n", "\"; rm -rf ~; \"", "-n '; rm -rf ~; '")]
    [InlineData("n", "\"\"", "-n ''")]
    [InlineData("n", "\"{lr}\"", "-n '{lr}'")]
    [InlineData("n", "true", "-n True")]
    [InlineData("n", "null", "")]
    [InlineData("tags", "[]", "")]
    [InlineData("layers", "[]", "")]
    [InlineData("layers", "7", "--layers=7")]
    [InlineData("fast", "false", "")]
    [InlineData("fixed", "0.0625", "--fixed=0.062")]
    [InlineData("fixed", "2", "--fixed=2.000")]
    public void One_parameter_gives_its_arguments(string name, string json, string arguments) =>
        CommandBuilder.Build(Example with { Commands = [$"{{parameter:{name}}}"] }, new Dictionary<string, Value> { [name] = ValueJson.Parse(json) }).Commands.Single().ShouldBe(arguments);

    [Theory]
    [InlineData("n", "[1]")]
    [InlineData("tags", "[[1]]")]
    [InlineData("fixed", "\"text\"")]
    [InlineData("n", "\"a\\u0000b\"")]
    public void What_is_no_argument_is_refused(string name, string json) =>
        Should.Throw<InvalidInputException>(() => CommandBuilder.Build(Example with { Commands = ["{parameters}"] }, new Dictionary<string, Value> { [name] = ValueJson.Parse(json) }));

    [Theory]
    [InlineData(new[] { "a", "b" }, "a && b")]
    [InlineData(new[] { "a", " ", "b" }, "a && b")]
    [InlineData(new[] { "#!/bin/bash\nset -e", "b" }, "#!/bin/bash\nset -e && b")]
    [InlineData(new[] { "#!/bin/bash", "b" }, "#!/bin/bash\nb")]
    public void Commands_are_joined(string[] commands, string script) =>
        CommandBuilder.Build(Example with { Commands = [.. commands] }, new Dictionary<string, Value>()).Script.ShouldBe(script);

    [Theory]
    [InlineData("1e16", "1e+16")]
    [InlineData("1000.0", "1000.0")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("[\"a\", \"it's\", \"q\\\"'\", \"\\n\\u0001é\\u200b\", 1, null, true, 0.5]", "['a', \"it's\", 'q\"\\'', '\\n\\x01é\\u200b', 1, None, True, 0.5]")]
    [InlineData("{\"a\": [1]}", "{'a': [1]}")]
    [InlineData("{\"$yaml-timestamp\": \"2020-09-02T00:00:00Z\"}", "2020-09-02 00:00:00+00:00")]
    [InlineData("{\"$yaml-timestamp\": \"2020-9-2 1:02:03.5 +2\"}", "2020-09-02 01:02:03.500000+02:00")]
    public void Values_are_written_as_steps_expect_them(string json, string text) => ValueText.Of(ValueJson.Parse(json)).ShouldBe(text);

    [Theory]
    [InlineData("2.5", ".0f", "2")]
    [InlineData("3.5", ".0f", "4")]
    [InlineData("0.1", ".20f", "0.10000000000000000555")]
    [InlineData("1234567.891", ",.2f", "1,234,567.89")]
    [InlineData("0.00001234", "g", "1.234e-05")]
    [InlineData("123456789.0", "g", "1.23457e+08")]
    [InlineData("0.5", ".1%", "50.0%")]
    [InlineData("1.5", "e", "1.500000e+00")]
    [InlineData("-1.5", "08.2f", "-0001.50")]
    [InlineData("42", "05d", "00042")]
    [InlineData("255", "#x", "0xff")]
    [InlineData("7", "+", "+7")]
    [InlineData("1234567", "_", "1_234_567")]
    [InlineData("true", "d", "1")]
    [InlineData("\"ab\"", ">5", "   ab")]
    [InlineData("\"ab\"", "*^6", "**ab**")]
    [InlineData("\"abc\"", ".2", "ab")]
    [InlineData("1.0", ".3", "1.0")]
    public void Formats_follow_the_reference(string json, string format, string text) => ValueFormat.Apply(ValueJson.Parse(json), format).ShouldBe(text);

    [Theory]
    [InlineData("{v}", null)]
    [InlineData("-p {name} {value:>10} {{x}} {v!r}", null)]
    [InlineData("{x}", "unknown")]
    [InlineData("{}", "empty")]
    [InlineData("{ v }", "unclosed")]
    [InlineData("v}", "unmatched")]
    [InlineData("{v:.3q}", "unknown")]
    [InlineData("{v:99999999999}", "too wide")]
    [InlineData("{v.real}", "unknown")]
    [InlineData("{v!x}", "unknown")]
    public void Templates_are_checked_beforehand(string template, string? reason)
    {
        if (reason is null)
            PassTemplate.Refuse(template).ShouldBeNull();
        else
            PassTemplate.Refuse(template).ShouldNotBeNull().ShouldContain(reason);
    }

    [Fact]
    public async Task A_shell_reads_every_text_back_unchanged()
    {
        if (!File.Exists("/bin/sh"))
            Assert.Skip("There is no /bin/sh on this machine.");
        var random = new SeededRandom(4);
        var texts = Enumerable.Range(0, 20_000).Select(_ => RandomText(random)).ToList();
        foreach (var batch in texts.Chunk(5_000))
            (await ThroughShellAsync(batch, TestContext.Current.CancellationToken)).ShouldBe(batch);
    }

    private static async Task<string[]> ThroughShellAsync(string[] texts, CancellationToken cancellationToken)
    {
        var info = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true, StandardInputEncoding = new UTF8Encoding(false), StandardOutputEncoding = new UTF8Encoding(false) };
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        foreach (var text in texts)
            await process.StandardInput.WriteAsync($"printf '%s\\0' {ShellQuote.Of(text)}\n".AsMemory(), cancellationToken);
        process.StandardInput.Close();
        var read = await output;
        await process.WaitForExitAsync(cancellationToken);
        return read.Split('\0')[..^1];
    }

    private static string RandomText(SeededRandom random)
    {
        const string Awkward = "'\"\\$`!*?[]{}()<>|&;~# \t\n\r-=%@éß日😀a1";
        var text = new StringBuilder();
        for (var length = random.NextInt(0, 20); length > 0; length--)
        {
            var at = random.NextInt(0, Awkward.Length);
            if (!char.IsSurrogate(Awkward[at]))
                text.Append(Awkward[at]);
        }
        return text.ToString();
    }

    private static Step Read(string text)
    {
        var reading = ProjectFile.Read(text, "valohai.yaml");
        return reading.Project.ShouldNotBeNull(string.Join("\n", reading.Diagnostics)).Steps[0];
    }
}
