using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gyre.Testing;

namespace Gyre.Learning.Tests.Labeling;

/// <summary>Each call against recorded cases: the inputs of a case go in, and what it expects has to come out.</summary>
public sealed class LabelingConformanceTests
{
    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        ["label agreement cohen-kappa"] = "agreement/cohen_kappa",
        ["label agreement fleiss-kappa"] = "agreement/fleiss_kappa",
        ["label agreement krippendorff-alpha"] = "agreement/krippendorff_alpha",
        ["label agreement dawid-skene"] = "agreement/dawid_skene",
        ["label agreement confident-learning"] = "agreement/confident_learning",
        ["label score uncertainty"] = "strategies/uncertainty",
        ["label score committee"] = "strategies/committee",
        ["label score k-center"] = "strategies/kcenter",
        ["label score badge-density"] = "strategies/badge_density",
        ["label score typiclust-probcover"] = "strategies/typiclust_probcover",
        ["label score cluster-margin"] = "strategies/cluster_margin",
        ["label score learning-curve"] = "strategies/learning_curve",
        ["evaluate classification"] = "eval/classification",
        ["evaluate detection"] = "eval/detection",
        ["evaluate compare"] = "eval/compare",
        ["stats paired-tests"] = "stats/paired_tests",
        ["stats proportion-ci"] = "stats/proportion_ci",
    };

    public static TheoryData<string> Calls => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task The_answers_are_those_recorded(string name)
    {
        var call = LabelingCalls.All.Single(one => $"{one.Group} {one.Name}" == name);
        // Iterations end where nothing changes any more, so what they leave differs more than what is computed at once.
        var tolerance = name.EndsWith("dawid-skene", StringComparison.Ordinal) ? 1e-5 : 1e-6;
        var offences = new List<string>();
        foreach (var given in Cases(Files[name]))
        {
            var expected = given["expect"]!;
            given.Remove("expect");
            var answer = await JsonCalls.AskAsync(call, given);
            foreach (var (field, value) in expected.AsObject())
                Compare($"{given["id"]}: {field}", value, answer[field], tolerance, offences);
        }
        offences.ShouldBeEmpty();
    }

    [Fact]
    public void Every_call_has_its_cases() => LabelingCalls.All.Select(static call => $"{call.Group} {call.Name}").ShouldBe(Files.Keys);

    private static List<JsonObject> Cases(string file)
    {
        var folder = ConformanceData.Folder($"labeling/{file.Split('/')[0]}");
        return [.. JsonNode.Parse(File.ReadAllBytes(Path.Join(folder, file.Split('/')[1] + ".json")))!.AsArray()
            .Select(static one => one!.DeepClone().AsObject())];
    }

    private static void Compare(string place, JsonNode? expected, JsonNode? found, double tolerance, List<string> offences)
    {
        if (expected is JsonObject fields && found is JsonObject others)
        {
            // What a random interval may differ by stands beside it.
            tolerance = fields["tolerance"]?.GetValue<double>() ?? tolerance;
            foreach (var (name, value) in fields.Where(static field => field.Key != "tolerance"))
                Compare($"{place}.{name}", value, others[name], tolerance, offences);
        }
        else if (expected is JsonArray list && found is JsonArray items && list.Count == items.Count)
        {
            for (var i = 0; i < list.Count; i++)
                Compare($"{place}[{i}]", list[i], items[i], tolerance, offences);
        }
        else if (!IsSame(expected, found, tolerance))
            offences.Add($"{place}: expected {expected?.ToJsonString() ?? "null"}, found {found?.ToJsonString() ?? "null"}");
    }

    private static bool IsSame(JsonNode? expected, JsonNode? found, double tolerance) =>
        expected is JsonValue value && value.GetValueKind() == JsonValueKind.Number && found is JsonValue number
            && number.GetValueKind() == JsonValueKind.Number
            ? Math.Abs(Number(value) - Number(number)) <= tolerance
            : JsonNode.DeepEquals(expected, found);

    private static double Number(JsonValue value) => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
}
