using System.Collections.Immutable;
using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Experiments;

namespace Gyre.Cli.Experiments;

/// <summary>Experiments as JSON.</summary>
internal static class ExperimentShapes
{
    public static MapValue Of(IEnumerable<ExperimentProgress> experiments) => Shape.Object(("experiments", Shape.List(experiments, Of)));

    private static MapValue Of(ExperimentProgress experiment) => Shape.Object(
        ("experiment", Value.Of(experiment.Run.Title)), ("run_id", Value.Of(experiment.Run.Id.ToString())),
        ("state", Value.Of(Shown.Word(experiment.Run.State))),
        ("metrics", Shape.List(experiment.Metrics, static metric => Shape.Object(
            ("name", Value.Of(metric.Name)),
            ("greater_is_better", metric.GreaterIsBetter is { } greater ? Value.Of(greater) : Value.Null)))),
        ("trials", Shape.List(experiment.Trials, Of)));

    private static MapValue Of(TrialProgress trial) => Shape.Object(
        ("trial", Value.Of(trial.Trial)), ("dataset", Value.Of(trial.Dataset)), ("state", Value.Of(Shown.Word(trial.State))),
        ("cached", Value.Of(trial.IsCached)), ("reason", Shape.Text(trial.Reason)),
        ("started_at", Shape.Time(trial.StartedAt)), ("ended_at", Shape.Time(trial.EndedAt)),
        ("done", Value.Of(trial.Done)), ("parts", Value.Of(trial.Experiences.Length)),
        ("main", Figures(trial.Main)), ("best", Shape.List(trial.Best, static name => Value.Of(name))),
        ("experiences", Shape.List(trial.Experiences, Of)), ("figures", Figures(trial.Figures)),
        ("matrices", new MapValue([.. trial.Summary?.Matrices.Select(static matrix => KeyValuePair.Create(
            matrix.Key, Value.Of(matrix.Value.Select(static partition =>
                Value.Of(partition.Select(static row => Value.Of(row.Select(Value.Of)))))))) ?? []])),
        ("searches", SearchShape.Of(trial.Summary?.Searches ?? [])));

    private static MapValue Of(ExperienceProgress one) => Shape.Object(
        ("experience", Value.Of(one.Experience)), ("partition", Value.Of(one.Partition)), ("node", Value.Of(one.Node)),
        ("state", Value.Of(Shown.Word(one.State))), ("cached", Value.Of(one.IsCached)), ("reason", Shape.Text(one.Reason)),
        ("started_at", Shape.Time(one.StartedAt)), ("ended_at", Shape.Time(one.EndedAt)),
        ("metrics", new MapValue([.. one.Metrics.Select(static metric => KeyValuePair.Create(metric.Key, Value.Of(metric.Value)))])));

    private static MapValue Figures(ImmutableSortedDictionary<string, TrialFigure> figures) => new(
        [.. figures.Select(static figure => KeyValuePair.Create(figure.Key, (Value)Shape.Object(
            ("mean", Value.Of(figure.Value.Mean)), ("deviation", Shape.Number(figure.Value.Deviation)),
            ("count", Value.Of(figure.Value.Count)))))]);
}
