using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Experiments.Hosting;

/// <summary>
/// Predictions as JSON lines: <c>{"label": "cat", "probabilities": [0.9, 0.1]}</c>, with probabilities in the order of the classes, or
/// <c>{"value": 1.5}</c>.
/// </summary>
internal static class PredictionLines
{
    public const string FileName = "predictions.jsonl";

    /// <summary>How far the probabilities of an example may be from adding up to 1; they are then divided by their sum.</summary>
    private const double Tolerance = 1e-3;

    /// <summary>Reads predictions of a component.</summary>
    /// <exception cref="InvalidInputException">A line is refused, or there are too few or too many.</exception>
    public static Task<TrialPredictions> ReadAsync(string folder, int count, TrialContext context, CancellationToken cancellationToken) =>
        context.Classes.IsEmpty
            ? ReadNumbersAsync(folder, count, cancellationToken)
            : ReadLabelsAsync(folder, count, context.Classes, cancellationToken);

    /// <summary>Writes truth and predictions for metrics and artifacts.</summary>
    public static Task WriteAsync(string folder, string name, EvaluatedPart part, CancellationToken cancellationToken) =>
        RowLines.WriteLinesAsync(folder, name, Enumerable.Range(0, part.Targets.Length).ToList(), (json, row) =>
        {
            json.WritePropertyName("target");
            RowLines.Write(json, part.Targets[row]);
            json.WritePropertyName("prediction");
            if (part.Predictions is AmountPredictions amounts)
                RowLines.Write(json, Value.Of(amounts.Numbers[row]));
            else if (part.Predictions is LabelPredictions labels)
                Write(json, labels, row);
        }, cancellationToken);

    private static void Write(Utf8JsonWriter json, LabelPredictions labels, int row)
    {
        json.WriteStringValue(labels.Labels[row]);
        if (labels.Probabilities is not { } matrix)
            return;
        json.WriteStartArray("probabilities");
        foreach (var one in matrix.Row(row))
            RowLines.Write(json, Value.Of(one));
        json.WriteEndArray();
    }

    private static async Task<TrialPredictions> ReadNumbersAsync(string folder, int count, CancellationToken cancellationToken)
    {
        var numbers = ImmutableArray.CreateBuilder<double>(count);
        await foreach (var line in LineFile.ReadAsync(folder, FileName, count, cancellationToken).ConfigureAwait(false))
        {
            if (line.Value.Find("value") is not { } value || !value.TryGetNumber(out var number) || !double.IsFinite(number))
                throw HostingRefusals.InFile(FileName, line.Number, "The line has no finite number 'value'.", "Write {\"value\": 1.5}.");
            numbers.Add(number);
        }
        return numbers.Count == count
            ? new AmountPredictions(numbers.MoveToImmutable())
            : throw RowLines.TooFew(FileName, numbers.Count, count);
    }

    private static async Task<TrialPredictions> ReadLabelsAsync(
        string folder, int count, ImmutableArray<string> classes, CancellationToken cancellationToken)
    {
        var known = new HashSet<string>(classes, StringComparer.Ordinal);
        var labels = ImmutableArray.CreateBuilder<string>(count);
        DenseMatrix? matrix = null;
        await foreach (var line in LineFile.ReadAsync(folder, FileName, count, cancellationToken).ConfigureAwait(false))
        {
            var label = Label(line, known);
            var given = line.Value.Find("probabilities") is { IsNull: false } value ? value : null;
            if (labels.Count == 0 && given is not null)
                matrix = new DenseMatrix(count, classes.Length);
            if ((given is null) != (matrix is null))
                throw Refuse(line, "Some lines have 'probabilities', others have none.");
            if (given is not null)
                Fill(matrix!.Row(labels.Count), given, line);
            if (label is null && matrix is null)
                throw Refuse(line, "The line has neither 'label' nor 'probabilities'.");
            labels.Add(label ?? classes[Highest(matrix!.Row(labels.Count))]);
        }
        if (labels.Count != count)
            throw RowLines.TooFew(FileName, labels.Count, count);
        return new LabelPredictions(labels.MoveToImmutable()) { Classes = matrix is null ? [] : classes, Probabilities = matrix };
    }

    private static string? Label(LineFile.Line line, HashSet<string> known) => line.Value.Find("label") switch
    {
        null or NullValue => null,
        TextValue { Text: var text } when known.Contains(text) => text,
        var other => throw Refuse(line, $"'{HostingRefusals.Shown(other.ToString())}' is not a label of the output."),
    };

    private static void Fill(Span<double> row, Value value, LineFile.Line line)
    {
        if (value is not ListValue { Items: var items } || items.Length != row.Length)
            throw Refuse(line, $"'probabilities' is not a list of {row.Length} numbers, one for each class.");
        var sum = 0d;
        for (var i = 0; i < row.Length; i++)
        {
            if (!items[i].TryGetNumber(out var one) || !double.IsFinite(one) || one < 0 || one > 1 + Tolerance)
                throw Refuse(line, $"'{HostingRefusals.Shown(items[i].ToString())}' is not a probability.");
            row[i] = one;
            sum += one;
        }
        if (Math.Abs(sum - 1) > Tolerance)
            throw Refuse(line, FormattableString.Invariant($"The probabilities add up to {sum}, not to 1."));
        foreach (ref var one in row)
            one /= sum;
    }

    private static int Highest(ReadOnlySpan<double> row)
    {
        var best = 0;
        for (var i = 1; i < row.Length; i++)
            best = row[i] > row[best] ? i : best;
        return best;
    }

    private static InvalidInputException Refuse(LineFile.Line line, string message) => HostingRefusals.InFile(
        FileName, line.Number, message,
        "Write {\"label\": \"a\", \"probabilities\": [0.9, 0.1]}, the probabilities in the order of the request's classes.");
}
