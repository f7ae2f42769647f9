using System.Text;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Projects;

namespace Gyre.Projects.Tests.Formats.Kubeflow.Components;

public class ComponentFileTests
{
    private const string Head = "name: Trainer\ninputs:\n- {name: Some Text, type: String}\n- {name: count, type: Integer, default: '3'}\n- {name: maybe, optional: true, type: String}\n- {name: data, type: Dataset}\noutputs:\n- {name: Model!, type: Model}\n- {name: score, type: Float}\nimplementation:\n  container:\n    image: i\n";

    [Fact]
    public void Every_element_becomes_its_placeholder()
    {
        var component = Good(Head + """
                command: [run, {inputValue: Some Text}, {inputPath: data}, {inputUri: data}, {inputMetadata: data}, {outputPath: Model!}, {outputPath: score}, {outputUri: model}, {outputMetadata: model}, {executorInput: null}]
                args: [{concat: [a, {inputValue: count}, {if: {cond: {isPresent: maybe}, then: b}}]}]
                env: {A: 1, B: "x", C: {concat: [p, {inputValue: count}]}}
            """);
        component.Command.Select(Shown).ShouldBe(
        [
            "run", "<InputValue some_text>", "<InputPath data>", "<InputUri data>", "<InputMetadata data>", "<OutputPath model>", "<OutputValueFile score>", "<OutputUri model>",
            "<OutputMetadata model>", "<WholeInput >", "a<InputValue count>[maybe ? b : ]",
        ]);
        component.Environment.Select(variable => $"{variable.Name}={Shown(variable.Value)}").ShouldBe(["A=1", "B=x", "C=p<InputValue count>"]);
        component.Inputs[1].Default.ShouldBe(Value.Of(3));
    }

    [Fact]
    public void Conditions_that_are_fixed_are_decided_and_others_stay()
    {
        var component = Good(Head + """
                command: [{if: {cond: true, then: [a, b], else: [c]}}, {if: {cond: "false", then: [d]}}, {if: {cond: {isPresent: maybe}, then: [--m, {inputValue: maybe}], else: [e]}}, {concat: [{if: {cond: {isPresent: maybe}, then: [f, g]}}]}, {concat: []}]
            """);
        component.Command.Select(Shown).ShouldBe(["a", "b", "[maybe ? --m,<InputValue maybe> : e]", "[maybe ? f,g : ]", ""]);
        component.Command[3].Parts.Length.ShouldBe(2, "one argument, so the optional part may not stand alone");
    }

    [Theory]
    [InlineData("String", ParameterType.String, null)]
    [InlineData("integer", ParameterType.Integer, null)]
    [InlineData("Float", ParameterType.Float, null)]
    [InlineData("Bool", ParameterType.Flag, null)]
    [InlineData("Boolean", ParameterType.Flag, null)]
    [InlineData("JsonArray", ParameterType.List, null)]
    [InlineData("typing.List[str]", ParameterType.List, null)]
    [InlineData("JsonObject", ParameterType.Map, null)]
    [InlineData("Dataset", null, "system.Dataset")]
    [InlineData("html", null, "system.HTML")]
    [InlineData("CSV", null, "system.Artifact")]
    [InlineData("google.VertexModel", null, "google.VertexModel")]
    [InlineData("{GCSPath: {data_type: CSV}}", null, "system.Artifact")]
    [InlineData("~", null, "system.Artifact")]
    public void Type_names_mean_values_or_artifacts(string type, ParameterType? parameter, string? artifact)
    {
        var input = Good($"name: a\ninputs: [{{name: x, type: {(type[0] == '{' || type == "~" ? type : $"\"{type}\"")}}}]\nimplementation: {{container: {{image: i}}}}").Inputs.Single();
        input.ParameterType.ShouldBe(parameter);
        input.ArtifactType?.Title.ShouldBe(artifact);
        (input.ArtifactType is null).ShouldBe(artifact is null);
    }

    [Fact]
    public void A_value_type_that_is_taken_as_a_file_is_an_artifact()
    {
        var component = Good("name: a\ninputs: [{name: x, type: String}]\noutputs: [{name: y, type: String}]\nimplementation: {container: {image: i, command: [cat, {inputPath: x}, {outputUri: y}]}}");
        component.Inputs.Single().ArtifactType.ShouldBe(ArtifactType.Any);
        component.Outputs.Single().ArtifactType.ShouldBe(ArtifactType.Any);
    }

    [Theory]
    [InlineData("Float", "'1e-3'", "0.001")]
    [InlineData("Float", "2", "2.0")]
    [InlineData("Integer", "' 7 '", "7")]
    [InlineData("Bool", "'False'", "false")]
    [InlineData("Bool", "yes", "true")]
    [InlineData("JsonArray", "'[1, 2.5]'", "[1,2.5]")]
    [InlineData("JsonObject", "{a: 1}", "{\"a\":1}")]
    [InlineData("String", "3", "\"3\"")]
    [InlineData("String", "''", "\"\"")]
    public void Defaults_get_the_type_of_their_input(string type, string written, string expected)
    {
        var input = Good($"name: a\ninputs: [{{name: x, type: {type}, default: {written}}}]\nimplementation: {{container: {{image: i}}}}").Inputs.Single();
        ValueJson.Write(input.Default!).ShouldBe(expected);
        input.Optional.ShouldBeTrue();
    }

    [Theory]
    [InlineData("    command: [{inputValue: nope}]", "component.unknown-input", 13)]
    [InlineData("    command:\n    - {inputValue: count}\n    - {inputValue: coumt}", "component.unknown-input", 15)]
    [InlineData("    command: [{outputPath: nope}]", "component.unknown-output", 13)]
    [InlineData("    command: [{if: {cond: {isPresent: nope}}}]", "component.unknown-input", 13)]
    [InlineData("    command: [{if: {cond: {inputValue: maybe}}}]", "component.condition", 13)]
    [InlineData("    command: [{inputValue: data}]", "component.not-a-value", 13)]
    [InlineData("    command: [{inputValue: Some Text}, {inputPath: Some Text}]", "component.not-a-value", 13)]
    [InlineData("    command: [{input: data}]", "component.element", 13)]
    [InlineData("    command: [{inputValue: a, inputPath: b}]", "component.element", 13)]
    [InlineData("    command: [[a]]", "component.element", 13)]
    [InlineData("    command: [~]", "component.element", 13)]
    [InlineData("    command: run", "component.shape", 13)]
    [InlineData("    command: [x]\n    env: [A]", "component.shape", 14)]
    [InlineData("    command: [x]\n    env: {'A=B': x}", "component.variable", 14)]
    [InlineData("    command: [x]\n    fileOutputs: {nope: /a}", "component.unknown-output", 14)]
    [InlineData("    command: [x]\n    fileOutputs: {score: a}", "component.file-outputs", 14)]
    public void What_is_wrong_is_named_with_line_and_remedy(string container, string code, int line)
    {
        var reading = ComponentFile.Read(Encoding.UTF8.GetBytes(Head + container), "c.yaml");
        reading.Component.ShouldBeNull();
        var error = reading.Diagnostics.First(diagnostic => diagnostic.Severity == Severity.Error);
        (error.Code, error.Line, error.File).ShouldBe((code, line, "c.yaml"), error.ToString());
        error.Remedy.ShouldNotBeNullOrEmpty();
        error.Path.ShouldStartWith("implementation/container");
    }

    [Theory]
    [InlineData("", "component.shape")]
    [InlineData("[a]", "component.shape")]
    [InlineData("name: a", "component.implementation")]
    [InlineData("name: a\nimplementation: {}", "component.implementation")]
    [InlineData("name: a\nimplementation: {container: {}}", "component.command")]
    [InlineData("name: a\nimplementation: {graph: {tasks: {}}}", "component.graph")]
    [InlineData("pipelineInfo: {name: a}\nschemaVersion: 2.1.0", "component.compiled")]
    [InlineData("name: a\ninputs: [{type: String}]\nimplementation: {container: {image: i}}", "component.input-name")]
    [InlineData("name: a\ninputs: [{name: a b}, {name: A_B}]\nimplementation: {container: {image: i}}", "component.input-name")]
    [InlineData("name: a\ninputs: [{name: '!'}]\nimplementation: {container: {image: i}}", "component.input-name")]
    [InlineData("name: a\ninputs: [a]\nimplementation: {container: {image: i}}", "component.shape")]
    [InlineData("name: a\ninputs: {a: b}\nimplementation: {container: {image: i}}", "component.shape")]
    [InlineData("name: a\ninputs: [{name: x, type: Integer, default: many}]\nimplementation: {container: {image: i}}", "component.default")]
    [InlineData("name: a\ninputs: [{name: x, optional: perhaps}]\nimplementation: {container: {image: i}}", "component.optional")]
    [InlineData("name: \"a\\nb\"\nimplementation: {container: {image: i}}", "component.name")]
    [InlineData("name: [", "yaml.syntax")]
    public void A_document_that_is_no_component_is_refused(string text, string code)
    {
        var reading = ComponentFile.Read(Encoding.UTF8.GetBytes(text), "c.yaml");
        reading.Component.ShouldBeNull();
        reading.Diagnostics.First(diagnostic => diagnostic.Severity == Severity.Error).Code.ShouldBe(code);
    }

    [Fact]
    public void Unknown_keys_and_odd_things_are_warnings()
    {
        var reading = ComponentFile.Read(Encoding.UTF8.GetBytes("""
            name: a
            colour: red
            inputs: [{name: x, optional: true, type: String, size: 3}, {name: file, type: Dataset, default: abc}]
            implementation: {container: {image: i, resources: {}, command: [run, {inputValue: x}, "{{$.inputs}}"]}}
            """), "c.yaml");
        reading.Component.ShouldNotBeNull();
        reading.Diagnostics.ShouldAllBe(diagnostic => diagnostic.Severity == Severity.Warning);
        reading.Diagnostics.Select(diagnostic => diagnostic.Code).Order().ShouldBe(
            ["component.default", "component.placeholder-text", "component.unguarded", "component.unknown-key", "component.unknown-key", "component.unknown-key"]);
    }

    [Fact]
    public void The_file_of_the_guide_is_read()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Join(root!.FullName, "Gyre.slnx")))
            root = root.Parent;
        var blocks = File.ReadAllText(Path.Join(root.FullName, "docs", "guides", "components.md")).Split("```yaml\n")[1..].Select(block => block.Split("```")[0]).ToList();
        var reading = ComponentFile.Read(Encoding.UTF8.GetBytes(blocks[^1]), "c.yaml");
        reading.Diagnostics.ShouldBeEmpty();
        reading.Component.ShouldNotBeNull().Inputs.Select(input => input.Name).ShouldBe(["data", "learning_rate", "notes"]);
    }

    [Fact]
    public async Task Files_at_fixed_paths_are_moved_to_their_outputs_and_never_taken_from_another_run()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The command needs sh.");
        var folder = Directory.CreateTempSubdirectory("gyre-component-").FullName;
        var source = Path.Join(folder, "fixed it's.txt");
        var component = Good($"name: a\noutputs: [{{name: out, type: String}}]\nimplementation: {{container: {{image: i, command: [sh, -c, 'printf %s \"$1\" > \"$2\"', sh, \"a b\", \"{source}\"], fileOutputs: {{out: \"{source}\"}}}}}}");
        var filler = new TemplateFiller(component, folder);
        try
        {
            (await RunAsync([.. component.Command.SelectMany(filler.Fill)])).ShouldBe(0);
            File.ReadAllText(filler.PathOf("out")).ShouldBe("a b");
            File.Exists(source).ShouldBeFalse();
            File.WriteAllText(source, "of another run");
            (await RunAsync([.. component.Command.SelectMany(filler.Fill)])).ShouldBe(1);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> RunAsync(string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(arguments[0], arguments[1..]) { RedirectStandardError = true })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    private static Component Good(string text)
    {
        var reading = ComponentFile.Read(Encoding.UTF8.GetBytes(text), "c.yaml");
        return reading.Component.ShouldNotBeNull(string.Join("\n", reading.Diagnostics));
    }

    private static string Shown(ArgumentTemplate template) => string.Concat(template.Parts.Select(part => part switch
    {
        TextPart text => text.Text,
        PlaceholderPart placeholder => $"<{placeholder.Kind} {placeholder.Name}>",
        PresentPart present => $"[{present.Input} ? {string.Join(',', present.Then.Select(Shown))} : {string.Join(',', present.Else.Select(Shown))}]",
        _ => "?",
    }));
}
