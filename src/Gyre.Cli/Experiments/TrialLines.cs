using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Experiments;

namespace Gyre.Cli.Experiments;

/// <summary>Trials where nobody draws: one line for each change of a trial.</summary>
/// <param name="host">Where the lines go.</param>
internal sealed class TrialLines(CliHost host) : ITrialDisplay
{
    private readonly HashSet<RunId> _begun = [];
    private readonly Dictionary<(RunId Run, string Node), (ProgressState State, int Done)> _seen = [];

    /// <inheritdoc/>
    public Task<T> ShowAsync<T>(Func<Action<IReadOnlyList<ExperimentProgress>>, Task<T>> work) => work(experiments =>
    {
        foreach (var experiment in experiments)
            Show(experiment);
    });

    private void Show(ExperimentProgress experiment)
    {
        if (_begun.Add(experiment.Run.Id))
            host.Say($"run {experiment.Run.Id}: {Shown.Clean(experiment.Run.Title)}");
        foreach (var trial in experiment.Trials)
        {
            var now = (trial.State, trial.Done);
            var before = _seen.GetValueOrDefault((experiment.Run.Id, trial.Node));
            _seen[(experiment.Run.Id, trial.Node)] = now;
            if (now != before)
                host.Say($"  {Shown.Clean(trial.Trial)} on {Shown.Clean(trial.Dataset)}: {Words(experiment, trial)}");
        }
    }

    private string Words(ExperimentProgress experiment, TrialProgress trial)
    {
        var took = trial is { State: ProgressState.Succeeded, IsCached: false }
            ? $" in {TrialCells.Time(trial, host.Clock.GetUtcNow())}"
            : "";
        var more = trial.State is ProgressState.Failed or ProgressState.Stopped
            ? Shown.Clean(trial.Reason ?? "")
            : string.Join("  ", experiment.Metrics.Where(metric => trial.Main.ContainsKey(metric.Name))
                .Select(metric => $"{Shown.Clean(metric.Name)}={Shown.Number(trial.Main[metric.Name].Mean)}"));
        return $"{TrialCells.State(trial)}{took}{(more.Length > 0 ? $": {more}" : "")}";
    }
}
