using Gyre.Core;

namespace Gyre.Projects.Tests.Formats;

/// <summary>Defaults that can never be valid, and executors that are not there.</summary>
public class DefaultCheckerTests
{
    private const string Nodes = "- pipeline: {name: p, nodes: [{name: a, type: execution, step: s}], edges: []}\n";

    private static string Step(string parameter) => $"- step: {{name: s, command: c, parameters: [{{name: p, {parameter}}}]}}\n";

    [Theory]
    [InlineData("type: integer, default: many")]
    [InlineData("type: integer, default: 1.5")]
    [InlineData("type: integer, default: 0, min: 1")]
    [InlineData("type: integer, default: 9, max: 8")]
    [InlineData("type: float, default: fast")]
    [InlineData("type: flag, default: maybe")]
    [InlineData("type: string, default: c, choices: [a, b]")]
    [InlineData("type: integer, default: [1, 2]")]
    [InlineData("type: integer, multiple: repeat, default: [1, two]")]
    public void A_default_that_can_never_be_valid_is_an_error(string parameter)
    {
        var error = Errors(Step(parameter) + Nodes).ShouldHaveSingleItem();
        error.Code.ShouldBe("parameter.default");
        error.Path.ShouldBe("0/step/parameters/0/default");
        error.Line.ShouldBe(1);
        error.Remedy.ShouldNotBeNull();
        // In a file of another format it stays what that format's own linter makes of it.
        ProjectFile.Read(Step(parameter).Replace("command: c", "image: i, command: c", StringComparison.Ordinal) + Nodes, "valohai.yaml").Project.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("type: integer, default: 3, min: 1, max: 8")]
    [InlineData("type: integer, default: '3'")]
    [InlineData("type: integer, default: ''")]
    [InlineData("type: float, default: 1")]
    [InlineData("type: flag, default: yes")]
    [InlineData("type: flag, default: off")]
    [InlineData("type: string, default: a, choices: [a, b]")]
    [InlineData("type: integer, multiple: repeat, default: [1, 2]")]
    [InlineData("type: integer")]
    public void A_good_default_is_none(string parameter) => Errors(Step(parameter) + Nodes).ShouldBeEmpty();

    [Fact]
    public void The_default_of_an_override_must_suit_the_parameter()
    {
        var text = Step("type: integer, default: 1") + Nodes.Replace("step: s}", "step: s, override: {parameters: [{name: p, default: many}]}}", StringComparison.Ordinal);
        Errors(text).ShouldHaveSingleItem().Path.ShouldBe("1/pipeline/nodes/0/override/parameters/0/default");
    }

    [Fact]
    public void A_list_for_a_sweep_is_looked_at_value_by_value()
    {
        const string Task = "- pipeline: {name: p, nodes: [{name: a, type: task, step: s}], edges: [], parameters: [{name: all, target: a.parameter.p, default: [1, 2]}]}\n";
        Errors(Step("type: integer, default: 1") + Task).ShouldBeEmpty();
        Errors(Step("type: integer, default: 1") + Task.Replace("[1, 2]", "[1, two]", StringComparison.Ordinal)).ShouldHaveSingleItem().Message.ShouldContain("'two'");
        Errors(Step("type: integer, default: 1") + Task.Replace("type: task", "type: execution", StringComparison.Ordinal)).ShouldHaveSingleItem();
    }

    [Fact]
    public void The_default_of_a_pipeline_parameter_must_suit_what_it_fills()
    {
        var text = Step("type: integer, default: 1, max: 5") + Nodes.Replace("edges: []", "edges: [], parameters: [{name: all, target: a.parameter.p, default: 7}]", StringComparison.Ordinal);
        var error = Errors(text).ShouldHaveSingleItem();
        error.Path.ShouldBe("1/pipeline/parameters/0/default");
        error.Message.ShouldContain("'a.p'");
    }

    [Fact]
    public void An_executor_that_is_not_there_is_named_with_the_nearest_one()
    {
        const string Text = "- step: {name: s, command: c, executor: proces}\n";
        var language = ProjectLanguage.Standard with { Executors = ["process", "slurm"] };
        var warning = ProjectFile.Read(System.Text.Encoding.UTF8.GetBytes(Text), "gyre.yaml", language).Diagnostics.ShouldHaveSingleItem();
        warning.Code.ShouldBe("executor.unknown");
        warning.Severity.ShouldBe(Severity.Warning);
        warning.Remedy.ShouldBe("Did you mean 'process'? Available: process, slurm.");
        ProjectFile.Read(System.Text.Encoding.UTF8.GetBytes(Text.Replace("proces}", "slurm}", StringComparison.Ordinal)), "gyre.yaml", language).Diagnostics.ShouldBeEmpty();
        ProjectFile.Read(Text, "gyre.yaml").Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public void The_scope_of_the_cache_is_one_of_three_words_and_the_project_s_by_default()
    {
        Scope("").ShouldBe(CacheScope.Project);
        Scope("- settings: {cache-scope: home}\n").ShouldBe(CacheScope.Home);
        ProjectFile.Read("- settings: {cache-scope: homes}\n", "gyre.yaml").Diagnostics.ShouldHaveSingleItem().Remedy.ShouldBe("Did you mean 'home'?");
        ProjectFile.Read(Step("type: integer").Replace("command: c", "image: i, command: c", StringComparison.Ordinal) + Nodes, "valohai.yaml").Project!.Pipelines[0].CacheScope.ShouldBeNull();

        static CacheScope? Scope(string settings) => ProjectFile.Read(settings + Step("type: integer") + Nodes, "gyre.yaml").Project!.Pipelines[0].CacheScope;
    }

    private static List<Diagnostic> Errors(string text) => [.. ProjectFile.Read(text, "gyre.yaml").Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error)];
}
