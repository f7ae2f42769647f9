namespace Gyre.Cli.Tests;

public class LintTests
{
    [Fact]
    public async Task A_valid_file_is_valid_in_words_and_in_JSON()
    {
        using var host = new TestHost();
        host.Write("gyre.yaml", Samples.Project);
        (await host.RunAsync("lint", "gyre.yaml")).ShouldBe(CliExitCodes.Done);
        host.Out.ShouldContain("gyre.yaml is valid");
        (await host.RunAsync("lint", ".", "--format", "json")).ShouldBe(CliExitCodes.Done);
        host.Out.ShouldBe("""{"valid":true,"errors":[],"warnings":[],"hints":[]}""" + Environment.NewLine);
        host.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_compiled_pipeline_is_checked_whatever_its_name()
    {
        const string Pipeline = """
            components:
              comp-a: {executorLabel: exec-a}
            deploymentSpec:
              executors:
                exec-a: {container: {image: i, command: [echo, a]}}
            pipelineInfo: {name: p}
            root: {dag: {tasks: {a: {componentRef: {name: comp-a}}}}}
            """;
        using var host = new TestHost();
        host.Write("pipeline.yaml", Pipeline);
        (await host.RunAsync("lint", "pipeline.yaml")).ShouldBe(CliExitCodes.Done);
        host.Out.ShouldContain("pipeline.yaml is valid");
        host.Write("pipeline.yaml", Pipeline.Replace("{name: comp-a}", "{name: comp-b}", StringComparison.Ordinal));
        (await host.RunAsync("lint", "pipeline.yaml")).ShouldBe(CliExitCodes.BadInput);
        host.Out.ShouldContain("pipeline.yaml:7:");
        host.Out.ShouldContain("component.unknown");
    }

    [Fact]
    public async Task An_unknown_step_is_shown_with_its_line_and_a_caret()
    {
        using var host = new TestHost();
        host.Write("gyre.yaml", Samples.Project.Replace("step: write}", "step: wrote}", StringComparison.Ordinal));
        (await host.RunAsync("lint", "gyre.yaml")).ShouldBe(CliExitCodes.BadInput);
        host.Out.ShouldContain("gyre.yaml:14:");
        host.Out.ShouldContain("    14 |       - {name: write, type: execution, step: wrote}");
        host.Out.ShouldContain("^");
        host.Out.ShouldContain("is not valid: 1 error");
    }

    [Fact]
    public async Task Without_a_file_the_current_folder_is_checked()
    {
        using var host = new TestHost();
        host.Write("gyre.yaml", Samples.Project);
        (await host.RunAsync("lint")).ShouldBe(CliExitCodes.Done);
        host.Out.ShouldContain("gyre.yaml is valid");
    }

    [Fact]
    public async Task Errors_in_JSON_have_exactly_the_five_names()
    {
        using var host = new TestHost();
        host.Write("gyre.yaml", Samples.Project.Replace("step: write}", "step: wrote}", StringComparison.Ordinal));
        (await host.RunAsync("lint", "gyre.yaml", "--format", "json")).ShouldBe(CliExitCodes.BadInput);
        host.Json.GetProperty("valid").GetBoolean().ShouldBeFalse();
        var error = host.Json.GetProperty("errors")[0];
        error.EnumerateObject().Select(entry => entry.Name).ShouldBe(["code", "message", "path", "line", "column"]);
        error.GetProperty("line").GetInt32().ShouldBe(14);
        error.GetProperty("message").GetString()!.ShouldContain("wrote");
    }

    [Theory]
    [InlineData("valohai.yaml")]
    [InlineData("gyre.yaml")]
    public async Task Hints_are_shown_with_their_place_and_the_way_out_and_change_no_exit_code(string name)
    {
        using var host = new TestHost();
        host.Write(name, "- step:\n    name: s\n    image: i\n    command:\n      - ls\n      - run --x={parameter:x}\n    parameters:\n      - name: x\n    stop-condition: metadata.done == true\n");
        (await host.RunAsync("lint", name)).ShouldBe(CliExitCodes.Done);
        host.Out.ShouldContain($"{name}:6:9: hint command.option-twice: ");
        host.Out.ShouldContain("     6 |       - run --x={parameter:x}" + Environment.NewLine + "       |         ^");
        host.Out.ShouldContain("    Use only '{parameter:x}', or '--x={parameter-value:x}'.");
        host.Out.ShouldContain($"{name}:9:21: hint expression.word: ");
        host.Out.ShouldEndWith($"{name} is valid." + Environment.NewLine);

        (await host.RunAsync("lint", ".", "--format", "json")).ShouldBe(CliExitCodes.Done);
        host.Json.EnumerateObject().Select(entry => entry.Name).ShouldBe(["valid", "errors", "warnings", "hints"]);
        (host.Json.GetProperty("errors").GetArrayLength(), host.Json.GetProperty("warnings").GetArrayLength(), host.Json.GetProperty("hints").GetArrayLength()).ShouldBe((0, 0, 2));
        var hint = host.Json.GetProperty("hints")[0];
        hint.EnumerateObject().Select(entry => entry.Name).ShouldBe(["code", "message", "path", "line", "column"]);
        (hint.GetProperty("path").GetString(), hint.GetProperty("line").GetInt32(), hint.GetProperty("column").GetInt32()).ShouldBe(("0/step/command/1", 6, 9));
        hint.GetProperty("message").GetString()!.ShouldEndWith(" Use only '{parameter:x}', or '--x={parameter-value:x}'.");
    }

    [Fact]
    public async Task Two_loops_over_one_pipeline_are_a_warning_when_the_file_is_read()
    {
        using var host = new TestHost();
        host.Write("gyre.yaml", "- step: {name: s, image: i, command: python3 ./start_cycle.py}\n- pipeline: {name: p, nodes: [{name: a, type: execution, step: s}], edges: []}\n- cycle: {name: c, pipeline: p, max-iterations: 2}\n");
        (await host.RunAsync("lint", ".")).ShouldBe(CliExitCodes.Done);
        host.Out.ShouldContain("gyre.yaml:3:30: warning cycle.also-by-hand: ");
        host.Out.ShouldEndWith("is valid, with 1 warning." + Environment.NewLine);
        (await host.RunAsync("command", ".", "--step", "s")).ShouldBe(CliExitCodes.Done);
        host.Error.ShouldContain("warning cycle.also-by-hand: ");
    }

    [Theory]
    [InlineData("missing.yaml")]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData(".")]
    public async Task A_file_that_cannot_be_read_is_not_valid(string path)
    {
        using var host = new TestHost();
        (await host.RunAsync("lint", path, "--format", "json")).ShouldBe(CliExitCodes.BadInput);
        host.Json.GetProperty("valid").GetBoolean().ShouldBeFalse();
        host.Json.GetProperty("errors").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task An_endless_file_is_too_large()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "there is no /dev/zero here");
        using var host = new TestHost();
        (await host.RunAsync("lint", "/dev/zero")).ShouldBe(CliExitCodes.BadInput);
        host.Out.ShouldContain("file.too-large");
        host.Write("gyre.yaml", Samples.Project);
        (await host.RunAsync("command", ".", "--step", "write", "--values", "/dev/zero")).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain("file.too-large");
    }

    public static TheoryData<string, byte[]> Rubbish() => new()
    {
        { "empty", [] },
        { "zeros", new byte[4096] },
        { "binary", [.. Enumerable.Range(0, 4096).Select(i => (byte)(i * 31))] },
        { "brackets", [.. Enumerable.Repeat((byte)'[', 100_000)] },
        { "aliases", "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]"u8.ToArray() },
        { "escapes", "\"\\e[31mred\": 1"u8.ToArray() },
        { "text", [.. Enumerable.Repeat((byte)'x', 1_000_000)] },
    };

    [Theory]
    [MemberData(nameof(Rubbish))]
    public async Task Rubbish_is_refused_without_a_stack_trace(string name, byte[] content)
    {
        using var host = new TestHost();
        File.WriteAllBytes(Path.Join(host.Folder, "gyre.yaml"), content);
        (await host.RunAsync("lint", "gyre.yaml")).ShouldBe(CliExitCodes.BadInput, name);
        host.Out.ShouldContain("error");
        host.Out.ShouldNotContain("   at Gyre");
        host.Out.ShouldNotContain("\e[31m");
        host.Error.ShouldBeEmpty();
        (await host.RunAsync("run", "gyre.yaml")).ShouldBe(CliExitCodes.BadInput, name);
        host.Out.ShouldBeEmpty();
        Directory.Exists(Path.Join(host.Folder, ".gyre")).ShouldBeFalse();
    }
}
