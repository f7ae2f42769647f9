using Gyre.Core;
using Gyre.Projects;
using Gyre.Testing;

namespace Gyre.Projects.Tests.Formats;

/// <summary>One broken rule per case: code, path and severity of what is said.</summary>
public class ProjectCheckTests
{
    private const string Step = "- step: {name: s, image: i, command: c, parameters: [{name: p}, {name: q, type: integer}], inputs: [{name: in}]}\n";

    [Theory]
    [InlineData("", "project.empty", "")]
    [InlineData("# nothing", "project.empty", "")]
    [InlineData("step: {}", "structure.type", "")]
    [InlineData("~", "structure.type", "")]
    [InlineData("- text", "structure.type", "0")]
    [InlineData("- step: {name: s, image: i, command: c, colour: red}", "structure.additional-properties", "0/step")]
    [InlineData("- step: {name: s, image: i}", "structure.required", "0/step")]
    [InlineData("- step: {name: 1, image: i, command: c}", "structure.type", "0/step/name")]
    [InlineData("- step: {name: s, image: i, command: 8}", "structure.one-of", "0/step/command")]
    [InlineData("- step: {name: s, image: i, command: [a, 8]}", "structure.one-of", "0/step/command")]
    [InlineData("- step: {name: s, image: i, command: [a, 8]}", "structure.type", "0/step/command/1")]
    [InlineData("- step: {name: s, image: i, command: c, parameters: }", "structure.type", "0/step/parameters")]
    [InlineData("- step: {name: s, image: i, command: c, parameters: [{name: p, type: number}]}", "structure.enum", "0/step/parameters/0/type")]
    [InlineData("- step: {name: s, image: i, command: c, parameters: [{name: p, min: low}]}", "structure.type", "0/step/parameters/0/min")]
    [InlineData("- step: {name: s, image: i, command: c, parameters: [{name: p, multiple: many}]}", "structure.enum", "0/step/parameters/0/multiple")]
    [InlineData("- step: {name: s, image: i, command: c, parameters: [{name: p, widget: {settings: {}}}]}", "structure.one-of", "0/step/parameters/0/widget")]
    [InlineData("- step: {name: s, image: i, command: c, inputs: [{default: a}]}", "structure.required", "0/step/inputs/0")]
    [InlineData("- step: {name: s, image: i, command: c, inputs: [{name: a, keep-directories: all}]}", "structure.one-of", "0/step/inputs/0/keep-directories")]
    [InlineData("- step: {name: s, image: i, command: c, inputs: [{name: a, download: later}]}", "structure.enum", "0/step/inputs/0/download")]
    [InlineData("- step: {name: s, image: i, command: c, inputs: [{name: a, default: [1]}]}", "structure.one-of", "0/step/inputs/0/default")]
    [InlineData("- step: {name: s, image: i, command: c, environment-variables: [{name: A, default: 1}]}", "structure.type", "0/step/environment-variables/0/default")]
    [InlineData("- step: {name: s, image: i, command: c, mounts: ['a:/b']}", "structure.any-of", "0/step/mounts/0")]
    [InlineData("- step: {name: s, image: i, command: c, mounts: [{source: a, destination: b}]}", "structure.pattern", "0/step/mounts/0/destination")]
    [InlineData("- step: {name: s, image: i, command: c, resources: {devices: {gpu: 0}}}", "structure.minimum", "0/step/resources/devices/gpu")]
    [InlineData("- step: {name: s, image: i, command: c, resources: {disk: 1}}", "structure.additional-properties", "0/step/resources")]
    [InlineData("- step: {name: s, image: i, command: c, time-limit: 1.5}", "structure.one-of", "0/step/time-limit")]
    [InlineData("- step: {name: s, image: i, command: c, time-limit: '90'}", "duration.invalid", "0/step/time-limit")]
    [InlineData("- step: {name: s, image: i, command: c, cache: false}", "structure.additional-properties", "0/step")]
    [InlineData("- step: {name: s, image: i, command: c, stop-condition: a ** 2}", "expression.invalid", "0/step/stop-condition")]
    [InlineData("- step: {name: s, image: i, command: c, runtime-config-preset: x}", "step.preset-without-environment", "0/step")]
    [InlineData("- step: {name: s, image: i, command: c, parameters: [{name: p, type: flag, multiple: repeat}]}", "parameter.flag-multiple", "0/step/parameters/0/multiple")]
    [InlineData("- step: {name: s, image: i, command: c, parameters: [{name: p, pass-as: '-p {x}'}]}", "parameter.template", "0/step/parameters/0/pass-as")]
    [InlineData("- step: {name: s, image: i, command: c, parameters: [{name: p, pass-as: '-p {v'}]}", "parameter.template", "0/step/parameters/0/pass-as")]
    [InlineData("- step: {name: s, image: i, command: c, inputs: [{name: ../../x}]}", "input.name", "0/step/inputs/0/name")]
    [InlineData("- step: {name: ../../x, image: i, command: c}", "step.name", "0/step/name")]
    [InlineData("- step: {name: s, image: i, command: c, environment-variables: [{name: A=B}]}", "variable.name", "0/step/environment-variables/0/name")]
    [InlineData("- task: {name: t, step: s}", "structure.any-of", "0/task")]
    [InlineData("- task: {name: t, step: s, parameters: [], type: best}", "task.type", "0/task/type")]
    [InlineData("- task: {name: t, step: s, parameters: [], on-child-error: cry}", "task.on-child-error", "0/task/on-child-error")]
    [InlineData("- task: {name: t, step: s, parameters: [{name: p, style: spiral, rules: {}}]}", "structure.enum", "0/task/parameters/0/style")]
    [InlineData("- task: {name: t, step: s, parameters: [{name: p, style: single, rules: {values: 1}}]}", "structure.additional-properties", "0/task/parameters/0/rules")]
    [InlineData("- task: {name: t, step: s, parameters: [{name: p, style: multiple, rules: {items: [[1]]}}]}", "structure.any-of", "0/task/parameters/0/rules/items/0")]
    [InlineData("- task: {name: t, step: s, execution-count: 1.5, parameters: []}", "structure.type", "0/task/execution-count")]
    [InlineData("- task: {name: t, step: s, parameter-sets: [1]}", "structure.type", "0/task/parameter-sets/0")]
    [InlineData("- task: {name: t, step: s, parameters: [{name: p, style: linear, rules: {start: 0, end: 1, step: 0}}]}", "task.rules", "0/task/parameters/0/rules")]
    [InlineData("- task: {name: t, step: s, parameters: [{name: p, style: random, rules: {min: 2, max: 1}}]}", "task.rules", "0/task/parameters/0/rules")]
    [InlineData("- task: {name: t, step: s, parameters: [{name: p, style: random, rules: {min: 0, max: 1, distribution: log-uniform}}]}", "task.rules", "0/task/parameters/0/rules")]
    [InlineData("- task: {name: t, step: s, parameters: [{name: p, style: random, rules: {min: .nan, max: 1}}]}", "task.rules", "0/task/parameters/0/rules")]
    [InlineData("- task: {name: t, step: s, parameters: [{name: p, style: linear, rules: {start: 0, end: 1000000, step: 1}}, {name: q, style: linear, rules: {start: 0, end: 1000000, step: 1}}]}", "task.too-many", "0/task/parameters")]
    [InlineData("- endpoint: {name: ok, image: i}", "structure.one-of", "0/endpoint")]
    [InlineData("- endpoint: {name: ok, image: i, wsgi: a, server-command: b}", "structure.one-of", "0/endpoint")]
    [InlineData("- endpoint: {name: x, image: i, wsgi: a}", "structure.pattern", "0/endpoint/name")]
    [InlineData("- endpoint: {name: ok, image: i, wsgi: a, port: 80}", "structure.minimum", "0/endpoint/port")]
    [InlineData("- endpoint: {name: ok, image: i, wsgi: a, port: 70000}", "structure.maximum", "0/endpoint/port")]
    [InlineData("- endpoint: {name: ok, image: i, wsgi: a, node-selector: gpu}", "structure.pattern", "0/endpoint/node-selector")]
    [InlineData("- endpoint: {name: ok, image: i, wsgi: a, tolerations: [{operator: Equal}]}", "structure.one-of", "0/endpoint/tolerations/0")]
    [InlineData("- endpoint: {name: ok, image: i, wsgi: a, resources: {ephemeral-storage: {min: 1.5}}}", "structure.type", "0/endpoint/resources/ephemeral-storage/min")]
    [InlineData("- deployment: {defaults: {}}", "structure.required", "0/deployment")]
    [InlineData("- deployment: {name: d, target: x}", "structure.additional-properties", "0/deployment")]
    [InlineData("- pipeline: {name: p, nodes: []}", "structure.required", "0/pipeline")]
    [InlineData("- pipeline: {name: p, nodes: [{name: a, type: execution}], edges: []}", "structure.any-of", "0/pipeline/nodes/0")]
    [InlineData("- pipeline: {name: p, nodes: [{name: a, type: execution, step: s, on-error: cry}], edges: []}", "structure.enum", "0/pipeline/nodes/0/on-error")]
    [InlineData("- pipeline: {name: p, nodes: [{name: a, type: magic, step: s}], edges: []}", "structure.enum", "0/pipeline/nodes/0/type")]
    [InlineData("- pipeline: {name: p, nodes: [{name: a, type: approval}], edges: []}", "structure.any-of", "0/pipeline/nodes/0")]
    [InlineData("- pipeline: {name: p, nodes: [{name: a, type: task, step: s, task: t}], edges: []}", "structure.one-of", "0/pipeline/nodes/0")]
    [InlineData("- pipeline: {name: p, nodes: [{name: a, type: deployment, deployment: d, on-error: retry}], edges: []}", "structure.any-of", "0/pipeline/nodes/0")]
    [InlineData("- pipeline: {name: p, nodes: [{name: a, type: execution, step: s, actions: [{when: x}]}], edges: []}", "structure.required", "0/pipeline/nodes/0/actions/0")]
    [InlineData("- pipeline: {name: p, nodes: [], edges: [[a, b, c]]}", "structure.any-of", "0/pipeline/edges/0")]
    [InlineData("- pipeline: {name: p, nodes: [], edges: [{source: a}]}", "structure.any-of", "0/pipeline/edges/0")]
    [InlineData("- pipeline: {name: p, nodes: [], edges: [], parameters: [{name: x, targets: 1}]}", "structure.one-of", "0/pipeline/parameters/0/targets")]
    [InlineData("- pipeline: {name: p, nodes: [], edges: [], parameters: [{target: a.parameter.b}]}", "pipeline-parameter.name", "0/pipeline/parameters/0")]
    [InlineData("- step: {name: s, image: i, command: c}\n  task: {name: 5}", "structure.type", "0/task/name")]
    public void Each_broken_rule_is_an_error_with_its_path(string text, string code, string path) =>
        Read(text).Where(diagnostic => diagnostic.Severity == Severity.Error).Select(diagnostic => (diagnostic.Code, diagnostic.Path)).ShouldContain((code, path));

    [Theory]
    [InlineData("nodes: [{name: a, type: execution, step: s}, {name: a, type: execution, step: s}], edges: []", "node.duplicate-name", "'a'")]
    [InlineData("nodes: [{name: a, type: execution, step: S}], edges: []", "node.unknown-step", "'S'")]
    [InlineData("nodes: [{name: a, type: task, task: t}], edges: []", "node.unknown-task", "'t'")]
    [InlineData("nodes: [{name: a, type: execution, step: s, override: {inputs: [{name: out}]}}], edges: []", "override.unknown-name", "'out'")]
    [InlineData("nodes: [{name: a, type: execution, step: s, override: {parameters: [{name: r}]}}], edges: []", "override.unknown-name", "'r'")]
    [InlineData("nodes: [{name: a, type: execution, step: s, override: {runtime-config-preset: r}}], edges: []", "override.preset-without-environment", "environment")]
    [InlineData("nodes: [{name: a, type: execution, step: s, actions: [{when: node-complete, if: 'x = 1', then: noop}]}], edges: []", "expression.invalid", "x = 1")]
    [InlineData("nodes: [{name: a, type: execution, step: s}], edges: [[a.output.x, a.input.in]]", "edge.self", "'a'")]
    [InlineData("nodes: [{name: a, type: execution, step: s}], edges: [[a.output.x, b.input.in]]", "edge.unknown-node", "'b'")]
    [InlineData("nodes: [{name: a, type: execution, step: s}], edges: [[b.output.x, a.input.in]]", "edge.unknown-node", "'b'")]
    [InlineData("nodes: [{name: a, type: execution, step: s}], edges: [[a.outputs.x, a.input.in]]", "edge.type", "'outputs'")]
    [InlineData("nodes: [{name: a, type: execution, step: s}], edges: [[a.output, a.input.in]]", "edge.parts", "'a.output'")]
    [InlineData("nodes: [{name: a, type: execution, step: s}], edges: [[a.output.x]]", "edge.parts", "a.output.x")]
    [InlineData("nodes: [{name: a, type: execution, step: s}, {name: b, type: execution, step: s}], edges: [[a.parameter.p, b.parameter.p], [a.metadata.x, b.parameter.p]]", "edge.parameter-twice", "'p'")]
    [InlineData("nodes: [{name: a, type: execution, step: s}, {name: b, type: execution, step: s}, {name: c, type: execution, step: s}], edges: [[a.output.x, b.input.in], [b.output.x, c.input.in], [c.output.x, a.input.in]]", "pipeline.circle", "a -> b -> c -> a")]
    [InlineData("nodes: [{name: a, type: execution, step: s}], edges: [], parameters: [{name: x, target: a.parameter.p, targets: [a.parameter.p]}]", "pipeline-parameter.targets", "'x'")]
    [InlineData("nodes: [{name: a, type: execution, step: s}], edges: [], parameters: [{name: x, target: a.p}]", "pipeline-parameter.target", "'a.p'")]
    [InlineData("nodes: [{name: a, type: execution, step: s}], edges: [], parameters: [{name: x, target: a.input.in}]", "pipeline-parameter.target", "'input'")]
    [InlineData("nodes: [{name: a, type: execution, step: s}], edges: [], parameters: [{name: x, target: b.parameter.p}]", "pipeline-parameter.unknown-node", "'b'")]
    [InlineData("nodes: [{name: a, type: execution, step: s}], edges: [], parameters: [{name: x, target: a.parameter.r}]", "pipeline-parameter.unknown-parameter", "'r'")]
    [InlineData("nodes: [{name: a, type: execution, step: S}], edges: [], parameters: [{name: x, target: a.parameter.r}]", "node.unknown-step", "'S'")]
    public void Each_broken_reference_is_an_error_that_names_it(string pipeline, string code, string named)
    {
        foreach (var kind in new[] { "pipeline", "blueprint" })
        {
            var diagnostics = Read($"{Step}- {kind}: {{name: pipe, {pipeline}}}");
            var error = diagnostics.FirstOrDefault(diagnostic => diagnostic.Code == code && diagnostic.Severity == Severity.Error).ShouldNotBeNull(string.Join("\n", diagnostics));
            error.Message.ShouldContain(named);
            error.Line.ShouldBe(2);
            error.Path.ShouldStartWith($"1/{kind}");
        }
    }

    [Theory]
    [InlineData("- trigger: {}", "item.unknown")]
    [InlineData("- cycle: {name: c}", "item.unknown")]
    [InlineData("- deployment: {name: d}", "deployment.no-target")]
    [InlineData("- step: {name: s, image: i, command: c, parameters: [{name: p, default: 5}]}", "parameter.default")]
    [InlineData("- step: {name: s, image: i, command: c, parameters: [{name: p, pass-true-as: x}]}", "parameter.pass-true-as")]
    [InlineData("- step: {name: s, image: i, command: c, parameters: [{name: p, type: flag, pass-as: x, pass-false-as: y}]}", "parameter.pass-as")]
    [InlineData("- step: {name: s, image: i, command: c, parameters: [{name: p, choices: [a], default: b}]}", "parameter.default")]
    [InlineData(Step + Step, "step.duplicate-name")]
    [InlineData(Step + "- pipeline: {name: p, nodes: [{name: a, type: execution, step: s, actions: [{when: later, then: noop}]}], edges: []}", "action.when")]
    [InlineData(Step + "- pipeline: {name: p, nodes: [{name: a, type: execution, step: s, actions: [{when: NODE-STARTING, then: require-approval}]}], edges: []}", "action.then")]
    [InlineData(Step + "- blueprint: {name: p, nodes: [{name: a, type: execution, step: s, override: {p: 1}}], edges: []}", "override.unknown")]
    [InlineData(Step + "- pipeline: {name: p, nodes: [], edges: [], parameters: [{name: x}]}", "pipeline-parameter.no-targets")]
    public void What_works_but_is_odd_is_a_single_warning(string text, string code)
    {
        var reading = ProjectFile.Read(text, "valohai.yaml");
        reading.Project.ShouldNotBeNull();
        reading.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Warning).Select(diagnostic => diagnostic.Code).ShouldBe([code]);
    }

    [Theory]
    [InlineData("[a.outputs.x, b.input.in]", "Did you mean 'output'?")]
    [InlineData("[a.output.x, b.inputs.in]", "Did you mean 'input'?")]
    [InlineData("[aa.output.x, b.input.in]", "Did you mean 'a'?")]
    public void The_right_word_is_offered(string edge, string remedy) =>
        Read($"{Step}- pipeline: {{name: p, nodes: [{{name: a, type: execution, step: s}}, {{name: b, type: execution, step: s}}], edges: [{edge}]}}").Single(diagnostic => diagnostic.Severity == Severity.Error).Remedy.ShouldBe(remedy);

    [Fact]
    public void The_last_of_two_steps_counts_at_the_place_of_the_first_and_nothing_is_said_about_the_first()
    {
        var project = ProjectFile.Read("- step: {name: s, image: one, command: c, stop-condition: not valid at all}\n- step: {name: t, image: i, command: c}\n- step: {name: s, image: two, command: c}\n", "valohai.yaml").Project.ShouldNotBeNull();
        project.Steps.Select(step => step.Image).ShouldBe(["two", "i"]);
    }

    [Fact]
    public void An_override_replaces_values_and_leaves_definitions()
    {
        var reading = ProjectFile.Read("""
            - step:
                {name: s, image: i, command: c, parameters: [{name: lr, type: float, default: 1.5, pass-as: "-l {v}"}, {name: n, multiple: repeat}], inputs: [{name: in, default: a}, {name: other, default: b}], environment-variables: [{name: A, default: x}]}
            - pipeline:
                name: p
                nodes:
                  - {name: a, type: execution, step: s, override: {image: j, command: [d], inputs: [{name: in}], parameters: [{name: lr, type: string}, {name: n, default: v}], environment-variables: [{name: A, default: y}]}}
                edges: []
            """, "valohai.yaml");
        var step = ((ExecutionNode)reading.Project.ShouldNotBeNull(string.Join("\n", reading.Diagnostics)).Pipelines[0].Graph.Nodes[0]).Step;
        (step.Image, step.Commands.Single()).ShouldBe(("j", "d"));
        (step.Parameters[0].Default, step.Parameters[0].Type, step.Parameters[0].PassAs).ShouldBe((null, ParameterType.Float, "-l {v}"));
        step.Parameters[1].Default.ShouldBe(Value.Of([Value.Of("v")]));
        step.Inputs.Select(input => input.Default.Length).ShouldBe([0, 1]);
        step.EnvironmentVariables[0].Default.ShouldBe("y");
        reading.Project.Steps[0].Image.ShouldBe("i");
    }

    [Fact]
    public void A_node_of_another_revision_is_not_compared_with_this_project()
    {
        var text = Step + "- pipeline: {name: p, nodes: [{name: a, type: execution, step: elsewhere, commit: main, override: {inputs: [{name: new}]}}, {name: b, type: execution, step: s}], edges: [[a.output.x, b.input.in], [a.parameter.z, b.parameter.p]]}";
        var node = (ExecutionNode)ProjectFile.Read(text, "valohai.yaml").Project.ShouldNotBeNull().Pipelines[0].Graph.Nodes[0];
        (node.Commit, node.Step.Name, node.Step.Inputs.Single().Name).ShouldBe(("main", "elsewhere", "new"));
    }

    [Theory]
    [InlineData(100_000, 1)]
    [InlineData(2, 100_000)]
    public void Large_graphs_are_read_in_time_linear_in_their_size(int nodes, int edgesPerNode)
    {
        var text = new System.Text.StringBuilder(Step).Append("- pipeline:\n    name: p\n    nodes:\n");
        for (var i = 0; i < nodes; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"      - {{name: n{i}, type: execution, step: s}}\n");
        text.Append("    edges:\n");
        for (var i = 1; i < nodes; i++)
        {
            for (var j = 0; j < edgesPerNode; j++)
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"      - [n{i - 1}.output.f{j}, n{i}.input.in]\n");
        }
        ProjectReading reading = null!;
        Effort.Of(() => reading = ProjectFile.Read(text.ToString(), "valohai.yaml")).ShouldBeLessThan(TimeSpan.FromSeconds(30));
        reading.Project.ShouldNotBeNull(string.Join("\n", reading.Diagnostics.Take(3))).Pipelines[0].Graph.Nodes.Length.ShouldBe(nodes);
    }

    private static IReadOnlyList<Diagnostic> Read(string text)
    {
        var reading = ProjectFile.Read(text, "valohai.yaml");
        (reading.Project is null).ShouldBe(reading.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error));
        reading.Diagnostics.ShouldAllBe(diagnostic => diagnostic.Line > 0 && diagnostic.File == "valohai.yaml");
        return reading.Diagnostics;
    }
}
