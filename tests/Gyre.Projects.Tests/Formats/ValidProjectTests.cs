using System.Text.Json;
using Gyre.Core;
using Gyre.Projects;
using Gyre.Testing;

namespace Gyre.Projects.Tests.Formats;

/// <summary>Documents that must load, with what loading them and building their commands gives.</summary>
public class ValidProjectTests
{
    private static readonly string[] DefinitionKinds = ["endpoints", "deployments"];

    [Fact]
    public void Every_recorded_document_loads_without_an_error()
    {
        var problems = new List<string>();
        ForEachDocument((file, reading, _) =>
        {
            if (reading.Project is null)
                problems.AddRange(reading.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).Select(diagnostic => diagnostic.ToString()));
        });
        problems.ShouldBeEmpty();
    }

    [Fact]
    public void Warnings_are_the_recorded_ones()
    {
        var problems = new List<string>();
        ForEachDocument((file, reading, expected) =>
        {
            var recorded = expected.GetProperty("lint").GetArrayLength();
            var warnings = reading.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Warning).ToList();
            if (warnings.Count != recorded)
                problems.Add($"{file}: {warnings.Count} warnings, not {recorded}: {string.Join("; ", warnings)}");
        });
        problems.ShouldBeEmpty();
    }

    [Fact]
    public void Every_recorded_command_is_built_byte_for_byte()
    {
        var problems = new List<string>();
        var count = 0;
        ForEachStep((file, step, expected) =>
        {
            count++;
            Compare(problems, $"{file}/{step.Name}: no values", step, new Dictionary<string, Value>(), expected.GetProperty("no_values_given"));
            Compare(problems, $"{file}/{step.Name}: all defaults", step, CommandBuilder.AllDefaults(step), expected.GetProperty("all_defaults_given"));
            if (!expected.TryGetProperty("cases", out var cases))
                return;
            foreach (var item in cases.EnumerateArray())
            {
                var values = item.GetProperty("values").EnumerateObject().ToDictionary(value => value.Name, value => ValueJson.Parse(value.Value.GetRawText()), StringComparer.Ordinal);
                Compare(problems, $"{file}/{step.Name}: {item.GetProperty("name").GetString()}", step, values, item);
                count++;
            }
        });
        problems.ShouldBeEmpty();
        count.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void Steps_are_the_recorded_ones()
    {
        var problems = new List<string>();
        ForEachStep((file, step, expected) => StepComparison.Compare(problems, $"{file}/{step.Name}", step, expected));
        problems.ShouldBeEmpty();
    }

    [Fact]
    public void Tasks_pipelines_and_other_definitions_are_the_recorded_ones()
    {
        var problems = new List<string>();
        ForEachDocument((file, reading, expected) =>
        {
            if (reading.Project is not { } project)
                return;
            Each(problems, file, expected, "tasks", project.Sweeps, sweep => sweep.Name, (where, sweep, item) => SweepComparison.Compare(problems, where, sweep, item));
            Each(problems, file, expected, "pipelines", project.Pipelines, pipeline => pipeline.Name, (where, pipeline, item) => PipelineComparison.Compare(problems, where, pipeline, item));
            foreach (var kind in DefinitionKinds)
                Each(problems, file, expected, kind, kind == "endpoints" ? project.Endpoints : project.Deployments, definition => definition.Name, (_, _, _) => { });
        });
        problems.ShouldBeEmpty();
    }

    [Fact]
    public void Whole_projects_load_without_an_error_or_warning()
    {
        var folders = Directory.GetDirectories(Path.Combine(ConformanceData.Folder("valohai"), "projects"));
        folders.Length.ShouldBeGreaterThan(0);
        foreach (var folder in folders)
        {
            var reading = ProjectFile.Load(ProjectFile.Find(folder)!);
            reading.Project.ShouldNotBeNull(string.Join("\n", reading.Diagnostics)).Pipelines.ShouldNotBeEmpty();
            reading.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Warning).ShouldBeEmpty(string.Join("\n", reading.Diagnostics));
        }
    }

    private static void Each<T>(List<string> problems, string file, JsonElement expected, string kind, IReadOnlyList<T> actual, Func<T, string> nameOf, Action<string, T, JsonElement> compare)
    {
        var recorded = expected.TryGetProperty(kind, out var items) ? items.EnumerateObject().ToList() : [];
        var names = actual.Select(nameOf).ToList();
        if (!names.Order(StringComparer.Ordinal).SequenceEqual(recorded.Select(item => item.Name).Order(StringComparer.Ordinal)))
            problems.Add($"{file}: {kind} are {string.Join(", ", names)}");
        foreach (var item in recorded)
        {
            if (actual.FirstOrDefault(value => nameOf(value) == item.Name) is { } value)
                compare($"{file}/{item.Name}", value, item.Value);
        }
    }

    private static void Compare(List<string> problems, string where, Step step, IReadOnlyDictionary<string, Value> values, JsonElement expected)
    {
        if (expected.TryGetProperty("fails", out _))
        {
            if (!Fails(step, values))
                problems.Add($"{where}: does not fail");
            return;
        }
        var built = CommandBuilder.Build(step, values);
        var commands = expected.GetProperty("commands").EnumerateArray().Select(command => command.GetString()!).ToList();
        if (!built.Commands.SequenceEqual(commands))
            problems.Add($"{where}:\n  {string.Join("\n  ", built.Commands)}\nnot\n  {string.Join("\n  ", commands)}");
        if (built.Script != expected.GetProperty("script").GetString())
            problems.Add($"{where}: script is {built.Script}\nnot {expected.GetProperty("script").GetString()}");
    }

    private static bool Fails(Step step, IReadOnlyDictionary<string, Value> values)
    {
        try
        {
            CommandBuilder.Build(step, values);
            return false;
        }
        catch (InvalidInputException)
        {
            return true;
        }
    }

    private static void ForEachStep(Action<string, Step, JsonElement> act) => ForEachDocument((file, reading, expected) =>
    {
        if (reading.Project is null)
            return;
        var recorded = expected.GetProperty("steps").EnumerateObject().ToList();
        reading.Project.Steps.Select(step => step.Name).ShouldBe(recorded.Select(step => step.Name), file);
        foreach (var item in recorded)
            act(file, reading.Project.Steps.Single(step => step.Name == item.Name), item.Value);
    });

    private static void ForEachDocument(Action<string, ProjectReading, JsonElement> act)
    {
        var folder = Path.Combine(ConformanceData.Folder("valohai"), "valid");
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expectations.json")));
        var count = 0;
        foreach (var item in document.RootElement.EnumerateObject())
        {
            var reading = ProjectFile.Read(File.ReadAllBytes(Path.Combine(folder, item.Name)), "valohai.yaml");
            act(item.Name, reading, item.Value);
            count++;
        }
        count.ShouldBeGreaterThan(10);
    }
}
