using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Experiments.Setup;
using Gyre.Projects;

namespace Gyre.Experiments.Graphs;

/// <summary>Builds the graph of an experiment.</summary>
internal sealed class GraphBuilder(PreparedExperiment prepared)
{
    private const string Dataset = "dataset";
    private const string SplitInput = "split";

    /// <summary>Names of steps begin with it.</summary>
    public const string StepPrefix = "experiment-";

    private readonly NodeNames _names = new();
    private readonly ImmutableArray<Node>.Builder _nodes = ImmutableArray.CreateBuilder<Node>();
    private readonly ImmutableArray<Edge>.Builder _edges = ImmutableArray.CreateBuilder<Edge>();
    private readonly ImmutableArray<NodeRecord>.Builder _records = ImmutableArray.CreateBuilder<NodeRecord>();
    private readonly ImmutableArray<ExperimentNode>.Builder _list = ImmutableArray.CreateBuilder<ExperimentNode>();

    private PlannedExperiment Experiment => prepared.Experiment;

    public ExperimentGraph Build()
    {
        var splits = prepared.Datasets.ToDictionary(static dataset => dataset.Name, AddSplit, StringComparer.Ordinal);
        foreach (var trial in Experiment.Trials)
            AddTrial(trial, splits);
        var pipeline = new Pipeline
        {
            Name = Experiment.Name,
            Graph = new Graph { Nodes = _nodes.ToImmutable(), Edges = _edges.ToImmutable() },
            SelfContained = !prepared.NeedsCode,
            CacheScope = CacheScope.Home,
            Records = new PipelineRecords(Experiment.Name, _records.ToImmutable())
            {
                Params = RunFacts.OfExperiment(prepared),
                Tags = RunFacts.TagsOf(prepared),
            },
        };
        return new ExperimentGraph(pipeline, _list.ToImmutable());
    }

    private string AddSplit(PreparedDataset dataset)
    {
        var name = _names.Take($"split_{dataset.Name}");
        var setup = new SplitSetup
        {
            Splitter = Experiment.SplitFolder is null && Experiment.Splitter is { } splitter ? Of(splitter) : null,
            Folder = Experiment.SplitFolder,
            Experiences = dataset.Experiences,
            Partitions = dataset.Partitions,
        };
        Add(name, ExperimentSteps.Split, Setups.Write(setup), dataset, [DatasetInput(dataset)], null);
        return name;
    }

    private void AddTrial(PlannedTrial trial, Dictionary<string, string> splits)
    {
        var whole = _names.Take($"trial_{trial.Name}");
        var summaries = prepared.Datasets.Select(dataset => AddSummary(trial, whole, dataset, splits[dataset.Name])).ToList();
        if (summaries.Count == 0)
            return;
        Add(whole, ExperimentSteps.Trial, "{}", null, [Input("summaries")], trial);
        foreach (var summary in summaries)
            Connect(summary, "summary/*", whole, "summaries");
        _records.Add(new NodeRecord(whole, NodeNames.Run(trial.Name))
        {
            FromTheBeginning = true,
            Tags = RunFacts.OfTrial(Experiment, trial),
            Artifacts = "artifacts/",
        });
    }

    private string AddSummary(PlannedTrial trial, string whole, PreparedDataset dataset, string split)
    {
        var run = NodeNames.Run($"{trial.Name}_{dataset.Name}");
        var name = _names.Take(run);
        var learned = Enumerable.Range(0, dataset.Partitions)
            .SelectMany(partition => AddChain(trial, name, dataset, split, partition)).ToList();
        var setup = new SummarySetup
        {
            Experiences = dataset.Experiences,
            Partitions = dataset.Partitions,
            Trial = RunFacts.Document(trial),
            Metrics = [.. Experiment.Metrics.Select(Of)],
        };
        Add(name, ExperimentSteps.Summary, Setups.Write(setup), dataset, [Input("results"), Input(SplitInput)], trial);
        foreach (var node in learned)
            Connect(node, "result/*", name, "results");
        Connect(split, SplitDocument.FileName, name, SplitInput);
        _records.Add(new NodeRecord(name, run)
        {
            Parent = whole,
            FromTheBeginning = true,
            Params = RunFacts.Params(Experiment, trial, dataset),
            Tags = [new("octopuscl.dataset.name", dataset.SchemaName), new("octopuscl.dataset.path", dataset.Path)],
            Artifacts = "artifacts/",
        });
        return name;
    }

    /// <summary>Experiences one after the other, each with the state of the one before.</summary>
    private List<string> AddChain(PlannedTrial trial, string summary, PreparedDataset dataset, string split, int partition)
    {
        var chain = new List<string>();
        for (var experience = 0; experience < dataset.Experiences; experience++)
        {
            var suffix = Suffix(dataset, experience, partition);
            var name = _names.Take($"learn_{trial.Name}_{dataset.Name}{suffix}");
            ImmutableArray<InputDefinition> inputs = [DatasetInput(dataset), Input(SplitInput)];
            Add(
                name, ExperimentSteps.Learn, Setups.Write(SetupOf(trial, dataset, experience, partition)), dataset,
                chain.Count > 0 ? inputs.Add(Input("state")) : inputs, trial, experience, partition);
            Connect(split, SplitDocument.FileName, name, SplitInput);
            if (chain.Count > 0)
                Connect(chain[^1], "state/*", name, "state");
            _records.Add(new NodeRecord(name, NodeNames.Run($"{trial.Name}_{dataset.Name}{suffix}"))
            {
                Parent = summary,
                Artifacts = "artifacts/",
            });
            chain.Add(name);
        }
        return chain;
    }

    private static string Suffix(PreparedDataset dataset, int experience, int partition)
    {
        var e = dataset.Experiences > 1 ? string.Create(CultureInfo.InvariantCulture, $"_e{experience}") : "";
        return dataset.Partitions > 1 ? e + string.Create(CultureInfo.InvariantCulture, $"_p{partition + 1}") : e;
    }

    private LearnSetup SetupOf(PlannedTrial trial, PreparedDataset dataset, int experience, int partition) => new()
    {
        Model = Of(trial.Model),
        Strategy = trial.Delegation?.Strategy is { } strategy ? Of(strategy) : null,
        Transforms = [.. trial.Transforms.Select(static transform =>
            new TransformSetup(Of(transform.Block), transform.InTraining, transform.InEvaluation))],
        Loader = trial.Loaders.Where(pair => pair.Key == dataset.SchemaName).Select(static pair => Of(pair.Value)).FirstOrDefault(),
        Metrics = [.. Experiment.Metrics.Select(Of)],
        Artifacts = [.. Experiment.Artifacts.Select(Of)],
        Device = trial.Device,
        Experience = experience,
        Partition = partition,
        Seed = prepared.Seed,
        IsOnline = Experiment.IsOnline ? true : null,
        EvaluateEvery = Experiment.EvaluateEvery,
    };

    private static BlockSetup Of(ClassBlock block) => new(block.Class, block.Component, block.Parameters);

    private void Add(
        string name, string word, string setup, PreparedDataset? dataset, ImmutableArray<InputDefinition> inputs, PlannedTrial? trial,
        int? experience = null, int? partition = null)
    {
        var step = new Step
        {
            Name = StepPrefix + word,
            Commands = [$"gyre experiment step {word}"],
            StrictCommands = true,
            Executor = prepared.Executor,
            Inputs = inputs,
            Parameters = [new ParameterDefinition { Name = Setups.Parameter, Default = Value.Of(setup) }],
        };
        _nodes.Add(new ExecutionNode { Name = name, Step = step, OnError = OnError.StopNext });
        _list.Add(new ExperimentNode(name, word, trial?.Name, dataset?.Name, experience, partition));
    }

    private void Connect(string from, string files, string to, string input) =>
        _edges.Add(new Edge(new Socket(from, SocketKind.Output, files), new Socket(to, SocketKind.Input, input)));

    private static InputDefinition DatasetInput(PreparedDataset dataset) =>
        // A dataset may have very many files, and many nodes read it.
        new() { Name = Dataset, Default = [dataset.Uri], KeepDirectories = KeepDirectories.Full, AsTree = true };

    /// <summary>Files keep the folders below the fixed part of what picks them.</summary>
    private static InputDefinition Input(string name) => new() { Name = name, KeepDirectories = KeepDirectories.Suffix };
}
