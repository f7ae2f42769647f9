using System.Diagnostics;
using System.Text.Json;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Projects;
using Gyre.Testing;

namespace Gyre.Projects.Tests.Formats.Kubeflow.Components;

/// <summary>The component files that stand beside the project, compared with what is known of them.</summary>
public class ComponentConformanceTests
{
    private static string Folder => Path.Combine(ConformanceData.Folder("kfp"), "components");

    [Fact]
    public void Declared_inputs_and_outputs_are_as_expected()
    {
        foreach (var (name, expected) in Expectations("components"))
        {
            var reading = ComponentFile.Read(File.ReadAllBytes(Path.Combine(Folder, name)), name);
            var component = reading.Component.ShouldNotBeNull(string.Join("\n", reading.Diagnostics));
            component.Inputs.Select(input => input.Name).ShouldBe(expected.GetProperty("inputs").EnumerateObject().Select(input => input.Name));
            component.Outputs.Select(output => output.Name).ShouldBe(expected.GetProperty("outputs").EnumerateObject().Select(output => output.Name));
            foreach (var input in component.Inputs)
                CheckInput(input, expected.GetProperty("inputs").GetProperty(input.Name));
            foreach (var output in component.Outputs)
                CheckType(expected.GetProperty("outputs").GetProperty(output.Name), output.ParameterType, output.ArtifactType);
        }
    }

    [Fact]
    public void Bad_files_are_refused_with_the_expected_reason()
    {
        foreach (var (name, reason) in Expectations("invalid"))
        {
            var reading = ComponentFile.Read(File.ReadAllBytes(Path.Combine(Folder, name)), name);
            reading.Component.ShouldBeNull();
            var error = reading.Diagnostics.Single(diagnostic => diagnostic.Severity == Severity.Error);
            error.Message.Replace("'", "", StringComparison.Ordinal).Replace("the ", "", StringComparison.Ordinal).ShouldContain(reason.GetString()!);
            error.Line.ShouldBe(7);
            error.Remedy.ShouldNotBeNull();
        }
    }

    /// <summary>The commands are really run, with a small filler of templates in place of a supervisor.</summary>
    [Fact]
    public async Task Commands_give_what_the_cases_say()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands need sh.");
        var ran = 0;
        foreach (var (name, expected) in Expectations("components"))
        {
            var component = ComponentFile.Read(File.ReadAllBytes(Path.Combine(Folder, name)), name).Component!;
            foreach (var example in expected.GetProperty("cases").EnumerateArray())
            {
                await RunAsync(component, example);
                ran++;
            }
        }
        ran.ShouldBeGreaterThan(2);
    }

    private static IEnumerable<(string Name, JsonElement Expected)> Expectations(string part)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "expectations.json")));
        return [.. document.RootElement.GetProperty(part).EnumerateObject().Select(item => (item.Name, item.Value.Clone()))];
    }

    private static void CheckInput(ComponentInput input, JsonElement expected)
    {
        CheckType(expected, input.ParameterType, input.ArtifactType);
        input.Optional.ShouldBe(!(expected.TryGetProperty("required", out var required) && required.GetBoolean()), input.Name);
        var value = expected.TryGetProperty("default", out var written) ? ValueJson.Parse(written.GetRawText()) : null;
        input.Default.ShouldBe(value, input.Name);
    }

    private static void CheckType(JsonElement expected, ParameterType? parameter, ArtifactType? artifact)
    {
        artifact?.Title.ShouldBe(expected.GetProperty("artifact").GetString());
        parameter?.ShouldBe(expected.GetProperty("type").GetString() switch
        {
            "STRING" => ParameterType.String,
            "NUMBER_INTEGER" => ParameterType.Integer,
            "BOOLEAN" => ParameterType.Flag,
            var other => throw new InvalidOperationException(other),
        });
        (parameter is null).ShouldBe(artifact is not null);
    }

    private static async Task RunAsync(Component component, JsonElement example)
    {
        var folder = Directory.CreateTempSubdirectory("gyre-component-").FullName;
        try
        {
            var filler = new TemplateFiller(component, folder);
            filler.Give(example);
            var arguments = component.Command.SelectMany(filler.Fill).ToList();
            var start = new ProcessStartInfo(arguments[0], arguments[1..]) { WorkingDirectory = folder };
            foreach (var variable in component.Environment)
                start.Environment[variable.Name] = filler.Fill(variable.Value).Single();
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            process.ExitCode.ShouldBe(0);
            foreach (var output in example.GetProperty("outputs").EnumerateObject())
                File.ReadAllText(filler.PathOf(output.Name)).ShouldBe(ValueJson.Parse(output.Value.GetRawText()).ToString() + (component.Name == "Sort lines" ? "\n" : ""), output.Name);
            if (example.TryGetProperty("outputArtifacts", out var artifacts))
            {
                foreach (var output in artifacts.EnumerateObject())
                    File.ReadAllText(filler.PathOf(output.Name)).ShouldBe(output.Value.GetString());
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
