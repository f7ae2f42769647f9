using System.Text.Json;
using Gyre.Testing;

namespace Gyre.EndToEnd.Tests.Compiled;

/// <summary>Compiled pipelines, run unmodified by the program: states and outputs of all their tasks.</summary>
public sealed class CompiledPipelineTests
{
    private const string FreshPath = "<fresh path>";

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        // Without data one case is left, which says why it is skipped.
        if (!ConformanceData.IsThere("kfp"))
            cases.Add("none", 0);
        else
        {
            using var expectations = Expectations();
            foreach (var pipeline in expectations.RootElement.GetProperty("pipelines").EnumerateObject())
            {
                for (var number = 0; number < pipeline.Value.GetProperty("cases").GetArrayLength(); number++)
                    cases.Add(pipeline.Name, number);
            }
        }
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task It_comes_to_what_it_must(string name, int number)
    {
        var folder = ConformanceData.Folder("kfp");
        if (!Programs.Exist("python3"))
            Assert.Skip("There is no python3 on the PATH.");
        using var expectations = Expectations();
        var pipeline = expectations.RootElement.GetProperty("pipelines").GetProperty(name);
        var expected = pipeline.GetProperty("cases")[number];
        using var home = new ShortLivedFolder();
        var parameters = expected.GetProperty("parameters").EnumerateObject().SelectMany(entry => (string[])["--parameter", $"{entry.Name}={Given(entry.Value, home)}"]);
        var run = await GyreProgram.AskAsync(["run", Path.Join(folder, "ir", Path.GetFileName(pipeline.GetProperty("file").GetString())), "--home", Path.Join(home.Path, "home"), .. parameters]);
        (await new CompiledCase(expected, run, Path.Join(home.Path, "home")).CompareAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_run_takes_everything_from_the_cache_and_comes_to_the_same()
    {
        var file = Path.Join(ConformanceData.Folder("kfp"), "ir", "parameters_complex.yaml");
        if (!Programs.Exist("python3"))
            Assert.Skip("There is no python3 on the PATH.");
        using var home = new ShortLivedFolder();
        var first = await GyreProgram.AskAsync("run", file, "--home", home.Path);
        var second = await GyreProgram.AskAsync("run", file, "--home", home.Path);
        second.GetProperty("outputs").GetRawText().ShouldBe(first.GetProperty("outputs").GetRawText());
        second.GetProperty("nodes").EnumerateArray().Sum(node => node.GetProperty("attempts").GetInt32()).ShouldBe(0);
    }

    private static string Given(JsonElement value, ShortLivedFolder home) =>
        value.ValueKind == JsonValueKind.String && value.GetString() == FreshPath ? JsonSerializer.Serialize(Path.Join(home.Path, "fresh")) : value.GetRawText();

    private static JsonDocument Expectations() => JsonDocument.Parse(File.ReadAllBytes(Path.Join(ConformanceData.Folder("kfp"), "expectations.json")));
}
