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
        host.Out.ShouldBe("""{"valid":true,"errors":[],"warnings":[]}""" + Environment.NewLine);
        host.Error.ShouldBeEmpty();
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
