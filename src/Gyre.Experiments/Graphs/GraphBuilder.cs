using System.Collections.Immutable;
using System.Globalization;
using Gyre.Experiments.Setup;
using Gyre.Experiments.Steps;
using Gyre.Projects;

namespace Gyre.Experiments.Graphs;

/// <summary>Builds the graph of an experiment.</summary>
internal sealed class GraphBuilder(PreparedExperiment prepared)
{
    /// <summary>Name of the input with the division.</summary>
    public const string SplitInput = "split";

    private readonly GraphParts _parts = new(prepared);

    private PlannedExperiment Experiment => prepared.Experiment;

    public ExperimentGraph Build()
    {
        var splits = prepared.Datasets.ToDictionary(static dataset => dataset.Name, AddSplit, StringComparer.Ordinal);
        foreach (var trial in Experiment.Trials)
            AddTrial(trial, splits);
        var pipeline = new Pipeline
        {
            Name = Experiment.Name,
            Graph = _parts.Graph,
            SelfContained = !prepared.NeedsCode,
            CacheScope = CacheScope.Home,
            Records = new PipelineRecords(Experiment.Name, _parts.Records.ToImmutable())
            {
                Params = RunFacts.OfExperiment(prepared),
                Tags = RunFacts.TagsOf(prepared),
            },
        };
        return new ExperimentGraph(pipeline, _parts.List);
    }

    private string AddSplit(PreparedDataset dataset)
    {
        var name = _parts.Names.Take($"split_{dataset.Name}");
        var setup = new SplitSetup
        {
            Splitter = Experiment.SplitFolder is null && Experiment.Splitter is { } splitter ? Of(splitter) : null,
            Folder = Experiment.SplitFolder,
            Experiences = dataset.Experiences,
            Partitions = dataset.Partitions,
        };
        _parts.Add(
            new ExperimentNode(name, ExperimentSteps.Split, null, dataset.Name, null, null), Setups.Write(setup),
            [GraphParts.DatasetInput(dataset)]);
        return name;
    }

    private void AddTrial(PlannedTrial trial, Dictionary<string, string> splits)
    {
        var whole = _parts.Names.Take($"trial_{trial.Name}");
        var summaries = prepared.Datasets.Select(dataset => AddSummary(trial, whole, dataset, splits[dataset.Name])).ToList();
        if (summaries.Count == 0)
            return;
        _parts.Add(new ExperimentNode(whole, ExperimentSteps.Trial, trial.Name, null, null, null), "{}", [GraphParts.Input("summaries")]);
        foreach (var summary in summaries)
            _parts.Connect(summary, "summary/*", whole, "summaries");
        _parts.Records.Add(new NodeRecord(whole, NodeNames.Run(trial.Name))
        {
            FromTheBeginning = true,
            Tags = RunFacts.OfTrial(Experiment, trial),
            Artifacts = "artifacts/",
        });
    }

    private string AddSummary(PlannedTrial trial, string whole, PreparedDataset dataset, string split)
    {
        var run = NodeNames.Run($"{trial.Name}_{dataset.Name}");
        var name = _parts.Names.Take(run);
        var chains = Enumerable.Range(0, dataset.Partitions)
            .Select(partition => AddChain(trial, name, dataset, split, partition)).ToList();
        var setup = new SummarySetup
        {
            Experiences = dataset.Experiences,
            Partitions = dataset.Partitions,
            Trial = RunFacts.Document(trial),
            Metrics = [.. Experiment.Metrics.Select(Of)],
        };
        ImmutableArray<InputDefinition> inputs = [GraphParts.Input("results"), GraphParts.Input(SplitInput)];
        _parts.Add(
            new ExperimentNode(name, ExperimentSteps.Summary, trial.Name, dataset.Name, null, null), Setups.Write(setup),
            trial.Search is null ? inputs : inputs.Add(GraphParts.Input(SummaryStep.Searches)));
        foreach (var node in chains.SelectMany(static chain => chain.Learned))
            _parts.Connect(node, "result/*", name, "results");
        foreach (var (_, search) in chains.Where(static chain => chain.Search is not null))
            _parts.Connect(search!, "search/*", name, SummaryStep.Searches);
        _parts.Connect(split, SplitDocument.FileName, name, SplitInput);
        _parts.Records.Add(new NodeRecord(name, run)
        {
            Parent = whole,
            FromTheBeginning = true,
            Params = RunFacts.Params(Experiment, trial, dataset),
            Tags = [new("octopuscl.dataset.name", dataset.SchemaName), new("octopuscl.dataset.path", dataset.Path)],
            Artifacts = "artifacts/",
        });
        return name;
    }

    /// <summary>Experiences one after the other, each with the state of the one before; before them the search, if there is one.</summary>
    private (List<string> Learned, string? Search) AddChain(
        PlannedTrial trial, string summary, PreparedDataset dataset, string split, int partition)
    {
        var search = trial.Search is null ? null : new SearchNodes(_parts, new SearchPlace(
            trial, dataset, SetupOf(trial, dataset, 0, partition) with { Artifacts = [] }, split, summary,
            PartitionSuffix(dataset, partition))).Add();
        var chain = new List<string>();
        for (var experience = 0; experience < dataset.Experiences; experience++)
        {
            var suffix = Suffix(dataset, experience, partition);
            var name = _parts.Names.Take($"learn_{trial.Name}_{dataset.Name}{suffix}");
            var setup = SetupOf(trial, dataset, experience, partition) with { IsSearched = search is null ? null : true };
            _parts.Add(
                new ExperimentNode(name, ExperimentSteps.Learn, trial.Name, dataset.Name, experience, partition), Setups.Write(setup),
                [
                    GraphParts.DatasetInput(dataset), GraphParts.Input(SplitInput),
                    .. chain.Count > 0 ? [GraphParts.Input("state")] : Array.Empty<InputDefinition>(),
                    .. search is null ? [] : new[] { GraphParts.Input(SearchedValues.Input) },
                ]);
            _parts.Connect(split, SplitDocument.FileName, name, SplitInput);
            if (chain.Count > 0)
                _parts.Connect(chain[^1], "state/*", name, "state");
            if (search is not null)
                _parts.Connect(search, $"{SearchedValues.Input}/*", name, SearchedValues.Input);
            _parts.Records.Add(new NodeRecord(name, NodeNames.Run($"{trial.Name}_{dataset.Name}{suffix}"))
            {
                Parent = summary,
                Artifacts = "artifacts/",
            });
            chain.Add(name);
        }
        return (chain, search);
    }

    private static string Suffix(PreparedDataset dataset, int experience, int partition)
    {
        var e = dataset.Experiences > 1 ? string.Create(CultureInfo.InvariantCulture, $"_e{experience}") : "";
        return e + PartitionSuffix(dataset, partition);
    }

    private static string PartitionSuffix(PreparedDataset dataset, int partition) =>
        dataset.Partitions > 1 ? string.Create(CultureInfo.InvariantCulture, $"_p{partition + 1}") : "";

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
}
