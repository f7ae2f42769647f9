using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Testing;

namespace Gyre.EndToEnd.Tests.Crash;

/// <summary>A continual plan that is killed again and again ends as one that nobody disturbed.</summary>
public sealed class PlanCrashTests(ITestOutputHelper output) : IDisposable
{
    private const int KillsPerRun = 10;

    private readonly string _folder = Directory.CreateTempSubdirectory("gyre-plan-crash-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        CrashHome.EndProcessesOf(_folder);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_killed_plan_ends_with_the_same_bits()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "processes are killed by signals");
        var plan = await WriteAsync();
        var expected = await FinishAsync(plan, Path.Join(_folder, "undisturbed"));
        var (kills, random) = (0, new SeededRandom(18));
        for (var round = 0; kills < Math.Max(4, Budget.Kills / KillsPerRun); round++)
        {
            var home = Path.Join(_folder, $"home{round}");
            kills += await KillAsync(plan, home, random);
            (await FinishAsync(plan, home)).ShouldBe(expected);
        }
        output.WriteLine($"{kills} kills");
    }

    /// <summary>Kills the engine, or a supervisor with its step, whenever a little more has been done.</summary>
    private static async Task<int> KillAsync(string plan, string home, SeededRandom random)
    {
        var kills = 0;
        for (var wanted = random.NextInt(1, 4); wanted < 24; wanted += random.NextInt(2, 6))
        {
            using var program = kills == 0
                ? GyreProgram.Start(ImmutableDictionary<string, string>.Empty, "experiment", "run", plan, "--home", home)
                : GyreProgram.Start(ImmutableDictionary<string, string>.Empty, "resume", "last", "--home", home);
            await Patience.UntilAsync(() => Task.FromResult(program.HasExited || MarksOf(home) >= wanted), Cancel);
            if (program.HasExited)
                break;
            if (random.NextDouble() < 0.5)
                CrashHome.EndProcessesOf(home);
            await program.KillAsync();
            kills++;
        }
        return kills;
    }

    /// <summary>Runs to the end and gives the results, without what differs from time to time.</summary>
    private static async Task<string> FinishAsync(string plan, string home)
    {
        string[] arguments = Directory.Exists(home) ? ["resume", "last", "--home", home] : ["experiment", "run", plan, "--home", home];
        using var program = GyreProgram.Start(ImmutableDictionary<string, string>.Empty, arguments);
        // A run that had ended before it could be killed is not resumed; what it came to is looked at below.
        await program.EndAsync();
        var status = await GyreProgram.AskAsync("experiment", "status", plan, "--home", home);
        var experiment = status.GetProperty("experiments")[0];
        experiment.GetProperty("state").GetString().ShouldBe("succeeded");
        var trials = JsonNode.Parse(experiment.GetProperty("trials").GetRawText())!;
        RemoveTimes(trials);
        return trials.ToJsonString();
    }

    /// <summary>When something was done, and whether the cache answered, is all that may differ.</summary>
    private static void RemoveTimes(JsonNode node)
    {
        if (node is JsonObject map)
        {
            foreach (var name in new[] { "started_at", "ended_at", "cached", "training_seconds" })
                map.Remove(name);
        }
        var parts = node switch
        {
            JsonObject some => some.Select(static pair => pair.Value),
            JsonArray some => some,
            _ => [],
        };
        foreach (var part in parts.OfType<JsonNode>())
            RemoveTimes(part);
    }

    private static int MarksOf(string home)
    {
        var attempts = Path.Join(home, "attempts");
        return Directory.Exists(attempts)
            ? Directory.EnumerateDirectories(attempts).Sum(static folder =>
                (File.Exists(Path.Join(folder, "claim.json")) ? 1 : 0) + (File.Exists(Path.Join(folder, "verdict.json")) ? 1 : 0))
            : 0;
    }

    private async Task<string> WriteAsync()
    {
        var random = new SeededRandom(5);
        var examples = Enumerable.Range(0, 60).Select(i => new DatasetExample(
            GuidIds.FromNames("point", $"{i}"),
            [Value.Of((i / 10 * 3) + random.NextDouble()), Value.Of((i / 10 % 2 * 3) + random.NextDouble()), Value.Of($"l{i / 10}")]));
        var schema = new DatasetSchema("points", "",
        [
            new DatasetElement("x", ElementRole.Input, ElementType.Float), new DatasetElement("y", ElementRole.Input, ElementType.Float),
            new DatasetElement("label", ElementRole.Output, ElementType.Category),
        ]);
        await DatasetFolder.WriteAsync(
            Path.Join(_folder, "datasets", "points"), schema, examples.ToAsyncEnumerable(),
            splits: [new DatasetSplit("stream", [Part(0), Part(20), Part(40)])], cancellationToken: Cancel);
        var plan = Directory.CreateDirectory(Path.Join(_folder, "plan")).FullName;
        await File.WriteAllTextAsync(
            Path.Join(plan, "plan.yaml"),
            $$"""
            name: stream
            description: Three experiences.
            datasets: {names: [points], location: {{Path.Join(_folder, "datasets")}}}
            splits: {from_dir: stream}
            max_workers: 2
            trials:
              - name: der
                description: With a memory that is carried on.
                pipeline: {model: {class: gyre.models.Mlp, parameters: {hidden: 8, epochs: 5, scale: 10} } }
                data_loaders: {points: {class: octopuscl.data.loaders.PyTorchDataLoader} }
                delegation: {library: avalanche, parameters: {strategy: {class: avalanche.training.DER, parameters: {mem_size: 9} } } }
                host: local
                search: {type: random_search, execution-count: 2, parameters: [{name: lr, style: random, rules: {min: 0.01, max: 0.5} }] }
            """,
            Cancel);
        return plan;
    }

    private static DatasetExperience Part(int first)
    {
        ImmutableArray<int> rows = [.. Enumerable.Range(first, 20)];
        return new DatasetExperience(
            [new DatasetPartition([.. rows.Where(static row => row % 4 != 0)], [.. rows.Where(static row => row % 4 == 0)], [])]);
    }
}
