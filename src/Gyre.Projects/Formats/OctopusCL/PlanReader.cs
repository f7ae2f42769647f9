using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.OctopusCL;

/// <summary>Reads the files of a plan, one experiment each, and notes everything that is wrong in them.</summary>
internal sealed class PlanReader
{
    private const string DelegatedLibrary = "avalanche";

    private readonly Problems _problems;
    private readonly BlockReader _blocks;

    private PlanReader(Problems problems, PlanLanguage language) => (_problems, _blocks) = (problems, new BlockReader(problems, language));

    public static PlanReading Read(IEnumerable<(string Name, ReadOnlyMemory<byte> Content)> files, PlanLanguage language)
    {
        var experiments = ImmutableArray.CreateBuilder<PlannedExperiment>();
        var said = new List<Diagnostic>();
        foreach (var (name, content) in files.OrderBy(static file => file.Name, StringComparer.Ordinal))
        {
            var problems = new Problems(name);
            try
            {
                if (Load(content, name, problems) is { } root
                    && new PlanReader(problems, language).Experiment(root) is { } experiment && problems.Errors == 0)
                    experiments.Add(experiment);
            }
            catch (InvalidInputException refusal)
            {
                problems.Add(refusal.Diagnostics);
            }
            said.AddRange(problems.ToList());
        }
        Doubled(experiments, said);
        var isGood = said.TrueForAll(static one => one.Severity != Severity.Error);
        return new PlanReading(isGood ? new ExperimentPlan(experiments.ToImmutable()) : null, said);
    }

    /// <summary>The last of two equal keys counts, as in Python.</summary>
    private static YamlNode? Load(ReadOnlyMemory<byte> content, string name, Problems problems)
    {
        var root = YamlLoader.Load(YamlText.Decode(content.Span, name), name, (key, place) => problems.Warning(
            "plan.doubled-field", $"The field '{PlanFields.Short(key)}' is there twice; the last one counts.", DocumentPath.Root, place,
            "Remove one of them."));
        if (root is null)
            problems.Error("plan.empty", "The file is empty.", DocumentPath.Root, default, "Write an experiment, or remove the file.");
        return root;
    }

    private static void Doubled(IReadOnlyList<PlannedExperiment> experiments, List<Diagnostic> said)
    {
        foreach (var twice in experiments.GroupBy(static one => one.Name, StringComparer.Ordinal).Where(static group => group.Count() > 1))
            said.Add(new Diagnostic(
                Severity.Warning, "plan.doubled-name",
                $"{twice.Count()} experiments are called '{PlanFields.Short(twice.Key)}'; their trials come together in tracking."));
    }

    private PlannedExperiment? Experiment(YamlNode root)
    {
        var fields = PlanFields.Of(
            root, DocumentPath.Root, "The experiment", _problems,
            "name", "description", "datasets", "splits", "metrics", "artifacts", "max_workers", "trials");
        if (!fields.IsThere)
            return null;
        var (name, description) = (fields.RequireText("name"), fields.RequireText("description"));
        var datasets = Datasets(fields);
        var (splitter, folder, isOnline, every) = Splits(fields);
        var shape = splitter is { } block && folder is null
            ? SplitterRules.ShapeOf(block, fields.Path.Key("splits").Key("splitter"), fields.Place, _problems) : default;
        var experiment = new PlannedExperiment
        {
            Name = name,
            Description = description,
            Datasets = datasets.Names,
            Location = datasets.Location,
            Inspect = datasets.Inspect,
            Splitter = splitter,
            SplitFolder = folder,
            IsOnline = isOnline,
            EvaluateEvery = every,
            Metrics = [.. fields.List("metrics", fields.Find("metrics")).Select(
                pair => _blocks.Read(pair.Item, pair.Path, ClassRole.Metric)).OfType<ClassBlock>()],
            Artifacts = Artifacts(fields),
            MaxWorkers = Workers(fields),
            Trials = [.. fields.List("trials", fields.Require("trials")).Select(
                pair => Trial(pair.Item, pair.Path, datasets.Names)).OfType<PlannedTrial>()],
            Experiences = shape.Experiences,
            Partitions = shape.Partitions,
        };
        if (experiment.Experiences > 1)
            WarnOfNewStarts(experiment, fields);
        return experiment;
    }

    private void WarnOfNewStarts(PlannedExperiment experiment, PlanFields fields)
    {
        foreach (var (index, trial) in experiment.Trials.Index().Where(static one => one.Item.StartsAnew))
            _problems.Warning(
                "plan.starts-anew",
                $"Trial '{PlanFields.Short(trial.Name)}' starts anew at every experience: '{PlanFields.Short(trial.Model.Class)}' cannot go on "
                    + "training, so it knows only the newest examples.",
                fields.Path.Key("trials").At(index).Key("pipeline").Key("model"), fields.Place,
                "Use gyre.models.SoftmaxRegression, Mlp or StreamingLda to learn over experiences, or add the strategy "
                    + "avalanche.training.FromScratchTraining to say that this is wanted.");
    }

    private (ImmutableArray<string> Names, string? Location, bool Inspect) Datasets(PlanFields experiment)
    {
        if (experiment.Require("datasets") is not { } node)
            return ([], null, false);
        var fields = PlanFields.Of(node, experiment.Path.Key("datasets"), "'datasets'", _problems, "names", "inspect", "location");
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var (item, path) in fields.List("names", fields.Require("names")))
        {
            if (item is YamlScalar { Value: TextValue { Text: var text } })
                names.Add(text);
            else
                _problems.Error("plan.type", "An entry of 'names' is not a text.", path, item.Place,
                    "Write the names of folders; put numbers into quotes.");
        }
        return (names.ToImmutable(), fields.Text("location"), fields.Flag("inspect"));
    }

    private (ClassBlock? Splitter, string? Folder, bool IsOnline, int? Every) Splits(PlanFields experiment)
    {
        if (experiment.Require("splits") is not { } node)
            return default;
        var fields = PlanFields.Of(
            node, experiment.Path.Key("splits"), "'splits'", _problems, "splitter", "from_dir", "online", "evaluate_every");
        var folder = fields.Text("from_dir");
        var splitter = fields.Find("splitter") is { } block ? _blocks.Read(block, fields.Path.Key("splitter"), ClassRole.Splitter) : null;
        if (fields.IsThere && folder is null && fields.Find("splitter") is null)
            experiment.Error(
                "plan.no-split", "'splits' has neither 'splitter' nor 'from_dir'.", "splits",
                "Add a splitter, or the name of a folder under the dataset's 'splits'.");
        if (folder is not null && splitter is not null)
            _problems.Warning(
                "plan.splitter-ignored", "The splitter is ignored, because 'from_dir' is given.", fields.Path.Key("splitter"), fields.Place,
                "Remove one of them.");
        return (splitter, folder, fields.Flag("online"), Every(fields));
    }

    private static int? Every(PlanFields splits)
    {
        if (splits.Find("evaluate_every") is not { } node || splits.Whole("evaluate_every", node) is not { } every)
            return null;
        if (every < 1)
            splits.Error("plan.value", $"'evaluate_every' is {every}.", "evaluate_every", "Write a number of examples from 1.");
        return every;
    }

    /// <summary>A list; OctopusCL's own documentation draws a mapping with <c>custom</c> and <c>location</c>.</summary>
    private ImmutableArray<ClassBlock> Artifacts(PlanFields experiment)
    {
        var fields = experiment;
        var (field, node) = ("artifacts", experiment.Find("artifacts"));
        if (node is YamlMapping)
        {
            fields = PlanFields.Of(node, experiment.Path.Key("artifacts"), "'artifacts'", _problems, "custom", "location");
            (field, node) = ("custom", fields.Find("custom"));
            if (fields.Text("location") is { } location)
                _problems.Warning(
                    "plan.location-ignored",
                    $"Artifacts are stored by the tracking server; the location '{PlanFields.Short(location)}' is ignored.",
                    fields.Path.Key("location"), fields.Place, "Remove 'location'.");
        }
        return [.. fields.List(field, node).Select(pair => _blocks.Read(pair.Item, pair.Path, ClassRole.Artifact)).OfType<ClassBlock>()];
    }

    private static int Workers(PlanFields experiment)
    {
        if (experiment.Require("max_workers") is not { } node || experiment.Whole("max_workers", node) is not { } workers)
            return 1;
        if (workers < 1)
            experiment.Error("plan.value", $"'max_workers' is {workers}, so nothing could run.", "max_workers", "Use 1 or more.");
        return workers;
    }

    private PlannedTrial? Trial(YamlNode node, DocumentPath path, ImmutableArray<string> datasets)
    {
        var fields = PlanFields.Of(
            node, path, "The trial", _problems, "name", "description", "pipeline", "data_loaders", "host", "device", "delegation",
            "search");
        if (!fields.IsThere)
            return null;
        var (name, description) = (fields.RequireText("name"), fields.RequireText("description"));
        var pipeline = fields.Require("pipeline") is { } inner
            ? PlanFields.Of(inner, path.Key("pipeline"), "'pipeline'", _problems, "model", "transforms") : null;
        var model = pipeline?.Require("model") is { } block ? _blocks.Read(block, pipeline.Path.Key("model"), ClassRole.Model) : null;
        ImmutableArray<PlannedTransform> transforms = pipeline is null
            ? []
            : [.. pipeline.List("transforms", pipeline.Find("transforms")).Select(
                pair => Transform(pair.Item, pair.Path)).OfType<PlannedTransform>()];
        var loaders = Loaders(fields, datasets);
        var host = fields.Word("host", fields.Require("host"), "local", "aws");
        var device = fields.Word("device", fields.Find("device"), "cpu", "gpu", "auto");
        var delegation = fields.Find("delegation") is { } delegated ? Delegation(delegated, path.Key("delegation")) : null;
        var search = fields.Find("search") is { } searched
            ? new SearchReader(_problems).Read(searched, path.Key("search"), model, delegation) : null;
        return model is null
            ? null
            : new PlannedTrial
            {
                Name = name,
                Description = description,
                Model = model,
                Transforms = transforms,
                Loaders = loaders,
                Host = host,
                Device = device,
                Delegation = delegation,
                Search = search,
            };
    }

    private PlannedTransform? Transform(YamlNode node, DocumentPath path)
    {
        var block = _blocks.Read(node, path, ClassRole.Transform, "mode");
        var mode = (node as YamlMapping)?.Find("mode");
        if (mode is null)
            return block is null ? null : new PlannedTransform(block, true, true);
        var fields = PlanFields.Of(node, path, "The transform", _problems, "class", "parameters", "mode");
        var (training, evaluation) = (false, false);
        foreach (var (item, _) in fields.List("mode", mode))
        {
            var word = fields.Word("mode", item, "train", "eval");
            (training, evaluation) = (training || word == "train", evaluation || word == "eval");
        }
        return block is null ? null : new PlannedTransform(block, training, evaluation);
    }

    private ImmutableArray<KeyValuePair<string, ClassBlock>> Loaders(PlanFields trial, ImmutableArray<string> datasets)
    {
        if (trial.Require("data_loaders") is not { } node)
            return [];
        if (node is not YamlMapping map)
        {
            trial.Error("plan.type", "'data_loaders' is not a mapping.", "data_loaders", "Write the name of each dataset with its loader.");
            return [];
        }
        var path = trial.Path.Key("data_loaders");
        foreach (var dataset in datasets.Where(dataset => map.Find(dataset) is null))
            _problems.Warning(
                "plan.no-loader",
                $"There is no data loader called '{PlanFields.Short(dataset)}'; the trial fails unless the dataset's schema has one of the "
                    + "names here.",
                path, map.Place, $"Add '{PlanFields.Short(dataset)}'.");
        return
        [
            .. map.Entries.Select(entry => (entry.Key, Block: _blocks.Read(entry.Value, path.Key(entry.Key), ClassRole.Loader)))
                .Where(static pair => pair.Block is not null).Select(static pair => KeyValuePair.Create(pair.Key, pair.Block!)),
        ];
    }

    private PlannedDelegation Delegation(YamlNode node, DocumentPath path)
    {
        var fields = PlanFields.Of(node, path, "'delegation'", _problems, "library", "parameters");
        var library = fields.RequireText("library");
        if (library.Length > 0 && library != DelegatedLibrary)
            fields.Error("plan.library", $"The library '{PlanFields.Short(library)}' is not known.", "library", $"Use {DelegatedLibrary}.");
        var parameters = _blocks.Parameters(fields, path);
        if (fields.Find("parameters") is not YamlMapping map)
            return new PlannedDelegation(library, null, parameters);
        // The documentation calls it one way and the program another.
        var name = map.Find("strategy_config") is not null ? "strategy_config" : "strategy";
        var strategy = map.Find(name) is { } block ? _blocks.Read(block, path.Key("parameters").Key(name), ClassRole.Strategy) : null;
        return new PlannedDelegation(library, strategy, parameters);
    }
}
