using System.CommandLine;
using System.Text.Json.Nodes;
using Gyre.Cli.Labeling;

namespace Gyre.Cli.Tests.Labeling;

public sealed class CallCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gyre-calls-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_answer_is_one_line_of_json_for_programs()
    {
        var (code, output, _) = await RunAsync("""{"a": [0, 1, 1], "b": [0, 1, 0]}""", "label", "agreement", "cohen-kappa", "--format", "json");

        code.ShouldBe(0);
        JsonNode.Parse(output)!["unweighted"]!.GetValue<double>().ShouldBe(0.4, 1e-9);
        output.Trim().ShouldNotContain("\n");
    }

    [Fact]
    public async Task People_read_a_field_a_line()
    {
        var (_, output, _) = await RunAsync("""{"right": 0, "n": 0}""", "stats", "proportion-ci");

        output.ReplaceLineEndings("\n").ShouldStartWith("wilsonLow: undefined\n");
        output.ShouldContain("Nothing was tried.");
    }

    [Fact]
    public async Task What_is_wrong_is_said_with_its_place()
    {
        var (code, output, error) = await RunAsync("""{"kind": "scores", "current": [1], "new": []}""", "evaluate", "compare");

        code.ShouldBe(2);
        output.ShouldBeEmpty();
        error.ShouldContain("there are 0 entries, but 1 in 'current'");
        error.ShouldContain("(at new)");
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string input, params string[] words)
    {
        var file = Path.Join(_folder, "input.json");
        await File.WriteAllTextAsync(file, input, TestContext.Current.CancellationToken);
        var label = new Command("label") { CallCommands.Agreement(), CallCommands.Score() };
        CliCommand.AddFormat(label);
        var root = new RootCommand { label, CallCommands.Evaluate(), CallCommands.Stats() };
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await root.Parse([.. words, "--input", file])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
