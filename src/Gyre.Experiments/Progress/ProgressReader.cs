using System.Collections.Immutable;
using Gyre.Learning;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Experiments.Progress;

/// <summary>Turns node runs of an experiment into the progress of its trials. Pure.</summary>
internal sealed class ProgressReader
{
    private readonly ExperimentGraph _graph;
    private readonly RunView _run;
    private readonly Dictionary<string, NodeRunView> _nodes;

    private ProgressReader(ExperimentGraph graph, RunView run, IReadOnlyList<NodeRunView> nodes) => (_graph, _run, _nodes) =
        (graph, run, nodes.ToDictionary(static node => node.Path, StringComparer.Ordinal));

    /// <param name="graph">What the nodes are about.</param>
    /// <param name="run">The run.</param>
    /// <param name="nodes">Its node runs.</param>
    /// <param name="summaries">By node; those that were read.</param>
    public static ExperimentProgress Of(
        ExperimentGraph graph, RunView run, IReadOnlyList<NodeRunView> nodes, IReadOnlyDictionary<string, TrialSummary> summaries)
    {
        var reader = new ProgressReader(graph, run, nodes);
        var trials = graph.Nodes.Where(static node => node.Word == ExperimentSteps.Summary)
            .Select(node => reader.TrialOf(node, summaries.GetValueOrDefault(node.Node))).ToList();
        var metrics = MainMetrics.Of(trials);
        var compared = trials.Select(trial => trial with { Main = MainMetrics.Of(trial, metrics) })
            .GroupBy(static trial => trial.Dataset, StringComparer.Ordinal)
            .SelectMany(group => MainMetrics.Compared([.. group], metrics))
            .ToDictionary(static trial => trial.Node, StringComparer.Ordinal);
        return new ExperimentProgress(
            run, graph.Pipeline.Records!, [.. trials.Select(trial => compared[trial.Node])], metrics);
    }

    private TrialProgress TrialOf(ExperimentNode summary, TrialSummary? read)
    {
        var experiences = _graph.Nodes
            .Where(node => node.Word == ExperimentSteps.Learn && node.Trial == summary.Trial && node.Dataset == summary.Dataset)
            .Select(ExperienceOf).ToImmutableArray();
        var node = _nodes.GetValueOrDefault(summary.Node);
        var failed = FailureOf(summary, node, experiences);
        var state = failed is not null ? ProgressState.Failed : StateOf(node, experiences);
        return new TrialProgress(summary.Trial ?? "", summary.Dataset ?? "", summary.Node)
        {
            State = state,
            IsCached = state == ProgressState.Succeeded && IsCached(node) && experiences.All(static one => one.IsCached),
            Reason = failed ?? (state == ProgressState.Stopped ? node?.Reason ?? _run.Reason : null),
            StartedAt = experiences.Min(static one => one.StartedAt),
            EndedAt = state is ProgressState.Waiting or ProgressState.Running ? null : node?.EndedAt ?? _run.EndedAt,
            Experiences = experiences,
            Figures = read?.Figures ?? FiguresOf(experiences, node),
            Summary = read,
        };
    }

    private ExperienceProgress ExperienceOf(ExperimentNode learn)
    {
        var node = _nodes.GetValueOrDefault(learn.Node);
        return new ExperienceProgress(learn.Experience ?? 0, learn.Partition ?? 0, learn.Node)
        {
            State = StateOf(node),
            IsCached = IsCached(node),
            Reason = node?.State == NodeRunState.Failed ? node.Reason : null,
            StartedAt = node?.StartedAt,
            EndedAt = node?.EndedAt,
            Metrics = NumbersOf(node),
        };
    }

    /// <summary>Why a trial failed: an experience did, the summary, or the division of the dataset; null when none did.</summary>
    private string? FailureOf(ExperimentNode summary, NodeRunView? node, ImmutableArray<ExperienceProgress> experiences)
    {
        var division = _graph.Nodes.Where(one => one.Word == ExperimentSteps.Split && DividesFor(one, summary))
            .Select(one => _nodes.GetValueOrDefault(one.Node)).FirstOrDefault(static one => one?.State == NodeRunState.Failed);
        if (division is not null)
            return $"The dataset could not be divided: {division.Reason}";
        if (experiences.FirstOrDefault(static one => one.State == ProgressState.Failed) is { } failed)
            return failed.Reason ?? "";
        return node?.State == NodeRunState.Failed ? node.Reason ?? "" : null;
    }

    /// <summary>Graphs that were read back do not say the dataset of a division; edges do.</summary>
    private bool DividesFor(ExperimentNode division, ExperimentNode summary) =>
        _graph.Pipeline.Graph.Edges.Any(edge => edge.Source.Node == division.Node && edge.Target.Node == summary.Node);

    private ProgressState StateOf(NodeRunView? summary, ImmutableArray<ExperienceProgress> experiences)
    {
        if (summary?.State == NodeRunState.Succeeded)
            return ProgressState.Succeeded;
        if (StateOf(summary) == ProgressState.Stopped || _run.State is not (RunState.Running or RunState.Cancelling))
            return ProgressState.Stopped;
        return experiences.All(static one => one.State == ProgressState.Waiting) ? ProgressState.Waiting : ProgressState.Running;
    }

    private static ProgressState StateOf(NodeRunView? node) => node?.State switch
    {
        null or NodeRunState.Waiting or NodeRunState.Queued => ProgressState.Waiting,
        NodeRunState.Succeeded => ProgressState.Succeeded,
        NodeRunState.Failed => ProgressState.Failed,
        NodeRunState.Cancelled or NodeRunState.Skipped or NodeRunState.UpstreamFailed or NodeRunState.NotTriggered => ProgressState.Stopped,
        _ => ProgressState.Running,
    };

    private static bool IsCached(NodeRunView? node) =>
        node is { State: NodeRunState.Succeeded, Cache: CacheOutcome.Hit or CacheOutcome.Reused };

    private static ImmutableSortedDictionary<string, TrialFigure> FiguresOf(
        ImmutableArray<ExperienceProgress> experiences, NodeRunView? summary)
    {
        var figures = ContinualMetrics.OverRuns(experiences.Where(static one => one.State == ProgressState.Succeeded)
                .GroupBy(static one => one.Partition).Select(static group => group.MaxBy(static one => one.Experience)!.Metrics))
            .ToImmutableSortedDictionary(
                static pair => pair.Key, static pair => new TrialFigure(pair.Value.Mean, pair.Value.Deviation, pair.Value.Runs),
                StringComparer.Ordinal);
        if (summary?.State != NodeRunState.Succeeded)
            return figures;
        var whole = NumbersOf(summary).Where(number => !figures.ContainsKey(number.Key));
        var partitions = experiences.Select(static one => one.Partition).Distinct().Count();
        return figures.AddRange(whole.Select(number => KeyValuePair.Create(number.Key, new TrialFigure(number.Value, null, partitions))));
    }

    private static ImmutableSortedDictionary<string, double> NumbersOf(NodeRunView? node)
    {
        var numbers = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var (name, value) in node?.Metadata.Entries ?? [])
        {
            if (name != "step" && value.TryGetNumber(out var number))
                numbers[name] = number;
        }
        return numbers.ToImmutable();
    }
}
