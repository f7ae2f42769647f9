using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning.Vectors;

namespace Gyre.Learning;

/// <summary>How predictions are written.</summary>
public enum PredictionFormat
{
    /// <summary>Columns <c>id</c>, <c>label</c> when known, <c>predicted</c>, then <c>p_CLASS</c> for each class.</summary>
    Csv,

    /// <summary>One document: <c>{"schemaVersion", "classes", "predictions": [{"id", "label"?, "predicted", "probabilities"}]}</c>.</summary>
    Json,
}

/// <summary>What a model of any kind says about some rows.</summary>
public abstract record Predictions
{
    /// <summary>Names of the rows.</summary>
    public required ImmutableArray<string> Ids { get; init; }

    /// <summary>Writes all rows.</summary>
    public abstract Task WriteAsync(Stream stream, PredictionFormat format, CancellationToken cancellationToken);
}

/// <summary>What a classifier says about some rows.</summary>
public sealed record PredictionSet : Predictions
{
    /// <summary>The model's classes; the order of the probabilities.</summary>
    public required ImmutableArray<string> Classes { get; init; }

    /// <summary>The most probable class of each row; of equals the first in <see cref="Classes"/>.</summary>
    public required ImmutableArray<string> Predicted { get; init; }

    /// <summary>The true classes where the data had them, else null.</summary>
    public required ImmutableArray<string>? Labels { get; init; }

    /// <summary>Rows x classes, within [0, 1].</summary>
    public required DenseMatrix Probabilities { get; init; }

    /// <summary>Asks a model about a table whose columns are in the model's order.</summary>
    /// <exception cref="ArgumentException">The number of columns is not the model's.</exception>
    /// <exception cref="InvalidInputException">A row's features are so large that the sums overflow.</exception>
    public static PredictionSet Of(ClassifierModel model, Table table)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(table);
        var probabilities = model.Probabilities(table.Features);
        var predicted = ImmutableArray.CreateBuilder<string>(probabilities.Rows);
        for (var i = 0; i < probabilities.Rows; i++)
        {
            // Features far outside what the model was trained on can overflow its sums.
            if (probabilities.Row(i).Contains(double.NaN))
                throw new InvalidInputException("learn.not-finite", $"The features of the row '{table.Ids[i]}' are too large for the model.");
            predicted.Add(model.Classes[Kernels.IndexOfMax(probabilities.Row(i))]);
        }
        return new PredictionSet
        {
            Classes = model.Classes,
            Ids = table.Ids,
            Predicted = predicted.MoveToImmutable(),
            Labels = table.Labels,
            Probabilities = probabilities,
        };
    }

    /// <inheritdoc/>
    public override Task WriteAsync(Stream stream, PredictionFormat format, CancellationToken cancellationToken) =>
        PredictionFile.WriteAsync(this, stream, format, cancellationToken);

    /// <summary>Reads what <see cref="WriteAsync"/> wrote; the format is told from the first character.</summary>
    /// <exception cref="InvalidInputException">No such file, or a probability outside [0, 1].</exception>
    public static Task<PredictionSet> ReadAsync(Stream stream, string name, CancellationToken cancellationToken) =>
        PredictionFile.ReadAsync(stream, name, cancellationToken);

    /// <summary>Judges the predictions.</summary>
    /// <param name="truth">True class by row id, or null to use <see cref="Labels"/>.</param>
    /// <exception cref="InvalidInputException">There is no truth, no row, or a row without truth.</exception>
    public ClassificationReport Evaluate(IReadOnlyDictionary<string, string>? truth = null)
    {
        if (truth is null && Labels is null)
            throw new InvalidInputException(
                "learn.no-truth", "The predictions include no true labels.", "Specify the data file with the labels.");
        if (Ids.Length == 0)
            throw new InvalidInputException("learn.no-rows", "There are no predictions to evaluate.");
        var index = Classes.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
        var labels = new string[Ids.Length];
        var probabilities = new double[Ids.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = truth is null ? Labels!.Value[i] : truth.GetValueOrDefault(Ids[i])
                ?? throw new InvalidInputException(
                    "learn.no-truth", $"The row '{Ids[i]}' has no true label.", "Evaluate on the rows that were predicted.");
            probabilities[i] = index.TryGetValue(labels[i], out var c) ? Probabilities[i, c] : 0;
        }

        return ClassificationReport.Create(labels, Predicted, probabilities);
    }
}
