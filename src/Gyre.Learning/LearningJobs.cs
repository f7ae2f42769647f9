using Gyre.Core;
using Gyre.Learning.Files;

namespace Gyre.Learning;

/// <summary>A readable stream and how the user named it, for errors.</summary>
/// <param name="Stream">Read to its end; the caller closes it.</param>
/// <param name="Name">Mostly a path.</param>
public sealed record NamedStream(Stream Stream, string Name);

/// <summary>What to train, and how.</summary>
public sealed record TrainJob
{
    /// <summary>What to train; <see cref="ModelKinds.Trainable"/> lists the choices.</summary>
    public required ITrainableKind Kind { get; init; }

    /// <summary>How to train it. Default: every setting has its default.</summary>
    public ModelSettings Settings { get; init; } = ModelSettings.Defaults;

    /// <summary>Which columns mean what.</summary>
    public TableOptions Table { get; init; } = new();
}

/// <summary>The commands of learning as functions over streams: what a step of a pipeline calls. They open and keep nothing.</summary>
public static class LearningJobs
{
    /// <summary>Cuts a CSV file into training and test rows.</summary>
    /// <param name="data">A CSV file with a header.</param>
    /// <param name="train">Receives the header and the training rows, in the order of the file.</param>
    /// <param name="test">Receives the header and the test rows, in the order of the file.</param>
    /// <param name="options">How to cut.</param>
    /// <param name="cancellationToken">Stops the reading and writing.</param>
    /// <exception cref="InvalidInputException">Bad file or option; nothing has been written then.</exception>
    public static Task<SplitResult> SplitAsync(
        NamedStream data, Stream train, Stream test, SplitOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        return TableSplit.RunAsync(data, train, test, options, cancellationToken);
    }

    /// <summary>Trains a model on a CSV file and writes it.</summary>
    /// <param name="data">A CSV file with labels.</param>
    /// <param name="model">Receives the model file, once the training is done.</param>
    /// <param name="job">What to train.</param>
    /// <param name="progress">Called after each epoch or iteration.</param>
    /// <param name="cancellationToken">Stops the job.</param>
    /// <exception cref="InvalidInputException">Bad file or option; nothing has been written then.</exception>
    /// <exception cref="TrainingDivergedException">The learning rate was too high.</exception>
    public static async Task<TrainingResult> TrainAsync(
        NamedStream data, Stream model, TrainJob job, Action<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(job);
        job.Kind.Check(job.Settings);
        var table = await Table.ReadCsvAsync(data.Stream, data.Name, job.Table with { RequireLabels = true }, cancellationToken).ConfigureAwait(false);
        var result = job.Kind.Train(table, job.Settings, progress, cancellationToken);
        await ModelFile.WriteAsync(result.Model, model, cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <summary>Asks a model about a CSV file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">A CSV file with the model's feature columns in any order; others are passed over.</param>
    /// <param name="options">Which columns mean what; labels are taken along where they are.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">Bad file, or a feature is missing.</exception>
    public static async Task<Predictions> PredictAsync(
        Model model, NamedStream data, TableOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        var wanted = options with { Features = model.FeatureNames, RequireLabels = false, Ignore = [] };
        var table = await Table.ReadCsvAsync(data.Stream, data.Name, wanted, cancellationToken).ConfigureAwait(false);
        return model.Kind.Predict(model, table);
    }

    /// <summary>Asks a model about a CSV file and judges its answers by the labels in it.</summary>
    /// <param name="model">A model that predicts classes.</param>
    /// <param name="data">A CSV file with the model's feature columns and labels.</param>
    /// <param name="options">Which columns mean what.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">Bad file, a feature or the labels are missing, or the model predicts something else than classes.</exception>
    public static async Task<ClassificationReport> EvaluateAsync(
        Model model, NamedStream data, TableOptions options, CancellationToken cancellationToken) =>
        await PredictAsync(model, data, options, cancellationToken).ConfigureAwait(false) is PredictionSet classes
            ? classes.Evaluate()
            : throw new InvalidInputException(
                "learn.no-classes",
                $"A model of kind '{model.Kind.Name}' does not predict classes.",
                "Only classifiers can be evaluated.");

    /// <summary>Reads the true labels of a CSV file by row id.</summary>
    /// <exception cref="InvalidInputException">Bad file, a column is missing, or an id stands there twice.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> ReadTruthAsync(
        NamedStream data, TableOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        var wanted = options with { Features = [], RequireLabels = true, Ignore = [] };
        var table = await Table.ReadCsvAsync(data.Stream, data.Name, wanted, cancellationToken).ConfigureAwait(false);
        var truth = new Dictionary<string, string>(table.Ids.Length, StringComparer.Ordinal);
        for (var i = 0; i < table.Ids.Length; i++)
        {
            if (!truth.TryAdd(table.Ids[i], table.Labels!.Value[i]))
            {
                throw new InvalidInputException(
                    [new Diagnostic(Severity.Error, "learn.duplicate-id", $"The row id '{table.Ids[i]}' appears twice.") { File = data.Name, Remedy = "Give each row a unique id; predictions are matched by id." }]);
            }
        }

        return truth;
    }

    /// <summary>Writes a report as JSON: the metrics, the classes, the confusion matrix by true class.</summary>
    public static Task WriteReportAsync(ClassificationReport report, Stream stream, CancellationToken cancellationToken) =>
        ReportFile.WriteAsync(report, stream, cancellationToken);

    /// <summary>Reads the scores of a candidate from a report, or judges predictions that carry their true labels.</summary>
    /// <param name="file">What <see cref="WriteReportAsync"/> or <see cref="PredictionSet.WriteAsync"/> wrote.</param>
    /// <param name="truth">True class by row id for predictions, or null to use their own labels.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">Neither of the two.</exception>
    public static Task<CandidateScore> ReadScoreAsync(
        NamedStream file, IReadOnlyDictionary<string, string>? truth, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        return ReportFile.ReadScoreAsync(file, truth, cancellationToken);
    }

    /// <summary>Ranks candidates: by the metric, then log-loss, then macro F1, then name.</summary>
    /// <param name="candidates">At least one; all judged on the same rows.</param>
    /// <param name="metric">What counts first.</param>
    /// <param name="target">The value of the metric that is good enough, or null.</param>
    /// <exception cref="InvalidInputException">There is no candidate, two have one name, they were judged on different numbers of rows, or one lacks the metric.</exception>
    public static Comparison Compare(IReadOnlyList<CandidateScore> candidates, ComparisonMetric metric, double? target)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        return Comparison.Of(candidates, metric, target);
    }
}
