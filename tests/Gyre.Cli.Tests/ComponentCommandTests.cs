using System.Diagnostics;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Cli.Tests;

public class ComponentCommandTests
{
    private const string Trainer = """
        name: Trainer
        description: Trains.
        inputs: [{name: data, type: Dataset}, {name: rate, type: Float, default: '0.5', description: step size}, {name: tag, type: String, optional: true}]
        outputs: [{name: model, type: Model}, {name: score, type: Float}]
        implementation: {container: {image: trainer:1, command: [run, {inputPath: data}, {concat: [--rate=, {inputValue: rate}]}, {outputPath: model}, {outputPath: score}, {if: {cond: {isPresent: tag}, then: [--tag, {inputValue: tag}]}}], env: {MODE: fast}}}
        """;

    private const string Project = "- step: {name: train, uses: ./trainer.yaml, with: {data: rows.csv}}\n- step: {name: split, uses: gyre/learn-split}\n- step: {name: plain, command: 'true'}\n";

    [Fact]
    public async Task The_list_shows_what_steps_use_and_what_is_built_in()
    {
        using var host = Host();
        (await host.RunAsync("component", "list")).ShouldBe(CliExitCodes.Done);
        host.Out.ShouldContain("./trainer.yaml");
        host.Out.ShouldContain("gyre/learn-train");
        (await host.RunAsync("component", "list", "--format", "json")).ShouldBe(CliExitCodes.Done);
        var components = host.Json.GetProperty("components").EnumerateArray().ToList();
        components.Select(component => component.GetProperty("uses").GetString()).ShouldBe([
            "./trainer.yaml", "gyre/bandit-deploy", "gyre/bandit-evaluate", "gyre/bandit-gate", "gyre/bandit-generate", "gyre/bandit-ingest", "gyre/bandit-simulate", "gyre/bandit-train",
            "gyre/learn-evaluate", "gyre/learn-predict", "gyre/learn-split", "gyre/learn-train",
        ]);
        components[0].GetProperty("steps").EnumerateArray().Select(step => step.GetString()).ShouldBe(["train"]);
        components[10].GetProperty("steps").EnumerateArray().Select(step => step.GetString()).ShouldBe(["split"]);
    }

    [Fact]
    public async Task Without_a_project_the_built_in_ones_are_listed()
    {
        using var host = new TestHost();
        (await host.RunAsync("component", "list")).ShouldBe(CliExitCodes.Done);
        host.Out.ShouldContain("gyre/learn-split");
        (await host.RunAsync("component", "list", "nowhere")).ShouldBe(CliExitCodes.BadInput);
    }

    [Theory]
    [InlineData("trainer.yaml")]
    [InlineData("./trainer.yaml")]
    [InlineData("train")]
    public async Task A_component_is_shown_by_its_file_or_its_step(string name)
    {
        using var host = Host();
        (await host.RunAsync("component", "show", name)).ShouldBe(CliExitCodes.Done, host.Error);
        host.Out.ShouldContain("name         Trainer");
        host.Out.ShouldContain("image        trainer:1");
        host.Out.ShouldContain("command      run '{inputPath: data}' '--rate={inputValue: rate}' '{outputPath: model}' '{outputPath: score}' '{if tag: --tag {inputValue: tag}}'");
        host.Out.ShouldContain("variable     MODE=fast");
        host.Out.Split('\n').ShouldContain(line => line.StartsWith("rate   float           no      0.5", StringComparison.Ordinal), host.Out);
        host.Out.Split('\n').ShouldContain(line => line.StartsWith("data   system.Dataset  yes     -", StringComparison.Ordinal), host.Out);
    }

    [Fact]
    public async Task A_component_is_shown_as_JSON()
    {
        using var host = Host();
        (await host.RunAsync("component", "show", "gyre/learn-evaluate", "--format", "json")).ShouldBe(CliExitCodes.Done);
        var component = host.Json.GetProperty("component");
        component.GetProperty("command")[0].GetString().ShouldBe("gyre");
        component.GetProperty("outputs").EnumerateArray().Select(output => (output.GetProperty("name").GetString(), output.GetProperty("type").GetString())).ShouldBe([("report", "system.Artifact"), ("accuracy", "float")]);
        component.GetProperty("inputs")[0].GetProperty("artifact").GetBoolean().ShouldBeTrue();
        component.GetProperty("inputs")[0].GetProperty("default").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task What_is_not_there_or_not_valid_is_refused()
    {
        using var host = Host();
        (await host.RunAsync("component", "show", "plain")).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain("component.missing");
        host.Write("bad.yaml", "name: a\nimplementation:\n  container:\n    image: i\n    command: [{inputValue: x}]\n");
        (await host.RunAsync("component", "show", "bad.yaml")).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain("bad.yaml:5:");
        (await host.RunAsync("command", "gyre.yaml", "--step", "train")).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain("step.component");
    }

    [Fact]
    public async Task Lint_names_the_component_file_that_is_wrong()
    {
        using var host = Host();
        host.Write("trainer.yaml", Trainer.Replace("inputValue: rate", "inputValue: rat", StringComparison.Ordinal));
        (await host.RunAsync("lint", "gyre.yaml")).ShouldBe(CliExitCodes.BadInput);
        host.Out.ShouldContain("trainer.yaml:5:");
        host.Out.ShouldContain("Did you mean 'rate'?");
        (await host.RunAsync("lint", "gyre.yaml", "--format", "json")).ShouldBe(CliExitCodes.BadInput);
        host.Json.GetProperty("errors").EnumerateArray().Select(error => error.TryGetProperty("file", out var file) ? file.GetString() : null).Order().ShouldBe([null, "trainer.yaml"]);
    }

    [Fact]
    public async Task A_component_of_another_repository_is_taken_at_its_revision()
    {
        using var host = new TestHost();
        var repository = Path.Join(host.Folder, "parts");
        Directory.CreateDirectory(Path.Join(repository, "train"));
        File.WriteAllText(Path.Join(repository, "train", "component.yaml"), Trainer);
        await GitAsync(repository, "init", "-q");
        await GitAsync(repository, "add", ".");
        await GitAsync(repository, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "one");
        await GitAsync(repository, "tag", "v1");
        File.WriteAllText(Path.Join(repository, "train", "component.yaml"), "broken: [");
        await GitAsync(repository, "add", ".");
        await GitAsync(repository, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "two");

        var pin = Digest.Of(System.Text.Encoding.UTF8.GetBytes(Trainer));
        host.Write("project/gyre.yaml", $"- step: {{name: train, uses: 'git+file://{repository}@v1#train/component.yaml@{pin}'}}\n- step: {{name: again, uses: 'git+{repository}@v1#train/component.yaml'}}\n");
        (await host.RunAsync("lint", "project")).ShouldBe(CliExitCodes.Done, host.Out);
        (await host.RunAsync("component", "show", "train", "--file", "project")).ShouldBe(CliExitCodes.Done, host.Error);
        host.Out.ShouldContain("Trainer");

        host.Write("project/gyre.yaml", $"- step: {{name: train, uses: 'git+file://{repository}@v2#train/component.yaml'}}\n");
        (await host.RunAsync("lint", "project")).ShouldBe(CliExitCodes.BadInput);
        host.Out.ShouldContain("git.revision");
        host.Write("project/gyre.yaml", $"- step: {{name: train, uses: 'git+file://{repository}@v1#nope.yaml'}}\n");
        (await host.RunAsync("lint", "project")).ShouldBe(CliExitCodes.BadInput);
        host.Out.ShouldContain("uses.file");
    }

    [Fact]
    public async Task The_learning_commands_write_the_values_that_built_in_components_return()
    {
        using var host = new TestHost();
        host.Write("rows.csv", "x,label\n0,a\n0.1,a\n0.2,a\n5,b\n5.1,b\n5.2,b\n");
        string At(string name) => Path.Join(host.Folder, name);
        (await host.RunAsync("learn", "train", "--data", At("rows.csv"), "--model", At("model.json"), "--accuracy-file", At("out/train"))).ShouldBe(CliExitCodes.Done, host.Error);
        (await host.RunAsync("learn", "evaluate", "--model", At("model.json"), "--data", At("rows.csv"), "--accuracy-file", At("out/test"))).ShouldBe(CliExitCodes.Done, host.Error);
        File.ReadAllText(At("out/train")).ShouldBe("1.0");
        File.ReadAllText(At("out/test")).ShouldBe("1.0");
    }

    /// <summary>Each built-in command, filled with its defaults, is one that this program understands and carries out.</summary>
    [Fact]
    public async Task The_commands_of_built_in_components_run()
    {
        using var host = new TestHost();
        host.Write("data", "x,y,label\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 7},{(i % 2 == 0 ? 0 : 9)},{(i % 2 == 0 ? "a" : "b")}\n")));
        foreach (var name in (string[])["gyre/learn-split", "gyre/learn-train", "gyre/learn-predict", "gyre/learn-evaluate"])
        {
            var component = Homes.ProgramHomes.Standard.Language.Components.Find(name)!;
            // What is written only for an input that was given is left out.
            var always = component.Command.Where(static argument => argument.Parts is not [PresentPart]);
            var arguments = always.Select(argument => argument.Parts.Single() switch
            {
                TextPart text => text.Text,
                PlaceholderPart { Kind: PlaceholderKind.InputValue, Name: var input } => component.Inputs.Single(known => known.Name == input).Default!.ToString(),
                PlaceholderPart { Name: var port } => Path.Join(host.Folder, port),
                _ => throw new InvalidOperationException(),
            }).ToArray();
            arguments[0].ShouldBe("gyre");
            (await host.RunAsync(arguments[1..])).ShouldBe(CliExitCodes.Done, host.Error);
        }
        File.ReadAllText(Path.Join(host.Folder, "accuracy")).ShouldBe("1.0");
        File.Exists(Path.Join(host.Folder, "report")).ShouldBeTrue();
        File.Exists(Path.Join(host.Folder, "predictions")).ShouldBeTrue();
    }

    [Fact]
    public async Task The_example_is_valid_and_its_own_component_is_shown()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Join(root!.FullName, "Gyre.slnx")))
            root = root.Parent;
        var example = Path.Join(root.FullName, "examples", "points-components");
        using var host = new TestHost();
        (await host.RunAsync("lint", example, "--format", "json")).ShouldBe(CliExitCodes.Done, host.Out);
        host.Out.ShouldBe("""{"valid":true,"errors":[],"warnings":[],"hints":[]}""" + Environment.NewLine);
        (await host.RunAsync("component", "show", "summary", "--file", example)).ShouldBe(CliExitCodes.Done, host.Error);
        host.Out.ShouldContain("system.Markdown");
    }

    private static TestHost Host()
    {
        var host = new TestHost();
        host.Write("gyre.yaml", Project);
        host.Write("trainer.yaml", Trainer);
        return host;
    }

    private static async Task GitAsync(string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0);
    }
}
