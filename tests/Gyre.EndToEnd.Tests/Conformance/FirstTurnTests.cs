using System.Text.Json;
using Gyre.EndToEnd.Tests.Crash;
using Gyre.Testing;

namespace Gyre.EndToEnd.Tests.Conformance;

/// <summary>Whole projects written for another platform, run unmodified. Their last step posts the next turn to an API that is not part of this comparison.</summary>
public sealed class FirstTurnTests
{
    private const string NeedsTheApi = "again";

    [Theory]
    [InlineData("word-mill")]
    [InlineData("rate-search")]
    public async Task The_first_turn_is_as_recorded(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the steps are written for sh");
        var source = Path.Join(ConformanceData.Folder("valohai"), "projects", name);
        Assert.SkipUnless(Programs.Exist("python"), "python is not installed (Debian: apt-get install python-is-python3)");
        using var expectation = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Join(source, "expected.json"), TestContext.Current.CancellationToken));
        var home = Directory.CreateTempSubdirectory("gyre-conformance-").FullName;
        try
        {
            var project = Path.Join(home, name);
            Copy(source, project);
            await GyreProgram.AskAsync("run", project, "--pipeline", expectation.RootElement.GetProperty("pipeline").GetString()!, "--home", Path.Join(home, "home"));
            var run = await GyreProgram.AskAsync("runs", "show", "last", "--home", Path.Join(home, "home"));
            var nodes = run.GetProperty("nodes").EnumerateArray().ToLookup(node => node.GetProperty("name").GetString()!.Split('[')[0]);
            foreach (var expected in expectation.RootElement.GetProperty("turns")[0].GetProperty("nodes").EnumerateObject().Where(node => node.Name != NeedsTheApi))
                Compare(expected.Name, expected.Value, [.. nodes[expected.Name]]);
        }
        finally
        {
            CrashHome.EndProcessesOf(home);
            Directory.Delete(home, recursive: true);
        }
    }

    private static void Compare(string name, JsonElement expected, List<JsonElement> nodes)
    {
        expected.GetProperty("state").GetString().ShouldBe("complete");
        nodes.ShouldAllBe(node => node.GetProperty("state").GetString() == "succeeded", name);
        var executions = nodes.Count == 1 ? nodes : nodes[1..];
        var recorded = expected.GetProperty("executions").EnumerateArray().ToList();
        executions.Count.ShouldBe(recorded.Count, name);
        foreach (var (node, execution) in executions.Zip(recorded))
            CompareExecution($"{name} {node.GetProperty("name")}", execution, node);
    }

    private static void CompareExecution(string what, JsonElement expected, JsonElement node)
    {
        foreach (var value in expected.GetProperty("metadata").EnumerateObject())
            JsonElement.DeepEquals(node.GetProperty("metadata").GetProperty(value.Name), value.Value).ShouldBeTrue($"{what}: metadata {value.Name}");
        node.GetProperty("outputs").EnumerateArray().Select(output => output.GetProperty("path").GetString()).Order(StringComparer.Ordinal)
            .ShouldBe(expected.GetProperty("outputs").EnumerateArray().Select(output => output.GetString()).Order(StringComparer.Ordinal), what);
        node.GetProperty("commands").EnumerateArray().Select(command => command.GetString())
            .ShouldBe(expected.GetProperty("commands").EnumerateArray().Select(command => command.GetString()), what);
        foreach (var value in expected.GetProperty("parameters").EnumerateObject())
            JsonElement.DeepEquals(node.GetProperty("parameters").GetProperty(value.Name), value.Value).ShouldBeTrue($"{what}: parameter {value.Name}");
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Join(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Join(to, Path.GetRelativePath(from, file)));
    }
}
