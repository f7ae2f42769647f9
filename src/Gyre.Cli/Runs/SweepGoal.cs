using Gyre.Projects;

namespace Gyre.Cli.Runs;

/// <summary>By what the trials of a sweep are compared.</summary>
/// <param name="Metric">Key of their metadata.</param>
/// <param name="Direction">Which value is the better one.</param>
/// <param name="Target">The value to come near to; null for the largest or smallest.</param>
internal sealed record SweepGoal(string Metric, Direction Direction, double? Target = null)
{
    private static readonly string[] StepKeys = ["step", "epoch", "iteration", "time"];

    private static readonly string[] LessIsBetter =
        ["loss", "error", "err", "mae", "mse", "rmse", "mape", "perplexity", "ppl", "wer", "cer", "regret", "latency", "cost", "seconds",
            "duration", "time"];

    /// <summary>Less is better of a metric whose name says so: a loss, an error, a time.</summary>
    public static Direction DirectionOf(string metric) =>
        metric.ToLowerInvariant().Split('_', '-', '.', '/', ' ').Any(word => LessIsBetter.Contains(word, StringComparer.Ordinal))
            ? Direction.Minimize
            : Direction.Maximize;

    /// <summary>
    /// What is asked for; else what the sweep itself looks for; else the first metric that every trial with a result has. Null when there
    /// is none.
    /// </summary>
    /// <param name="metric">The metric asked for, or null.</param>
    /// <param name="direction">The direction asked for, or null.</param>
    /// <param name="sweep">The sweep; null where it is not known.</param>
    /// <param name="metrics">Metrics that every trial with a result has, in the order of the first one.</param>
    public static SweepGoal? Choose(string? metric, Direction? direction, Sweep? sweep, IReadOnlyList<string> metrics)
    {
        var target = sweep?.OptimizationTargetMetric;
        var chosen = metric ?? target ?? metrics.FirstOrDefault(key => !StepKeys.Contains(key, StringComparer.Ordinal));
        if (chosen is null)
            return null;
        var isTarget = direction is null && string.Equals(chosen, target, StringComparison.Ordinal);
        // A guided search without a target looks for more.
        return new SweepGoal(
            chosen, direction ?? (isTarget ? Direction.Maximize : DirectionOf(chosen)), isTarget ? sweep!.OptimizationTargetValue : null);
    }

    /// <summary>How good a value is; more is better.</summary>
    public double Worth(double value) =>
        Target is { } target ? -Math.Abs(value - target) : Direction == Direction.Maximize ? value : -value;

    /// <summary>In words: <c>accuracy, highest first</c>.</summary>
    public string InWords => Target is { } target
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Metric}, nearest to {target} first")
        : $"{Metric}, {(Direction == Direction.Maximize ? "highest" : "lowest")} first";
}
