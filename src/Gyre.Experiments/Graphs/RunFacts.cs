using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Experiments.Graphs;

/// <summary>What tracking runs of an experiment say of it: the names of OctopusCL, and under other names what it leaves out.</summary>
internal static class RunFacts
{
    private const string EnvironmentTag = "gyre.environment";

    public static ImmutableArray<KeyValuePair<string, string>> OfExperiment(PreparedExperiment prepared) =>
    [
        new("plan_digest", prepared.PlanDigest),
        new("seed", prepared.Seed.ToString(CultureInfo.InvariantCulture)),
        .. prepared.Datasets.Where(static dataset => dataset.Digest is not null)
            .Select(static dataset => KeyValuePair.Create($"dataset_digest_{dataset.Name}", dataset.Digest!)),
    ];

    public static ImmutableArray<KeyValuePair<string, string>> TagsOf(PreparedExperiment prepared)
    {
        ImmutableArray<KeyValuePair<string, string>> tags = [new("mlflow.note.content", prepared.Experiment.Description)];
        return prepared.Environment is { } environment ? tags.Add(new(EnvironmentTag, environment)) : tags;
    }

    public static ImmutableArray<KeyValuePair<string, string>> OfTrial(PlannedExperiment experiment, PlannedTrial trial) =>
    [
        new("octopuscl.trial.id", GuidIds.FromNames("trial", experiment.Name, trial.Name).ToString("D")),
        new("octopuscl.trial.name", trial.Name),
        new("mlflow.note.content", trial.Description),
    ];

    public static ImmutableArray<KeyValuePair<string, string>> Params(
        PlannedExperiment experiment, PlannedTrial trial, PreparedDataset dataset)
    {
        var facts = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        facts.Add(new("dataset", dataset.Name));
        if (dataset.Digest is { } digest)
            facts.Add(new("dataset_digest", digest));
        foreach (var (_, loader) in trial.Loaders.Where(pair => pair.Key == dataset.SchemaName))
            Add("dl", loader);
        if (experiment.SplitFolder is { } folder)
            facts.Add(new("spl_from_dir", folder));
        else if (experiment.Splitter is { } splitter)
            Add("spl", splitter);
        if (experiment.IsOnline)
            facts.Add(new("online", "true"));
        if (experiment.EvaluateEvery is { } every)
            facts.Add(new("evaluate_every", every.ToString(CultureInfo.InvariantCulture)));
        // What is searched for is a param of the runs that learn, with the value that was found.
        Add("mdl", trial.Search is { } search ? Without(trial.Model, SearchedNames(search)) : trial.Model);
        foreach (var (index, transform) in trial.Transforms.Index())
            Add(string.Create(CultureInfo.InvariantCulture, $"tf_{index + 1}"), transform.Block);
        if (trial.Delegation?.Strategy is { } strategy)
            Add("strategy", strategy);
        facts.Add(new("host", trial.Host));
        facts.Add(new("device", trial.Device));
        return facts.ToImmutable();

        void Add(string prefix, ClassBlock block)
        {
            facts.Add(new($"{prefix}_class", block.Class));
            facts.AddRange(block.Parameters.Entries.Select(entry => KeyValuePair.Create($"{prefix}_{entry.Key}", entry.Value.ToString())));
        }
    }

    private static HashSet<string> SearchedNames(PlannedSearch search) => search.Sweep.Parameters.Select(static one => one.Name)
        .Concat(search.Sweep.ParameterSets.SelectMany(static set => set.Entries.Select(static entry => entry.Key)))
        .Concat(search.HasRungs ? [search.Resource] : []).ToHashSet(StringComparer.Ordinal);

    private static ClassBlock Without(ClassBlock block, HashSet<string> names) =>
        block with { Parameters = new MapValue([.. block.Parameters.Entries.Where(entry => !names.Contains(entry.Key))]) };

    /// <summary>A trial as a document.</summary>
    public static MapValue Document(PlannedTrial trial) => new(
    [
        new("name", Value.Of(trial.Name)),
        new("description", Value.Of(trial.Description)),
        new("pipeline", new MapValue(
        [
            new("model", Block(trial.Model)),
            new("transforms", new ListValue([.. trial.Transforms.Select(static transform => new MapValue(
                [.. Block(transform.Block).Entries, new("mode", new ListValue([.. Modes(transform)]))]))])),
        ])),
        new("data_loaders", new MapValue(
            [.. trial.Loaders.Select(static pair => KeyValuePair.Create(pair.Key, (Value)Block(pair.Value)))])),
        new("host", Value.Of(trial.Host)),
        new("device", Value.Of(trial.Device)),
        .. trial.Delegation is { } delegation
            ? [new("delegation", new MapValue([new("library", Value.Of(delegation.Library)), new("parameters", delegation.Parameters)]))]
            : Array.Empty<KeyValuePair<string, Value>>(),
        .. trial.Search is { } search ? [new("search", search.Document)] : Array.Empty<KeyValuePair<string, Value>>(),
    ]);

    private static MapValue Block(ClassBlock block) =>
        new([new("class", Value.Of(block.Class)), new("parameters", block.Parameters)]);

    private static IEnumerable<Value> Modes(PlannedTransform transform)
    {
        if (transform.InTraining)
            yield return Value.Of("train");
        if (transform.InEvaluation)
            yield return Value.Of("eval");
    }
}
