using System.Text.Json;

namespace Gyre.Benchmarks;

/// <summary>Compiled pipelines: lightweight Python components, and long loops of tasks that do next to nothing.</summary>
internal static class CompiledBenchmarks
{
    private const int Few = 50;
    private const int Many = 250;

    public static async Task RunAsync(Bench bench)
    {
        await PythonAsync(bench);
        await LoopsAsync(bench);
    }

    /// <summary>The slope between two lengths of a loop, so that starting the program and the first start of Python do not count.</summary>
    private static async Task PythonAsync(Bench bench)
    {
        var rows = new List<string[]>();
        foreach (var parallelism in (int[])[1, 2])
        {
            var times = new Dictionary<int, double>();
            foreach (var items in (int[])[Few, Many])
            {
                var file = Write(bench, Python(), parallelism, ["a"]);
                times[items] = await SecondsAsync(bench, file, items);
            }
            rows.Add([$"gyre, {parallelism} at once", Bench.Number((times[Many] - times[Few]) / (Many - Few) * 1000)]);
        }
        rows.Add(["`python3` that imports what a component needs", Bench.Number(await BareAsync())]);
        Bench.Print("A lightweight Python component, in ms per task", ["", "ms"], rows);
    }

    private static async Task<double> BareAsync()
    {
        var time = await Bench.TimeAsync(() => Processes.RunAsync("sh", ["-c", "for i in $(seq 100); do python3 -c 'import json, typing, inspect, os, sys'; done"]));
        return time.TotalMilliseconds / 100;
    }

    private static async Task LoopsAsync(Bench bench)
    {
        var rows = new List<string[]>();
        foreach (var items in (int[])[300, 1000, 3000])
        {
            var file = Write(bench, Shell(), 0, ["a", "b", "c"]);
            var seconds = await SecondsAsync(bench, file, items);
            rows.Add([$"{items} x 3", Bench.Number(seconds), Bench.Number(seconds / (3 * items) * 1000)]);
        }
        Bench.Print("Loops of three shell tasks each", ["items x tasks", "seconds", "ms per task"], rows);
    }

    private static async Task<double> SecondsAsync(Bench bench, string file, int items)
    {
        var time = await Bench.TimeAsync(async () => await Processes.GyreAsync("run", file, "--home", bench.NewPlace("home"), "--parameter", $"items=[{string.Join(',', Enumerable.Range(0, items))}]", "--format", "json"));
        return time.TotalSeconds;
    }

    private static object Shell() => new
    {
        image = "busybox",
        command = (string[])["sh", "-c", "printf %s \"$(( $1 + 1 ))\" >\"$2\"", "sh"],
        args = (string[])["{{$.inputs.parameters['n']}}", "{{$.outputs.parameters['Output'].output_file}}"],
    };

    /// <summary>As compilers write it: packages first, then the source to a file, then the executor.</summary>
    private static object Python() => new
    {
        image = "python:3.12",
        command = (string[])
        [
            "sh",
            "-c",
            "\nif ! [ -x \"$(command -v pip)\" ]; then\n    python3 -m ensurepip || python3 -m ensurepip --user || apt-get install python3-pip\nfi\n\n" +
            "PIP_DISABLE_PIP_VERSION_CHECK=1 python3 -m pip install --quiet --no-warn-script-location 'kfp==2.15.2' '--no-deps' 'typing-extensions>=3.7.4,<5; python_version<\"3.9\"' && \"$0\" \"$@\"\n",
            "sh",
            "-ec",
            "program_path=$(mktemp -d)\n\nprintf \"%s\" \"$0\" > \"$program_path/ephemeral_component.py\"\n" +
            "_KFP_RUNTIME=true python3 -m kfp.dsl.executor_main --component_module_path \"$program_path/ephemeral_component.py\" \"$@\"\n",
            "\nimport kfp\nfrom kfp import dsl\nfrom kfp.dsl import *\nfrom typing import *\n\ndef work(n: int) -> int:\n    return n + 1\n\n",
        ],
        args = (string[])["--executor_input", "{{$}}", "--function_to_execute", "work"],
    };

    private static string Write(Bench bench, object container, int parallelism, string[] tasks)
    {
        object Task(string name, int index) => new
        {
            taskInfo = new { name },
            componentRef = new { name = "comp-work" },
            cachingOptions = new { },
            inputs = new
            {
                parameters = new { n = index == 0 ? (object)new { componentInputParameter = "item" } : new { taskOutputParameter = new { producerTask = tasks[index - 1], outputParameterKey = "Output" } } },
            },
        };
        var loop = new
        {
            inputDefinitions = new { parameters = new { items = new { parameterType = "LIST" }, item = new { parameterType = "NUMBER_INTEGER" } } },
            dag = new { tasks = tasks.Index().ToDictionary(pair => pair.Item, pair => Task(pair.Item, pair.Index), StringComparer.Ordinal) },
        };
        var work = new
        {
            executorLabel = "exec-work",
            inputDefinitions = new { parameters = new { n = new { parameterType = "NUMBER_INTEGER" } } },
            outputDefinitions = new { parameters = new { Output = new { parameterType = "NUMBER_INTEGER" } } },
        };
        var place = bench.NewPlace("compiled");
        Directory.CreateDirectory(place);
        var file = Path.Join(place, "loop.json");
        File.WriteAllText(file, JsonSerializer.Serialize(new
        {
            pipelineInfo = new { name = "loop" },
            schemaVersion = "2.1.0",
            sdkVersion = "kfp-2.15.2",
            deploymentSpec = new { executors = new Dictionary<string, object> { ["exec-work"] = new { container } } },
            components = new Dictionary<string, object> { ["comp-work"] = work, ["comp-loop"] = loop },
            root = new
            {
                inputDefinitions = new { parameters = new { items = new { parameterType = "LIST" } } },
                dag = new
                {
                    tasks = new
                    {
                        loop = new
                        {
                            taskInfo = new { name = "loop" },
                            componentRef = new { name = "comp-loop" },
                            inputs = new { parameters = new { items = new { componentInputParameter = "items" } } },
                            iteratorPolicy = new { parallelismLimit = parallelism },
                            parameterIterator = new { itemInput = "item", items = new { inputParameter = "items" } },
                        },
                    },
                },
            },
        }));
        return file;
    }
}
