using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Experiments;

namespace Gyre.Cli.Experiments;

/// <summary>Trials as cells of tables and as lines.</summary>
internal static class TrialCells
{
    /// <summary>Behind the best figure of a column.</summary>
    public const string BestMark = "*";

    /// <summary><c>running 2/5</c>, <c>succeeded</c>, <c>cached</c>.</summary>
    public static string State(TrialProgress trial) => trial switch
    {
        { IsCached: true } => "cached",
        { State: ProgressState.Succeeded } => Shown.Word(trial.State),
        { State: ProgressState.Waiting } or { Done: 0, State: ProgressState.Failed } => Shown.Word(trial.State),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Shown.Word(trial.State)} {trial.Done}/{trial.Experiences.Length}"),
    };

    /// <summary>A figure, its deviation, and whether it is the best.</summary>
    public static string Figure(TrialProgress trial, string metric)
    {
        var text = trial.Main.GetValueOrDefault(metric) switch
        {
            null => "-",
            { Deviation: { } deviation } figure => string.Create(CultureInfo.InvariantCulture, $"{figure.Mean:F4} +- {deviation:F4}"),
            var figure => figure.Mean.ToString("F4", CultureInfo.InvariantCulture),
        };
        return trial.Best.Contains(metric) ? $"{text} {BestMark}" : text;
    }

    /// <summary>The heading of a metric: that about a test part by its own name, that about the stream by its short one.</summary>
    public static string Heading(ProgressMetric metric) => metric.Name.StartsWith("tst_", StringComparison.Ordinal)
        ? metric.Name["tst_".Length..].ToUpperInvariant()
        : metric.Name.Split('_')[0].ToUpperInvariant();

    /// <summary>How long it has taken.</summary>
    public static string Time(TrialProgress trial, DateTimeOffset now) =>
        trial.IsCached ? "-" : Shown.Duration(trial.StartedAt, trial.EndedAt ?? now);
}
