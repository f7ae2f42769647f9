using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Projects;

namespace Gyre.Projects.Tests.Formats.Kubeflow;

/// <summary>What parts of a compiled pipeline become.</summary>
public class MappingTests
{
    private static readonly Graph Sound = Documents.Graph(Documents.Sound);

    [Fact]
    public void The_sound_document_has_nothing_to_complain_of() => ProjectFile.Read(Documents.Sound, "p.yaml").Diagnostics.ShouldBeEmpty();

    [Fact]
    public void Inputs_have_their_types_and_their_defaults_are_of_them()
    {
        var inputs = Sound.Node<ExecutionNode>("make").Step.Component!.Inputs;
        inputs.Select(input => (input.Name, input.ParameterType, input.Default, input.Optional)).ShouldBe(
        [
            ("count", ParameterType.Integer, Value.Of(3), true),
            ("rate", ParameterType.Float, Value.Of(1.0), true),
            ("note", ParameterType.String, null, true),
            ("mode", ParameterType.String, Value.Of("fast"), false),
        ]);
        inputs[3].Choices.ShouldBe([Value.Of("fast"), Value.Of("slow")]);
        Sound.Inputs.ShouldHaveSingleItem().Default.ShouldBe(Value.Of(2));
    }

    [Fact]
    public void Outputs_have_their_types()
    {
        var outputs = Sound.Node<ExecutionNode>("make").Step.Component!.Outputs;
        outputs.Select(output => (output.Name, output.ParameterType, output.ArtifactType)).ShouldBe(
        [
            ("total", ParameterType.Integer, null),
            ("names", ParameterType.List, null),
            ("data", null, new ArtifactType("system.Dataset", "0.0.1")),
        ]);
        var total = Sound.Outputs.ShouldHaveSingleItem();
        (total.Name, total.ParameterType).ShouldBe(("total", ParameterType.Integer));
        total.Sources.ShouldBe([new Socket("make", SocketKind.Result, "total")]);
    }

    [Fact]
    public void Bindings_name_their_sources()
    {
        Sound.Node<ExecutionNode>("use").Bindings.Select(binding => (binding.Input, binding.Source)).ShouldBe(
        [
            ("total", new Socket("make", SocketKind.Result, "total")),
            ("data", new Socket("make", SocketKind.Output, "data")),
        ]);
        var make = Sound.Node<ExecutionNode>("make").Bindings;
        make[0].Source.ShouldBe(new Socket("", SocketKind.Parameter, "n"));
        make[1].Value.ShouldBeOfType<TextTemplate>().Text.Parts.ShouldBe([new TextPart("n is "), new PlaceholderPart(PlaceholderKind.InputValue, "n")]);
        Sound.Node<ImporterNode>("import").Bindings.ShouldHaveSingleItem().Value.ShouldBe(new FixedTemplate(Value.Of("s3://b/m")));
    }

    [Fact]
    public void Dependencies_are_edges_and_only_they()
    {
        Sound.Edges.Select(edge => (edge.Source, edge.Target)).ShouldBe(
        [
            (new Socket("make", SocketKind.Dependency, ""), new Socket("use", SocketKind.Dependency, "")),
            (new Socket("make", SocketKind.Dependency, ""), new Socket("loop", SocketKind.Dependency, "")),
            (new Socket("loop", SocketKind.Dependency, ""), new Socket("import", SocketKind.Dependency, "")),
        ]);
    }

    [Fact]
    public void A_program_is_its_command_and_arguments_with_placeholders_parsed()
    {
        var component = Sound.Node<ExecutionNode>("make").Step.Component!;
        component.Command.Length.ShouldBe(5);
        component.Command[0].Parts.ShouldBe([new TextPart("make")]);
        component.Command[1].Parts.ShouldBe([new PlaceholderPart(PlaceholderKind.InputValue, "count")]);
        component.Command[3].Parts.ShouldBe([new PlaceholderPart(PlaceholderKind.OutputPath, "data")]);
        var note = component.Command[4].Parts.ShouldHaveSingleItem().ShouldBeOfType<PresentPart>();
        note.Input.ShouldBe("note");
        note.Then.Select(template => template.Parts.Single()).ShouldBe([new TextPart("--note"), new PlaceholderPart(PlaceholderKind.InputValue, "note")]);
        note.Else.Select(template => template.Parts.Single()).ShouldBe([new TextPart("--no-note")]);
        component.Environment.ShouldHaveSingleItem().Value.Parts.ShouldBe([new PlaceholderPart(PlaceholderKind.InputValue, "rate")]);
        Sound.Node<ExecutionNode>("use").Step.Component!.Command[1].Parts.ShouldBe([new PlaceholderPart(PlaceholderKind.WholeInput)]);
    }

    [Fact]
    public void Policies_are_those_of_the_task()
    {
        var make = Sound.Node<ExecutionNode>("make");
        make.Retry.ShouldBe(new RetryPolicy(3, TimeSpan.Zero, 2, TimeSpan.FromHours(1)));
        (make.Step.Cache.Enabled, make.Step.Cache.Key).ShouldBe((true, "k1"));
        Sound.Node<ExecutionNode>("use").Step.Cache.Enabled.ShouldBeFalse();
        Sound.Node<ExecutionNode>("use").Condition.ShouldBe("inputs.parameter_values['total'] > 1");
        Sound.Node<ImporterNode>("import").StartRule.ShouldBe(StartRule.AllEnded);
        make.StartRule.ShouldBe(StartRule.AllSucceeded);
        Sound.Nodes.ShouldAllBe(node => node.OnError == OnError.StopNext);
    }

    [Fact]
    public void Resources_are_cores_and_megabytes()
    {
        var resources = Sound.Node<ExecutionNode>("make").Step.Resources;
        (resources.CpuMin, resources.CpuMax, resources.MemoryMin, resources.MemoryMax, resources.Devices).ShouldBe((0.5, 2, 64, 1000, null));
        var text = Documents.With("resourceCpuRequest: 500m, resourceMemoryRequest: 64Mi", "accelerator: {resourceType: nvidia.com/gpu, resourceCount: '2'}");
        Documents.Graph(text).Node<ExecutionNode>("make").Step.Resources.Devices!.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create("nvidia.com/gpu", 2.0));
    }

    [Fact]
    public void A_loop_has_its_items_its_limit_and_its_body()
    {
        var loop = Sound.Node<SubGraphNode>("loop");
        loop.Loop.ShouldBe(new LoopRule { ItemsInput = "items", ItemInput = "item", Parallelism = 4 });
        loop.Body.Inputs.Select(input => input.Name).ShouldBe(["items", "item"]);
        loop.Body.Node<ExecutionNode>("each").Bindings.ShouldHaveSingleItem().Source.ShouldBe(new Socket("", SocketKind.Parameter, "item"));
        loop.Body.Outputs.ShouldHaveSingleItem().Sources.ShouldBe([new Socket("each", SocketKind.Result, "Output")]);
    }

    [Fact]
    public void Items_in_the_file_may_have_placeholders()
    {
        var text = Documents.With("items: {inputParameter: items}, itemInput", "items: {raw: '[1, \"{{$.inputs.parameters[''n'']}}\"]'}, itemInput");
        var list = Documents.Graph(text).Node<SubGraphNode>("loop").Loop!.Items.ShouldBeOfType<ListTemplate>();
        list.Items[0].ShouldBe(new FixedTemplate(Value.Of(1)));
        list.Items[1].ShouldBeOfType<TextTemplate>().Text.Parts.ShouldBe([new PlaceholderPart(PlaceholderKind.InputValue, "n")]);
    }

    [Fact]
    public void An_importer_keeps_its_uri_and_its_properties_as_templates()
    {
        var importer = Sound.Node<ImporterNode>("import");
        (importer.Output, importer.ArtifactType, importer.Reimport).ShouldBe(("artifact", new ArtifactType("system.Model", "0.0.1"), false));
        importer.Uri.ShouldBeOfType<TextTemplate>().Text.Parts.ShouldBe([new PlaceholderPart(PlaceholderKind.InputValue, "uri")]);
        var entry = importer.Metadata.ShouldBeOfType<MapTemplate>().Entries.ShouldHaveSingleItem();
        entry.Key.Parts.ShouldBe([new TextPart("name")]);
        entry.Value.ShouldBeOfType<TextTemplate>().Text.Parts.ShouldBe([new TextPart("m-"), new PlaceholderPart(PlaceholderKind.InputValue, "uri")]);
    }

    [Theory]
    [InlineData("{constant: 7.0}", "7")]
    [InlineData("{constantValue: {intValue: 7}}", "7")]
    [InlineData("{constantValue: {intValue: '7'}}", "7")]
    [InlineData("{constantValue: {doubleValue: 7}}", "7")]
    public void Constants_of_all_forms_are_of_the_declared_type(string constant, string json)
    {
        var text = Documents.With("count: {componentInputParameter: n}", $"count: {{runtimeValue: {constant}}}");
        Documents.Graph(text).Node<ExecutionNode>("make").Bindings[0].Value.ShouldBe(new FixedTemplate(ValueJson.Parse(json)));
    }

    [Fact]
    public void An_old_runtime_parameter_is_an_input_of_the_pipeline()
    {
        var text = Documents.With("count: {componentInputParameter: n}", "count: {runtimeValue: {runtimeParameter: n}}");
        Documents.Graph(text).Node<ExecutionNode>("make").Bindings[0].Source.ShouldBe(new Socket("", SocketKind.Parameter, "n"));
    }

    [Fact]
    public void A_constant_may_name_what_the_task_was_given_beyond_its_component()
    {
        var text = Documents.With("note: {runtimeValue: {constant: \"n is {{$.inputs.parameters['n']}}\"}}", "pipelinechannel--n: {componentInputParameter: n}\n            note: {runtimeValue: {constant: \"n is {{$.inputs.parameters['pipelinechannel--n']}}\"}}");
        var bindings = Documents.Graph(text).Node<ExecutionNode>("make").Bindings;
        bindings[1].Source.ShouldBe(new Socket("", SocketKind.Parameter, "n"));
        bindings[2].Value.ShouldBeOfType<TextTemplate>().Text.Parts[1].ShouldBe(new PlaceholderPart(PlaceholderKind.InputValue, "pipelinechannel--n"));
    }

    [Fact]
    public void A_text_input_takes_any_constant_as_text_and_lists_may_stand_as_json()
    {
        Note("{constant: 2.0}").ShouldBe(Value.Of("2"));
        Note("{constant: true}").ShouldBe(Value.Of("true"));
        Note("{constant: [1, 1.5]}").ShouldBe(Value.Of("[1,1.5]"));
        Note("{constant: null}").ShouldBe(Value.Null);
        Note("{constant: 2024-01-02}").ShouldBe(Value.Of("2024-01-02"));
        var items = Documents.With("{taskOutputParameter: {producerTask: make, outputParameterKey: names}}", "{runtimeValue: {constant: '[1, 2.0]'}}");
        Documents.Graph(items).Node<SubGraphNode>("loop").Bindings[0].Value.ShouldBe(new FixedTemplate(ValueJson.Parse("[1,2.0]")));
    }

    private static Value Note(string constant) =>
        Documents.Graph(Documents.With("{constant: \"n is {{$.inputs.parameters['n']}}\"}", constant)).Node<ExecutionNode>("make").Bindings[1].Value.ShouldBeOfType<FixedTemplate>().Value;

    [Fact]
    public void Selectors_and_final_statuses_are_kept()
    {
        var text = Documents.With("total: {taskOutputParameter: {producerTask: make, outputParameterKey: total}}\n", "total: {taskOutputParameter: {producerTask: make, outputParameterKey: names}, parameterExpressionSelector: 'parseJson(string_value)[0]'}\n            status: {taskFinalStatus: {producerTask: make}}\n")
            .Replace("        total: {parameterType: NUMBER_INTEGER}\n  comp-each:", "        total: {parameterType: NUMBER_INTEGER}\n        status: {parameterType: TASK_FINAL_STATUS}\n  comp-each:", StringComparison.Ordinal);
        var use = Documents.Graph(text).Node<ExecutionNode>("use");
        use.Bindings[0].Selector.ShouldBe("parseJson(string_value)[0]");
        use.Bindings[1].Source.ShouldBe(new Socket("make", SocketKind.FinalStatus, ""));
        use.Step.Component!.Inputs.Single(input => input.Name == "status").ParameterType.ShouldBe(ParameterType.Map);
    }

    [Fact]
    public void Old_type_words_are_known()
    {
        var text = Documents.With("rate: {parameterType: NUMBER_DOUBLE, defaultValue: 1, isOptional: true}", "rate: {type: DOUBLE, defaultValue: 1}");
        Documents.Graph(text).Node<ExecutionNode>("make").Step.Component!.Inputs[1].ParameterType.ShouldBe(ParameterType.Float);
    }

    [Fact]
    public void One_of_several_tasks_may_give_an_output()
    {
        var text = Documents.With("total: {valueFromParameter: {producerSubtask: make, outputParameterKey: total}}", "total: {valueFromOneof: {parameterSelectors: [{producerSubtask: make, outputParameterKey: total}, {producerSubtask: loop, outputParameterKey: all}]}}");
        Documents.Graph(text).Outputs.ShouldHaveSingleItem().Sources.ShouldBe([new Socket("make", SocketKind.Result, "total"), new Socket("loop", SocketKind.Result, "all")]);
    }

    [Fact]
    public void The_platform_gives_secrets_and_a_time_limit()
    {
        const string platform = """

            ---
            platforms:
              kubernetes:
                deploymentSpec:
                  executors:
                    exec-use:
                      activeDeadlineSeconds: 90
                      secretAsEnv:
                      - {secretName: s, optional: true, keyToEnv: [{secretKey: k, envVar: TOKEN}]}
                      nodeSelector: {labels: {a: b}}
            """;
        var reading = ProjectFile.Read(Documents.Sound + platform, "p.yaml");
        var step = reading.Project!.Pipelines[0].Graph.Node<ExecutionNode>("use").Step;
        step.TimeLimit.ShouldBe(TimeSpan.FromSeconds(90));
        step.EnvironmentVariables.ShouldHaveSingleItem().ShouldBe(new EnvironmentVariableDefinition { Name = "TOKEN", Optional = true, Secret = true });
        var warning = reading.Diagnostics.ShouldHaveSingleItem();
        (warning.Code, warning.Path).ShouldBe(("platform.not-honoured", "platforms/kubernetes/deploymentSpec/executors/exec-use/nodeSelector"));
    }

    [Fact]
    public void Fields_may_be_written_with_underscores()
    {
        var snake = System.Text.RegularExpressions.Regex.Replace(Documents.Sound, @"(?<!\w)([a-z]+(?:[A-Z][a-z]+)+)(?=:)", match => System.Text.RegularExpressions.Regex.Replace(match.Value, "[A-Z]", letter => "_" + letter.Value.ToLowerInvariant()));
        snake.ShouldContain("component_input_parameter");
        snake.ShouldNotContain("deploymentSpec:", Case.Sensitive);
        SameGraph.Check(Documents.Graph(snake), Sound);
    }

    [Fact]
    public void A_container_without_command_keeps_its_arguments_for_show_and_is_warned_of()
    {
        var text = Documents.With("command: [use, \"{{$}}\"]", "args: [a]");
        var reading = ProjectFile.Read(text, "p.yaml");
        reading.Warnings().ShouldHaveSingleItem().Code.ShouldBe("container.no-command");
        var step = reading.Project!.Pipelines[0].Graph.Node<ExecutionNode>("use").Step;
        step.Component!.Command.ShouldBeEmpty();
        step.Other.Find("args").ShouldBe(ValueJson.Parse("[\"a\"]"));
    }

    [Fact]
    public void Unknown_fields_and_types_pass_with_and_without_a_warning()
    {
        var text = Documents.With("pipelineInfo: {name: sound}", "pipelineInfo: {name: sound, §futureField: 1}").Replace("schemaTitle: system.Dataset", "schemaTitle: my.Thing", StringComparison.Ordinal);
        var (marked, line, column) = Documents.Marked(text);
        var reading = ProjectFile.Read(marked, "p.yaml");
        var warning = reading.Diagnostics.ShouldHaveSingleItem();
        (warning.Code, warning.Severity, warning.Line, warning.Column).ShouldBe(("field.unknown", Severity.Warning, line, column));
        reading.Project!.Pipelines[0].Graph.Node<ExecutionNode>("make").Step.Component!.Outputs[2].ArtifactType!.Title.ShouldBe("my.Thing");
    }
}
