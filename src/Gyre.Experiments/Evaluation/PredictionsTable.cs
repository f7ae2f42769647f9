using System.Collections.Immutable;
using System.Globalization;
using Gyre.Learning;

namespace Gyre.Experiments.Evaluation;

/// <summary>
/// Every prediction beside its truth, as CSV and JSON: the place in the part from 0, the truth, the prediction, and the probabilities if
/// there are any. JSON only where all numbers are finite.
/// </summary>
internal sealed class PredictionsTable : ITrialArtifact
{
    private const string Name = "predictions";

    /// <inheritdoc/>
    public async Task WriteAsync(EvaluatedPart part, string folder, CancellationToken cancellationToken)
    {
        var table = Table(part);
        await WriteAsync(table, PredictionFormat.Csv, Path.Join(folder, Name + ".csv"), cancellationToken).ConfigureAwait(false);
        if (IsFinite(part.Predictions))
            await WriteAsync(table, PredictionFormat.Json, Path.Join(folder, Name + ".json"), cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteAsync(Predictions table, PredictionFormat format, string path, CancellationToken cancellationToken)
    {
        var stream = File.Create(path);
        await using (stream.ConfigureAwait(false))
            await table.WriteAsync(stream, format, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>JSON has no other numbers.</summary>
    private static bool IsFinite(TrialPredictions predictions) => predictions switch
    {
        AmountPredictions amounts => amounts.Numbers.All(double.IsFinite),
        LabelPredictions { Probabilities: { } numbers } => numbers.Values.ToArray().All(double.IsFinite),
        _ => true,
    };

    private static Predictions Table(EvaluatedPart part)
    {
        ImmutableArray<string> ids =
            [.. Enumerable.Range(0, part.Targets.Length).Select(static i => i.ToString(CultureInfo.InvariantCulture))];
        ImmutableArray<string> truth = [.. part.Targets.Select(static target => target.IsNull ? "" : target.ToString())];
        switch (part.Predictions)
        {
            case AmountPredictions amounts:
                Counts.Require(ids.Length, amounts.Numbers.Length, "numbers");
                return new NumberPredictions { Ids = ids, Labels = truth, Values = amounts.Numbers };
            case LabelPredictions labels:
                _ = JudgedLabels.Of(part.Targets, labels, []);
                return new PredictionSet
                {
                    Ids = ids,
                    Labels = truth,
                    Predicted = labels.Labels,
                    Classes = labels.Probabilities is null ? [] : labels.Classes,
                    Probabilities = labels.Probabilities ?? new DenseMatrix(ids.Length, 0),
                };
            default:
                throw new ArgumentException($"{part.Predictions.GetType().Name} cannot be written.", nameof(part));
        }
    }
}
