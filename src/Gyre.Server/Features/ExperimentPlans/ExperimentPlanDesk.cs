using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Experiments;
using Gyre.Pipelines;
using Gyre.Storage;

namespace Gyre.Server.Features.ExperimentPlans;

/// <summary>The outline of an experiment, as lists show it.</summary>
internal sealed record ExperimentOutline(ImmutableArray<string> Trials, ImmutableArray<string> Datasets, int Parts);

/// <summary>What an experiment came to by now.</summary>
internal sealed class ReadResults(string state, ExperimentResults results)
{
    private readonly Lazy<ImmutableArray<DatasetTable>> _tables = new(() => ExperimentTables.Of(results));

    /// <summary>What it was read of.</summary>
    public string State => state;

    public ExperimentResults Results => results;

    /// <summary>Tests of many trials take seconds, so they are made once.</summary>
    public ImmutableArray<DatasetTable> Tables => _tables.Value;
}

/// <summary>Reads runs of experiment plans. Few results are read at a time, and the last ones are kept until there are others.</summary>
internal sealed class ExperimentPlanDesk(IRuns runs, IBlobStore blobs) : IDisposable
{
    private const string SummaryFile = "summary/summary.json";
    private const long MostBytes = 64 * 1024 * 1024;
    private const int MostOutlines = 1000;
    private const int MostResults = 4;

    private static readonly string Program = $"gyre {typeof(ExperimentPlanDesk).Assembly.GetName().Version?.ToString(3)}";

    private readonly ConcurrentDictionary<RunId, ExperimentOutline?> _outlines = [];
    private readonly Dictionary<RunId, ReadResults> _results = [];
    private readonly SemaphoreSlim _room = new(1);

    /// <summary>The outline of a run's experiment; null when it is of no plan.</summary>
    public async Task<ExperimentOutline?> OutlineAsync(RunId run, CancellationToken cancellationToken)
    {
        if (_outlines.TryGetValue(run, out var known))
            return known;
        var outline = await GraphAsync(run, cancellationToken) is { } graph ? Of(graph) : null;
        if (_outlines.Count >= MostOutlines)
            _outlines.Clear();
        return _outlines[run] = outline;
    }

    /// <summary>How a run stands, without its results; null when it is of no plan.</summary>
    public async Task<(ExperimentGraph Graph, ExperimentProgress Progress)?> ProgressAsync(RunView run,
        CancellationToken cancellationToken) =>
        await GraphAsync(run.Id, cancellationToken) is { } graph
            ? (graph, ExperimentQueries.Of(graph, run, await runs.NodesAsync(run.Id, cancellationToken)))
            : null;

    /// <summary>What a run came to by now; null when it is of no plan.</summary>
    /// <exception cref="InvalidInputException">Its results are too large, damaged, or no longer stored.</exception>
    public async Task<ReadResults?> ResultsAsync(RunView run, CancellationToken cancellationToken)
    {
        if (await OutlineAsync(run.Id, cancellationToken) is null)
            return null;
        var nodes = await runs.NodesAsync(run.Id, cancellationToken);
        var state = StateOf(run, nodes);
        await _room.WaitAsync(cancellationToken);
        try
        {
            if (_results.TryGetValue(run.Id, out var known) && known.State == state)
                return known;
            // What it remembers goes with it: what is kept here is bounded.
            if (await new ExperimentQueries(runs, blobs).FindAsync(run, cancellationToken) is not { } progress)
                return null;
            if (_results.Count >= MostResults)
                _results.Clear();
            return _results[run.Id] = new ReadResults(state, ExperimentReports.ResultsOf(progress, Program));
        }
        finally
        {
            _room.Release();
        }
    }

    public void Dispose() => _room.Dispose();

    /// <summary>Changes whenever the results do.</summary>
    private static string StateOf(RunView run, IReadOnlyList<NodeRunView> nodes)
    {
        var summaries = nodes.SelectMany(static node => node.Outputs).Where(static output => output.Path == SummaryFile).ToList();
        if (summaries.Sum(static output => output.SizeInBytes) is var bytes && bytes > MostBytes)
            throw new InvalidInputException(
                "experiment-plan.too-large", $"The results of run {run.Id} are {bytes / 1024 / 1024} MiB; pages show at most 64 MiB.",
                "Use 'gyre experiment report PLAN' in the home.");
        return string.Join(' ',
            [run.State.ToString(), .. nodes.Select(static node => node.State.ToString()),
                .. summaries.Select(static one => one.Digest.Hex)]);
    }

    private async Task<ExperimentGraph?> GraphAsync(RunId run, CancellationToken cancellationToken) =>
        await runs.PipelineOfAsync(run, cancellationToken) is { } pipeline ? ExperimentRecords.Find(pipeline) : null;

    private static ExperimentOutline Of(ExperimentGraph graph) => new(
        [.. graph.Nodes.Select(static node => node.Trial).OfType<string>().Distinct(StringComparer.Ordinal)],
        [.. graph.Nodes.Where(static node => node.Word == ExperimentSteps.Summary).Select(static node => node.Dataset).OfType<string>()
            .Distinct(StringComparer.Ordinal)],
        graph.Nodes.Count(static node => node.Word == ExperimentSteps.Learn));
}
