using System.Globalization;
using System.Text.Json;
using Gyre.Testing;

namespace Gyre.EndToEnd.Tests.Compiled;

/// <summary>A loop over many items with three tasks each, whose engine is killed ten times on the way.</summary>
public sealed class LongLoopTests
{
    private static readonly int Items = Budget.LoopItems;
    private const int Kills = 10;
    private const string Open = ".open";

    [Fact]
    public async Task It_comes_to_the_same_and_runs_every_task_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the steps are shell commands");
        using var folder = new ShortLivedFolder();
        var ledger = Path.Join(folder.Path, "ledger");
        var file = Path.Join(folder.Path, "loop.yaml");
        var home = Path.Join(folder.Path, "home");
        await File.WriteAllTextAsync(file, Pipeline(ledger), TestContext.Current.CancellationToken);
        string[] command = ["run", file, "--home", home, "--parameter", $"items=[{string.Join(',', Enumerable.Range(0, Items))}]"];
        for (var kill = 1; kill <= Kills; kill++)
        {
            using var engine = GyreProgram.Start(new Dictionary<string, string>(), command);
            await Patience.UntilAsync(() => engine.HasExited || Effects(ledger) >= kill * 3 * Items / (Kills + 1), TestContext.Current.CancellationToken);
            engine.HasExited.ShouldBeFalse("it ended before it could be killed");
            await engine.KillAsync();
            command = ["resume", "last", "--home", home];
        }
        await File.WriteAllTextAsync(ledger + Open, "", TestContext.Current.CancellationToken);
        var run = await GyreProgram.AskAsync(command);
        run.GetProperty("state").GetString().ShouldBe("succeeded");
        run.GetProperty("outputs").GetProperty("all").EnumerateArray().Select(item => item.GetInt32()).ShouldBe(Enumerable.Range(3, Items));
        (await File.ReadAllLinesAsync(ledger, TestContext.Current.CancellationToken)).CountBy(line => line).ShouldAllBe(pair => pair.Value == 1);
        Effects(ledger).ShouldBe(3 * Items);
    }

    /// <summary>The very last task waits for a file, so that no engine comes to the end before it is killed.</summary>
    private static string WaitAtTheEnd(string ledger) => string.Create(CultureInfo.InvariantCulture, $"[ \"$1\" -ne {Items + 1} ] || while [ ! -e '{ledger}{Open}' ]; do sleep 0.02; done; ");

    /// <summary>Each line is a letter and a number of at most four digits, filled up to six characters.</summary>
    private static long Effects(string ledger) => File.Exists(ledger) ? new FileInfo(ledger).Length / 6 : 0;

    private static string Pipeline(string ledger)
    {
        object Task(string name, object source, params string[] after) => new
        {
            taskInfo = new { name },
            componentRef = new { name = $"comp-{name}" },
            cachingOptions = new { },
            dependentTasks = after,
            inputs = new { parameters = new { n = source } },
        };
        object From(string task) => new { taskOutputParameter = new { producerTask = task, outputParameterKey = "out" } };
        object Component(string name) => new
        {
            executorLabel = $"exec-{name}",
            inputDefinitions = new { parameters = new { n = new { parameterType = "NUMBER_INTEGER" } } },
            outputDefinitions = new { parameters = new Dictionary<string, object> { ["out"] = new { parameterType = "NUMBER_INTEGER" } } },
        };
        object Executor(string name) => new
        {
            container = new
            {
                image = "busybox",
                command = (string[])["sh", "-c", string.Create(CultureInfo.InvariantCulture, $"printf '%-4s{name}\\n' \"$1\" >>'{ledger}'; {(name == "c" ? WaitAtTheEnd(ledger) : "")}printf %s \"$(( $1 + 1 ))\" >\"$2\""), "sh"],
                args = (string[])["{{$.inputs.parameters['n']}}", "{{$.outputs.parameters['out'].output_file}}"],
            },
        };
        string[] names = ["a", "b", "c"];
        var loop = new
        {
            inputDefinitions = new { parameters = new { items = new { parameterType = "LIST" }, item = new { parameterType = "NUMBER_INTEGER" } } },
            outputDefinitions = new { parameters = new { all = new { parameterType = "LIST" } } },
            dag = new
            {
                outputs = new { parameters = new { all = new { valueFromParameter = new { producerSubtask = "c", outputParameterKey = "out" } } } },
                tasks = new { a = Task("a", new { componentInputParameter = "item" }), b = Task("b", From("a"), "a"), c = Task("c", From("b"), "b") },
            },
        };
        var components = names.ToDictionary(name => $"comp-{name}", Component, StringComparer.Ordinal);
        components["comp-for-loop-1"] = loop;
        return JsonSerializer.Serialize(new
        {
            pipelineInfo = new { name = "long-loop" },
            schemaVersion = "2.1.0",
            sdkVersion = "kfp-2.15.2",
            deploymentSpec = new { executors = names.ToDictionary(name => $"exec-{name}", Executor, StringComparer.Ordinal) },
            components,
            root = new
            {
                inputDefinitions = new { parameters = new { items = new { parameterType = "LIST" } } },
                outputDefinitions = new { parameters = new { all = new { parameterType = "LIST" } } },
                dag = new
                {
                    outputs = new { parameters = new { all = new { valueFromParameter = new { producerSubtask = "for-loop-1", outputParameterKey = "all" } } } },
                    tasks = new Dictionary<string, object>
                    {
                        ["for-loop-1"] = new
                        {
                            taskInfo = new { name = "for-loop-1" },
                            componentRef = new { name = "comp-for-loop-1" },
                            inputs = new { parameters = new { items = new { componentInputParameter = "items" } } },
                            parameterIterator = new { itemInput = "item", items = new { inputParameter = "items" } },
                        },
                    },
                },
            },
        });
    }
}
