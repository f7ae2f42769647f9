using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Experiments;

namespace Gyre.Cli.Experiments;

/// <summary>Shows what experiments came to.</summary>
internal sealed class ExperimentTable(CliHost host, CommandHints hints)
{
    public void Write(IReadOnlyList<ExperimentProgress> experiments, bool json)
    {
        if (json)
        {
            Shape.WriteTo(host.Out, ExperimentShapes.Of(experiments));
            return;
        }
        foreach (var experiment in experiments)
            Print(experiment);
    }

    private void Print(ExperimentProgress experiment)
    {
        host.Out.WriteLine($"{Shown.Clean(experiment.Run.Title)}: {Shown.Word(experiment.Run.State)}");
        var table = new ResultTable(["TRIAL", "DATASET", "STATE", .. experiment.Metrics.Select(TrialCells.Heading)]);
        foreach (var trial in experiment.Trials)
        {
            table.Add(
                [Shown.Clean(trial.Trial), Shown.Clean(trial.Dataset), TrialCells.State(trial),
                    .. experiment.Metrics.Select(metric => TrialCells.Figure(trial, metric.Name))]);
        }
        table.WriteTo(host);
        if (experiment.Trials.Any(static trial => !trial.Best.IsEmpty))
            host.Out.WriteLine($"{TrialCells.BestMark} best of its dataset");
        foreach (var trial in experiment.Trials)
            PrintSearches(trial);
        foreach (var trial in experiment.Trials.Where(static trial => trial.State == ProgressState.Failed))
            host.Say($"{Shown.Clean(trial.Trial)} on {Shown.Clean(trial.Dataset)} failed: {Shown.Clean(trial.Reason!)}");
        if (experiment.Trials.Any(static trial => trial.State == ProgressState.Failed))
            host.Say($"See the output of a run with '{hints.Command($"logs {experiment.Run.Id} NODE")}'.");
    }

    private void PrintSearches(TrialProgress trial)
    {
        var searches = trial.Summary?.Searches ?? [];
        foreach (var search in searches)
        {
            var part = searches.Length > 1 ? string.Create(CultureInfo.InvariantCulture, $", partition {search.Partition}") : "";
            var values = string.Join(", ", search.Winner?.Values.Entries.Select(static entry => $"{entry.Key}={entry.Value}") ?? []);
            var found = string.Create(CultureInfo.InvariantCulture, $"{values} ({search.Metric} {search.Winner?.Value:F4})");
            host.Out.WriteLine(Shown.Clean($"{trial.Trial} on {trial.Dataset}{part}: best of {search.Candidates.Length} candidates: {found}"));
        }
    }
}
