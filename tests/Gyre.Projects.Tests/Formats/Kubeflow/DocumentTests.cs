using System.Text;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Projects;

namespace Gyre.Projects.Tests.Formats.Kubeflow;

/// <summary>How compiled pipelines arrive: YAML, JSON, wrapped, with a second document.</summary>
public class DocumentTests
{
    private const string Small = """
        {
          "components": {"comp-a": {"executorLabel": "exec-a", "inputDefinitions": {"parameters": {"x": {"parameterType": "NUMBER_DOUBLE", "defaultValue": 1e5}}}}},
          "deploymentSpec": {"executors": {"exec-a": {"container": {"image": "i", "command": ["\ud83d\ude00\/", "a\tb"]}}}},
          "pipelineInfo": {"name": "small"},
        	"root": {"dag": {"tasks": {"a": {"componentRef": {"name": "comp-a"}}}}}
        }
        """;

    [Theory]
    [InlineData("p.json")]
    [InlineData("p.yaml")]
    [InlineData("gyre.yaml")]
    public void Json_is_read_whatever_the_files_name(string name)
    {
        var reading = ProjectFile.Read(Encoding.UTF8.GetBytes(Small), name);
        reading.Diagnostics.ShouldBeEmpty();
        var component = reading.Project!.Pipelines.ShouldHaveSingleItem().Graph.Node<ExecutionNode>("a").Step.Component!;
        component.Command.Select(argument => argument.Parts.Single()).ShouldBe([new TextPart("😀/"), new TextPart("a\tb")]);
        component.Inputs[0].Default.ShouldBe(Value.Of(100_000.0));
    }

    [Theory]
    [InlineData("{\"pipelineSpec\": ", "}")]
    [InlineData("{\"pipeline_spec\": ", ", \"platform_spec\": {\"platforms\": {}}}")]
    [InlineData("{\"displayName\": \"x\", \"pipelineSpec\": ", ", \"platformSpec\": null}")]
    public void A_wrapped_pipeline_is_read(string before, string after) =>
        ProjectFile.Read(before + Small + after, "job.json").Project.ShouldNotBeNull().Pipelines[0].Name.ShouldBe("small");

    [Fact]
    public void Values_beside_a_wrapped_pipeline_are_warned_of()
    {
        var reading = ProjectFile.Read("{\"pipelineSpec\": " + Small + ", \"runtimeConfig\": {\"parameterValues\": {\"x\": 1}}}", "job.json");
        reading.Warnings().ShouldHaveSingleItem().Code.ShouldBe("job.not-used");
        reading.Project.ShouldNotBeNull();
    }

    [Fact]
    public void A_platform_inside_the_wrapper_counts()
    {
        var text = "{\"pipeline_spec\": " + Small + ", \"platform_spec\": {\"platforms\": {\"kubernetes\": {\"deploymentSpec\": {\"executors\": {\"exec-a\": {\"activeDeadlineSeconds\": \"5\"}}}}}}}";
        ProjectFile.Read(text, "job.json").Project!.Pipelines[0].Graph.Node<ExecutionNode>("a").Step.TimeLimit.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Places_in_json_are_those_of_the_text()
    {
        var (text, line, column) = Documents.Marked(Small.Replace("\"name\": \"comp-a\"", "\"name\": §\"comp-ä\"", StringComparison.Ordinal));
        var error = ProjectFile.Read(text, "p.json").Errors().ShouldHaveSingleItem();
        (error.Line, error.Column, error.Path).ShouldBe((line, column, "root/dag/tasks/a/componentRef/name"));
    }

    [Theory]
    [InlineData("{\"a\": 1,, }", "json.syntax", 1, 9)]
    [InlineData("{\"a\": 1,\n \"ä\": 2 \"b\"}", "json.syntax", 2, 9)]
    [InlineData("{\"a\": 1, \"a\": 2}", "yaml.duplicate-key", 1, 10)]
    [InlineData("{\"root\": \"\\ud800\"}", "yaml.character", 1, 10)]
    [InlineData("{\"root\": 1e999}", "json.number", 1, 10)]
    public void Broken_json_is_refused_at_its_place(string text, string code, int line, int column)
    {
        var error = ProjectFile.Read(text, "p.json").Errors().ShouldHaveSingleItem();
        (error.Code, error.Line, error.Column).ShouldBe((code, line, column));
    }

    [Fact]
    public void Json_that_is_too_deep_is_refused_however_deep_it_is()
    {
        var text = "{\"root\":" + string.Concat(Enumerable.Repeat("[", 100_000));
        ProjectFile.Read(text, "p.json").Errors().ShouldHaveSingleItem().Code.ShouldBe("yaml.too-deep");
    }

    [Fact]
    public void What_begins_with_a_brace_and_is_no_json_may_be_yaml() =>
        ProjectFile.Read("{pipelineInfo: {name: p}, root: {dag: {tasks: {}}}}", "p.yaml").Errors().ShouldHaveSingleItem().Code.ShouldBe("graph.empty");

    [Fact]
    public void The_second_document_must_be_a_platform_document()
    {
        var error = ProjectFile.Read(Documents.Sound + "\n---\nsteps: []\n", "p.yaml").Errors().ShouldHaveSingleItem();
        error.Code.ShouldBe("platform.document");
        error.Line.ShouldBe(Documents.Sound.Count(c => c == '\n') + 3);
        ProjectFile.Read(Documents.Sound + "\n---\n", "p.yaml").Project.ShouldNotBeNull();
        ProjectFile.Read(Documents.Sound + "\n---\nplatforms: {}\n---\na: 1", "p.yaml").Errors().ShouldHaveSingleItem().Code.ShouldBe("yaml.several-documents");
    }

    [Fact]
    public void A_project_file_has_one_document_still() =>
        ProjectFile.Read("- step: {name: a, image: b, command: c}\n---\n- step: {}", "gyre.yaml").Errors().ShouldHaveSingleItem().Code.ShouldBe("yaml.several-documents");

    [Fact]
    public void An_error_in_the_platform_document_names_its_own_path()
    {
        var error = ProjectFile.Read(Documents.Sound + "\n---\nplatforms: {kubernetes: {deploymentSpec: {executors: {exec-use: {secretAsEnv: [{keyToEnv: [{envVar: 'a=b'}]}]}}}}}", "p.yaml").Errors().ShouldHaveSingleItem();
        (error.Code, error.Path).ShouldBe(("variable.name", "platforms/kubernetes/deploymentSpec/executors/exec-use/secretAsEnv/0/keyToEnv/0"));
    }

    [Fact]
    public void Lines_of_a_quoted_text_may_stand_at_the_dash()
    {
        var text = Documents.With("command: [use, \"{{$}}\"]", "command:\n          - \"a\n          b\\\n          \\ c\n\n          d\"\n          - 'e\n\n          f'");
        var command = Documents.Graph(text).Node<ExecutionNode>("use").Step.Component!.Command;
        command.Select(argument => argument.Parts.Single()).ShouldBe([new TextPart("a b c\nd"), new TextPart("e\nf")]);
    }
}
