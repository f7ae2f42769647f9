using Gyre.Cli.Components;
using Gyre.Core;
using Gyre.Learning;
using Gyre.Projects;

namespace Gyre.Cli.Tests;

/// <summary>Components for Kubeflow: what is written reads back as the same interface and command.</summary>
public sealed class ComponentExportTests
{
    private const string Image = "registry.example/gyre:1";

    public static TheoryData<string> BuiltIn => [.. LearningComponents.All.Select(component => component.Name)];

    [Theory]
    [MemberData(nameof(BuiltIn))]
    public async Task Every_built_in_component_reads_back_as_it_was(string name)
    {
        using var host = new TestHost();
        (await host.RunAsync("component", "export", name, "--format", "kubeflow", "--image", Image))
            .ShouldBe(CliExitCodes.Done, host.Error);
        var reading = ComponentFile.Read(System.Text.Encoding.UTF8.GetBytes(host.Out), "component.yaml");
        reading.Diagnostics.ShouldBeEmpty();
        var original = LearningComponents.All.Single(component => component.Name == name);
        ComponentShapes.Of(reading.Component!).ShouldBe(ComponentShapes.Of(Plain(original) with { Image = Image }));
        host.Out.Contains("set_caching_options(False)", StringComparison.Ordinal).ShouldBe(original.IsNeverCached);
    }

    [Fact]
    public void Everything_a_component_file_can_say_survives()
    {
        var component = new Component
        {
            Name = "all: of \"it\" # 'quoted' \\ back",
            Description = "Line one\nline two: é 漢 😀 \u0007 \u2028 %",
            Image = "own:1",
            Inputs =
            [
                new() { Name = "text", ParameterType = ParameterType.String, Default = Value.Of("yes"), Optional = true },
                new() { Name = "count", ParameterType = ParameterType.Integer, Default = Value.Of(-3), Optional = true },
                new() { Name = "rate", ParameterType = ParameterType.Float, Default = Value.Of(1e-7), Optional = true },
                new() { Name = "flag", ParameterType = ParameterType.Flag, Default = Value.True, Optional = true },
                new() { Name = "many", ParameterType = ParameterType.List, Default = ValueJson.Parse("[1, \"a\"]"), Optional = true },
                new() { Name = "map", ParameterType = ParameterType.Map, Default = ValueJson.Parse("{\"a\": null}"), Optional = true },
                new() { Name = "needed", ParameterType = ParameterType.String },
                new() { Name = "data", ArtifactType = new("system.Dataset", "0.0.1") },
                new() { Name = "own", ArtifactType = new("acme.Thing", "2.1.0"), Optional = true },
            ],
            Outputs =
            [
                new() { Name = "value", ParameterType = ParameterType.Integer },
                new() { Name = "page", ArtifactType = new("system.HTML", "0.0.1"), Description = "- a page" },
            ],
            Command =
            [
                ArgumentTemplate.Literal("run"),
                ArgumentTemplate.Literal(""),
                ArgumentTemplate.Literal("{not: a placeholder}"),
                new([new TextPart("--rate="), new PlaceholderPart(PlaceholderKind.InputValue, "rate")]),
                new([new PlaceholderPart(PlaceholderKind.InputPath, "data")]),
                new([new PlaceholderPart(PlaceholderKind.InputUri, "data")]),
                new([new PlaceholderPart(PlaceholderKind.OutputValueFile, "value")]),
                new([new PlaceholderPart(PlaceholderKind.OutputPath, "page")]),
                new([new PlaceholderPart(PlaceholderKind.OutputUri, "page")]),
                new([new PlaceholderPart(PlaceholderKind.WholeInput)]),
                new(
                [
                    new PresentPart(
                        "own", [ArgumentTemplate.Literal("--own"), new([new PlaceholderPart(PlaceholderKind.InputPath, "own")])],
                        [ArgumentTemplate.Literal("none")]),
                ]),
            ],
            Environment = [new("MODE", ArgumentTemplate.Literal("yes"))],
        };
        var reading = ComponentFile.Read(System.Text.Encoding.UTF8.GetBytes(ComponentFile.Write(component, null)), "component.yaml");
        reading.Diagnostics.ShouldBeEmpty();
        ComponentShapes.Of(reading.Component!).ShouldBe(ComponentShapes.Of(component));
    }

    [Theory]
    [InlineData("image", "image")]
    [InlineData("list", "list of artifacts")]
    [InlineData("folder", "VH_")]
    [InlineData("run", "RunId")]
    [InlineData("property", "InputMetadata")]
    [InlineData("variable", "MODE")]
    [InlineData("metadata", "properties")]
    public void What_a_container_elsewhere_could_not_run_is_refused(string @case, string part)
    {
        var component = new Component { Name = "c", Image = "i", Command = [ArgumentTemplate.Literal("run")] };
        var bad = @case switch
        {
            "image" => component with { Image = null },
            "list" => component with { Inputs = [new() { Name = "x", ArtifactType = ArtifactType.Any, IsList = true }] },
            "folder" => component with { Command = [ArgumentTemplate.Literal("cat $VH_INPUTS_DIR/x")] },
            "run" => component with { Command = [new([new PlaceholderPart(PlaceholderKind.RunId)])] },
            "property" => component with { Command = [new([new PlaceholderPart(PlaceholderKind.InputMetadata, "x", "size")])] },
            "variable" => component with { Environment = [new("MODE", new([new PlaceholderPart(PlaceholderKind.InputValue, "x")]))] },
            _ => component with
            {
                Outputs = [new() { Name = "x", ArtifactType = ArtifactType.Any, Metadata = new([new("a", Value.True)]) }],
            },
        };
        var refusal = Should.Throw<InvalidInputException>(() => ComponentFile.Write(bad, null)).Diagnostics.ShouldHaveSingleItem();
        (refusal.Code, refusal.Message.Contains(part, StringComparison.Ordinal), refusal.Remedy?.Length > 0)
            .ShouldBe(("component.export", true, true));
    }

    [Fact]
    public async Task It_is_written_to_a_file_and_other_formats_are_refused()
    {
        using var host = new TestHost();
        (await host.RunAsync("component", "export", "gyre/bandit-gate", "--format", "kubeflow", "--image", Image, "--output", "gate.yaml"))
            .ShouldBe(CliExitCodes.Done, host.Error);
        (await host.RunAsync("component", "show", "gate.yaml")).ShouldBe(CliExitCodes.Done, host.Error);
        host.Out.ShouldContain("gyre/bandit-gate");
        string[] elsewhere = ["--image", Image, "--output", "no/such/folder.yaml"];
        (await host.RunAsync(["component", "export", "gyre/bandit-gate", "--format", "kubeflow", .. elsewhere]))
            .ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain("no/such/folder.yaml");
        foreach (var format in (string[])["airflow", "json"])
        {
            (await host.RunAsync("component", "export", "gyre/bandit-gate", "--format", format)).ShouldBe(CliExitCodes.BadInput);
            host.Error.ShouldContain("--format kubeflow");
        }
        (await host.RunAsync("component", "export", "gyre/bandit-gate", "--format", "kubeflow")).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain("--image");
        (await host.RunAsync("component", "export", "gyre/bandit-nothing", "--format", "kubeflow")).ShouldBe(CliExitCodes.BadInput);
    }

    /// <summary>A component file says choices in words.</summary>
    private static Component Plain(Component component) => component with
    {
        Inputs =
        [
            .. component.Inputs.Select(static input => input.Choices.IsEmpty
                ? input
                : input with { Choices = [], Description = $"{input.Description} One of: {string.Join(", ", input.Choices)}." }),
        ],
    };
}
