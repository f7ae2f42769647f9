using System.Text.Json;
using Gyre.EndToEnd.Tests.Crash;
using Gyre.Testing;

namespace Gyre.EndToEnd.Tests.Conformance;

/// <summary>A project of the recorded cases in a folder of its own, with a home.</summary>
internal sealed class WholeProject : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gyre-conformance-").FullName;

    private WholeProject(string name, JsonElement expectation)
    {
        Expectation = expectation;
        Folder = Path.Join(_folder, name);
        Copy(Path.Join(Root, name), Folder);
    }

    public static string Root => Path.Join(ConformanceData.Folder("valohai"), "projects");

    public string Folder { get; }

    public string Home => Path.Join(_folder, "home");

    public JsonElement Expectation { get; }

    public string Pipeline => Expectation.GetProperty("pipeline").GetString()!;

    public static async Task<WholeProject> OpenAsync(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the steps are written for sh");
        Assert.SkipUnless(Programs.Exist("python"), "python is not installed (Debian: apt-get install python-is-python3)");
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Join(Root, name, "expected.json"), TestContext.Current.CancellationToken));
        return new WholeProject(name, document.RootElement.Clone());
    }

    public Task<JsonElement> AskAsync(params string[] arguments) => GyreProgram.AskAsync([.. arguments, "--home", Home]);

    /// <summary>Every recorded turn beside what was stored of it.</summary>
    public async Task CompareAsync()
    {
        var cycle = await AskAsync("cycle", "show", "last");
        var turns = cycle.GetProperty("turns").EnumerateArray().ToList();
        var recorded = Expectation.GetProperty("turns").EnumerateArray().ToList();
        turns.Count.ShouldBe(recorded.Count);
        foreach (var (turn, expected) in turns.Zip(recorded))
        {
            var run = await AskAsync("runs", "show", turn.GetProperty("run_id").GetString()!);
            StateOf(run).ShouldBe(expected.GetProperty("state").GetString());
            var nodes = run.GetProperty("nodes").EnumerateArray().ToLookup(node => node.GetProperty("name").GetString()!.Split('[')[0]);
            foreach (var node in expected.GetProperty("nodes").EnumerateObject())
                CompareNode($"turn {turn.GetProperty("turn")} {node.Name}", node.Value, [.. nodes[node.Name]]);
        }
    }

    public void Dispose()
    {
        CrashHome.EndProcessesOf(_folder);
        Directory.Delete(_folder, recursive: true);
    }

    private static void CompareNode(string what, JsonElement expected, List<JsonElement> nodes)
    {
        StateOf(nodes[0]).ShouldBe(expected.GetProperty("state").GetString(), what);
        if (expected.TryGetProperty("reused", out var reused) && reused.GetBoolean())
            nodes[0].GetProperty("cache").GetString().ShouldBe("reused", what);
        if (!expected.TryGetProperty("executions", out var list) || list.ValueKind != JsonValueKind.Array)
            return;
        var executions = nodes.Count == 1 ? nodes : nodes[1..];
        var recorded = list.EnumerateArray().ToList();
        executions.Count.ShouldBe(recorded.Count, what);
        foreach (var (node, execution) in executions.Zip(recorded))
            CompareExecution($"{what} {node.GetProperty("name")}", execution, node);
    }

    private static void CompareExecution(string what, JsonElement expected, JsonElement node)
    {
        // Ids of runs are not the same twice.
        foreach (var value in expected.GetProperty("metadata").EnumerateObject().Where(value => value.Name != "pipeline"))
            JsonElement.DeepEquals(node.GetProperty("metadata").GetProperty(value.Name), value.Value).ShouldBeTrue($"{what}: metadata {value.Name}");
        foreach (var value in expected.GetProperty("parameters").EnumerateObject())
            JsonElement.DeepEquals(node.GetProperty("parameters").GetProperty(value.Name), value.Value).ShouldBeTrue($"{what}: parameter {value.Name}");
        Names(node.GetProperty("outputs"), "path").ShouldBe(expected.GetProperty("outputs").EnumerateArray().Select(output => output.GetString()).Order(StringComparer.Ordinal), what);
        node.GetProperty("commands").EnumerateArray().Select(command => command.GetString())
            .ShouldBe(expected.GetProperty("commands").EnumerateArray().Select(command => command.GetString()), what);
        var inputs = node.GetProperty("inputs").EnumerateArray().ToDictionary(input => input.GetProperty("name").GetString()!, input => input.GetProperty("files"));
        foreach (var input in expected.GetProperty("inputs").EnumerateObject())
            inputs[input.Name].EnumerateArray().Select(file => file.GetProperty("path").GetString()).ShouldBe(input.Value.EnumerateArray().Select(file => file.GetString()), $"{what}: input {input.Name}");
    }

    private static IEnumerable<string?> Names(JsonElement list, string property) =>
        list.EnumerateArray().Select(item => item.GetProperty(property).GetString()).Order(StringComparer.Ordinal);

    private static string StateOf(JsonElement thing) => thing.GetProperty("state").GetString() switch
    {
        "succeeded" => "complete",
        "failed" => "error",
        "stopped" or "cancelled" => "stopped",
        "skipped" or "upstream-failed" or "not-triggered" => "not-started",
        var other => other!,
    };

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Join(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Join(to, Path.GetRelativePath(from, file)));
    }
}
