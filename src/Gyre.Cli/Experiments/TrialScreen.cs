using Gyre.Cli.Forms;
using Gyre.Cli.Output;
using Gyre.Experiments;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Gyre.Cli.Experiments;

/// <summary>Trials on a terminal: a table of trials by datasets, drawn over and over in place.</summary>
/// <param name="host">Where it is drawn.</param>
internal sealed class TrialScreen(CliHost host) : ITrialDisplay
{
    private const int MostNameColumns = 40;

    /// <inheritdoc/>
    public Task<T> ShowAsync<T>(Func<Action<IReadOnlyList<ExperimentProgress>>, Task<T>> work) =>
        Screen.For(host.Error, host).Live(new Text("")).AutoClear(true).Overflow(VerticalOverflow.Ellipsis)
            .Cropping(VerticalOverflowCropping.Top)
            .StartAsync(context => work(experiments => context.UpdateTarget(new Rows(experiments.SelectMany(Draw)))));

    private IEnumerable<IRenderable> Draw(ExperimentProgress experiment)
    {
        var (run, trials) = (experiment.Run, experiment.Trials);
        var ended = trials.Count(static trial => trial.State is not (ProgressState.Waiting or ProgressState.Running));
        var time = Shown.Duration(run.CreatedAt, run.EndedAt ?? host.Clock.GetUtcNow());
        yield return new Text($"{Shown.Clean(run.Title)}  {Shown.Word(run.State)}  {ended}/{trials.Length} trials  {time}");
        var table = new Table().NoBorder();
        foreach (var heading in (IEnumerable<string>)["TRIAL", "DATASET", "STATE", "TIME",
            .. experiment.Metrics.Select(TrialCells.Heading)])
            table.AddColumn(new TableColumn(new Text(heading, new Spectre.Console.Style(Color.Grey))).NoWrap());
        foreach (var trial in trials)
        {
            table.AddRow(
            [
                new Text(Name(trial.Trial)), new Text(Name(trial.Dataset)),
                new Text(TrialCells.State(trial), new Spectre.Console.Style(ColorOf(trial.State))),
                new Text(TrialCells.Time(trial, host.Clock.GetUtcNow())),
                .. experiment.Metrics.Select(metric => new Text(
                    TrialCells.Figure(trial, metric.Name),
                    new Spectre.Console.Style(trial.Best.Contains(metric.Name) ? Color.Green : null))),
            ]);
        }
        yield return table;
    }

    private static string Name(string name) => Shown.Short(Shown.Clean(name), MostNameColumns);

    private static Color ColorOf(ProgressState state) => state switch
    {
        ProgressState.Succeeded => Color.Green,
        ProgressState.Failed => Color.Red,
        ProgressState.Running => Color.Blue,
        ProgressState.Stopped => Color.Yellow,
        _ => Color.Grey,
    };
}
