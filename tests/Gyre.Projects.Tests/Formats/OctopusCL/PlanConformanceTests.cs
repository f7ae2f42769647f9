using Gyre.Core;
using Gyre.Testing;

namespace Gyre.Projects.Tests.Formats.OctopusCL;

/// <summary>The recorded plans: which are taken, what is wrong with the others, and what comes of them.</summary>
public sealed class PlanConformanceTests
{
    [Fact]
    public void Every_recorded_plan_has_its_verdict()
    {
        var folder = ConformanceData.Folder("octopus");
        var expected = (MapValue)ValueJson.Parse(File.ReadAllBytes(Path.Join(folder, "expectations.json")));
        var wrong = ((ListValue)expected.Find("experiments")!).Items.Cast<MapValue>()
            .Select(one => (Id: one.Find("id")!.ToString(), Failure: Check(one, folder)))
            .Where(static pair => pair.Failure is not null).Select(static pair => $"{pair.Id}: {pair.Failure}").ToList();
        wrong.ShouldBeEmpty();
    }

    private static string? Check(MapValue recorded, string root)
    {
        var folder = Path.Join(root, recorded.Find("path")!.ToString());
        var files = Directory.EnumerateFiles(folder).Where(static file => Path.GetExtension(file) is ".yaml" or ".yml")
            .Select(static file => (Path.GetFileName(file), (ReadOnlyMemory<byte>)File.ReadAllBytes(file)));
        var reading = ExperimentPlans.Read(files, new PlanLanguage());
        var said = string.Join(' ', reading.Diagnostics);
        return recorded.Find("verdict")!.ToString() switch
        {
            "accept" when reading.Plan is null => $"It was refused: {said}",
            "accept" => Missing(recorded, "should_warn", said) ?? Facts(recorded, reading.Plan!),
            "reject" when reading.Plan is not null => "It was taken.",
            "reject" => Missing(recorded, "must_mention", said),
            _ => null,
        };
    }

    private static string? Missing(MapValue recorded, string field, string said)
    {
        string[] words = recorded.Find(field) switch
        {
            ListValue list => [.. list.Items.Select(static word => word.ToString())],
            TextValue text => text.Text.Split(' '),
            _ => [],
        };
        var missing = words.Where(word => !said.Contains(word, StringComparison.OrdinalIgnoreCase)).ToList();
        return missing.Count == 0 ? null : $"'{missing[0]}' is not said: {said}";
    }

    private static string? Facts(MapValue recorded, ExperimentPlan plan)
    {
        var experiment = plan.Experiments.Single();
        var found = new Dictionary<string, Value>(StringComparer.Ordinal)
        {
            ["trials"] = Value.Of((long)experiment.Trials.Length),
            ["datasets"] = Value.Of((long)experiment.Datasets.Length),
            ["runs"] = experiment.Runs is { } runs ? Value.Of(runs) : Value.Null,
            ["inspect"] = Value.Of(experiment.Inspect),
            ["device"] = Value.Of(experiment.Trials[0].Device),
        };
        var wrong = ((recorded.Find("facts") as MapValue)?.Entries ?? []).Where(
            fact => found.GetValueOrDefault(fact.Key) != fact.Value).ToList();
        return wrong.Count == 0 ? null : $"{wrong[0].Key} is {found.GetValueOrDefault(wrong[0].Key)} and not {wrong[0].Value}";
    }
}
