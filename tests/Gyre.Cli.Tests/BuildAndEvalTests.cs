namespace Gyre.Cli.Tests;

public class BuildAndEvalTests
{
    [Fact]
    public async Task Without_values_defaults_apply_but_those_of_flags_do_not()
    {
        using var host = new TestHost();
        host.Write("gyre.yaml", Samples.Project);
        (await host.RunAsync("command", "gyre.yaml", "--step", "write", "--format", "json")).ShouldBe(CliExitCodes.Done);
        host.Out.ShouldBe("""{"commands":["echo --word=turns","echo turns"],"script":"echo --word=turns && echo turns"}""" + Environment.NewLine);
    }

    [Fact]
    public async Task All_defaults_include_flags()
    {
        using var host = new TestHost();
        host.Write("gyre.yaml", Samples.Project);
        (await host.RunAsync("command", "gyre.yaml", "--step", "write", "--all-defaults")).ShouldBe(CliExitCodes.Done);
        host.Out.ShouldBe($"echo --word=turns --loud{Environment.NewLine}echo turns{Environment.NewLine}");
    }

    [Fact]
    public async Task Values_come_from_a_file_and_are_quoted_for_the_shell()
    {
        using var host = new TestHost();
        host.Write("gyre.yaml", Samples.Project);
        host.Write("values.json", """{"word": "it's", "many": [1, 2], "loud": null}""");
        (await host.RunAsync("command", "gyre.yaml", "--step", "write", "--values", "values.json", "--format", "json")).ShouldBe(CliExitCodes.Done);
        var command = host.Json.GetProperty("commands")[0].GetString()!;
        command.ShouldContain("--many=1 --many=2");
        command.ShouldNotContain("--loud");
        command.ShouldNotContain("=it's ");
    }

    [Theory]
    [InlineData("[1]", "json.object")]
    [InlineData("{\"a\": ", "json.syntax")]
    [InlineData("{\"a\": 1, \"a\": 2}", "json.syntax")]
    public async Task Values_that_are_no_object_are_refused(string json, string code)
    {
        using var host = new TestHost();
        host.Write("gyre.yaml", Samples.Project);
        host.Write("values.json", json);
        (await host.RunAsync("command", "gyre.yaml", "--step", "write", "--values", "values.json")).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain(code);
        host.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_step_is_refused_with_those_there_are()
    {
        using var host = new TestHost();
        host.Write("gyre.yaml", Samples.Project);
        (await host.RunAsync("command", "gyre.yaml", "--step", "nope")).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain("Available steps: write.");
    }

    [Theory]
    [InlineData("metadata.loss < 1", """{"value":true,"met":true}""")]
    [InlineData("a.b + 1", """{"value":3,"met":true}""")]
    [InlineData("a.b - 2", """{"value":0,"met":false}""")]
    [InlineData("'x' in ('x', 'y')", """{"value":true,"met":true}""")]
    public async Task Expressions_have_values(string expression, string expected)
    {
        using var host = new TestHost();
        host.Write("context.json", """{"metadata.loss": 0.5, "a": {"b": 2}}""");
        (await host.RunAsync("eval", expression, "--context", "context.json")).ShouldBe(CliExitCodes.Done);
        host.Out.Trim().ShouldBe(expected);
    }

    [Theory]
    [InlineData("nobody > 1", "no-value")]
    [InlineData("1 >", "syntax")]
    [InlineData("1 / 0", "zero-division")]
    [InlineData("open('x')", "no")]
    public async Task Expressions_without_a_value_say_why(string expression, string kind)
    {
        using var host = new TestHost();
        (await host.RunAsync("eval", expression, "--format", "json")).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain($"expression.{kind}");
        host.Json.GetProperty("error").GetProperty("kind").GetString()!.ShouldStartWith(kind);
    }
}
