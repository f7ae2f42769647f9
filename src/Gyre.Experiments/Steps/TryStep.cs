using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Experiments.Components;
using Gyre.Experiments.Evaluation;
using Gyre.Experiments.Setup;

namespace Gyre.Experiments.Steps;

/// <summary>
/// Trains a candidate of a search on a part of the first experience's training examples, and judges it by the others. Test examples are not
/// looked at.
/// </summary>
internal sealed class TryStep(StepFolders folders, TrySetup setup, StepLog log)
{
    /// <summary>Name of the input with what the step before chose.</summary>
    public const string Input = "next";

    /// <summary>Folder of the outputs with the model, for the next rung.</summary>
    public const string StateFolder = "state";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var next = setup is { Number: { } number, Values: { } values } ? new NextDocument { Number = number, Values = values }
            : NextDocument.Read(await File.ReadAllTextAsync(Path.Join(folders.Inputs, Input, NextDocument.FileName), cancellationToken));
        if (next.Number is not { } candidate)
        {
            log.Say("There is no candidate to try: the target was reached, or too few went on.");
            return;
        }
        log.Texts(("candidate", candidate.ToString(CultureInfo.InvariantCulture)));
        SearchedValues.Tell(next.Values, log);
        await TryAsync(candidate, next.Values, cancellationToken);
    }

    private async Task TryAsync(int candidate, MapValue values, CancellationToken cancellationToken)
    {
        var split = SplitDocument.Read(
            await File.ReadAllTextAsync(Path.Join(folders.Inputs, "split", SplitDocument.FileName), cancellationToken));
        var data = await TrialData.OpenAsync(folders, cancellationToken);
        var part = data.Checked(split.Experiences[0][setup.Learn.Partition]);
        var learn = SearchedValues.With(setup.Learn, values);
        if (setup.Resource is { } resource)
            learn = SearchedValues.With(learn, new MapValue([new(resource.Name, Value.Of(resource.Added))]));
        var folds = InnerDivision.Of(data, part.Training, !split.Classes.IsEmpty, setup.Validation);
        var results = new List<ImmutableSortedDictionary<string, double>>();
        foreach (var (index, fold) in folds.Index())
            results.Add(await TryAsync(new Place(data, split, part, learn), candidate, index, fold, cancellationToken));
        // A metric that is not defined in one of the folds has no mean.
        var means = results[0].Keys.Where(name => results.TrueForAll(one => one.ContainsKey(name)))
            .ToImmutableSortedDictionary(static name => name, name => results.Average(one => one[name]), StringComparer.Ordinal);
        await FinishAsync(candidate, values, data, means, cancellationToken);
    }

    private async Task<ImmutableSortedDictionary<string, double>> TryAsync(
        Place place, int candidate, int fold, (ImmutableArray<int> Training, ImmutableArray<int> Judging) rows,
        CancellationToken cancellationToken)
    {
        var (data, split, part, learn) = place;
        var context = ContextOf(place, fold);
        var components = await PlanComponents.CreateAsync(learn, context, cancellationToken);
        await using var chain = TransformChain.Create(learn.Transforms, components);
        var name = string.Create(CultureInfo.InvariantCulture, $"fold{fold}");
        var state = new TrialState(
            Path.Join(folders.Inputs, Input, StateFolder, name),
            Path.Join(folders.Outputs, StateFolder, CandidateFolder(candidate), name));
        var training = data.Labeled(rows.Training) with
        {
            Task = 0,
            Candidates = split.TellsTasks ? [.. data.LabelsOf(part)] : [],
        };
        if (state.IsThere)
            await state.LoadAsync(chain, cancellationToken);
        else
            await chain.FitAsync(training, cancellationToken);
        training = await chain.ApplyAsync(training, isTraining: true, cancellationToken);
        var validation = await chain.ApplyAsync(data.Labeled(part.Validation), isTraining: false, cancellationToken);
        await using var model = components.Model(
            context with { Schema = training.Schema }, Path.Join(context.ScratchFolder, "training"));
        if (state.IsThere)
            await state.LoadAsync(model, cancellationToken);
        await model.TrainAsync(training, validation, cancellationToken);
        if (setup.IsContinued)
            await state.SaveAsync(chain, model, cancellationToken);
        var judged = await new Judge(model, chain, data, split, learn).EvaluateAsync(rows.Judging, 0, cancellationToken);
        var own = await components.MeasureAsync(judged, cancellationToken);
        return judged.BuiltIn.SetItems(own.Select(static one => KeyValuePair.Create(one.Name, one.Value)));
    }

    private async Task FinishAsync(
        int candidate, MapValue values, TrialData data, ImmutableSortedDictionary<string, double> means,
        CancellationToken cancellationToken)
    {
        var metric = setup.Metric ?? SearchMetrics.Of(data.Output.Type == Datasets.ElementType.Category)[0];
        var direction = setup.GreaterIsBetter ?? MetricDirections.Of(metric) ?? true;
        double? value = means.TryGetValue(metric, out var mean) && double.IsFinite(mean) ? mean : null;
        log.Metrics(means.Select(one => KeyValuePair.Create($"{data.Output.Name}_val_{one.Key}", one.Value)));
        if (value is null)
            log.Say($"The metric '{metric}' is not defined for this candidate. It has: {string.Join(", ", means.Keys)}.");
        else
            log.Metric("search_value", value.Value, setup.Resource?.Total ?? candidate);
        var folder = Directory.CreateDirectory(Path.Join(folders.Outputs, "result")).FullName;
        var document = new TriedDocument
        {
            Number = candidate,
            Rung = setup.Rung,
            Values = values,
            Metric = metric,
            GreaterIsBetter = direction,
            Value = value,
            Resource = setup.Resource?.Total,
        };
        var file = string.Create(CultureInfo.InvariantCulture, $"c{candidate}_r{setup.Rung}.json");
        await File.WriteAllTextAsync(Path.Join(folder, file), document.Write(), cancellationToken);
    }

    /// <summary>Folder of a candidate's model among those of others.</summary>
    public static string CandidateFolder(int candidate) => string.Create(CultureInfo.InvariantCulture, $"c{candidate}");

    private TrialContext ContextOf(Place place, int fold) => new()
    {
        Parameters = place.Learn.Model.Parameters,
        Schema = place.Data.Schema,
        Output = place.Data.Output,
        Classes = place.Split.Classes,
        Device = place.Learn.Device,
        Seed = place.Learn.Seed,
        ScratchFolder = Directory.CreateDirectory(
            Path.Join(folders.Scratch, string.Create(CultureInfo.InvariantCulture, $"fold{fold}"), "training")).Parent!.FullName,
        CodeFolder = folders.Code,
        Log = log,
    };

    private sealed record Place(TrialData Data, SplitDocument Split, SplitPart Part, LearnSetup Learn);
}
