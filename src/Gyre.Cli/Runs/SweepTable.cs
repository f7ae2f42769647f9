using Gyre.Cli.Forms;
using Gyre.Cli.Output;
using Gyre.Core;

namespace Gyre.Cli.Runs;

/// <summary>A sweep for people: a row per trial with its parameters and metrics, the best first and marked.</summary>
internal static class SweepTable
{
    private const int MaxRows = 20;
    private const int MaxMetrics = 5;

    /// <summary>Writes the table.</summary>
    public static void Print(CliHost host, RankedSweep sweep)
    {
        string[] metrics = [.. sweep.Metrics.Take(MaxMetrics)];
        string[] goal = sweep.Goal is { } known ? [known.Metric] : [];
        var table = new ResultTable(["TRIAL", .. goal.Select(Shown.Clean), "", .. sweep.Parameters.Select(Shown.Clean),
            .. metrics.Select(Shown.Clean), "STATE", "TIME"])
        {
            // What a trial came to and with what is what the table is for.
            Drops = ["TIME", .. metrics.Reverse(), "STATE", .. sweep.Parameters.Reverse()],
        };
        var best = sweep.Best;
        foreach (var trial in sweep.Trials.Take(MaxRows))
        {
            table.Add(
                trial == best,
                [
                    trial.Node.Path,
                    .. goal.Select(_ => trial.Value is { } value ? Shown.Number(value) : "-"),
                    trial == best ? "best" : "",
                    .. sweep.Parameters.Select(name => Cell(trial.Node.Parameters.Find(name))),
                    .. metrics.Select(name => Cell(trial.Node.Metadata.Find(name))),
                    Shown.Word(trial.Node.State),
                    Shown.Duration(trial.Node.StartedAt, trial.Node.EndedAt),
                ]);
        }
        table.WriteTo(host);
        var more = sweep.Trials.Count > MaxRows ? $", {MaxRows} of {sweep.Trials.Count} trials" : "";
        if (sweep.Goal is { } order)
            host.Out.WriteLine($"{Shown.Clean(sweep.Path)}: sorted by {Shown.Clean(order.InWords)}{more}");
        else if (more.Length > 0)
            host.Out.WriteLine($"{Shown.Clean(sweep.Path)}{more}");
    }

    private static string Cell(Value? value) => value is null or NullValue ? "-" : Shown.Cell(value);
}
