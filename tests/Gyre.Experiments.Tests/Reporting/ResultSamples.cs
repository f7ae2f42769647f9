using System.Collections.Immutable;

namespace Gyre.Experiments.Tests.Reporting;

/// <summary>Results as experiments give them.</summary>
internal static class ResultSamples
{
    private static readonly ImmutableArray<string> Strategies = ["naive", "replay", "EWC"];

    /// <summary>A classification of one experience on two datasets, with a failed run.</summary>
    public static ExperimentResults Plain() => new()
    {
        Name = "penguins",
        Description = "Which of three models tells the species of penguins best?",
        PlanDigest = "sha256:1111111111111111111111111111111111111111111111111111111111111111",
        CodeRevision = "0123456789abcdef0123456789abcdef01234567",
        Program = "gyre 0.1.0",
        Started = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero),
        Ended = new DateTimeOffset(2026, 3, 1, 9, 2, 5, TimeSpan.Zero),
        Datasets =
        [
            new ResultDataset("penguins")
            {
                Version = "3", Digest = "sha256:2222222222222222222222222222222222222222222222222222222222222222",
            },
            new ResultDataset("penguins-small"),
        ],
        Trials =
        [
            new ResultTrial("softmax") { Model = "gyre.models.SoftmaxRegression", Device = "cpu", Description = "Linear." },
            new ResultTrial("mlp") { Model = "gyre.models.Mlp", Device = "cpu", Description = "One hidden layer." },
            new ResultTrial("trees") { Model = "gyre.models.GradientBoostedTrees", Device = "cpu", Description = "Boosted." },
        ],
        Outcomes =
        [
            .. from trial in Enumerable.Range(0, 3)
               from dataset in Enumerable.Range(0, 2)
               select PlainOutcome(trial, dataset),
        ],
    };

    /// <summary>Three strategies over five experiences and three seeds.</summary>
    public static ExperimentResults Continual() => new()
    {
        Name = "split digits",
        Description = "Digits arrive two by two.",
        PlanDigest = "sha256:3333333333333333333333333333333333333333333333333333333333333333",
        Program = "gyre 0.1.0",
        Datasets =
        [
            new ResultDataset("digits") { Version = "1", Digest = "sha256:4444444444444444444444444444444444444444444444444444444444444444" },
        ],
        Trials =
        [
            .. Strategies.Select(name => new ResultTrial(name)
            {
                Model = "gyre.models.Mlp", Strategy = name.ToLowerInvariant(), Device = "cpu",
            }),
        ],
        Outcomes =
        [
            .. Strategies.Select((name, trial) => new TrialResults(name, "digits")
            {
                Runs = [.. Enumerable.Range(1, 3).Select(run => ContinualRun(trial, run))],
            }),
        ],
    };

    private static TrialResults PlainOutcome(int trial, int dataset)
    {
        string[] trials = ["softmax", "mlp", "trees"];
        string[] datasets = ["penguins", "penguins-small"];
        if (trial == 2 && dataset == 1)
            return new TrialResults("trees", "penguins-small")
            {
                Error = "The dataset has 12 examples; the trees need 20.\nUse a larger dataset.",
            };
        return new TrialResults(trials[trial], datasets[dataset])
        {
            Runs = [.. Enumerable.Range(1, 6).Select(run => PlainRun(trial, dataset, run))],
        };
    }

    private static ResultRun PlainRun(int trial, int dataset, int run)
    {
        if (trial == 1 && dataset == 0 && run == 4)
            return new ResultRun(run)
            {
                Seed = 4,
                State = ResultState.Failed,
                Duration = TimeSpan.FromSeconds(2),
                Experiences = [new ResultExperience(0) { State = ResultState.Failed, Error = "ValueError: loss is NaN\n  at epoch 3" }],
            };
        var accuracy = 0.9 + (0.03 * trial) - (0.05 * dataset) + (0.004 * ((run * (trial + 2)) % 5));
        return new ResultRun(run)
        {
            Seed = (ulong)run,
            Duration = TimeSpan.FromSeconds(1.5 + trial),
            Experiences =
            [
                new ResultExperience(0)
                {
                    Metrics = Metrics(
                        ("species_tst_accuracy_score", accuracy), ("species_tst_f1_score", accuracy - 0.01),
                        ("species_tst_log_loss", 1 - accuracy),
                        ("species_tst_example_count", 60), ("species_val_accuracy_score", accuracy + 0.01)),
                    Curves =
                    [
                        Curve(10, step => (1.1 - (0.05 * run)) / (1 + step + trial)),
                    ],
                },
            ],
        };
    }

    private static ResultRun ContinualRun(int trial, int run)
    {
        var keep = new[] { 0.1, 0.75, 0.3 }[trial];
        double Cell(int i, int j) => j > i ? 0 : j == i ? 0.98 - (0.01 * i) - (0.004 * run) : (0.98 * Math.Pow(keep, i - j)) + (0.01 * run);
        return new ResultRun(run)
        {
            Seed = (ulong)run,
            Duration = TimeSpan.FromSeconds(3),
            Experiences =
            [
                .. Enumerable.Range(0, 5).Select(i => new ResultExperience(i)
                {
                    Metrics = Metrics(("digit_tst_accuracy_score", Cell(i, i))),
                    Curves = [Curve(5, step => (1.0 + (0.1 * run)) / (1 + step))],
                }),
            ],
            Matrices =
            [
                new ResultMatrix(
                    "accuracy", [.. Enumerable.Range(0, 5).Select(i => Enumerable.Range(0, 5).Select(j => Cell(i, j)).ToImmutableArray())]),
            ],
        };
    }

    private static ResultCurve Curve(int steps, Func<int, double> value) =>
        new("loss", [.. Enumerable.Range(0, steps).Select(step => new ResultPoint(step, value(step)))]);

    private static ImmutableSortedDictionary<string, double> Metrics(params (string Name, double Value)[] metrics) =>
        metrics.ToImmutableSortedDictionary(metric => metric.Name, metric => metric.Value, StringComparer.Ordinal);
}
