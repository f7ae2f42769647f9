using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Experiments.Features;
using Gyre.Experiments.Setup;
using Gyre.Learning;

namespace Gyre.Experiments.Components;

/// <summary>
/// Softmax regression, a network, nearest mean or streaming LDA, with a strategy for several experiences. What turns examples into numbers
/// is fitted on the first experience and saved with it.
/// </summary>
internal sealed class NetworkModel : ITrialModel
{
    private const string LearnerFile = "learner.json";
    private const string EncoderFile = "encoder.json";

    private readonly TrialContext _context;
    private readonly ContinualOptions _options;
    private readonly EncoderOptions _encoding;
    private readonly int _output;
    private ExampleEncoder? _encoder;
    private ContinualLearner? _learner;

    public NetworkModel(BlockSetup model, BlockSetup? strategy, BlockSetup? loader, TrialContext context)
    {
        if (context.Classes.Length < 2)
            throw new InvalidInputException(
                "experiment.classes", $"'{model.Class}' requires a category output with at least two classes.",
                "Use a model for numbers, such as gyre.models.LinearRegression.");
        _context = context;
        _options = NetworkSettings.Of(model, strategy, loader, context);
        _encoding = EncoderOptions.Read(model.Parameters, context.CodeFolder);
        _output = context.Schema.Elements.IndexOf(context.Output);
    }

    /// <summary>Numbers of the model and bytes that it carries beside them.</summary>
    public (long Parameters, long CarriedBytes) Size => (_learner?.Parameters ?? 0, _learner?.CarriedBytes ?? 0);

    /// <summary>Makes the model as it is before it learns, so that it can be judged.</summary>
    public void Begin(TrialRows training)
    {
        _encoder ??= ExampleEncoder.Fit(training, _encoding);
        _learner ??= ContinualLearner.Create(_options, _encoder.Width, _context.Classes.Length);
    }

    public Task TrainAsync(TrialRows training, TrialRows validation, CancellationToken cancellationToken)
    {
        TrainTogether([training], watch: null, cancellationToken);
        return Task.CompletedTask;
    }

    /// <summary>Learns the examples of several tasks as one experience.</summary>
    /// <param name="training">Examples by task.</param>
    /// <param name="watch">What the model is judged by along the way; null for nothing.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    public void TrainTogether(IReadOnlyList<TrialRows> training, TrainingWatch? watch, CancellationToken cancellationToken)
    {
        Begin(training[0]);
        if (_options.Strategy == "joint" && _learner!.Experiences > 0)
            return; // It has learned all experiences at once.
        var watched = watch is null ? null : new WatchedTraining(watch, EncodeTests(watch), _learner!, _context.Log);
        var hits = _learner!.LearnTogether([.. training.Select(Encode)], watched is null ? null : watched.Stepped, cancellationToken);
        watched?.End(hits);
        _context.Log.Metric("prequential_accuracy", hits.Count(static hit => hit) / (double)hits.Length, training[0].Task ?? 0);
    }

    public Task<TrialPredictions> PredictAsync(TrialRows rows, CancellationToken cancellationToken)
    {
        var (encoder, learner) = Trained();
        var scores = learner.Scores(encoder.Encode(rows, cancellationToken));
        var allowed = rows.Candidates.IsEmpty
            ? Enumerable.Repeat(true, learner.Classes).ToArray()
            : [.. _context.Classes.Select(rows.Candidates.Contains)];
        var labels = ImmutableArray.CreateBuilder<string>(scores.Rows);
        for (var i = 0; i < scores.Rows; i++)
            labels.Add(_context.Classes[Softmax(scores.Row(i), allowed)]);
        return Task.FromResult<TrialPredictions>(
            new LabelPredictions(labels.MoveToImmutable()) { Classes = _context.Classes, Probabilities = scores });
    }

    public async Task SaveAsync(string folder, CancellationToken cancellationToken)
    {
        var (encoder, learner) = Trained();
        await using var file = File.Create(Path.Join(folder, LearnerFile));
        await learner.SaveAsync(file, cancellationToken);
        await File.WriteAllTextAsync(Path.Join(folder, EncoderFile), ValueJson.Write(encoder.Save()), cancellationToken);
    }

    public async Task LoadAsync(string folder, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(Path.Join(folder, LearnerFile));
        // A search goes on for other epochs than those that were learned before.
        _learner = await ContinualLearner.LoadAsync(file, LearnerFile, _options.Epochs, cancellationToken);
        _encoder = ExampleEncoder.Load(
            ValueJson.Parse(await File.ReadAllBytesAsync(Path.Join(folder, EncoderFile), cancellationToken)), _context.CodeFolder);
    }

    public ValueTask DisposeAsync()
    {
        _encoder?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Test examples as the learner takes them; their labels are known to who judges, not to the model.</summary>
    private List<ContinualRows> EncodeTests(TrainingWatch watch)
    {
        var classes = ClassNumbers();
        return
        [
            .. watch.Tests.Select(test => new ContinualRows(
                _encoder!.Encode(test.Rows), [.. test.Labels.Select(label => classes[label])], 0, OutputsOf(test.Rows, classes))),
        ];
    }

    private Dictionary<string, int> ClassNumbers() =>
        _context.Classes.Index().ToDictionary(static pair => pair.Item, static pair => pair.Index, StringComparer.Ordinal);

    private static ImmutableArray<int> OutputsOf(TrialRows rows, Dictionary<string, int> classes) =>
        rows.Candidates.IsEmpty ? [] : [.. rows.Candidates.Select(label => classes[label]).Order()];

    private ContinualRows Encode(TrialRows rows)
    {
        var classes = ClassNumbers();
        var labels = rows.Examples.Select(example => classes[ExampleLabels.Of(example, _output, _context.Output)]).ToImmutableArray();
        return new ContinualRows(_encoder!.Encode(rows), labels, rows.Task ?? 0, OutputsOf(rows, classes));
    }

    private (ExampleEncoder Encoder, ContinualLearner Learner) Trained() => _encoder is { } encoder && _learner is { } learner
        ? (encoder, learner)
        : throw new InvalidOperationException("The model was neither trained nor loaded.");

    /// <summary>Scores become probabilities of the classes in question; gives the class of the largest, the first of equals.</summary>
    private static int Softmax(Span<double> scores, bool[] allowed)
    {
        var best = -1;
        for (var c = 0; c < scores.Length; c++)
        {
            if (allowed[c] && (best < 0 || scores[c] > scores[best]))
                best = c;
        }
        var (largest, sum) = (scores[best], 0.0);
        for (var c = 0; c < scores.Length; c++)
        {
            // Before any class can be scored all are as likely.
            scores[c] = !allowed[c] ? 0 : double.IsNegativeInfinity(largest) ? 1 : Math.Exp(scores[c] - largest);
            sum += scores[c];
        }
        foreach (ref var score in scores)
            score /= sum;
        return best;
    }
}
