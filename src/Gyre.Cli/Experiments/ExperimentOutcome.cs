using System.Text;
using Gyre.Cli.Homes;
using Gyre.Core;
using Gyre.Experiments;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Cli.Experiments;

/// <summary>How a trial on a dataset stands.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Dataset">The dataset.</param>
/// <param name="State">Of the node that sums up, or of the first that failed.</param>
/// <param name="Reason">Why it failed; null when it did not.</param>
/// <param name="Summary">What it came to; null while it is not there.</param>
internal sealed record TrialOutcome(string Trial, string Dataset, NodeRunState State, string? Reason, TrialSummary? Summary)
{
    /// <summary>Experiences and partitions that are learned.</summary>
    public int Done { get; init; }

    /// <summary>Experiences and partitions there are.</summary>
    public int Parts { get; init; }

    /// <summary>The nodes that learn.</summary>
    public IReadOnlyList<ExperimentNode> Learning { get; init; } = [];

    /// <summary>The node that learned the last experience of a partition.</summary>
    /// <param name="partition">From 1.</param>
    /// <exception cref="InvalidInputException">There is no such partition.</exception>
    public string LastNode(int partition) => Learning.Where(node => node.Partition == partition - 1)
        .MaxBy(static node => node.Experience)?.Node
        ?? throw new InvalidInputException("experiment.partition", $"The trial has no partition {partition}.", "Use a number from 1.");
}

/// <summary>How an experiment stands.</summary>
/// <param name="Run">Its run.</param>
/// <param name="Records">How it is tracked, which says what was run.</param>
/// <param name="Trials">In the order of the plan.</param>
internal sealed record ExperimentOutcome(RunView Run, PipelineRecords Records, IReadOnlyList<TrialOutcome> Trials)
{
    private const string SummaryFile = "summary/summary.json";
    private const long MostBytes = 256L * 1024 * 1024;

    /// <summary>Whether every trial ended well.</summary>
    public bool Succeeded => Trials.All(static trial => trial.State == NodeRunState.Succeeded);

    /// <summary>Reads what a run of an experiment came to.</summary>
    /// <exception cref="InvalidInputException">It is not a run of an experiment.</exception>
    public static async Task<ExperimentOutcome> ReadAsync(IHome home, RunView run, CancellationToken cancellationToken)
    {
        var pipeline = await home.Runs.PipelineOfAsync(run.Id, cancellationToken);
        var graph = pipeline is null ? null : ExperimentRecords.Find(pipeline);
        if (graph is null)
            throw new InvalidInputException("experiment.run", $"Run {run.Id} is not a run of an experiment.");
        var nodes = (await home.Runs.NodesAsync(run.Id, cancellationToken)).ToDictionary(static node => node.Path, StringComparer.Ordinal);
        var trials = new List<TrialOutcome>();
        foreach (var summary in graph.Nodes.Where(static node => node.Word == ExperimentSteps.Summary))
        {
            var learning = graph.Nodes.Where(node => node.Word == ExperimentSteps.Learn && node.Trial == summary.Trial
                && node.Dataset == summary.Dataset).ToList();
            var parts = learning.Select(node => nodes.GetValueOrDefault(node.Node)).OfType<NodeRunView>().ToList();
            var trial = await OfAsync(home, summary, nodes.GetValueOrDefault(summary.Node), parts, cancellationToken);
            trials.Add(trial with { Learning = learning });
        }
        return new ExperimentOutcome(run, pipeline!.Records!, trials);
    }

    /// <summary>How the newest run of an experiment stands; null when it was never run.</summary>
    public static async Task<ExperimentOutcome?> FindNewestAsync(
        IHome home, string project, string name, CancellationToken cancellationToken)
    {
        var query = new RunQuery { Project = project, Pipeline = name };
        return (await home.Runs.QueryAsync(query, cancellationToken)).Runs is [var run, ..]
            ? await ReadAsync(home, run, cancellationToken)
            : null;
    }

    private static async Task<TrialOutcome> OfAsync(
        IHome home, ExperimentNode summary, NodeRunView? node, List<NodeRunView> parts, CancellationToken cancellationToken)
    {
        var failed = parts.Find(static part => part.State == NodeRunState.Failed);
        var state = failed?.State ?? node?.State ?? NodeRunState.Waiting;
        var file = node?.State == NodeRunState.Succeeded
            ? node.Outputs.FirstOrDefault(static output => output.Path == SummaryFile)
            : null;
        return new TrialOutcome(
            summary.Trial ?? "", summary.Dataset ?? "", state, failed?.Reason ?? (state == NodeRunState.Failed ? node?.Reason : null),
            file is null ? null : ExperimentRecords.ReadSummary(await ReadAsync(home, file, cancellationToken)))
        {
            Done = parts.Count(static part => part.State == NodeRunState.Succeeded),
            Parts = parts.Count,
        };
    }

    private static async Task<string> ReadAsync(IHome home, OutputFile file, CancellationToken cancellationToken)
    {
        if (file.SizeInBytes > MostBytes)
            throw new InvalidInputException("experiment.summary", $"The summary '{file.Path}' is larger than 256 MiB.");
        await using var stream = await home.Blobs.OpenReadAsync(file.Digest, 0, cancellationToken)
            ?? throw new InvalidInputException("experiment.summary", $"The content of '{file.Path}' is no longer stored.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
