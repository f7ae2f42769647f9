using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Projects;

namespace Gyre.Experiments.Tests;

/// <summary>Runs the nodes of an experiment one after the other in this process, as an engine would.</summary>
internal sealed class StepWorld : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gyre-steps-").FullName;

    public string Dataset => Path.Join(_folder, "points");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Four groups of points, one per label; the stream brings two labels at a time.</summary>
    public async Task WriteDatasetAsync(int perLabel = 12, bool isOutputNumber = false)
    {
        var random = new SeededRandom(3);
        var examples = Enumerable.Range(0, 4 * perLabel).Select(i =>
        {
            var label = i / perLabel;
            return new DatasetExample(
                GuidIds.FromNames("point", $"{i}"),
                [
                    Value.Of((label % 2 * 4) + random.NextDouble()), Value.Of((label / 2 * 4) + random.NextDouble()),
                    isOutputNumber ? Value.Of(label + random.NextDouble()) : Value.Of($"l{label}"),
                    Value.Of(i % 2 == 0 ? "north" : "south"),
                ]);
        }).ToList();
        var type = isOutputNumber ? ElementType.Float : ElementType.Category;
        var schema = new DatasetSchema("points", "",
        [
            new DatasetElement("x", ElementRole.Input, ElementType.Float), new DatasetElement("y", ElementRole.Input, ElementType.Float),
            new DatasetElement("label", ElementRole.Output, type),
            new DatasetElement("place", ElementRole.Metadata, ElementType.Category),
        ]);
        await DatasetFolder.WriteAsync(
            Dataset, schema, examples.ToAsyncEnumerable(), splits: [new DatasetSplit("stream", [Half(0, perLabel), Half(2, perLabel)])],
            cancellationToken: Cancel);
    }

    private static DatasetExperience Half(int first, int perLabel)
    {
        ImmutableArray<int> rows = [.. Enumerable.Range(first * perLabel, 2 * perLabel)];
        return new DatasetExperience(
            [new DatasetPartition([.. rows.Where(static row => row % 3 != 0)], [.. rows.Where(static row => row % 3 == 0)], [])]);
    }

    public static PreparedExperiment Prepare(string yaml, int experiences = 2, int partitions = 1) => new()
    {
        Experiment = Plans.Read(yaml),
        Datasets = [new PreparedDataset("points", "points", "file:///points/", experiences, partitions)],
        PlanDigest = "",
    };

    /// <summary>Runs all nodes in the order of the graph; gives what each wrote to standard output.</summary>
    public async Task<IReadOnlyDictionary<string, string>> RunAsync(PreparedExperiment prepared, Func<ExperimentNode, bool>? isWanted = null)
    {
        var graph = ExperimentGraphs.Build(prepared);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in graph.Nodes.Where(node => isWanted?.Invoke(node) != false))
        {
            try
            {
                texts[node.Node] = await RunAsync(graph, node);
            }
            catch (InvalidInputException exception) when (graph.Pipeline.Graph.Nodes.Single(one => one.Name == node.Node)
                .OnError == OnError.Continue)
            {
                texts[node.Node] = exception.Message;
            }
        }
        return texts;
    }

    /// <summary>Removes all that a node was given and left.</summary>
    public void Forget(string node) => Directory.Delete(Path.Join(_folder, "runs", node), recursive: true);

    /// <summary>A file that a node left.</summary>
    public string FileOf(string node, string path) => Path.Join(_folder, "runs", node, "outputs", path);

    private async Task<string> RunAsync(ExperimentGraph graph, ExperimentNode node)
    {
        var home = Path.Join(_folder, "runs", node.Node);
        var inputs = Directory.CreateDirectory(Path.Join(home, "inputs")).FullName;
        var outputs = Directory.CreateDirectory(Path.Join(home, "outputs")).FullName;
        if (node.Word != ExperimentSteps.Trial)
            Directory.CreateSymbolicLink(Path.Join(inputs, "dataset"), Dataset);
        foreach (var edge in graph.Pipeline.Graph.Edges.Where(edge => edge.Target.Node == node.Node))
            Copy(edge, Path.Join(inputs, edge.Target.Key));
        var step = graph.Pipeline.Graph.Nodes.OfType<ExecutionNode>().Single(one => one.Name == node.Node).Step;
        var text = new StringWriter();
        await ExperimentSteps.RunAsync(
            node.Word,
            new StepFolders
            {
                Inputs = inputs,
                Outputs = outputs,
                Code = _folder,
                Scratch = Directory.CreateDirectory(Path.Join(home, "scratch")).FullName,
                Parameters = new MapValue([.. step.Parameters.Select(static one => KeyValuePair.Create(one.Name, one.Default!))]),
            },
            text, TimeProvider.System, Cancel);
        return text.ToString();
    }

    private void Copy(Edge edge, string target)
    {
        var outputs = Path.Join(_folder, "runs", edge.Source.Node, "outputs");
        var start = edge.Source.Key.EndsWith("/*", StringComparison.Ordinal) ? Path.Join(outputs, edge.Source.Key[..^2]) : outputs;
        if (!Directory.Exists(start))
            return;
        foreach (var file in Directory.EnumerateFiles(start, "*", SearchOption.AllDirectories))
        {
            if (start == outputs && Path.GetFileName(file) != edge.Source.Key)
                continue;
            var place = Path.Join(target, Path.GetRelativePath(start, file));
            if (File.Exists(place))
                place = Path.Join(target, $"{edge.Source.Node}-{Path.GetFileName(file)}");
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(file, place);
        }
    }
}
