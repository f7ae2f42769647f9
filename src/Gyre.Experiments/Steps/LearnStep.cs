using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments.Components;
using Gyre.Experiments.Setup;

namespace Gyre.Experiments.Steps;

/// <summary>
/// Learns one experience, going on from the state that the one before left, and judges the model on the test set of every experience. Test
/// examples are read for that alone, after the training.
/// </summary>
internal sealed class LearnStep(StepFolders folders, LearnSetup setup, StepLog log, TimeProvider clock)
{
    private const string ErrorsFile = "errors.txt";

    /// <summary>How often the model is judged in an experience of an online stream.</summary>
    private const int UsualPoints = 10;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LearnAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var text = exception is InvalidInputException ? exception.Message : exception.ToString();
            await WriteArtifactAsync(ErrorsFile, text, CancellationToken.None);
            throw;
        }
    }

    private async Task LearnAsync(CancellationToken cancellationToken)
    {
        if (setup.IsSearched == true)
            setup = await SearchedValues.ApplyAsync(setup, folders, log, cancellationToken);
        var split = SplitDocument.Read(
            await File.ReadAllTextAsync(Path.Join(folders.Inputs, "split", SplitDocument.FileName), cancellationToken));
        var data = await TrialData.OpenAsync(folders, cancellationToken);
        var part = data.Checked(split.Experiences[setup.Experience][setup.Partition]);
        await TellPartAsync(part, cancellationToken);
        var context = ContextOf(data, split);
        var components = await PlanComponents.CreateAsync(setup, context, cancellationToken);
        await using var chain = TransformChain.Create(setup.Transforms, components);
        var pieces = Pieces(data, split);
        var state = new TrialState(folders);
        if (state.IsThere)
            await state.LoadAsync(chain, cancellationToken);
        else
            await chain.FitAsync(Together(pieces), cancellationToken);
        var training = new List<TrialRows>();
        foreach (var piece in pieces)
            training.Add(await chain.ApplyAsync(piece, isTraining: true, cancellationToken));
        var validation = await chain.ApplyAsync(
            data.Labeled(part.Validation, split.ViewOf(setup.Experience)), isTraining: false, cancellationToken);
        await using var model = components.Model(context with { Schema = training[0].Schema }, ArtifactsFolder("training"));
        if (state.IsThere)
            await state.LoadAsync(model, cancellationToken);
        var judge = new Judge(model, chain, data, split, setup);
        var baseline = await BaselineAsync(model, judge, Together(training), split, cancellationToken);
        var began = clock.GetTimestamp();
        await TrainAsync(model, training, validation, await WatchAsync(model, judge, part, split, cancellationToken), cancellationToken);
        var seconds = clock.GetElapsedTime(began).TotalSeconds;
        await state.SaveAsync(chain, model, cancellationToken);
        state.CopyTo(ArtifactsFolder("model"));
        await File.WriteAllTextAsync(
            Path.Join(ArtifactsFolder("model"), ServedDocument.FileName), DocumentOf(data, split).Write(), cancellationToken);
        // Not in the result: the same work must leave the same bytes.
        log.Metrics([KeyValuePair.Create("training_seconds", seconds)]);
        ImmutableArray<string> notes = IsForgetful(model, split)
            ? [$"'{setup.Model.Class}' starts anew at every experience; it cannot go on training."]
            : [];
        await FinishAsync(data, part, judge, components, baseline, notes, cancellationToken);
    }

    private bool IsForgetful(ITrialModel model, SplitDocument split) =>
        model is KindModel { StartsAnew: true } && split.Experiences.Length > 1 && setup.Strategy is not { Component: "from-scratch" };

    /// <summary>What there is to learn: the experience's own examples, for joint training those of all experiences.</summary>
    private List<TrialRows> Pieces(TrialData data, SplitDocument split)
    {
        var isJoint = setup.Strategy is { Component: "joint" };
        var first = isJoint ? 0 : setup.Experience;
        var last = isJoint ? split.Experiences.Length - 1 : setup.Experience;
        return [.. Enumerable.Range(first, last - first + 1).Select(i => data.Labeled(
            split.Experiences[i][setup.Partition].Training, split.ViewOf(i)) with
        {
            Task = i,
            Candidates = split.TellsTasks ? [.. data.LabelsOf(split.Experiences[i][setup.Partition])] : [],
        })];
    }

    private static TrialRows Together(List<TrialRows> pieces) => pieces is [var one]
        ? one
        : pieces[0] with { Examples = [.. pieces.SelectMany(static piece => piece.Examples)], Task = null, Candidates = [] };

    private async Task TrainAsync(
        ITrialModel model, List<TrialRows> training, TrialRows validation, TrainingWatch? watch, CancellationToken cancellationToken)
    {
        if (model is NetworkModel network)
        {
            network.Begin(Together(training));
            network.TrainTogether(training, watch, cancellationToken);
        }
        else if (training.Count == 1)
            await model.TrainAsync(training[0], validation, cancellationToken);
        else
            throw new InvalidInputException(
                "experiment.strategy", $"'{setup.Model.Class}' cannot be trained with the strategy '{setup.Strategy?.Class}'.");
    }

    /// <summary>What is judged while the model learns: the test sets so far, for joint training those of all experiences.</summary>
    private async Task<TrainingWatch?> WatchAsync(
        ITrialModel model, Judge judge, SplitPart part, SplitDocument split, CancellationToken cancellationToken)
    {
        if (model is not NetworkModel || (setup.EvaluateEvery is null && setup.IsOnline is not true))
            return null;
        var last = setup.Strategy is { Component: "joint" } ? split.Experiences.Length - 1 : setup.Experience;
        var tests = ImmutableArray.CreateBuilder<WatchedTest>();
        for (var i = 0; i <= last; i++)
            tests.Add(await judge.TestAsync(i, cancellationToken));
        var usual = (part.Training.Length + UsualPoints - 1) / UsualPoints;
        return new TrainingWatch(Math.Max(1, setup.EvaluateEvery ?? usual), tests.ToImmutable());
    }

    /// <summary>Scores of the model before it learned anything, for forward transfer.</summary>
    private async Task<ImmutableSortedDictionary<string, ImmutableArray<double>>> BaselineAsync(
        ITrialModel model, Judge judge, TrialRows training, SplitDocument split, CancellationToken cancellationToken)
    {
        if (setup.Experience > 0 || split.Experiences.Length == 1 || !judge.IsForwardTransferDefined || model is not NetworkModel network)
            return ImmutableSortedDictionary<string, ImmutableArray<double>>.Empty;
        network.Begin(training);
        return (await judge.RowAsync(cancellationToken)).Metrics;
    }

    private async Task FinishAsync(
        TrialData data, SplitPart part, Judge judge, PlanComponents components,
        ImmutableSortedDictionary<string, ImmutableArray<double>> baseline, ImmutableArray<string> notes,
        CancellationToken cancellationToken)
    {
        var metrics = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var (word, rows) in (IEnumerable<(string, ImmutableArray<int>)>)
            [("tra", part.Training), ("val", part.Validation), ("tst", part.Test)])
        {
            if (rows.IsEmpty)
                continue;
            var evaluated = await judge.EvaluateAsync(rows, setup.Experience, cancellationToken);
            foreach (var (name, value) in evaluated.BuiltIn)
                metrics[$"{data.Output.Name}_{word}_{name}"] = value;
            foreach (var (name, value) in await components.MeasureAsync(evaluated, cancellationToken))
                metrics[$"{data.Output.Name}_{word}_{name}"] = value;
            if (word == "tst")
                await components.WriteAsync(evaluated, ArtifactsFolder("evaluation"), cancellationToken);
        }
        var row = await judge.RowAsync(cancellationToken);
        if (row.Seen is { } seen && row.Metrics.Any(static one => one.Value.Length > 1))
            metrics[$"{data.Output.Name}_seen_accuracy"] = seen;
        log.Metrics(metrics);
        var result = new ResultDocument
        {
            Dataset = data.Schema.Name,
            Output = data.Output.Name,
            Experience = setup.Experience,
            Partition = setup.Partition,
            Sizes = [part.Training.Length, part.Test.Length, part.Validation.Length],
            Metrics = metrics.ToImmutable(),
            Row = row.Metrics,
            PerClass = row.PerClass,
            Seen = row.Seen,
            Notes = notes,
            Baseline = baseline,
            Curves = log.Curves,
        };
        var folder = Directory.CreateDirectory(Path.Join(folders.Outputs, "result")).FullName;
        var file = string.Create(CultureInfo.InvariantCulture, $"e{setup.Experience}_p{setup.Partition}.json");
        await File.WriteAllTextAsync(Path.Join(folder, file), result.Write(), cancellationToken);
    }

    /// <summary>What others need to ask the model without the plan and the dataset.</summary>
    private ServedDocument DocumentOf(TrialData data, SplitDocument split)
    {
        var schema = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(schema))
            DatasetSchemas.Write(json, data.Schema);
        return new ServedDocument
        {
            Setup = setup with { Metrics = [], Artifacts = [] },
            Schema = Encoding.UTF8.GetString(schema.WrittenSpan),
            Classes = split.Classes,
        };
    }

    private TrialContext ContextOf(TrialData data, SplitDocument split) => new()
    {
        Parameters = setup.Model.Parameters,
        Schema = data.Schema,
        Output = data.Output,
        Classes = split.Classes,
        Device = setup.Device,
        Seed = setup.Seed,
        IsOnline = setup.IsOnline is true,
        ScratchFolder = folders.Scratch,
        CodeFolder = folders.Code,
        Log = log,
    };

    private async Task TellPartAsync(SplitPart part, CancellationToken cancellationToken)
    {
        var all = (double)(part.Training.Length + part.Test.Length + part.Validation.Length);
        log.Texts(
            ("training_proportion", Share(part.Training)), ("test_proportion", Share(part.Test)),
            ("validation_proportion", Share(part.Validation)));
        await WriteArtifactAsync("training_indices.txt", Lines(part.Training), cancellationToken);
        await WriteArtifactAsync("test_indices.txt", Lines(part.Test), cancellationToken);
        await WriteArtifactAsync("validation_indices.txt", Lines(part.Validation), cancellationToken);

        string Share(ImmutableArray<int> rows) => (rows.Length / all).ToString("F2", CultureInfo.InvariantCulture);

        static string Lines(ImmutableArray<int> rows) =>
            string.Concat(rows.Select(static row => string.Create(CultureInfo.InvariantCulture, $"{row}\n")));
    }

    private string ArtifactsFolder(string? name = null) =>
        Directory.CreateDirectory(Path.Join(folders.Outputs, "artifacts", name ?? "")).FullName;

    private Task WriteArtifactAsync(string name, string text, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(Path.Join(ArtifactsFolder(), name), text, cancellationToken);
}
