using System.Collections.Immutable;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Experiments;
using Gyre.Pipelines;

namespace Gyre.Cli.Experiments;

/// <summary>Shows what experiments came to.</summary>
internal sealed class ExperimentTable(CliHost host, CommandHints hints)
{
    /// <summary>The figures that a table has room for: those about the whole stream, then those of the last test set.</summary>
    private static readonly string[] Usual =
    [
        "acc_accuracy_score", "aaa_accuracy_score", "bwt_accuracy_score", "forgetting_accuracy_score", "tst_accuracy_score",
        "tst_f1_score", "tst_root_mean_squared_error", "tst_r2_score",
    ];

    private const int MostFigures = 4;

    public void Write(IReadOnlyList<ExperimentOutcome> outcomes, bool json)
    {
        if (json)
        {
            Shape.WriteTo(host.Out, Shape.Object(("experiments", Shape.List(outcomes, Of))));
            return;
        }
        foreach (var outcome in outcomes)
            Print(outcome);
    }

    private void Print(ExperimentOutcome outcome)
    {
        host.Out.WriteLine($"{Shown.Clean(outcome.Run.Title)}: {KebabCase.Of(outcome.Run.State)}");
        var figures = FiguresOf(outcome);
        var table = new ResultTable(["TRIAL", "DATASET", "STATE", .. figures.Select(static figure => Heading(figure))]);
        foreach (var trial in outcome.Trials)
        {
            table.Add(
                [Shown.Clean(trial.Trial), Shown.Clean(trial.Dataset), StateOf(trial),
                    .. figures.Select(figure => Text(Find(trial, figure)))]);
        }
        table.WriteTo(host);
        foreach (var trial in outcome.Trials.Where(static trial => trial.Reason is not null))
            host.Say($"{Shown.Clean(trial.Trial)} on {Shown.Clean(trial.Dataset)} failed: {Shown.Clean(trial.Reason!)}");
        if (outcome.Trials.Any(static trial => trial.State == NodeRunState.Failed))
            host.Say($"See the output of a run with '{hints.Command($"logs {outcome.Run.Id} NODE")}'.");
    }

    private static List<string> FiguresOf(ExperimentOutcome outcome) =>
        [.. Usual.Where(figure => outcome.Trials.Any(trial => Find(trial, figure) is not null)).Take(MostFigures)];

    /// <summary>Figures have the name of the output in them.</summary>
    private static TrialFigure? Find(TrialOutcome trial, string figure)
    {
        if (trial.Summary is not { } summary)
            return null;
        return summary.Figures.GetValueOrDefault($"{figure}_{summary.Output}")
            ?? summary.Figures.GetValueOrDefault($"{summary.Output}_{figure}");
    }

    private static string Heading(string figure) => figure.StartsWith("tst_", StringComparison.Ordinal)
        ? figure["tst_".Length..].ToUpperInvariant()
        : figure.Split('_')[0].ToUpperInvariant();

    private static string StateOf(TrialOutcome trial) => trial.State is NodeRunState.Succeeded or NodeRunState.Failed
        ? KebabCase.Of(trial.State)
        : string.Create(CultureInfo.InvariantCulture, $"{KebabCase.Of(trial.State)} ({trial.Done}/{trial.Parts})");

    private static string Text(TrialFigure? figure) => figure switch
    {
        null => "-",
        { Deviation: { } deviation } => string.Create(CultureInfo.InvariantCulture, $"{figure.Mean:F4} +- {deviation:F4}"),
        _ => figure.Mean.ToString("F4", CultureInfo.InvariantCulture),
    };

    private static MapValue Of(ExperimentOutcome outcome) => Shape.Object(
        ("experiment", Value.Of(outcome.Run.Title)), ("run_id", Value.Of(outcome.Run.Id.ToString())),
        ("state", Value.Of(KebabCase.Of(outcome.Run.State))), ("trials", Shape.List(outcome.Trials, Of)));

    private static MapValue Of(TrialOutcome trial) => Shape.Object(
        ("trial", Value.Of(trial.Trial)), ("dataset", Value.Of(trial.Dataset)), ("state", Value.Of(KebabCase.Of(trial.State))),
        ("reason", Shape.Text(trial.Reason)), ("done", Value.Of(trial.Done)), ("parts", Value.Of(trial.Parts)),
        ("figures", new MapValue([.. (trial.Summary?.Figures ?? ImmutableSortedDictionary<string, TrialFigure>.Empty)
            .Select(static figure => KeyValuePair.Create(figure.Key, (Value)Shape.Object(
                ("mean", Value.Of(figure.Value.Mean)),
                ("deviation", figure.Value.Deviation is { } deviation ? Value.Of(deviation) : Value.Null),
                ("count", Value.Of(figure.Value.Count)))))])),
        ("matrices", new MapValue([.. trial.Summary?.Matrices.Select(static matrix => KeyValuePair.Create(
            matrix.Key, Value.Of(matrix.Value.Select(static partition =>
                Value.Of(partition.Select(static row => Value.Of(row.Select(Value.Of)))))))) ?? []])));
}
