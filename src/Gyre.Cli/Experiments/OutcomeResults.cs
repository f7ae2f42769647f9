using System.Collections.Immutable;
using Gyre.Experiments;
using Gyre.Pipelines;

namespace Gyre.Cli.Experiments;

/// <summary>What a report says of a run of an experiment.</summary>
internal static class OutcomeResults
{
    public static ExperimentResults Of(ExperimentOutcome outcome) => new()
    {
        Name = outcome.Run.Title,
        Description = Find(outcome.Records.Tags, "mlflow.note.content") ?? "",
        PlanDigest = Find(outcome.Records.Params, "plan_digest"),
        CodeRevision = outcome.Run.Revision,
        Program = $"gyre {typeof(OutcomeResults).Assembly.GetName().Version?.ToString(3)}",
        Started = outcome.Run.CreatedAt,
        Ended = outcome.Run.EndedAt,
        Datasets =
        [
            .. outcome.Trials.Select(static trial => trial.Dataset).Distinct(StringComparer.Ordinal).Select(name =>
                new ResultDataset(name) { Digest = Find(outcome.Records.Params, $"dataset_digest_{name}") }),
        ],
        Trials =
        [
            .. outcome.Trials.Select(static trial => trial.Trial).Distinct(StringComparer.Ordinal).Select(name => TrialOf(outcome, name)),
        ],
        Outcomes = [.. outcome.Trials.Select(Of)],
    };

    private static ResultTrial TrialOf(ExperimentOutcome outcome, string name)
    {
        var record = outcome.Records.Nodes.FirstOrDefault(record => Find(record.Tags, "octopuscl.trial.name") == name);
        var part = outcome.Records.Nodes.FirstOrDefault(one => record is not null && one.Parent == record.Node);
        return new ResultTrial(name)
        {
            Description = record is null ? "" : Find(record.Tags, "mlflow.note.content") ?? "",
            Model = part is null ? "" : Find(part.Params, "mdl_class") ?? "",
            Strategy = part is null ? null : Find(part.Params, "strategy_class"),
            Device = part is null ? "" : Find(part.Params, "device") ?? "",
        };
    }

    private static TrialResults Of(TrialOutcome trial) => trial.Summary is { } summary
        ? ExperimentReports.ResultsOf(trial.Trial, trial.Dataset, summary)
        : new TrialResults(trial.Trial, trial.Dataset)
        {
            Error = trial.Reason,
            Runs = trial.Reason is null ? [new ResultRun(1) { State = StateOf(trial.State) }] : [],
        };

    private static ResultState StateOf(NodeRunState state) => state switch
    {
        NodeRunState.Succeeded => ResultState.Finished,
        NodeRunState.Failed => ResultState.Failed,
        NodeRunState.Cancelled or NodeRunState.Skipped or NodeRunState.UpstreamFailed or NodeRunState.NotTriggered => ResultState.Stopped,
        NodeRunState.Waiting => ResultState.Waiting,
        _ => ResultState.Running,
    };

    private static string? Find(ImmutableArray<KeyValuePair<string, string>> pairs, string name) =>
        pairs.FirstOrDefault(pair => pair.Key == name).Value;
}
