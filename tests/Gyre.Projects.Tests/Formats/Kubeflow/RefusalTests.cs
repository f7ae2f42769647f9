using System.Globalization;
using System.Text;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Projects.Tests.Formats.Kubeflow;

/// <summary>Small broken documents, each refused at the place where it is broken.</summary>
public class RefusalTests
{
    /// <summary>What is changed, into what (the mark stands before the place), the code, and what the message names.</summary>
    public static TheoryData<string, string, string, string> Broken => new()
    {
        { "pipelineInfo: {name: sound}", "pipelineInfo: §{}", "pipeline.name", "no name" },
        { "pipelineInfo: {name: sound}", "pipelineInfo: {name: §''}", "pipeline.name", "no name" },
        { "pipelineInfo: {name: sound}", "pipelineInfo: {name: §7}", "structure.type", "Expected a string" },
        { "pipelineInfo: {name: sound}", "pipelineInfo: {name: §../x}", "pipeline.name", "'..'" },
        { "pipelineInfo: {name: sound}", "pipelineInfo: {name: sound}\n§pipeline_info: {name: sound}", "field.twice", "pipeline_info" },
        { "componentRef: {name: comp-use}", "componentRef: {name: §comp-usee}", "component.unknown", "comp-usee" },
        { "componentRef: {name: comp-use}", "componentRef: §{}", "structure.required", "componentRef.name" },
        { "executorLabel: exec-use", "executorLabel: §exec-ues", "executor.unknown", "exec-ues" },
        { "    executorLabel: exec-use\n    inputDefinitions:", "    §inputDefinitions:", "component.implementation", "neither" },
        { "dependentTasks: [loop]", "dependentTasks: [§lop]", "task.unknown", "lop" },
        { "{taskOutputArtifact: {producerTask: make, outputArtifactKey: data}}", "{taskOutputArtifact: {producerTask: §mak, outputArtifactKey: data}}", "task.unknown", "mak" },
        { "{taskOutputArtifact: {producerTask: make, outputArtifactKey: data}}", "{taskOutputArtifact: {producerTask: make, outputArtifactKey: §dat}}", "output.unknown", "dat" },
        { "{taskOutputArtifact: {producerTask: make, outputArtifactKey: data}}", "{taskOutputArtifact: {producerTask: make, outputArtifactKey: §total}}", "output.unknown", "artifact 'total'" },
        { "{taskOutputArtifact: {producerTask: make, outputArtifactKey: data}}", "{componentInputArtifact: §data}", "input.unknown", "data" },
        { "count: {componentInputParameter: n}", "count: {componentInputParameter: §m}", "input.unknown", "'m'" },
        { "count: {componentInputParameter: n}", "count: §{}", "binding.source", "the source is missing" },
        { "count: {componentInputParameter: n}", "count: §{componentInputParameter: n, runtimeValue: {constant: 1}}", "binding.source", "componentInputParameter" },
        { "count: {componentInputParameter: n}", "count: {runtimeValue: {constant: §one}}", "parameter.value", "NUMBER_INTEGER" },
        { "count: {componentInputParameter: n}", "count: {runtimeValue: {constant: §1.5}}", "parameter.value", "NUMBER_INTEGER" },
        { "count: {componentInputParameter: n}", "mode: {runtimeValue: {constant: §slower}}", "parameter.literals", "slower" },
        { "{constant: \"n is {{$.inputs.parameters['n']}}\"}", "{constant: §\"n is {{$.inputs.parameters['q']}}\"}", "placeholder.undeclared", "'q'" },
        { "{constant: \"n is {{$.inputs.parameters['n']}}\"}", "{constant: §\"n is {{$.inputs.artifacts['n'].path}}\"}", "placeholder.undeclared", "while the program runs" },
        { "total: {taskOutputParameter: {producerTask: make, outputParameterKey: total}}", "total: {taskFinalStatus: {producerTask: §nobody}}", "task.unknown", "nobody" },
        { "    inputs: {parameters: {uri: {runtimeValue: {constant: s3://b/m}}}}\n", "    inputs: §{}\n", "task.missing-input", "uri" },
        { "triggerPolicy: {strategy: ALL_UPSTREAM_TASKS_COMPLETED}", "triggerPolicy: {strategy: §SOMETIMES}", "task.strategy", "SOMETIMES" },
        { "triggerPolicy: {condition: \"inputs.parameter_values['total'] > 1\"}", "triggerPolicy: {condition: §' '}", "expression.invalid", "empty" },
        { "triggerPolicy: {condition: \"inputs.parameter_values['total'] > 1\"}", "triggerPolicy: {condition: §\"inputs.parameter_values['total'] > \"}", "expression.invalid", "column" },
        { "triggerPolicy: {condition: \"inputs.parameter_values['total'] > 1\"}", "triggerPolicy: {condition: §\"total > 1\"}", "expression.invalid", "'total'" },
        { "count: {componentInputParameter: n}", "count: {componentInputParameter: n, parameterExpressionSelector: §'parseJson(string_value'}", "expression.invalid", "parseJson" },
        { "count: {componentInputParameter: n}", "count: {componentInputParameter: n, parameterExpressionSelector: §'n + 1'}", "expression.invalid", "string_value" },
        { "retryPolicy: {maxRetryCount: 2}", "retryPolicy: {maxRetryCount: §-1}", "structure.range", "maxRetryCount" },
        { "retryPolicy: {maxRetryCount: 2}", "retryPolicy: {maxRetryCount: 2, backoffDuration: §10m}", "duration.invalid", "10m" },
        { "retryPolicy: {maxRetryCount: 2}", "retryPolicy: {maxRetryCount: 2, backoffFactor: §0.5}", "structure.range", "backoffFactor" },
        { "iteratorPolicy: {parallelismLimit: 4}", "iteratorPolicy: {parallelismLimit: §-4}", "structure.range", "parallelismLimit" },
        { "iteratorPolicy: {parallelismLimit: 4}", "§artifactIterator: {items: {inputArtifact: x}, itemInput: y}", "task.iterators", "both" },
        { "parameterIterator: {items: {inputParameter: items}, itemInput: item}", "parameterIterator: {items: §{}, itemInput: item}", "loop.items", "raw" },
        { "parameterIterator: {items: {inputParameter: items}, itemInput: item}", "parameterIterator: {items: {raw: §'{}'}, itemInput: item}", "loop.items", "not a JSON list" },
        { "parameterIterator: {items: {inputParameter: items}, itemInput: item}", "parameterIterator: {items: {inputParameter: §itms}, itemInput: item}", "loop.items", "itms" },
        { "parameterIterator: {items: {inputParameter: items}, itemInput: item}", "parameterIterator: {items: {inputParameter: items}, itemInput: §itm}", "loop.item-input", "itm" },
        { "      import:\n", "      §im/port:\n", "task.name", "im/port" },
        { "      import:\n", "      §\"im[0]\":\n", "task.name", "im[0]" },
        { "      import:\n", "      §make:\n", "yaml.duplicate-key", "make" },
        { "    dag:\n      outputs:\n        parameters:\n          all:", "    executorLabel: exec-use\n    dag:\n      outputs:\n        parameters:\n          all:", "component.implementation", "both" },
        { "{valueFromParameter: {producerSubtask: each, outputParameterKey: Output}}", "{valueFromParameter: {producerSubtask: §eech, outputParameterKey: Output}}", "task.unknown", "eech" },
        { "{valueFromParameter: {producerSubtask: each, outputParameterKey: Output}}", "{valueFromParameter: {producerSubtask: each, outputParameterKey: §Outptu}}", "output.unknown", "Outptu" },
        { "all: {valueFromParameter: {producerSubtask: each, outputParameterKey: Output}}", "§all: {}", "output.source", "all" },
        { "all: {valueFromParameter: {producerSubtask: each, outputParameterKey: Output}}", "all: {valueFromParameter: {producerSubtask: each, outputParameterKey: Output}}\n          §more: {valueFromParameter: {producerSubtask: each, outputParameterKey: Output}}", "output.undeclared", "more" },
        { "count: {parameterType: NUMBER_INTEGER, defaultValue: 3.0, isOptional: true}", "count: {parameterType: NUMBER_INTEGER, defaultValue: §3.5}", "parameter.value", "NUMBER_INTEGER" },
        { "count: {parameterType: NUMBER_INTEGER, defaultValue: 3.0, isOptional: true}", "count: {parameterType: §NUMBER, defaultValue: 3}", "parameter.type", "NUMBER" },
        { "count: {parameterType: NUMBER_INTEGER, defaultValue: 3.0, isOptional: true}", "count: §{defaultValue: 3}", "parameter.type", "count" },
        { "rate: {parameterType: NUMBER_DOUBLE, defaultValue: 1, isOptional: true}", "rate: {parameterType: NUMBER_DOUBLE, defaultValue: §.nan}", "parameter.value", "rate" },
        { "defaultValue: fast, literals: [fast, slow]", "defaultValue: §faster, literals: [fast, slow]", "input.literals", "faster" },
        { "names: {parameterType: LIST}", "§../names: {parameterType: LIST}", "output.name", "../names" },
        { "names: {parameterType: LIST}", "names: {parameterType: LIST}\n        data: {parameterType: LIST}", "component.duplicate-name", "'data'" },
        { "command: [use, \"{{$}}\"]", "command: [use, §\"{{$.inputs.parameters['totl']}}\"]", "placeholder.undeclared", "totl" },
        { "command: [use, \"{{$}}\"]", "command: [use, §\"{{$.pipeline_job_nam}}\"]", "placeholder.unknown", "{{$.pipeline_job_nam}}" },
        { "command: [use, \"{{$}}\"]", "command: [use, §\"{{$.inputs.parameters['total']\"]", "placeholder.unknown", "Task 'use'" },
        { "command: [use, \"{{$}}\"]", "command: [use, §'{\"IfPresent\": {\"InputName\": \"total\"}}']", "template.form", "Then" },
        { "command: [use, \"{{$}}\"]", "command: [use, §'{\"IfPresent\": {\"InputName\": \"totl\", \"Then\": \"x\"}}']", "placeholder.undeclared", "totl" },
        { "command: [use, \"{{$}}\"]", "command: [use, §'{\"Concat\": [\"a\", }']", "template.form", "not valid JSON" },
        { "command: [use, \"{{$}}\"]", "command: [use, §{Concat: [a, 1]}]", "template.form", "'1'" },
        { "command: [use, \"{{$}}\"]", "command: [use, §3]", "structure.type", "Expected a string" },
        { "command: [use, \"{{$}}\"]", "command: §use", "structure.type", "Expected a list" },
        { "env: [{name: RATE, ", "env: [§{name: 'A=B', ", "variable.name", "A=B" },
        { "resourceCpuRequest: 500m", "resourceCpuRequest: §half", "resources.quantity", "half" },
        { "image: python:3.11\n", "image: §argostub/createpvc\n", "container.no-program", "volume" },
        { "      importer:\n        artifactUri: {runtimeParameter: uri}\n", "      importer:\n        artifactUri: {runtimeParameter: §urI}\n", "input.unknown", "urI" },
        { "      importer:\n        artifactUri: {runtimeParameter: uri}\n", "      §resolver: {}\n      importer:\n        artifactUri: {runtimeParameter: uri}\n", "executor.kind", "'importer' and 'resolver'" },
        { "metadata: {name: \"m-{{$.inputs.parameters['uri']}}\"}", "metadata: §{name: \"m-{{$.inputs.parameters['ur']}}\"}", "placeholder.undeclared", "'ur'" },
        { "  dag:\n    outputs:\n      parameters:\n        total:", "  executorLabel: exec-use\n  dag:\n    outputs:\n      parameters:\n        total:", "component.implementation", "'root'" },
        { "deploymentSpec:\n", "deploymentSpec: []\nx:\n", "structure.type", "a list" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_document_is_refused_at_its_place(string piece, string changed, string code, string named)
    {
        var text = Documents.With(piece, changed);
        var isMarked = text.Contains(Documents.Here, StringComparison.Ordinal);
        var (marked, line, column) = isMarked ? Documents.Marked(text) : (text, 0, 0);
        var reading = ProjectFile.Read(marked, "p.yaml");
        reading.Project.ShouldBeNull();
        var all = string.Join("\n", reading.Diagnostics);
        var error = reading.Errors().FirstOrDefault(diagnostic => diagnostic.Code == code).ShouldNotBeNull(all);
        error.File.ShouldBe("p.yaml");
        error.Message.ShouldContain(named, Case.Sensitive);
        (error.Line > 0).ShouldBeTrue(all);
        if (isMarked)
            (error.Line, error.Column).ShouldBe((line, column), all);
    }

    [Fact]
    public void Tasks_that_wait_for_each_other_are_named()
    {
        var text = Documents.With("retryPolicy: {maxRetryCount: 2}", "dependentTasks: [import]");
        var error = ProjectFile.Read(text, "p.yaml").Errors().ShouldHaveSingleItem();
        error.Code.ShouldBe("graph.circle");
        error.Message.ShouldContain("'make' -> 'loop' -> 'import' -> 'make'");
        error.Line.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_circle_over_values_alone_is_found()
    {
        var text = Documents.With("count: {componentInputParameter: n}", "count: {taskOutputParameter: {producerTask: make, outputParameterKey: total}}");
        ProjectFile.Read(text, "p.yaml").Errors().ShouldHaveSingleItem().Code.ShouldBe("graph.circle");
    }

    [Fact]
    public void A_component_that_contains_itself_is_refused()
    {
        var text = Documents.With("componentRef: {name: comp-each}", "componentRef: {name: §comp-loop}");
        var (marked, line, column) = Documents.Marked(text);
        var error = ProjectFile.Read(marked, "p.yaml").Errors().Single(diagnostic => diagnostic.Code == "component.recursion");
        (error.Line, error.Column).ShouldBe((line, column));
        error.Message.ShouldContain("'comp-loop'");
    }

    [Theory]
    [InlineData(31, null)]
    [InlineData(32, "component.too-deep")]
    [InlineData(5000, "component.too-deep")]
    public void Components_inside_each_other_have_a_limit(int levels, string? code)
    {
        var reading = ProjectFile.Read(Nested(levels, 1), "p.yaml");
        reading.Errors().Select(error => error.Code).Distinct().ShouldBe(code is null ? [] : [code]);
    }

    /// <summary>A component that is used twice, inside one that is used twice, and so on: 2^30 tasks from a few lines.</summary>
    [Fact]
    public void What_unfolds_to_too_many_tasks_is_refused_without_unfolding_it()
    {
        var errors = ProjectFile.Read(Nested(30, 2), "p.yaml").Errors().ToList();
        errors.ShouldHaveSingleItem().Code.ShouldBe("graph.too-large");
    }

    [Fact]
    public void What_unfolds_to_too_much_text_is_refused()
    {
        var text = Nested(12, 2).Replace("command: [a]", $"command: [\"{new string('a', 200_000)}\"]", StringComparison.Ordinal);
        ProjectFile.Read(text, "p.yaml").Errors().ShouldHaveSingleItem().Code.ShouldBe("graph.too-large");
    }

    [Theory]
    [InlineData("container: {image: a, command: [a]}\n      importer: {artifactUri: {constant: a}}", "executor.kind")]
    [InlineData("resolver: {outputArtifactQueries: {}}", "executor.unsupported")]
    [InlineData("customJob: {customJob: {}}", "executor.unsupported")]
    [InlineData("{}", "executor.kind")]
    public void An_executor_is_of_one_kind_that_is_run(string executor, string code) =>
        ProjectFile.Read(Nested(0, 1).Replace("container: {image: a, command: [a]}", executor, StringComparison.Ordinal), "p.yaml").Errors().ShouldHaveSingleItem().Code.ShouldBe(code);

    [Fact]
    public void A_volume_that_is_only_mounted_is_a_warning()
    {
        var text = Documents.Sound + "\n---\nplatforms: {kubernetes: {deploymentSpec: {executors: {exec-use: {pvcMount: [{mountPath: /data, constant: c}]}}}}}";
        var reading = ProjectFile.Read(text, "p.yaml");
        reading.Project.ShouldNotBeNull();
        reading.Diagnostics.ShouldHaveSingleItem().Message.ShouldContain("'exec-use': 'pvcMount'");
    }

    [Fact]
    public void Forms_inside_forms_have_a_limit()
    {
        var form = new StringBuilder("x");
        for (var i = 0; i < 20; i++)
            form.Insert(0, "{Concat: [").Append("]}");
        var errors = ProjectFile.Read(Documents.With("command: [use, \"{{$}}\"]", $"command: [use, {form}]"), "p.yaml").Errors();
        errors.ShouldHaveSingleItem().Code.ShouldBe("template.too-deep");
    }

    [Fact]
    public void Diagnostics_stand_in_document_order_and_all_of_them_are_said()
    {
        var text = Documents.With("dependentTasks: [loop]", "dependentTasks: [lop]").Replace("exec-use:\n", "exec-uses:\n", StringComparison.Ordinal);
        ProjectFile.Read(text, "p.yaml").Errors().Select(error => error.Code).ShouldBe(["executor.unknown", "task.unknown"]);
    }

    /// <summary>Components inside each other, the innermost with a program; each is used several times.</summary>
    private static string Nested(int levels, int uses)
    {
        var text = new StringBuilder("components:\n  comp-0:\n    executorLabel: exec\n");
        for (var level = 1; level <= levels; level++)
            AppendTasks(text.Append(CultureInfo.InvariantCulture, $"  comp-{level}:\n"), 4, $"comp-{level - 1}", uses);
        text.Append("deploymentSpec:\n  executors:\n    exec:\n      container: {image: a, command: [a]}\npipelineInfo: {name: p}\nroot:\n");
        AppendTasks(text, 2, $"comp-{levels}", 1);
        return text.ToString();
    }

    private static void AppendTasks(StringBuilder text, int indentation, string component, int uses)
    {
        var indent = new string(' ', indentation);
        text.Append(CultureInfo.InvariantCulture, $"{indent}dag:\n{indent}  tasks:\n");
        for (var use = 0; use < uses; use++)
            text.Append(CultureInfo.InvariantCulture, $"{indent}    t{use}: {{componentRef: {{name: {component}}}}}\n");
    }
}
