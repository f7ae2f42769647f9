using System.Collections.Concurrent;
using System.Text;
using Gyre.Core;
using Gyre.Experiments.Graphs;
using Gyre.Experiments.Setup;
using Gyre.Pipelines;
using Gyre.Storage;

namespace Gyre.Experiments.Progress;

/// <summary>What is stored about runs of experiments and never changes: read once.</summary>
internal sealed class StoredFacts(IRuns runs, IBlobStore blobs)
{
    private const string SummaryFile = "summary/summary.json";
    private const long MostBytes = 256L * 1024 * 1024;
    private const int MostGraphs = 100;
    private const int MostSummaries = 1000;

    private readonly ConcurrentDictionary<RunId, ExperimentGraph?> _graphs = [];
    private readonly ConcurrentDictionary<Digest, TrialSummary> _summaries = [];

    public async Task<ExperimentGraph?> GraphOfAsync(RunId run, CancellationToken cancellationToken)
    {
        if (_graphs.TryGetValue(run, out var known))
            return known;
        var pipeline = await runs.PipelineOfAsync(run, cancellationToken);
        var graph = pipeline is null ? null : GraphReader.Read(pipeline);
        if (_graphs.Count >= MostGraphs)
            _graphs.Clear();
        return _graphs[run] = graph;
    }

    /// <summary>By node; of those that have ended well.</summary>
    public async Task<IReadOnlyDictionary<string, TrialSummary>> SummariesAsync(
        ExperimentGraph graph, IReadOnlyList<NodeRunView> nodes, CancellationToken cancellationToken)
    {
        var names = graph.Nodes.Where(static node => node.Word == ExperimentSteps.Summary).Select(static node => node.Node)
            .ToHashSet(StringComparer.Ordinal);
        var summaries = new Dictionary<string, TrialSummary>(StringComparer.Ordinal);
        foreach (var node in nodes.Where(node => node.State == NodeRunState.Succeeded && names.Contains(node.Path)))
        {
            if (node.Outputs.FirstOrDefault(static output => output.Path == SummaryFile) is { } file)
                summaries[node.Path] = await SummaryAsync(file, cancellationToken);
        }
        return summaries;
    }

    private async Task<TrialSummary> SummaryAsync(OutputFile file, CancellationToken cancellationToken)
    {
        if (_summaries.TryGetValue(file.Digest, out var known))
            return known;
        if (file.SizeInBytes > MostBytes)
            throw new InvalidInputException("experiment.summary", $"The summary '{file.Path}' is larger than 256 MiB.");
        var stream = await blobs.OpenReadAsync(file.Digest, 0, cancellationToken)
            ?? throw new InvalidInputException("experiment.summary", $"The content of '{file.Path}' is no longer stored.");
        await using (stream)
        {
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var summary = SummaryReader.Of(SummaryDocument.Read(await reader.ReadToEndAsync(cancellationToken)));
            if (_summaries.Count >= MostSummaries)
                _summaries.Clear();
            return _summaries[file.Digest] = summary;
        }
    }
}
