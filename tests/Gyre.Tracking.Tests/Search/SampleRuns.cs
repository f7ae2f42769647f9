using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Tracking.Tests.Search;

/// <summary>A run as a test sees it.</summary>
internal sealed record SampleRun
{
    public long Number { get; init; }

    public required string RunId { get; init; }

    public required long Experiment { get; init; }

    public required string Name { get; init; }

    public required string UserId { get; init; }

    public required string Status { get; init; }

    public required long StartTime { get; init; }

    public long? EndTime { get; init; }

    public required string ArtifactUri { get; init; }

    public required bool IsActive { get; init; }

    public Dictionary<string, double> Metrics { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Params { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    public List<SampleDataset> Datasets { get; } = [];
}

/// <summary>A dataset that went into a run.</summary>
internal sealed record SampleDataset(string Name, string Digest, string? Context);

/// <summary>Runs in which keys, values and times repeat, so that filters match some and ties are frequent.</summary>
internal static class SampleRuns
{
    public static readonly string[] Keys = ["acc", "loss", "my metric", "with.dot", "é"];

    public static readonly string[] Texts =
    [
        "", "a", "A", "ab", "AB", "a%b", "a_b", "a*b", "a?b", "a[b", "a]b", "é", "É", "ß", "straße", "STRASSE", "it's", "0.1", "0.10", "日本語", "😀x", "x😀", "\\", "a\\b",
        new string('p', 100), new string('p', 100) + "q", new string('p', 100) + "r", "İ", "ı", "K",
    ];

    public static readonly double[] Numbers = [0, -0.0, 0.1, 0.3, 1, -1, 1e-9, 1e300, double.MaxValue, double.MinValue, double.NaN];

    private static readonly string[] Statuses = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];

    public static List<SampleRun> Make(SeededRandom random, int count)
    {
        var runs = new List<SampleRun>();
        for (var i = 0; i < count; i++)
        {
            var run = new SampleRun
            {
                RunId = string.Concat(Enumerable.Range(0, 32).Select(_ => "0123456789abcdef"[random.NextInt(0, 16)])),
                Experiment = random.NextInt(0, 3),
                Name = Pick(random, Texts),
                UserId = random.NextInt(0, 3) == 0 ? "" : "u" + random.NextInt(0, 3),
                Status = Pick(random, Statuses),
                StartTime = 1_700_000_000_000 + random.NextInt(0, 20),
                EndTime = random.NextInt(0, 3) == 0 ? null : 1_700_000_000_000 + random.NextInt(0, 20),
                ArtifactUri = "place:/" + random.NextInt(0, 4),
                IsActive = random.NextInt(0, 5) > 0,
            };
            foreach (var key in Keys)
            {
                if (random.NextInt(0, 2) == 0)
                    run.Metrics[key] = Pick(random, Numbers);
                if (random.NextInt(0, 2) == 0)
                    run.Params[key] = Pick(random, Texts);
                if (random.NextInt(0, 2) == 0)
                    run.Tags[key] = Pick(random, Texts);
            }
            for (var d = random.NextInt(0, 3); d > 0; d--)
                AddDataset(run, new SampleDataset("d" + random.NextInt(0, 3), "h" + random.NextInt(0, 3), random.NextInt(0, 2) == 0 ? null : Pick(random, Texts)));
            runs.Add(run);
        }
        return runs;
    }

    private static void AddDataset(SampleRun run, SampleDataset dataset)
    {
        if (!run.Datasets.Any(d => d.Name == dataset.Name && d.Digest == dataset.Digest))
            run.Datasets.Add(dataset);
    }

    public static T Pick<T>(SeededRandom random, IReadOnlyList<T> from) => from[random.NextInt(0, from.Count)];

    /// <summary>Stores runs; gives them with their numbers.</summary>
    public static List<SampleRun> Insert(IDbSession session, IReadOnlyList<SampleRun> runs)
    {
        var stored = new List<SampleRun>();
        foreach (var run in runs)
            stored.Add(run with { Number = InsertOne(session, run) });
        return stored;
    }

    private static long InsertOne(IDbSession session, SampleRun run)
    {
        var number = session.QuerySingleOrDefault<long>(
            """
            INSERT INTO tracking_runs (run_id, experiment, name, user_id, status, start_time, end_time, artifact_uri, lifecycle_stage)
            VALUES (@RunId, @Experiment, @Name, @UserId, @Code, @StartTime, @EndTime, @ArtifactUri, @Stage) RETURNING number
            """,
            new { run.RunId, run.Experiment, run.Name, run.UserId, Code = Array.IndexOf(Statuses, run.Status) + 1, run.StartTime, run.EndTime, run.ArtifactUri, Stage = run.IsActive ? "active" : "deleted" });
        foreach (var (key, value) in run.Metrics)
        {
            session.Execute(
                "INSERT INTO tracking_latest (run, key, value, is_nan, step, timestamp) VALUES (@number, @key, @value, @isNan, 0, 0)",
                new { number, key, value = double.IsNaN(value) ? 0 : value, isNan = double.IsNaN(value) });
        }
        foreach (var (key, value) in run.Params)
            session.Execute("INSERT INTO tracking_params (run, key, value) VALUES (@number, @key, @value)", new { number, key, value });
        foreach (var (key, value) in run.Tags)
            session.Execute("INSERT INTO tracking_tags (run, key, value) VALUES (@number, @key, @value)", new { number, key, value });
        foreach (var dataset in run.Datasets)
            InsertDataset(session, number, run.Experiment, dataset);
        return number;
    }

    private static void InsertDataset(IDbSession session, long run, long experiment, SampleDataset dataset)
    {
        session.Execute(
            """
            INSERT INTO tracking_datasets (experiment, name, digest, source_type, source) VALUES (@experiment, @Name, @Digest, '', '') ON CONFLICT DO NOTHING
            """,
            new { experiment, dataset.Name, dataset.Digest });
        var number = session.QuerySingleOrDefault<long>(
            "SELECT number FROM tracking_datasets WHERE experiment = @experiment AND name = @Name AND digest = @Digest", new { experiment, dataset.Name, dataset.Digest });
        if (session.Execute("INSERT INTO tracking_dataset_inputs (run, dataset) VALUES (@run, @number) ON CONFLICT DO NOTHING", new { run, number }) == 0)
            return;
        if (dataset.Context is { } context)
            session.Execute("INSERT INTO tracking_dataset_input_tags (run, dataset, key, value) VALUES (@run, @number, 'mlflow.data.context', @context)", new { run, number, context });
    }
}
