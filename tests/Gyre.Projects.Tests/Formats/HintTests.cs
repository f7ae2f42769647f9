using Gyre.Core;
using Gyre.Projects;
using Gyre.Testing;

namespace Gyre.Projects.Tests.Formats;

/// <summary>What the format's own linter says nothing about: hints never refuse a file and are never warnings.</summary>
public class HintTests
{
    private const string Parameters = "{name: x, type: float, default: 1}, {name: dashed-name}, {name: n, pass-as: '-n {v}'}, {name: bare, pass-as: '{v}'}, {name: minus, pass-as: '-{v}'}, {name: word, pass-as: 'x={v}'}, {name: own, pass-as: '--o={value}'}, "
        + "{name: many, multiple: repeat}, {name: fast, type: flag}, {name: either, type: flag, pass-true-as: 'yes', pass-false-as: 'no'}, {name: slow, type: flag, pass-false-as: --not-slow}";

    private const string Graph = """
        - step: {name: s, image: i, command: c, parameters: [{name: p}], inputs: [{name: in}]}
        - pipeline:
            name: p
            nodes:
              - {name: a, type: execution, step: s}
              - {name: b, type: execution, step: s}
            edges:
              - EDGE

        """;

    [Theory]
    [InlineData(
        "run --x={parameter:x}", "'--x={parameter:x}' expands to '--x=--x=VALUE'", "Use only '{parameter:x}', or '--x={parameter-value:x}'.")]
    [InlineData(
        "--x={parameter:x} run", "'--x={parameter:x}' expands to '--x=--x=VALUE'", "Use only '{parameter:x}', or '--x={parameter-value:x}'.")]
    [InlineData(
        "run --x=\"{parameter:x}\"",
        "'--x={parameter:x}' expands to '--x=--x=VALUE'",
        "Use only '{parameter:x}', or '--x={parameter-value:x}'.")]
    [InlineData(
        "run '--x={parameter:x}'",
        "'--x={parameter:x}' expands to '--x=--x=VALUE'",
        "Use only '{parameter:x}', or '--x={parameter-value:x}'.")]
    [InlineData("run --x {parameter:x}", "'--x {parameter:x}' expands to '--x --x=VALUE'", "Use only '{parameter:x}'.")]
    [InlineData(
        "run --dashed-name={parameter:dashed-name}",
        "expands to '--dashed-name=--dashed-name=VALUE'",
        "Use only '{parameter:dashed-name}', or '--dashed-name={parameter-value:dashed-name}'.")]
    [InlineData(
        "run --rate={parameter:x}",
        "expands to '--rate=--x=VALUE'",
        "Use '--rate={parameter-value:x}', or only '{parameter:x}' with 'pass-as: \"--rate={v}\"' in the parameter.")]
    [InlineData(
        "run -r={parameter:x}",
        "expands to '-r=--x=VALUE'",
        "Use '-r={parameter-value:x}', or only '{parameter:x}' with 'pass-as: \"-r={v}\"' in the parameter.")]
    [InlineData("run -n {parameter:n}", "expands to '-n -n VALUE'", "Use only '{parameter:n}'.")]
    [InlineData(
        "run --n={parameter:n}",
        "expands to '--n=-n VALUE'",
        "Use '--n={parameter-value:n}', or only '{parameter:n}' with 'pass-as: \"--n={v}\"' in the parameter.")]
    [InlineData("run --o={parameter:own}", "expands to '--o=--o=VALUE'", "Use only '{parameter:own}', or '--o={parameter-value:own}'.")]
    [InlineData(
        "run --many={parameter:many}",
        "expands to '--many=--many=VALUE'",
        "Use only '{parameter:many}', or '--many={parameter-value:many}'.")]
    [InlineData("run --fast={parameter:fast}", "expands to '--fast=--fast'", "Use only '{parameter:fast}'.")]
    [InlineData("run --fast {parameter:fast}", "expands to '--fast --fast'", "Use only '{parameter:fast}'.")]
    [InlineData("run --slow={parameter:slow}", "expands to '--slow=--not-slow'", "Use only '{parameter:slow}'.")]
    [InlineData(
        "run {parameter:n} --x={parameter:x}", "expands to '--x=--x=VALUE'", "Use only '{parameter:x}', or '--x={parameter-value:x}'.")]
    [InlineData("run $(cat {} ) --x={parameter:x}", null, null)] // The braces that begin at '{}' end at the last '}'.
    [InlineData("run ${HOME} --x={parameter:x}", "expands to '--x=--x=VALUE'", "Use only '{parameter:x}', or '--x={parameter-value:x}'.")]
    [InlineData("run {parameter:x}", null, null)]
    [InlineData("run {parameters}", null, null)]
    [InlineData("run --x={parameter-value:x}", null, null)]
    [InlineData("run --x {parameter-value:x}", null, null)]
    [InlineData("run --x={parameter:bare}", null, null)]
    [InlineData("run --x={parameter:minus}", null, null)]
    [InlineData("run --x={parameter:word}", null, null)]
    [InlineData("run --bare {parameter:bare}", null, null)]
    [InlineData("run --x={parameter:either}", null, null)]
    [InlineData("run --x={parameter:nobody}", null, null)]
    [InlineData("run --verbose {parameter:x}", null, null)]
    [InlineData("run --x=5 {parameter:x}", null, null)]
    [InlineData("run -- {parameter:x}", null, null)]
    [InlineData("run - {parameter:x}", null, null)]
    [InlineData("run --x", null, null)]
    [InlineData("ARGS={parameter:x} run", null, null)]
    [InlineData("run {parameter:x}={parameter:x}", null, null)]
    [InlineData("run {", null, null)]
    [InlineData("run --x={parameter:x", null, null)]
    public void A_placeholder_that_doubles_its_option_is_a_hint(string command, string? message, string? remedy)
    {
        var quoted = command.Replace("'", "''", StringComparison.Ordinal);
        var hint = Hints($"- step:\n    name: s\n    image: i\n    command:\n      - ls\n      - '{quoted}'\n    parameters: [{Parameters}]\n").SingleOrDefault();
        if (message is null)
        {
            hint.ShouldBeNull(hint?.ToString());
            return;
        }
        hint.ShouldNotBeNull();
        (hint.Code, hint.Severity, hint.Line, hint.Column, hint.Path).ShouldBe(("command.option-twice", Severity.Hint, 6, 9, "0/step/command/1"));
        hint.Message.ShouldContain(message);
        hint.Remedy.ShouldBe(remedy);
    }

    [Fact]
    public void Braces_end_with_their_line()
    {
        var hints = Hints($"- step:\n    name: s\n    image: i\n    command: |\n      run {{\n      a --x={{parameter:x}} {{\n\n      b --x={{parameter:x}}\n    parameters: [{Parameters}]\n");
        hints.Select(hint => (hint.Code, hint.Path)).ShouldBe([("command.option-twice", "0/step/command"), ("command.option-twice", "0/step/command")]);
    }

    [Fact]
    public void The_command_of_an_override_is_looked_at_with_the_parameters_of_the_step()
    {
        var text = "- step: {name: s, image: i, command: c, parameters: [{name: x}]}\n- pipeline:\n    name: p\n    nodes:\n      - name: a\n        type: execution\n        step: s\n        override:\n          command: c --x={parameter:x}\n    edges: []\n";
        var hint = Hints(text).ShouldHaveSingleItem();
        (hint.Code, hint.Line, hint.Path).ShouldBe(("command.option-twice", 9, "1/pipeline/nodes/0/override/command"));
        Hints(text.Replace("--x={parameter:x}", "{parameter:x}", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void A_doubled_option_of_a_step_is_said_once_however_many_nodes_use_it() => Hints("""
        - step: {name: s, image: i, command: "c --x={parameter:x}", parameters: [{name: x}]}
        - pipeline:
            name: p
            nodes:
              - {name: a, type: execution, step: s, override: {image: j}}
              - {name: b, type: execution, step: s}
            edges: []
        """).ShouldHaveSingleItem().Line.ShouldBe(1);

    [Fact]
    public void A_long_command_costs_time_linear_in_its_length()
    {
        foreach (var part in (string[])["{", "{{a ", "--x={parameter:x}", "{\\n", "--x="])
        {
            var command = string.Concat(Enumerable.Repeat(part, 3_000_000 / part.Length));
            var text = $"- step: {{name: s, image: i, command: \"{command}\", parameters: [{{name: x}}]}}";
            Effort.Of(() => ProjectFile.Read(text, "valohai.yaml").Project.ShouldNotBeNull()).ShouldBeLessThan(TimeSpan.FromSeconds(30));
        }
    }

    [Theory]
    [InlineData("[a.outputs.x, b.input.in]", "Did you mean 'output'?", 12, 10)]
    [InlineData("[a.output.x, b.inputs.in]", "Did you mean 'input'?", 12, 22)]
    [InlineData("[a.parameters.p, b.parameter.p]", "Did you mean 'parameter'?", 12, 10)]
    [InlineData("{source: a.output.x, target: b.inputs.in}", "Did you mean 'input'?", 12, 38)]
    public void A_socket_type_in_the_plural_is_refused_with_the_right_word_and_its_own_place(string edge, string remedy, int line, int column)
    {
        var text = "# one\n# two\n# three\n# four\n" + Graph.Replace("EDGE", edge, StringComparison.Ordinal);
        var error = Read(text).ShouldHaveSingleItem();
        (error.Severity, error.Code, error.Remedy, error.Line, error.Column).ShouldBe((Severity.Error, "edge.type", remedy, line, column));
    }

    [Theory]
    [InlineData("metadata.done == true", "true", "Use 'True'; the constants are True, False and None.")]
    [InlineData("metadata.done == false", "false", "Use 'False'; the constants are True, False and None.")]
    [InlineData("true", "true", "Use 'True'; the constants are True, False and None.")]
    [InlineData("not TRUE", "TRUE", "Use 'True'; the constants are True, False and None.")]
    [InlineData("metadata.best is null", "null", "Use 'None'; the constants are True, False and None.")]
    [InlineData("metadata.best is none", "none", "Use 'None'; the constants are True, False and None.")]
    [InlineData("metadata.done == True", null, null)]
    [InlineData("metadata.done == False or metadata.best is None", null, null)]
    [InlineData("metadata.done == 'true'", null, null)]
    [InlineData("metadata.true == 1", null, null)]
    [InlineData("truest == 1", null, null)]
    public void A_truth_value_in_small_letters_is_a_hint_wherever_a_condition_stands(string condition, string? word, string? remedy)
    {
        var step = $"- step:\n    name: s\n    image: i\n    command: c\n    stop-condition: \"{condition}\"\n";
        var task = $"- step: {{name: s, image: i, command: c, parameters: [{{name: x}}]}}\n- task:\n    name: t\n    step: s\n    parameters: [{{name: x, style: multiple, rules: {{items: [1]}}}}]\n    stop-condition: \"{condition}\"\n";
        var node = $"- step: {{name: s, image: i, command: c}}\n- pipeline:\n    name: p\n    nodes:\n      - name: a\n        type: execution\n        step: s\n        actions:\n          - when: node-complete\n            then: stop-pipeline\n            if: \"{condition}\"\n    edges: []\n";
        var list = node.Replace($"if: \"{condition}\"", $"if:\n              - a == 1\n              - \"{condition}\"", StringComparison.Ordinal);
        foreach (var (text, line, column) in (ReadOnlySpan<(string, int, int)>)[(step, 5, 21), (task, 6, 21), (node, 11, 17), (list, 13, 17)])
        {
            var hints = Hints(text);
            if (word is null)
            {
                hints.ShouldBeEmpty();
                continue;
            }
            var hint = hints.ShouldHaveSingleItem();
            (hint.Code, hint.Line, hint.Column, hint.Remedy).ShouldBe(("expression.word", line, column, remedy));
            hint.Message.ShouldContain($"'{word}' is read as the name of a value");
        }
    }

    [Fact]
    public void Each_word_of_a_condition_is_named() =>
        Hints("- step: {name: s, image: i, command: c, stop-condition: a == true and b == false and c == true}").Count.ShouldBe(2);

    [Theory]
    [InlineData("[a.output.x-?.csv, b.input.in]", "Put the string in quotes: \"a.output.x-?.csv\".", 22)]
    [InlineData("{source: a.output.x-?.csv, target: b.input.in}", "Put the string in quotes: \"a.output.x-?.csv\".", 30)]
    [InlineData("[a.output.x[0-9].csv, b.input.in]", "Put text that contains brackets in quotes.", 21)]
    [InlineData("[a.output.[x].csv, b.input.in]", "Put text that contains brackets in quotes.", 20)]
    [InlineData("[[x].csv, b.input.in]", "Put text that contains brackets in quotes.", 14)]
    [InlineData("[a.output.x-{n}.csv, b.input.in]", "Put text that contains brackets in quotes.", 22)]
    [InlineData("[a.output.x, b.input.in] [", "Check the indentation, brackets and quotes here and on the lines above.", 0)]
    [InlineData("[\"a.output.x\" [y], b.input.in]", "Check the indentation, brackets and quotes here and on the lines above.", 0)]
    [InlineData("[*.csv, b.input.in]", "Put a string that starts with '*' in quotes.", 0)]
    public void What_ends_a_word_inside_brackets_is_refused_with_the_way_out(string edge, string remedy, int column)
    {
        var error = Read(Graph.Replace("EDGE", edge, StringComparison.Ordinal)).ShouldHaveSingleItem();
        (error.Severity, error.Remedy, error.Line).ShouldBe((Severity.Error, remedy, 8), error.ToString());
        if (column > 0)
            error.Column.ShouldBe(column - 1, error.ToString());
    }

    [Fact]
    public void A_comma_in_a_key_is_told_from_a_third_end() =>
        Read(Graph.Replace("EDGE", "[a.output.x,y.csv, b.input.in]", StringComparison.Ordinal))
            .Select(error => error.Remedy).Distinct().ShouldBe(["An edge has two ends. Put a key that contains ',' in quotes."]);

    [Fact]
    public void A_pair_that_became_a_mapping_has_its_place() =>
        Read(Graph.Replace("EDGE", "[a.output.x: y, b.input.in]", StringComparison.Ordinal)).ShouldAllBe(error => error.Line == 8);

    [Theory]
    [InlineData("[\"a.output.x-?.csv\", b.input.in]")]
    [InlineData("['a.output.x[0-9].csv', b.input.in]")]
    [InlineData("['a.output.x,y.csv', b.input.in]")]
    [InlineData("['*.output.x', b.input.in]")]
    [InlineData("[a.output.*.csv, b.input.in]")]
    [InlineData("{source: 'a.output.x-?.csv', target: b.input.in}")]
    [InlineData("source: a.output.x-?[0-9],{y}.csv\n        target: b.input.in")]
    public void The_ways_out_are_ways_out(string edge) =>
        Read(Graph.Replace("EDGE", edge, StringComparison.Ordinal).Replace("'*.output", "'a.output", StringComparison.Ordinal)).ShouldBeEmpty();

    [Theory]
    [InlineData("start-cycle", "s", "c", "judging by its name")]
    [InlineData("start_next_turn", "s", "c", "judging by its name")]
    [InlineData("StartCycle", "s", "c", "judging by its name")]
    [InlineData("last", "start-cycle-csharp", "c", "judging by the name of its step, 'start-cycle-csharp'")]
    [InlineData("last", "s", "python3 ./start_cycle.py --x=1", "its command contains 'start_cycle'")]
    [InlineData("last", "s", "curl -X POST $VALOHAI_API_URL/api/v0/pipelines/ -d @next.json", "its command contains '/api/v0/pipelines/'")]
    [InlineData("last", "s", "curl -d @next.json https://app.example/api/v0/pipelines", "its command contains '/api/v0/pipelines'")]
    [InlineData(
        "last",
        "s",
        "curl 'https://app.example/api/v0/pipelines/create-from-template/' -d @n",
        "its command contains '/api/v0/pipelines/create-from-template/'")]
    [InlineData("last", "s", "c", null)]
    [InlineData("restart-cycle", "s", "c", null)]
    [InlineData("start", "cycle", "c", null)]
    [InlineData("last", "start-cyclegan", "python train_cycles.py", null)]
    [InlineData("last", "s", "curl $U/api/v0/pipelines/$ID/", null)]
    [InlineData("last", "s", "curl $U/api/v0/pipelines/0184-ab/stop/ -X POST", null)]
    [InlineData("last", "s", "curl $U/api/v0/pipelines/?limit=1", null)]
    [InlineData("last", "s", "curl $U/api/v0/executions/ -d @x", null)]
    public void A_declared_cycle_beside_a_node_that_posts_the_next_turn_is_a_warning(string node, string step, string command, string? sign)
    {
        var project = $"- step:\n    name: {step}\n    image: i\n    command: \"{command}\"\n- pipeline:\n    name: p\n    nodes:\n      - {{name: {node}, type: execution, step: {step}}}\n    edges: []\n";
        const string Cycle = "- cycle:\n    name: c\n    pipeline: p\n    max-iterations: 3\n";
        var reading = ProjectFile.Read(project + Cycle, "gyre.yaml");
        reading.Project.ShouldNotBeNull(string.Join("\n", reading.Diagnostics));
        ProjectFile.Read(project, "gyre.yaml").Diagnostics.ShouldBeEmpty();
        ProjectFile.Read(project, "valohai.yaml").Diagnostics.ShouldBeEmpty();
        if (sign is null)
        {
            reading.Diagnostics.ShouldBeEmpty(string.Join("\n", reading.Diagnostics));
            return;
        }
        var warning = reading.Diagnostics.ShouldHaveSingleItem();
        (warning.Severity, warning.Code, warning.Line, warning.Column, warning.Path).ShouldBe((Severity.Warning, "cycle.also-by-hand", 12, 15, "2/cycle/pipeline"));
        warning.Message.ShouldContain(sign);
    }

    [Fact]
    public void A_node_that_posts_in_another_pipeline_is_no_second_loop() => ProjectFile.Read("""
        - step: {name: s, image: i, command: c}
        - step: {name: start-cycle, image: i, command: c}
        - pipeline: {name: p, nodes: [{name: a, type: execution, step: s}], edges: []}
        - pipeline: {name: q, nodes: [{name: a, type: execution, step: start-cycle}], edges: []}
        - cycle: {name: c, pipeline: p, max-iterations: 3}
        """, "gyre.yaml").Diagnostics.ShouldBeEmpty();

    private static IReadOnlyList<Diagnostic> Read(string text) => ProjectFile.Read(text, "valohai.yaml").Diagnostics;

    /// <summary>Of a file that is valid and has nothing but hints.</summary>
    private static IReadOnlyList<Diagnostic> Hints(string text)
    {
        foreach (var file in (string[])["valohai.yaml", "gyre.yaml"])
        {
            var reading = ProjectFile.Read(text, file);
            reading.Project.ShouldNotBeNull(string.Join("\n", reading.Diagnostics));
            reading.Diagnostics.ShouldAllBe(diagnostic => diagnostic.Severity == Severity.Hint && diagnostic.Line > 0 && diagnostic.Remedy != null);
        }
        return Read(text);
    }
}
