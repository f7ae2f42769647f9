using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Cli.Runs;

/// <summary>A trial with the value that it is compared by.</summary>
/// <param name="Node">The trial.</param>
/// <param name="Value">Null when it has none: then it stands behind all others.</param>
internal sealed record RankedTrial(NodeRunView Node, double? Value);

/// <summary>The trials of a sweep, the best first.</summary>
internal sealed record RankedSweep
{
    private const string TaskKind = "task";

    /// <summary>Path of the sweep's node run.</summary>
    public required string Path { get; init; }

    /// <summary>What they are compared by; null when there is nothing, and the order is that of the sweep.</summary>
    public required SweepGoal? Goal { get; init; }

    /// <summary>The trials.</summary>
    public required IReadOnlyList<RankedTrial> Trials { get; init; }

    /// <summary>Parameters that are not the same in all trials; all of them when there is one trial.</summary>
    public required IReadOnlyList<string> Parameters { get; init; }

    /// <summary>Further metrics, in the order in which the first trial printed them.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>The best of those that ended well; null for none.</summary>
    public RankedTrial? Best =>
        Goal is null ? null : Trials.FirstOrDefault(static trial => trial is { Value: not null, Node.State: NodeRunState.Succeeded });

    /// <summary>All sweeps among node runs.</summary>
    /// <param name="nodes">Node runs of a run.</param>
    /// <param name="pipeline">The run's pipeline; null where it is not known.</param>
    /// <param name="metric">The metric that was asked for, or null.</param>
    /// <param name="direction">The direction that was asked for, or null.</param>
    public static IReadOnlyList<RankedSweep> All(
        IReadOnlyList<NodeRunView> nodes, Pipeline? pipeline, string? metric, Direction? direction)
    {
        var children = nodes.ToLookup(static node => NodeStates.Parent(node.Path), StringComparer.Ordinal);
        return [.. nodes.Where(node => node.Kind == TaskKind && NodeStates.Parent(node.Path) is var parent && !(parent is not null && IsTrial(node, nodes)))
            .Select(node => Of(node.Path, [.. children[node.Path]], SweepOf(pipeline, node.Path), metric,
                direction)).Where(static sweep => sweep.Trials.Count > 0)];
    }

    /// <exception cref="InvalidInputException">No trial has the metric that was asked for.</exception>
    public static RankedSweep Of(string path, IReadOnlyList<NodeRunView> trials, Sweep? sweep, string? metric, Direction? direction)
    {
        var withResult = trials.Where(static trial => !trial.Metadata.Entries.IsEmpty).ToList();
        var all = withResult.SelectMany(NumbersOf).Distinct(StringComparer.Ordinal).ToList();
        if (metric is not null && withResult.Count > 0 && !all.Contains(metric, StringComparer.Ordinal))
            throw new InvalidInputException(
                "sweep.metric", $"No trial of '{path}' has the metric '{metric}'.", Nearest.Remedy(metric, all));
        var common = all.Where(key => withResult.TrueForAll(trial => NumberOf(trial, key) is not null)).ToList();
        var goal = SweepGoal.Choose(metric, direction, sweep, common);
        var ranked = trials.Select(trial => new RankedTrial(trial, goal is null ? null : NumberOf(trial, goal.Metric)));
        return new RankedSweep
        {
            Path = path,
            Goal = goal,
            Trials = goal is null
                ? [.. ranked]
                : [.. ranked.OrderByDescending(trial => trial.Value is { } value && !double.IsNaN(value) ? goal.Worth(value) : double.NegativeInfinity)],
            Parameters = Varying(trials),
            Metrics = [.. all.Where(key => key != goal?.Metric)],
        };
    }

    /// <summary>The value of a numeric metric; null for none.</summary>
    public static double? NumberOf(NodeRunView trial, string metric) =>
        trial.Metadata.Find(metric) is { } value && value.TryGetNumber(out var number) ? number : null;

    private static IEnumerable<string> NumbersOf(NodeRunView trial) =>
        trial.Metadata.Entries.Where(static entry => entry.Value is not BooleanValue
            && entry.Value.TryGetNumber(out _)).Select(static entry => entry.Key);

    private static List<string> Varying(IReadOnlyList<NodeRunView> trials)
    {
        var names = trials.SelectMany(
            static trial => trial.Parameters.Entries.Select(static entry => entry.Key)).Distinct(StringComparer.Ordinal);
        return trials.Count == 1
            ? [.. names]
            : [.. names.Where(name => trials.Select(trial => trial.Parameters.Find(name) ?? Value.Null).Distinct().Skip(1).Any())];
    }

    /// <summary>A trial has its sweep's kind, too.</summary>
    private static bool IsTrial(NodeRunView node, IReadOnlyList<NodeRunView> nodes) => node.Path.EndsWith(']')
        && nodes.Any(other => other.Kind == TaskKind && other.Path == NodeStates.Parent(node.Path));

    private static Sweep? SweepOf(Pipeline? pipeline, string path) =>
        (pipeline?.Graph.Nodes.FirstOrDefault(node => string.Equals(node.Name, path, StringComparison.Ordinal)) as TaskNode)?.Sweep;
}
