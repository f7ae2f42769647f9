using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments.Setup;
using Gyre.Projects;

namespace Gyre.Experiments.Preparing;

/// <summary>Compares a plan with what there is.</summary>
internal sealed class PlanCheck(ExperimentSurroundings surroundings)
{
    private readonly List<Diagnostic> _problems = [];
    private string _file = "";

    public async Task<PreparedPlan> RunAsync(
        IReadOnlyList<(PlannedExperiment Experiment, string File, string Digest)> experiments, CancellationToken cancellationToken)
    {
        var prepared = ImmutableArray.CreateBuilder<PreparedExperiment>();
        foreach (var (experiment, file, digest) in experiments)
        {
            _file = file;
            prepared.Add(await PrepareAsync(experiment, digest, cancellationToken));
        }
        var byName = experiments.GroupBy(static one => one.Experiment.Name, StringComparer.Ordinal);
        foreach (var twice in byName.Where(static group => group.Count() > 1))
        {
            _file = twice.Last().File;
            Error("plan.experiment-twice", "name", $"Two experiments are named '{twice.Key}'.", "Give each experiment a name of its own.");
        }
        var isGood = _problems.TrueForAll(static problem => problem.Severity != Severity.Error);
        return new PreparedPlan(isGood ? prepared.ToImmutable() : [], _problems);
    }

    private async Task<PreparedExperiment> PrepareAsync(PlannedExperiment experiment, string digest, CancellationToken cancellationToken)
    {
        CheckTrials(experiment);
        var datasets = ImmutableArray.CreateBuilder<PreparedDataset>();
        foreach (var (index, name) in experiment.Datasets.Index())
        {
            if (await FindAsync(experiment, name, $"datasets/names/{index}", cancellationToken) is { } found)
                datasets.Add(found);
        }
        return new PreparedExperiment
        {
            Experiment = experiment,
            Datasets = datasets.ToImmutable(),
            PlanDigest = digest,
            Seed = surroundings.Seed,
            Executor = surroundings.Executor,
            Environment = surroundings.Environment,
            NeedsCode = BlocksOf(experiment).Any(static block => IsHosted(block.Component)),
        };
    }

    private void CheckTrials(PlannedExperiment experiment)
    {
        foreach (var (index, trial) in experiment.Trials.Index())
        {
            if (experiment.IsOnline)
                _problems.AddRange(StreamCheck.OfOnline(trial, $"trials/{index}").Select(problem => problem with { File = _file }));
            if (trial.Host == "aws" && !surroundings.AllowsRemoteHosts)
                Error(
                    "plan.host", $"trials/{index}/host", $"Trial '{trial.Name}' runs on AWS, which development does not.",
                    "Use 'host: local', or --environment staging or production.");
            else if (trial.Host == "aws" && surroundings.Executor is null)
                Error(
                    "plan.host", $"trials/{index}/host", $"Trial '{trial.Name}' runs on AWS, and Gyre starts no machines there.",
                    "Use 'host: local', or name the executor that runs such trials in gyre.ENVIRONMENT.json: {\"executor\": \"slurm\"}.");
            if (trial.Device == "gpu" && !surroundings.HasGpu && surroundings.Executor is null)
                _problems.Add(new Diagnostic(
                    Severity.Warning, "plan.device", $"Trial '{trial.Name}' asks for a GPU, and this machine has none; it runs on the CPU.")
                {
                    File = _file,
                    Path = $"trials/{index}/device",
                });
        }
    }

    private async Task<PreparedDataset?> FindAsync(
        PlannedExperiment experiment, string name, string path, CancellationToken cancellationToken)
    {
        if (await surroundings.Datasets.FindAsync(name, experiment.Location, cancellationToken) is not { } place)
        {
            Error(
                "plan.dataset", path, $"The dataset '{name}' was not found.",
                "Set datasets.location to the folder that it is in, or push it to the repository: gyre dataset push.");
            return null;
        }
        try
        {
            if (experiment.Inspect)
                await InspectAsync(place, path, cancellationToken);
            var dataset = await DatasetExamples.OpenAsync(place.Folder, cancellationToken);
            CheckSchema(experiment, dataset.Schema, path);
            var (experiences, partitions) = await ShapeAsync(experiment, dataset, path, cancellationToken);
            // The plan's reader has said it where the plan tells the number.
            if (experiences > 1 && experiment.Experiences is null)
                WarnOfNewStarts(experiment, name);
            return new PreparedDataset(name, dataset.Schema.Name, place.Uri, experiences, partitions)
            {
                Path = place.Shown,
                Digest = place.Digest,
            };
        }
        catch (InvalidInputException exception)
        {
            foreach (var problem in exception.Diagnostics)
                Error(problem.Code, path, $"The dataset '{name}': {problem.Message}", problem.Remedy);
            return null;
        }
    }

    private async Task InspectAsync(DatasetPlace place, string path, CancellationToken cancellationToken)
    {
        var inspection = await DatasetFolder.InspectAsync(place.Folder, cancellationToken: cancellationToken);
        if (!inspection.IsValid)
            Error(
                "plan.dataset.invalid", path, $"The dataset '{place.Shown}' is not valid: {inspection.Errors[0].Message}",
                $"Run 'gyre dataset inspect {place.Shown}' to see all {inspection.Errors.Length} errors.");
    }

    private void CheckSchema(PlannedExperiment experiment, DatasetSchema schema, string path)
    {
        var output = DatasetOutputs.Find(schema);
        foreach (var problem in SearchCheck.Of(experiment, schema, output))
            _problems.Add(problem with { File = _file });
        foreach (var (index, trial) in experiment.Trials.Index())
        {
            if (trial.Loaders.All(loader => loader.Key != schema.Name))
                Error(
                    "plan.loader", $"trials/{index}/data_loaders",
                    $"Trial '{trial.Name}' has no data loader for the dataset '{schema.Name}'.", $"Add an entry '{schema.Name}'.");
        }
    }

    private async Task<(int Experiences, int Partitions)> ShapeAsync(
        PlannedExperiment experiment, DatasetExamples dataset, string path, CancellationToken cancellationToken)
    {
        if (experiment.SplitFolder is not { } name)
            return await SplitterShape.OfAsync(experiment, dataset, cancellationToken);
        if (dataset.Splits.FirstOrDefault(split => split.Name == name) is { } found)
            return (found.Experiences.Length, found.Experiences[0].Partitions.Length);
        var there = dataset.Splits.IsEmpty
            ? "It has no splits."
            : $"It has {string.Join(", ", dataset.Splits.Select(static split => split.Name))}.";
        Error("plan.split", "splits/from_dir", $"The dataset '{dataset.Schema.Name}' has no split '{name}'.", there);
        return (1, 1);
    }

    private void WarnOfNewStarts(PlannedExperiment experiment, string dataset)
    {
        foreach (var (index, trial) in experiment.Trials.Index().Where(static one => one.Item.StartsAnew))
            _problems.Add(new Diagnostic(
                Severity.Warning, "plan.starts-anew",
                $"Trial '{trial.Name}' starts anew at every experience of '{dataset}': '{trial.Model.Class}' cannot go on training, so it "
                    + "knows only the newest examples.")
            {
                File = _file,
                Path = $"trials/{index}/pipeline/model",
                Remedy = "Use gyre.models.SoftmaxRegression, Mlp or StreamingLda to learn over experiences, or add the strategy "
                    + "avalanche.training.FromScratchTraining to say that this is wanted.",
            });
    }

    private static IEnumerable<ClassBlock> BlocksOf(PlannedExperiment experiment) =>
    [
        .. experiment.Metrics, .. experiment.Artifacts, .. experiment.Splitter is { } splitter ? [splitter] : Array.Empty<ClassBlock>(),
        .. experiment.Trials.SelectMany(static trial => trial.Transforms.Select(static transform => transform.Block)
            .Append(trial.Model).Concat(trial.Loaders.Select(static loader => loader.Value))),
    ];

    private static bool IsHosted(string component) =>
        component == "python" || component.StartsWith("command:", StringComparison.Ordinal)
        || component.StartsWith("assembly:", StringComparison.Ordinal);

    private void Error(string code, string path, string message, string? remedy) =>
        _problems.Add(new Diagnostic(Severity.Error, code, message) { File = _file, Path = path, Remedy = remedy });
}
