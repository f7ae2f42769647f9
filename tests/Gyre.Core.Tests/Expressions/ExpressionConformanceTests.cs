using System.Text;
using System.Text.Json;

namespace Gyre.Core.Tests.Expressions;

public class ExpressionConformanceTests
{
    [Fact]
    public void Every_recorded_expression_has_the_recorded_result()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Conformance.Folder("valohai"), "expressions.json")));
        var values = document.RootElement.GetProperty("values").EnumerateObject()
            .ToDictionary(entry => entry.Name, entry => ValueJson.Parse(entry.Value.GetRawText()), StringComparer.Ordinal);
        var problems = new List<string>();
        var count = 0;
        foreach (var item in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            var text = item.GetProperty("expression").GetString()!;
            var expected = item.TryGetProperty("result", out var result) ? result.GetBoolean() ? "true" : "false" : item.GetProperty("error").GetString()!;
            var accepted = Expression.TryParse(text, out var expression, out var error);
            if (accepted != item.GetProperty("accepted_when_loaded").GetBoolean())
                problems.Add($"{text}: accepted is {accepted}");
            var actual = accepted ? Describe(expression!.Evaluate(values.GetValueOrDefault)) : Name(error!.Kind);
            if (actual != expected)
                problems.Add($"{text}: {actual}, not {expected}");
            count++;
        }
        problems.ShouldBeEmpty();
        count.ShouldBeGreaterThan(50);
    }

    private static string Describe(ExpressionResult result) => result.Value switch
    {
        true => "true",
        false => "false",
        null => Name(result.Error!.Kind),
    };

    private static string Name(ExpressionErrorKind kind)
    {
        var name = new StringBuilder();
        foreach (var c in kind.ToString())
            _ = char.IsUpper(c) && name.Length > 0 ? name.Append('-').Append(char.ToLowerInvariant(c)) : name.Append(char.ToLowerInvariant(c));
        return name.ToString();
    }
}
