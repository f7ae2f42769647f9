using System.Collections.Immutable;
using System.Globalization;

namespace Gyre.Experiments.Reporting;

/// <summary>What was run: enough to run it again.</summary>
internal static class ProvenanceSection
{
    public static IEnumerable<Block> Of(ExperimentResults results) =>
    [
        new Heading(2, "What was run"),
        Table(["", ""],
        [
            ["plan", results.PlanDigest ?? "unknown"],
            ["code revision", results.CodeRevision ?? "none"],
            ["program", results.Program ?? "unknown"],
            ["started", Moment(results.Started)],
            ["ended", Moment(results.Ended)],
        ]),
        Table(["dataset", "version", "digest"], results.Datasets.Select(static dataset => (string[])
            [dataset.Name, dataset.Version ?? "folder", dataset.Digest ?? "unknown"])),
        Table(["trial", "model", "strategy", "device", "description"], results.Trials.Select(static trial => (string[])
            [trial.Name, trial.Model, trial.Strategy ?? "–", trial.Device, trial.Description])),
        Table(["trial", "dataset", "run", "seed", "state", "experiences", "duration"], results.Outcomes.SelectMany(Runs)) with
        {
            Folded = "All runs",
        },
    ];

    private static IEnumerable<string[]> Runs(TrialResults outcome) => outcome.Runs.Select(run => (string[])
    [
        outcome.Trial,
        outcome.Dataset,
        run.Number.ToString(CultureInfo.InvariantCulture),
        run.Seed?.ToString(CultureInfo.InvariantCulture) ?? "–",
        Word(run.State),
        run.Experiences.Length.ToString(CultureInfo.InvariantCulture),
        Durations.Text(run.Duration),
    ]);

    private static string Word(ResultState state) => state switch
    {
        ResultState.Waiting => "waiting",
        ResultState.Running => "running",
        ResultState.Finished => "finished",
        ResultState.Failed => "failed",
        _ => "stopped",
    };

    private static string Moment(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) ?? "–";

    private static TableBlock Table(ImmutableArray<string> columns, IEnumerable<string[]> rows) =>
        new(columns, [.. rows.Select(static row => row.Select(static text => new Cell(text)).ToImmutableArray())]);
}
