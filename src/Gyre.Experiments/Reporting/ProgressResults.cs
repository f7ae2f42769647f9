using System.Collections.Immutable;
using Gyre.Projects;

namespace Gyre.Experiments.Reporting;

/// <summary>What a report says of a run of an experiment.</summary>
internal static class ProgressResults
{
    public static ExperimentResults Of(ExperimentProgress progress, string? program) => new()
    {
        Name = progress.Run.Title,
        Description = Find(progress.Records.Tags, "mlflow.note.content") ?? "",
        PlanDigest = Find(progress.Records.Params, "plan_digest"),
        CodeRevision = progress.Run.Revision,
        Program = program,
        Started = progress.Run.CreatedAt,
        Ended = progress.Run.EndedAt,
        Datasets =
        [
            .. progress.Trials.Select(static trial => trial.Dataset).Distinct(StringComparer.Ordinal).Select(name =>
                new ResultDataset(name) { Digest = Find(progress.Records.Params, $"dataset_digest_{name}") }),
        ],
        Trials =
        [
            .. progress.Trials.Select(static trial => trial.Trial).Distinct(StringComparer.Ordinal)
                .Select(name => TrialOf(progress.Records, name)),
        ],
        Outcomes = [.. progress.Trials.Select(Of)],
    };

    private static ResultTrial TrialOf(PipelineRecords records, string name)
    {
        var record = records.Nodes.FirstOrDefault(record => Find(record.Tags, "octopuscl.trial.name") == name);
        var part = records.Nodes.FirstOrDefault(one => record is not null && one.Parent == record.Node);
        return new ResultTrial(name)
        {
            Description = record is null ? "" : Find(record.Tags, "mlflow.note.content") ?? "",
            Model = part is null ? "" : Find(part.Params, "mdl_class") ?? "",
            Strategy = part is null ? null : Find(part.Params, "strategy_class"),
            Device = part is null ? "" : Find(part.Params, "device") ?? "",
        };
    }

    private static TrialResults Of(TrialProgress trial) => trial.Summary is { } summary
        ? SummaryResults.Of(trial.Trial, trial.Dataset, summary)
        : new TrialResults(trial.Trial, trial.Dataset)
        {
            Error = trial.Reason,
            Runs = trial.Reason is null ? [] : [new ResultRun(1) { State = StateOf(trial.State) }],
        };

    private static ResultState StateOf(ProgressState state) => state switch
    {
        ProgressState.Succeeded => ResultState.Finished,
        ProgressState.Failed => ResultState.Failed,
        ProgressState.Stopped => ResultState.Stopped,
        ProgressState.Running => ResultState.Running,
        _ => ResultState.Waiting,
    };

    private static string? Find(ImmutableArray<KeyValuePair<string, string>> pairs, string name) =>
        pairs.FirstOrDefault(pair => pair.Key == name).Value;
}
