using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Execution.Tests.Components;

public sealed class PythonComponentTests : PythonFixture
{
    public PythonComponentTests() => NeedsPython();

    [Fact]
    public async Task A_published_pipeline_of_values_and_artifacts_runs_with_nothing_installed()
    {
        const string File = "lightweight_python_functions_pipeline.yaml";
        var preprocess = Published(File, "preprocess",
            OutputArtifact("output_dataset_one"), OutputArtifact("output_dataset_two_path"), Output("output_bool_parameter_path", ParameterType.Flag),
            Output("output_dict_parameter_path", ParameterType.Map), Output("output_list_parameter_path", ParameterType.List), Output("output_parameter_path", ParameterType.String));
        var first = await SucceedAsync(Order(preprocess, """{"message": "m", "input_dict_parameter": {"A": 1.0, "B": 2.0}, "input_list_parameter": ["a", "b", "c"]}"""));
        first.Results.ShouldBe((MapValue)Of("""{"output_bool_parameter_path": true, "output_dict_parameter_path": {"A": 1.0, "B": 2.0}, "output_list_parameter_path": ["a", "b", "c"], "output_parameter_path": "m"}"""));
        (await ContentAsync(first, "output_dataset_one")).ShouldBe("m");

        var train = Published(File, "train", OutputArtifact("model", Type("system.Model")));
        var second = await SucceedAsync(Order(
            train, """{"message": "m", "input_bool": true, "input_dict": {"A": 1.0}, "input_list": ["a"], "num_steps": 3.0}""",
            new NamedArtifacts("dataset_one_path", [Only(first, "output_dataset_two_path")]), new NamedArtifacts("dataset_two", [Only(first, "output_dataset_one")])));
        Only(second, "model").Metadata.ShouldBe((MapValue)Of("""{"accuracy": 0.9}"""));
        (await ContentAsync(second, "model")).ShouldContain("Step 2\ndataset_one_contents: m || dataset_two_contents: m || message: m || input_bool: True, type <class 'bool'> || input_dict: {'A': 1.0}");
    }

    [Fact]
    public async Task Published_functions_give_single_and_named_results()
    {
        const string File = "lightweight_python_functions_with_outputs.yaml";
        (await SucceedAsync(Order(Published(File, "add_numbers", Output("Output", ParameterType.Integer)), """{"first": 2, "second": 3}"""))).Results.ShouldBe((MapValue)Of("""{"Output": 5}"""));
        var dataset = await SucceedAsync(Order(Published(File, "output_artifact", OutputArtifact("Output")), """{"number": 2, "message": "ab"}"""));
        (await ContentAsync(dataset, "Output")).ShouldBe("ab\nab");
        var named = Published(File, "output_named_tuple", Output("scalar", ParameterType.String), OutputArtifact("metrics", Type("system.Metrics")), OutputArtifact("model", Type("system.Model")));
        var result = await SucceedAsync(Order(named, "{}", new NamedArtifacts("artifact", [Only(dataset, "Output")])));
        result.Results.ShouldBe((MapValue)Of("""{"scalar": "123"}"""));
        (await ContentAsync(result, "model")).ShouldBe("Model contents: ab\nab");
        (await ContentAsync(result, "metrics")).ShouldContain("numberValue");
    }

    [Fact]
    public async Task Artifacts_that_a_function_makes_itself_are_found()
    {
        var made = await SucceedAsync(Order(Published("pipeline_with_parallelfor_list_artifacts_GH-12033.yaml", "make_artifact", OutputArtifact("Output", ArtifactType.Any)), """{"data": "Hello"}"""));
        (await ContentAsync(made, "Output")).ShouldBe("Hello");
        Only(made, "Output").Metadata.ShouldBe((MapValue)Of("""{"length": 5}"""));
        var several = Function("""
            def make(data: List[Dataset]) -> NamedTuple('O', [('many', List[Dataset]), ('same', Dataset), ('far', Model)]):
                made = []
                for index, one in enumerate(data):
                    dataset = Dataset(name=one.name + str(index), uri=dsl.get_uri('many/%d' % index), metadata={'index': index, **one.metadata})
                    import os
                    os.makedirs(os.path.dirname(dataset.path), exist_ok=True)
                    with open(dataset.path, 'w') as file:
                        file.write(open(one.path).read() * 2)
                    made.append(dataset)
                far = Model(uri='gs://bucket/m')
                assert far.path == '/gcs/bucket/m'
                far.framework = 'x'
                return (made[::-1], data[0], far)
            """, OutputArtifact("many", isList: true), OutputArtifact("same"), OutputArtifact("far", Type("system.Model")));
        var result = await SucceedAsync(Order(several, "{}", new NamedArtifacts("data", [await StoredAsync("a", "1"), await StoredAsync("b", "2", """{"k": [1]}""")])));
        result.Artifacts[0].Items.Select(item => item.Name).ShouldBe(["b1", "a0"]);
        result.Artifacts[0].Items[0].Metadata.ShouldBe((MapValue)Of("""{"index": 1, "k": [1]}"""));
        (await ContentAsync(result, "many", 0)).ShouldBe("22");
        (await ContentAsync(result, "same")).ShouldBe("1");
        Only(result, "far").ShouldSatisfyAllConditions(far => far.Uri.ShouldBe("gs://bucket/m"), far => far.Metadata.ShouldBe((MapValue)Of("""{"framework": "x"}""")));
    }

    [Fact]
    public async Task Values_become_what_the_annotations_say()
    {
        var component = Function("""
            def look(i: int, f: float, t: str, o: Optional[int], absent: Optional[str], status: PipelineTaskFinalStatus, raw: dict, path: InputPath(str), numbers: InputPath(), one: Input[Artifact],
                     none: Input[Dataset] = None, default: int = 7, out: OutputPath(int) = None, *, named: bool = True) -> str:
                with open(out, 'w') as file:
                    file.write(str(i))
                return repr((i, f, t, o, absent, status.state, status.error_message, status.pipeline_task_name, raw, open(path).read(), open(numbers).read(), type(one).__name__, none, default, named))
            """, Output("out", ParameterType.Integer), Output("Output", ParameterType.String));
        var values = """
            {"i": 3.0, "f": 2, "t": "x\n", "o": 5.0, "status": {"state": "FAILED", "pipelineTaskName": "p", "error": {"message": "m"}}, "raw": {"a": [1, 2.0]}, "path": "text", "numbers": [1], "default": null}
            """;
        var result = await SucceedAsync(Order(component, values, new NamedArtifacts("one", [await StoredAsync("one", "1")])));
        result.Results.Find("out").ShouldBe(Value.Of(3));
        result.Results.Find("Output").ShouldBe(Value.Of("(3, 2.0, 'x\\n', 5, None, 'FAILED', 'm', 'p', {'a': [1, 2.0]}, 'text', '[1]', 'Dataset', None, 7, True)"));
    }

    [Theory]
    [InlineData("float", "1", ParameterType.Float, "1.0")]
    [InlineData("int", "sum([1.0, 2.0])", ParameterType.Integer, "3")]
    [InlineData("dict", "{'a': float('nan'), 'b': None}", ParameterType.Map, "{\"a\": {\"$float\": \"nan\"}, \"b\": null}")]
    [InlineData("Optional[List[str]]", "['ü']", ParameterType.List, "[\"ü\"]")]
    [InlineData("'str'", "'quoted'", ParameterType.String, "\"quoted\"")]
    public async Task Returned_values_are_checked(string annotation, string expression, ParameterType type, string expected) =>
        (await SucceedAsync(Order(Function($"def f() -> {annotation}:\n    return {expression}\n", Output("Output", type))))).Results.Find("Output").ShouldBe(Of(expected));

    [Theory]
    [InlineData("int", "'5'", ParameterType.Integer, "output 'Output' is declared as int but the function returned str '5'")]
    [InlineData("int", "True", ParameterType.Integer, "returned bool True")]
    [InlineData("str", "1", ParameterType.String, "returned int 1")]
    public async Task A_returned_value_of_another_type_fails_with_words_in_the_log(string annotation, string expression, ParameterType type, string words)
    {
        var order = Order(Function($"def f() -> {annotation}:\n    return {expression}\n", Output("Output", type)));
        (await FailAsync(order, "exited with code 1")).Outputs.ShouldBeEmpty();
        (await Home.LogAsync(order.Attempt, Cancel)).ShouldContain(line => line.Contains(words, StringComparison.Ordinal));
        await FailAsync(Order(Function("def f() -> str:\n    return None\n", Output("Output", ParameterType.String))), "no value for its output 'Output'");
    }

    [Fact]
    public async Task Metrics_are_properties_and_need_no_file()
    {
        var component = Function("""
            def measure(m: Output[Metrics], c: Output[ClassificationMetrics], s: Output[SlicedClassificationMetrics], page: Output[HTML], text: Output[Markdown]):
                m.log_metric('accuracy', 0.9)
                c.log_roc_curve([0.0, 1.0], [0.5, 1.0], [0.9, 0.1])
                c.log_confusion_matrix(['a', 'b'], [[1, 2], [3, 4]])
                c.log_confusion_matrix_cell('b', 'a', 5)
                s.log_roc_reading('young', 0.5, 0.6, 0.7)
                with open(page.path, 'w') as file:
                    file.write('<p>')
                text.custom_path = 'note.md'
                with open('note.md', 'w') as file:
                    file.write('# note')
                assert text.path == 'note.md'
            """, OutputArtifact("m", Type("system.Metrics")), OutputArtifact("c", Type("system.ClassificationMetrics")), OutputArtifact("s", Type("system.SlicedClassificationMetrics")),
            OutputArtifact("page", Type("system.HTML")), OutputArtifact("text", Type("system.Markdown")));
        var result = await SucceedAsync(Order(component));
        Only(result, "m").ShouldSatisfyAllConditions(m => m.Files.ShouldBeEmpty(), m => m.Metadata.ShouldBe((MapValue)Of("""{"accuracy": 0.9}""")));
        Only(result, "c").Metadata.ShouldBe((MapValue)Of("""
            {"confidenceMetrics": [{"confidenceThreshold": 0.9, "recall": 0.5, "falsePositiveRate": 0.0}, {"confidenceThreshold": 0.1, "recall": 1.0, "falsePositiveRate": 1.0}],
             "confusionMatrix": {"annotationSpecs": [{"displayName": "a"}, {"displayName": "b"}], "rows": [{"row": [1, 2]}, {"row": [5, 4]}]}}
            """));
        Only(result, "s").Metadata.ToString().ShouldContain("\"slice\":\"young\"");
        (await ContentAsync(result, "page")).ShouldBe("<p>");
        (await ContentAsync(result, "text")).ShouldBe("# note");
    }

    [Fact]
    public async Task Names_of_compilation_are_harmless_and_annotations_may_be_texts()
    {
        var component = Function("""
            @dsl.component(base_image='python:3.11', packages_to_install=['x'])
            def f(a: 'int', made: 'Output[Dataset]') -> 'str':
                import kfp.dsl
                from kfp import compiler
                from kfp.dsl import importer, Input, Dataset
                assert kfp.__version__ and kfp.dsl is dsl
                with ParallelFor([1]) as item, If(a == 1), ExitHandler(None):
                    Collected(item.outputs['x'])
                compiler.Compiler().compile(f, 'x.yaml')
                made.metadata['path'] = made.path == made.uri
                return ConcatPlaceholder(['a']).__class__.__name__
            """, OutputArtifact("made"), Output("Output", ParameterType.String));
        var result = await SucceedAsync(Order(component, """{"a": 1}"""));
        result.Results.Find("Output").ShouldBe(Value.Of("ConcatPlaceholder"));
        Only(result, "made").Metadata.ShouldBe((MapValue)Of("""{"path": true}"""));
    }

    [Fact]
    public async Task Sources_and_inputs_above_the_length_of_an_argument_arrive()
    {
        var source = $"def f(x: str) -> int:\n    return len(x)\n# {new string('c', 200_000)}\n";
        var values = $$"""{"x": "{{new string('y', 300_000)}}"}""";
        (await SucceedAsync(Order(Function(source, Output("Output", ParameterType.Integer)), values))).Results.Find("Output").ShouldBe(Value.Of(300_000));
    }

    [Fact]
    public async Task Other_shell_texts_around_it_run_as_they_stand()
    {
        var plain = Function("def f() -> int:\n    import os, sys\n    assert os.environ['EXTRA'] == '1'\n    print(os.environ['TMPDIR'] if 'TMPDIR' in os.environ else '-')\n    return 1\n", Output("Output", ParameterType.Integer));
        var text = ((TextPart)plain.Command[2].Parts[0]).Text;
        var changed = plain with { Command = plain.Command.SetItem(2, Template(text.Replace("PIP_DISABLE", "export EXTRA=1; pip --version >/dev/null; pip3 install kfp; PIP_DISABLE", StringComparison.Ordinal))) };
        (await SucceedAsync(Order(changed))).Results.Find("Output").ShouldBe(Value.Of(1));
        var direct = WithoutPrelude(plain) with { Environment = [new("EXTRA", Template("1"))] };
        (await SucceedAsync(Order(direct))).Results.Find("Output").ShouldBe(Value.Of(1));
    }

    [Fact]
    public async Task A_component_built_into_an_image_names_its_module_in_a_file()
    {
        var code = Directory.CreateDirectory(Home.Place("code")).FullName;
        await File.WriteAllTextAsync(Path.Join(code, "kfp_config.ini"), "[Components]\nadd = parts/adding.py\n", Cancel);
        Directory.CreateDirectory(Path.Join(code, "parts"));
        await File.WriteAllTextAsync(Path.Join(code, "parts", "adding.py"), "from kfp import dsl\nfrom helper import ONE\n@dsl.component\ndef add(a: int) -> int:\n    return a + ONE\n", Cancel);
        await File.WriteAllTextAsync(Path.Join(code, "helper.py"), "ONE = 1\n", Cancel);
        var component = new Component
        {
            Name = "add",
            Command = [Template("python3"), Template("-m"), Template("kfp.dsl.executor_main"), Template("--executor_input"), Template(At(PlaceholderKind.WholeInput)), Template("--function_to_execute"), Template("add")],
            Outputs = [Output("Output", ParameterType.Integer)],
        };
        (await SucceedAsync(Order(component, """{"a": 1}""") with { Repository = code })).Results.Find("Output").ShouldBe(Value.Of(2));
    }

    [Fact]
    public async Task An_installed_sdk_is_used()
    {
        var packages = Directory.CreateDirectory(Home.Place("packages/kfp/dsl")).FullName;
        await File.WriteAllTextAsync(Path.Join(packages, "..", "__init__.py"), "", Cancel);
        await File.WriteAllTextAsync(Path.Join(packages, "__init__.py"), "", Cancel);
        await File.WriteAllTextAsync(Path.Join(packages, "executor_main.py"), "import sys\nprint('theirs', sys.argv[-1])\n", Cancel);
        var order = Order(Function("def f():\n    pass\n")) with { Environment = ImmutableSortedDictionary<string, string>.Empty.Add("PYTHONPATH", Home.Place("packages")) };
        await SucceedAsync(order);
        (await Home.LogAsync(order.Attempt, Cancel)).ShouldBe(["O theirs f"]);
        Directory.Delete(Home.Place("packages/kfp"), recursive: true);
        await SucceedAsync(Order(Function("def f():\n    pass\n")) with { Environment = order.Environment });
    }

    [Fact]
    public async Task No_python_on_the_path_is_said()
    {
        var empty = Directory.CreateDirectory(Home.Place("empty")).FullName;
        var order = Order(Function("def f():\n    pass\n")) with { Environment = ImmutableSortedDictionary<string, string>.Empty.Add("PATH", empty) };
        await FailAsync(order, "no 'python3' is on the PATH of the step");
    }

    [Fact]
    public async Task Two_tasks_of_one_component_at_once_do_not_meet()
    {
        var component = Function("""
            def f(x: int, made: Output[Dataset]) -> int:
                import time
                with open(made.path, 'w') as file:
                    file.write(str(x))
                time.sleep(0.3)
                return int(open(made.path).read())
            """, OutputArtifact("made"), Output("Output", ParameterType.Integer));
        var orders = Enumerable.Range(0, 4).Select(i => Order(component, $"{{\"x\": {i}}}")).ToList();
        foreach (var order in orders)
            await Executor.SubmitAsync(order, Cancel);
        for (var i = 0; i < orders.Count; i++)
            (await Notices.EndOfAsync(orders[i].Attempt, Cancel)).Results.Find("Output").ShouldBe(Value.Of(i));
    }
}
