using System.Text.Json;
using Gyre.Core;
using Gyre.Projects;
using Gyre.Projects.Formats.ProjectFiles;
using Gyre.Testing;

namespace Gyre.Projects.Tests.Formats;

public class ValueConformanceTests
{
    [Fact]
    public void Every_recorded_parameter_value_is_converted_or_refused_as_recorded()
    {
        using var document = Open("parameter-values.json");
        var problems = new List<string>();
        foreach (var item in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            var definition = Definition(document.RootElement.GetProperty("definitions").GetProperty(item.GetProperty("definition").GetString()!));
            var converted = ParameterValues.Convert(definition, ValueJson.Parse(item.GetProperty("given").GetRawText()));
            var refused = item.TryGetProperty("refused", out var reasons);
            if (converted.Value is null != refused)
                problems.Add($"{item.GetRawText()}: {converted.Value} {string.Join("; ", converted.Diagnostics)}");
            else if (!refused && !converted.Value!.Equals(ValueJson.Parse(item.GetProperty("value").GetRawText())))
                problems.Add($"{item.GetRawText()}: {converted.Value}");
            else if (refused && converted.Diagnostics.Count < reasons.GetArrayLength())
                problems.Add($"{item.GetRawText()}: only {converted.Diagnostics.Count} reasons");
        }
        problems.ShouldBeEmpty();
    }

    [Fact]
    public void Every_recorded_duration_is_read_or_refused_as_recorded()
    {
        using var document = Open("durations.json");
        var problems = new List<string>();
        foreach (var item in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            var good = Durations.TryRead(ValueJson.Parse(item.GetProperty("given").GetRawText()), out var duration, out var reason, out var odd);
            if (item.TryGetProperty("refused", out _) == good)
                problems.Add($"{item.GetRawText()}: {duration} {reason}");
            else if (good && duration?.TotalSeconds != (item.GetProperty("seconds").ValueKind == JsonValueKind.Null ? null : item.GetProperty("seconds").GetDouble()))
                problems.Add($"{item.GetRawText()}: {duration}");
            else if (item.TryGetProperty("odd", out _) && good && odd is null && !item.GetProperty("given").GetString()!.StartsWith("10s", StringComparison.Ordinal))
                problems.Add($"{item.GetRawText()}: nothing is said about it");
        }
        problems.ShouldBeEmpty();
    }

    private static JsonDocument Open(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(ConformanceData.Folder("valohai"), name)));

    private static ParameterDefinition Definition(JsonElement item)
    {
        var reading = ProjectFile.Read($"[{{step: {{name: s, image: i, command: c, parameters: [{item.GetRawText()}]}}}}]", "valohai.yaml");
        return reading.Project.ShouldNotBeNull(string.Join("\n", reading.Diagnostics)).Steps[0].Parameters[0];
    }
}
