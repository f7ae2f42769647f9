using System.Text.Json;
using System.Text.RegularExpressions;
using Gyre.Core;
using Gyre.Projects;
using Gyre.Testing;

namespace Gyre.Projects.Tests.Formats;

/// <summary>Documents that must be refused, each for the recorded reasons.</summary>
public partial class InvalidProjectTests
{
    [Fact]
    public void Every_recorded_document_is_refused_and_every_recorded_place_is_named()
    {
        var folder = Path.Combine(ConformanceData.Folder("valohai"), "invalid");
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expectations.json")));
        var problems = new List<string>();
        var count = 0;
        foreach (var item in document.RootElement.EnumerateObject())
        {
            var reading = ProjectFile.Read(File.ReadAllBytes(Path.Combine(folder, item.Name)), "valohai.yaml");
            if (reading.Project is not null)
                problems.Add($"{item.Name} is not refused");
            foreach (var expected in item.Value.EnumerateArray().Where(expected => !IsNamed(reading.Diagnostics, expected)))
                problems.Add($"{item.Name}: {expected.GetRawText()} is not among:\n  {string.Join("\n  ", reading.Diagnostics)}");
            count++;
        }
        problems.ShouldBeEmpty();
        count.ShouldBeGreaterThan(10);
    }

    private static bool IsNamed(IReadOnlyList<Diagnostic> diagnostics, JsonElement expected)
    {
        var errors = diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error && diagnostic.Line > 0).ToList();
        switch (expected.GetProperty("kind").GetString())
        {
            case "yaml":
                return errors.Any(error => error.Line == expected.GetProperty("line").GetInt32() && error.Column == expected.GetProperty("column").GetInt32());
            case "schema":
                var path = string.Join('/', expected.GetProperty("path").EnumerateArray().Select(part => part.ToString()));
                var rule = "structure." + string.Concat(expected.GetProperty("rule").GetString()!.Select(c => char.IsUpper(c) ? "-" + char.ToLowerInvariant(c) : c.ToString()));
                return errors.Any(error => error.Path == path && error.Code == rule);
            default:
                var names = Quoted().Matches(expected.GetProperty("message").GetString()!).Select(match => match.Groups[1].Value).Where(name => name != "environment");
                return errors.Any(error => names.All(name => error.Message.Contains(name, StringComparison.Ordinal)));
        }
    }

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex Quoted();
}
