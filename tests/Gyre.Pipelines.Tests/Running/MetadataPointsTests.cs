using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Running;
using Gyre.Testing;
using Gyre.Tracking;

namespace Gyre.Pipelines.Tests.Running;

public sealed class MetadataPointsTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void A_line_without_a_step_goes_behind_the_last_one_of_its_key()
    {
        var batch = Take("""{"epoch": 1, "accuracy": 0.5}""", """{"epoch": 2, "accuracy": 0.6}""", """{"accuracy": 0.9}""", """{"other": 1}""", """{"other": 2}""").Batch;
        batch.Metrics.Select(metric => (metric.Key, metric.Point.Step, metric.Point.Value)).ShouldBe(
            [("accuracy", 1, 0.5), ("accuracy", 2, 0.6), ("accuracy", 3, 0.9), ("other", 0, 1), ("other", 1, 2)]);
        batch.Metrics.ShouldAllBe(metric => metric.Point.Timestamp == At.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void A_text_is_a_param_until_it_changes()
    {
        var points = new MetadataPoints();
        var first = points.Take([Point("""{"phase": "a", "kind": "k"}""")]);
        first.Batch.Params.ShouldBe([new Tag("phase", "a"), new Tag("kind", "k")]);
        var same = points.Take([Point("""{"phase": "a"}""")]);
        (same.Batch.Params.Count, same.Batch.Tags.Count, same.Changed.Count).ShouldBe((0, 0, 0));
        var changed = points.Take([Point("""{"phase": "b"}"""), Point("""{"phase": "c"}""")]);
        changed.Batch.Tags.ShouldBe([new Tag("phase", "c")]);
        changed.Changed.ShouldBe(["phase"]);
        var again = points.Take([Point("""{"phase": "a"}""")]);
        (again.Batch.Tags.Single(), again.Changed.Count).ShouldBe((new Tag("phase", "a"), 0));
        points.Texts.ShouldBe(["phase", "kind"]);
    }

    [Fact]
    public void However_points_are_cut_into_batches_they_come_to_the_same()
    {
        var random = new SeededRandom(141);
        for (var round = 0; round < 300; round++)
        {
            var points = Enumerable.Range(0, random.NextInt(1, 40)).Select(_ => Point(Line(random))).ToList();
            var whole = Store([points]);
            var cut = new List<List<MetadataPoint>>();
            for (var start = 0; start < points.Count;)
            {
                var length = random.NextInt(1, 8);
                cut.Add([.. points.Skip(start).Take(length)]);
                start += length;
            }
            Store(cut).ShouldBe(whole, $"round {round}");
        }
    }

    [Fact]
    public void The_latest_values_stand_in_the_order_in_which_the_keys_came()
    {
        var points = new MetadataPoints();
        points.Take([Point("""{"b": 1, "a": "x"}"""), Point("""{"c": null, "b": 2}""")]);
        ValueJson.Write(points.Latest).ShouldBe("""{"b":2,"a":"x","c":null}""");
    }

    /// <summary>What a store holds after batches: histories, params and tags.</summary>
    private static string Store(IEnumerable<List<MetadataPoint>> batches)
    {
        var points = new MetadataPoints();
        var (metrics, parameters, tags) = (new List<string>(), new SortedDictionary<string, string>(StringComparer.Ordinal), new SortedDictionary<string, string>(StringComparer.Ordinal));
        foreach (var (batch, changed) in batches.Select(points.Take))
        {
            metrics.AddRange(batch.Metrics.Select(metric => $"{metric.Key}@{metric.Point.Step}={metric.Point.Value}"));
            foreach (var key in changed)
                parameters.Remove(key).ShouldBeTrue();
            foreach (var tag in batch.Tags)
                tags[tag.Key] = tag.Value;
            foreach (var param in batch.Params)
                parameters.TryAdd(param.Key, param.Value).ShouldBeTrue();
        }
        return $"{string.Join(' ', metrics)} | {string.Join(' ', parameters)} | {string.Join(' ', tags)} | {ValueJson.Write(points.Latest)}";
    }

    private static string Line(SeededRandom random) => random.NextInt(0, 5) switch
    {
        0 => $$"""{"epoch": {{random.NextInt(0, 9)}}, "loss": {{random.NextInt(0, 3)}}}""",
        1 => $$"""{"loss": {{random.NextInt(0, 3)}}}""",
        2 => $$"""{"text": "{{random.NextInt(0, 3)}}", "loss": "word"}""",
        3 => $$"""{"step": 1.5, "flag": true, "list": [1, {{random.NextInt(0, 2)}}]}""",
        _ => """{"fixed": "x"}""",
    };

    private static MetadataPoint Point(string json) => new(At, (MapValue)ValueJson.Parse(json));

    private static MetadataChange Take(params string[] lines) => new MetadataPoints().Take([.. lines.Select(Point)]);
}
