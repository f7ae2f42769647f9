using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Experiments.Features;
using Gyre.Experiments.Setup;
using Gyre.Learning;

namespace Gyre.Experiments.Components;

/// <summary>
/// A model that learns from all examples at once. Linear regression carries sums of the examples from experience to experience, so it comes
/// to what all of them together give; boosted trees cannot go on training, so each experience starts anew.
/// </summary>
internal sealed class KindModel : ITrialModel
{
    private const string ModelFileName = "model.json";
    private const string EncoderFile = "encoder.json";
    private const string StatisticsFile = "statistics.json";

    private readonly TrialContext _context;
    private readonly ITrainableKind _kind;
    private readonly ModelSettings _settings;
    private readonly EncoderOptions _encoding;
    private readonly int _output;
    private ExampleEncoder? _encoder;
    private Model? _model;
    private RegressionStatistics? _statistics;

    public KindModel(BlockSetup model, TrialContext context, bool goesOn)
    {
        var algorithm = context.Classes.IsEmpty && model.Component == "trees" ? "trees-regression" : model.Component;
        if (context.Classes.IsEmpty == algorithm is not ("trees-regression" or "linear"))
            throw new InvalidInputException(
                "experiment.output", $"'{model.Class}' does not predict the output '{context.Output.Name}', a {context.Output.Type}.",
                context.Classes.IsEmpty ? "Use gyre.models.LinearRegression or gyre.models.GradientBoostedTrees." : "Use a classifier.");
        (_context, StartsAnew) = (context, !goesOn);
        _kind = ModelKinds.BuiltIn.FindAlgorithm(algorithm)!;
        _settings = SettingsOf(new Parameters(model.Class, model.Parameters));
        _kind.Check(_settings);
        _encoding = EncoderOptions.Read(model.Parameters, context.CodeFolder);
        _output = context.Schema.Elements.IndexOf(context.Output);
    }

    /// <summary>Whether nothing of earlier experiences is left after the next.</summary>
    public bool StartsAnew { get; }

    public Task TrainAsync(TrialRows training, TrialRows validation, CancellationToken cancellationToken)
    {
        _encoder ??= ExampleEncoder.Fit(training, _encoding);
        var table = Of(training, isLabeled: true);
        _model = StartsAnew
            ? _kind.Train(
                table, _settings, progress => _context.Log.Metric("loss", progress.Loss, progress.Epoch), cancellationToken).Model
            : GoOn(table, cancellationToken);
        return Task.CompletedTask;
    }

    private Model GoOn(Table table, CancellationToken cancellationToken)
    {
        _statistics ??= new RegressionStatistics(table.Features.Columns);
        _statistics.Add(table, cancellationToken);
        var result = _statistics.Fit(table.FeatureNames, _settings);
        _context.Log.Metric("loss", result.Last.Loss, result.Last.Epoch);
        return result.Model;
    }

    public Task<TrialPredictions> PredictAsync(TrialRows rows, CancellationToken cancellationToken)
    {
        TrialPredictions predictions = _kind.Predict(Trained(), Of(rows, isLabeled: false)) switch
        {
            PredictionSet labels => new LabelPredictions(labels.Predicted)
            {
                Classes = labels.Classes,
                Probabilities = labels.Probabilities,
            },
            NumberPredictions numbers => new AmountPredictions([.. numbers.Values]),
            var other => throw new InvalidOperationException($"Predictions of type {other.GetType().Name} are not known here."),
        };
        return Task.FromResult(predictions);
    }

    public async Task SaveAsync(string folder, CancellationToken cancellationToken)
    {
        await using var file = File.Create(Path.Join(folder, ModelFileName));
        await ModelFile.WriteAsync(Trained(), file, cancellationToken);
        await File.WriteAllTextAsync(Path.Join(folder, EncoderFile), ValueJson.Write(_encoder!.Save()), cancellationToken);
        if (_statistics is null)
            return;
        await using var statistics = File.Create(Path.Join(folder, StatisticsFile));
        await _statistics.SaveAsync(statistics, cancellationToken);
    }

    public async Task LoadAsync(string folder, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(Path.Join(folder, ModelFileName));
        _model = await ModelFile.ReadAsync(file, ModelFileName, ModelKinds.BuiltIn, cancellationToken);
        _encoder = ExampleEncoder.Load(
            ValueJson.Parse(await File.ReadAllBytesAsync(Path.Join(folder, EncoderFile), cancellationToken)), _context.CodeFolder);
        if (StartsAnew)
            return;
        await using var statistics = File.OpenRead(Path.Join(folder, StatisticsFile));
        _statistics = await RegressionStatistics.LoadAsync(statistics, StatisticsFile, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _encoder?.Dispose();
        return ValueTask.CompletedTask;
    }

    private Table Of(TrialRows rows, bool isLabeled) => new()
    {
        Features = _encoder!.Encode(rows),
        FeatureNames = [.. _encoder.FeatureNames],
        Ids = [.. rows.Examples.Select(static example => example.Id.ToString())],
        Labels = isLabeled ? rows.Examples.Select(example => ExampleLabels.Of(example, _output, _context.Output)).ToImmutableArray() : null,
    };

    private Model Trained() => _model ?? throw new InvalidOperationException("The model was neither trained nor loaded.");

    private ModelSettings SettingsOf(Parameters parameters)
    {
        var settings = ModelSettings.Defaults;
        foreach (var setting in _kind.Settings)
        {
            var name = setting.Name.Replace('-', '_');
            if (parameters.Find(name) is not { } value)
                continue;
            settings = setting switch
            {
                ModelSetting<int> whole => settings.With(whole, parameters.Count(0, name)),
                ModelSetting<ulong> seed => settings.With(seed, (ulong)parameters.Whole(0, name)),
                ModelSetting<double> number => settings.With(number, parameters.Number(0, name)),
                ModelSetting<string> text => settings.With(text, value.ToString()),
                _ => settings,
            };
        }
        return settings;
    }
}
