using System.Text;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Projects.Tests.Formats;

/// <summary>Steps of <c>gyre.yaml</c> that use components.</summary>
public sealed class UsesTests : IDisposable
{
    private static readonly BuiltInComponents BuiltIn = new(Gyre.Learning.LearningComponents.All);
    private static readonly ProjectLanguage Language = new() { Components = BuiltIn };

    private const string Trainer = """
        name: Trainer
        inputs:
        - {name: data, type: Dataset}
        - {name: rate, type: Float}
        - {name: epochs, type: Integer, default: '2'}
        - {name: fast, type: Bool, default: 'False'}
        outputs: [{name: model, type: Model}, {name: score, type: Float}, {name: notes, type: String}]
        implementation: {container: {image: trainer:1, command: [run, {inputPath: data}, {inputValue: rate}, {outputPath: model}, {outputPath: score}]}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("gyre-uses-").FullName;

    public UsesTests() => Write("parts/trainer.yaml", Trainer);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_step_gets_parameters_inputs_and_outputs_from_its_component()
    {
        var step = (await GoodAsync("- step: {name: t, uses: ./parts/trainer.yaml, with: {rate: 0.5, data: rows.csv, epochs: '7'}, cache: false}")).Steps.Single();
        step.Component.ShouldNotBeNull().Name.ShouldBe("Trainer");
        step.Image.ShouldBe("trainer:1");
        step.Cache.Enabled.ShouldBeFalse();
        step.Parameters.Select(parameter => (parameter.Name, parameter.Type, parameter.Default, parameter.Optional)).ShouldBe(
        [
            ("rate", ParameterType.Float, Value.Of(0.5), false), ("epochs", ParameterType.Integer, Value.Of(7), true), ("fast", ParameterType.Flag, Value.False, true),
        ]);
        var input = step.Inputs.Single();
        (input.Name, input.ArtifactType, input.Optional).ShouldBe(("data", "system.Dataset", false));
        input.Default.ShouldBe(["rows.csv"]);
        step.Outputs.Select(output => (output.Name, output.ArtifactType, output.ParameterType)).ShouldBe([("model", "system.Model", null), ("score", null, ParameterType.Float), ("notes", null, ParameterType.String)]);
    }

    [Fact]
    public async Task All_ways_of_reading_from_a_folder_agree()
    {
        Write("gyre.yaml", "- step: {name: t, uses: ./parts/trainer.yaml}");
        var loaded = ProjectFile.Load(Path.Join(_folder, "gyre.yaml")).Project.ShouldNotBeNull();
        var read = await GoodAsync("- step: {name: t, uses: ./parts/trainer.yaml}");
        loaded.Steps.Single().Parameters.Length.ShouldBe(read.Steps.Single().Parameters.Length);
        ProjectFile.Read("- step: {name: t, uses: ./parts/trainer.yaml}", "gyre.yaml").Diagnostics.Single().Code.ShouldBe("uses.no-folder");
        ProjectFile.Read("- step: {name: t, uses: gyre/learn-train}", "gyre.yaml",
            Language).Project.ShouldNotBeNull().Steps.Single().Component.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_pin_is_compared_with_the_file()
    {
        var digest = Digest.Of(Encoding.UTF8.GetBytes(Trainer));
        await GoodAsync($"- step: {{name: t, uses: \"./parts/trainer.yaml@{digest}\"}}");
        var other = Digest.Of("other");
        (await ErrorAsync($"- step: {{name: t, uses: \"./parts/trainer.yaml@{other}\"}}")).ShouldSatisfyAllConditions(
            error => error.Code.ShouldBe("uses.digest"), error => error.Message.ShouldContain(digest.ToString()), error => error.Line.ShouldBe(1), error => error.Path.ShouldBe("0/step/uses"));
    }

    [Theory]
    [InlineData("uses: trainer.yaml", "uses.reference")]
    [InlineData("uses: ./../trainer.yaml", "uses.reference")]
    [InlineData("uses: /etc/passwd", "uses.reference")]
    [InlineData("uses: ./parts/../../x.yaml", "uses.reference")]
    [InlineData("uses: ./nope.yaml", "uses.file")]
    [InlineData("uses: ./parts", "uses.file")]
    [InlineData("uses: './parts/trainer.yaml@sha256:12'", "uses.reference")]
    [InlineData("uses: gyre/nope", "uses.built-in")]
    [InlineData("uses: 'git+https://host/r.git#c.yaml'", "uses.reference")]
    [InlineData("uses: 'git+https://host/r.git@v1'", "uses.reference")]
    [InlineData("uses: 'git+https://host/r.git@-x#c.yaml'", "uses.reference")]
    [InlineData("uses: 'git+https://host/r.git@v1#../c.yaml'", "uses.reference")]
    [InlineData("uses: 'git+ext::sh@v1#c.yaml'", "uses.reference")]
    [InlineData("uses: 'git+https://host/r.git@v1#c.yaml'", "uses.git")]
    [InlineData("uses: ./parts/trainer.yaml, command: run", "structure.additional-properties")]
    [InlineData("uses: ./parts/trainer.yaml, parameters: []", "structure.additional-properties")]
    [InlineData("with: {a: 1}, command: run", "structure.additional-properties")]
    [InlineData("image: i", "structure.required")]
    [InlineData("uses: ./parts/trainer.yaml, with: {rat: 1}", "with.unknown-input")]
    [InlineData("uses: ./parts/trainer.yaml, with: {rate: fast}", "with.value")]
    [InlineData("uses: ./parts/trainer.yaml, with: {epochs: 1.5}", "with.value")]
    [InlineData("uses: ./parts/trainer.yaml, with: {epochs: [1]}", "with.value")]
    [InlineData("uses: ./parts/trainer.yaml, with: {fast: 'True'}", "with.value")]
    [InlineData("uses: ./parts/trainer.yaml, with: {data: 3}", "with.value")]
    public async Task What_is_wrong_with_a_use_is_named_with_its_place(string words, string code)
    {
        var error = await ErrorAsync($"- step: {{name: t, {words}}}");
        error.Code.ShouldBe(code, error.ToString());
        error.Line.ShouldBe(1);
        error.File.ShouldBe("gyre.yaml");
    }

    [Fact]
    public async Task A_password_in_an_address_is_not_repeated()
    {
        var diagnostics = (await ReadAsync("- step: {name: t, uses: 'git+https://me:s3cret@host/r.git@v1#../c.yaml'}")).Diagnostics;
        diagnostics.ShouldNotBeEmpty();
        diagnostics.ShouldAllBe(diagnostic => !diagnostic.ToString().Contains("s3cret"));
    }

    [Fact]
    public async Task A_link_is_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        File.CreateSymbolicLink(Path.Join(_folder, "link.yaml"), Path.Join(_folder, "parts", "trainer.yaml"));
        Directory.CreateSymbolicLink(Path.Join(_folder, "linked"), Path.Join(_folder, "parts"));
        (await ErrorAsync("- step: {name: t, uses: ./link.yaml}")).Code.ShouldBe("uses.link");
        (await ErrorAsync("- step: {name: t, uses: ./linked/trainer.yaml}")).Code.ShouldBe("uses.link");
    }

    [Fact]
    public async Task A_bad_component_file_is_reported_once_in_its_own_place()
    {
        Write("bad.yaml", "name: a\nimplementation:\n  container:\n    image: i\n    command: [{inputValue: x}]\n");
        var errors = (await ReadAsync("- step: {name: t, uses: ./bad.yaml}\n- step: {name: u, uses: ./bad.yaml}\n- pipeline: {name: p, nodes: [{name: a, type: execution, step: t}, {name: b, type: execution, step: t}], edges: [[a.output.x, b.input.y]]}"))
            .Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).Select(diagnostic => (diagnostic.Code, diagnostic.File, diagnostic.Line)).ToList();
        errors.ShouldBe([("uses.component", "gyre.yaml", 1), ("uses.component", "gyre.yaml", 2), ("component.unknown-input", "bad.yaml", 5)]);
    }

    [Fact]
    public void A_file_of_the_other_format_does_not_know_the_words()
    {
        var reading = ProjectFile.Read("- step: {name: t, image: i, command: c, uses: gyre/learn-train}", "valohai.yaml", Language);
        reading.Diagnostics.Single().Code.ShouldBe("structure.additional-properties");
        ProjectFile.Read("- step: {name: t, image: i, command: c}\n- pipeline: {name: p, nodes: [{name: a, type: execution, step: t}], edges: [[a.result.x, a.parameter.y]]}", "valohai.yaml").Diagnostics.ShouldContain(diagnostic => diagnostic.Code == "edge.type");
    }

    [Fact]
    public async Task Nothing_is_fetched_for_a_file_of_the_other_format()
    {
        var text = Encoding.UTF8.GetBytes("- step: {name: t, image: i, command: c, uses: 'git+https://host/r.git@v1#c.yaml'}");
        var fetched = new CountingFiles();
        (await ProjectFile.ReadAsync(text, "valohai.yaml", fetched, Language,
            TestContext.Current.CancellationToken)).Project.ShouldBeNull();
        fetched.Count.ShouldBe(0);
        await ProjectFile.ReadAsync(text, "gyre.yaml", fetched, Language, TestContext.Current.CancellationToken);
        fetched.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("[split.output.train, t.input.data], [t.output.model, e.input.model], [split.output.test, e.input.data], [t.result.score, t2.parameter.rate], [split.output.train, t2.input.data]", null)]
    [InlineData("[split.output.*, t.input.data], [t.output.model, e.input.model], [split.output.test, e.input.data], [t.metadata.anything, t2.parameter.rate], [t.input.data, t2.input.data]", null)]
    [InlineData("[split.output.trian, t.input.data]", "edge.unknown-key")]
    [InlineData("[t.output.score, e.input.model]", "edge.type")]
    [InlineData("[t.result.model, t2.parameter.rate]", "edge.unknown-key")]
    [InlineData("[t.result.score, t2.parameter.nope]", "edge.unknown-key")]
    [InlineData("[t.result.notes, t2.parameter.rate]", "edge.type")]
    [InlineData("[t.result.score, t2.parameter.epochs]", "edge.type")]
    [InlineData("[t.result.score, t2.input.data]", "edge.type")]
    [InlineData("[t.output.model, t2.parameter.rate]", "edge.type")]
    [InlineData("[t.output.model, e.input.data]", "edge.type")]
    [InlineData("[t.output.model, t2.result.score]", "edge.result-target")]
    [InlineData("[plain.result.x, t.parameter.rate]", "edge.unknown-key")]
    [InlineData("[plain.output.*, t.input.data], [plain.metadata.x, t.parameter.rate], [t2.result.score, plain.parameter.p]", null)]
    public async Task Edges_are_compared_with_what_components_declare(string edges, string? code)
    {
        var reading = await ReadAsync("""
            - step: {name: train, uses: ./parts/trainer.yaml}
            - step: {name: split, uses: gyre/learn-split, with: {data: rows.csv}}
            - step: {name: evaluate, uses: gyre/learn-evaluate}
            - step: {name: plain, command: c, parameters: [{name: p}], inputs: [{name: i}]}
            - pipeline:
                name: p
                nodes:
                  - {name: split, type: execution, step: split}
                  - {name: t, type: execution, step: train}
                  - {name: t2, type: execution, step: train}
                  - {name: e, type: execution, step: evaluate}
                  - {name: plain, type: execution, step: plain}
                edges: [EDGES]
            """.Replace("EDGES", edges, StringComparison.Ordinal));
        var errors = reading.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error && diagnostic.Code != "node.missing-input").Select(diagnostic => diagnostic.ToString()).ToList();
        if (code is null)
            errors.ShouldBeEmpty();
        else
            errors.ShouldHaveSingleItem().ShouldContain(code);
    }

    [Fact]
    public async Task An_input_that_nothing_brings_is_an_error_and_a_value_a_warning()
    {
        const string Project = "- step: {name: train, uses: ./parts/trainer.yaml}\n- pipeline: {name: p, nodes: [{name: t, type: execution, step: train}], edges: []";
        var diagnostics = (await ReadAsync(Project + "}")).Diagnostics;
        diagnostics.Select(diagnostic => (diagnostic.Code, diagnostic.Severity, diagnostic.Line)).Order().ShouldBe([("node.missing-input", Severity.Error, 2), ("node.missing-parameter", Severity.Warning, 2)]);
        (await ReadAsync(Project + ", parameters: [{name: r, target: t.parameter.rate}]}")).Diagnostics.Single().Code.ShouldBe("node.missing-input");
    }

    [Fact]
    public async Task A_task_sweeps_over_a_component_and_its_command_is_not_overridden()
    {
        const string Project = "- step: {name: train, uses: ./parts/trainer.yaml, with: {data: d.csv}}\n- task: {name: s, step: train, type: grid_search, parameters: [{name: rate, style: multiple, rules: {items: [0.1, 0.2]}}]}\n";
        var project = await GoodAsync(Project + "- pipeline: {name: p, nodes: [{name: t, type: task, task: s, override: {parameters: [{name: epochs, default: 9}]}}], edges: []}");
        var step = project.Pipelines.Single().Graph.Nodes.Single().ShouldBeOfType<TaskNode>().Step;
        step.Component.ShouldNotBeNull();
        step.Parameters.Single(parameter => parameter.Name == "epochs").Default.ShouldBe(Value.Of(9));
        (await ErrorAsync(Project + "- pipeline: {name: p, nodes: [{name: t, type: task, task: s, override: {command: x}}], edges: []}")).Code.ShouldBe("override.component");
    }

    [Fact]
    public void Built_in_components_are_named_well_and_their_templates_refer_to_what_they_declare()
    {
        BuiltIn.All.Length.ShouldBeGreaterThan(2);
        foreach (var component in BuiltIn.All)
        {
            component.Name.ShouldStartWith("gyre/");
            var names = component.Inputs.Select(input => input.Name).Concat(component.Outputs.Select(output => output.Name)).ToHashSet();
            Used(component.Command).ToHashSet().ShouldBe(names, ignoreOrder: true, component.Name);
        }
    }

    /// <summary>What a template refers to, also where it depends on an input that may be left out.</summary>
    private static IEnumerable<string> Used(IEnumerable<ArgumentTemplate> command) => command.SelectMany(static argument => argument.Parts)
        .SelectMany(static part => part switch
        {
            PlaceholderPart placeholder => [placeholder.Name!],
            PresentPart present => [present.Input, .. Used(present.Then), .. Used(present.Else)],
            _ => Enumerable.Empty<string>(),
        });

    private async Task<Project> GoodAsync(string text)
    {
        var reading = await ReadAsync(text);
        return reading.Project.ShouldNotBeNull(string.Join("\n", reading.Diagnostics));
    }

    private async Task<Diagnostic> ErrorAsync(string text)
    {
        var reading = await ReadAsync(text);
        reading.Project.ShouldBeNull();
        return reading.Diagnostics.First(diagnostic => diagnostic.Severity == Severity.Error);
    }

    private Task<ProjectReading> ReadAsync(string text) =>
        ProjectFile.ReadAsync(Encoding.UTF8.GetBytes(text), "gyre.yaml", new FolderComponentFiles(_folder), Language,
        TestContext.Current.CancellationToken);

    private void Write(string name, string text)
    {
        var path = Path.Join(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private sealed class CountingFiles : IComponentFiles
    {
        public int Count { get; private set; }

        public Task<byte[]> ReadAsync(ComponentReference reference, CancellationToken cancellationToken)
        {
            Count++;
            throw new InvalidInputException("uses.test", "Not here.");
        }
    }
}
