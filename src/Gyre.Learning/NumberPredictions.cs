using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Learning.Tables;

namespace Gyre.Learning;

/// <summary>The numbers that a model predicts for some rows.</summary>
/// <remarks>
/// As CSV the columns <c>id</c>, <c>label</c> when known, <c>predicted</c>; as JSON
/// <c>{"schemaVersion", "predictions": [{"id", "label"?, "predicted"}]}</c>.
/// </remarks>
public sealed record NumberPredictions : Predictions
{
    private const int SchemaVersion = 1;

    /// <summary>One per row; finite.</summary>
    public required ImmutableArray<double> Values { get; init; }

    /// <summary>What the data said where it had labels, else null.</summary>
    public required ImmutableArray<string>? Labels { get; init; }

    /// <summary>Asks a model about a table whose columns are in the model's order.</summary>
    /// <exception cref="ArgumentException">The number of columns is not the model's.</exception>
    /// <exception cref="InvalidInputException">A row's features are so large that the sums overflow.</exception>
    public static NumberPredictions Of(RegressionModel model, Table table)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(table);
        var values = model.Values(table.Features);
        for (var row = 0; row < values.Length; row++)
        {
            if (!double.IsFinite(values[row]))
            {
                throw new InvalidInputException(
                    "learn.not-finite", $"The features of the row '{table.Ids[row]}' are too large for the model.");
            }
        }
        return new NumberPredictions { Ids = table.Ids, Values = [.. values], Labels = table.Labels };
    }

    /// <inheritdoc/>
    public override Task WriteAsync(Stream stream, PredictionFormat format, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return format == PredictionFormat.Csv ? WriteCsvAsync(stream, cancellationToken) : WriteJsonAsync(stream, cancellationToken);
    }

    private async Task WriteCsvAsync(Stream stream, CancellationToken cancellationToken)
    {
        var writer = new CsvWriter(stream);
        await using (writer.ConfigureAwait(false))
        {
            writer.Add("id");
            if (Labels is not null)
                writer.Add("label");
            writer.Add("predicted");
            await writer.EndRecordAsync(cancellationToken).ConfigureAwait(false);
            for (var row = 0; row < Ids.Length; row++)
            {
                writer.Add(Ids[row]);
                if (Labels is { } labels)
                    writer.Add(labels[row]);
                writer.Add(Values[row]);
                await writer.EndRecordAsync(cancellationToken).ConfigureAwait(false);
            }
            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WriteJsonAsync(Stream stream, CancellationToken cancellationToken)
    {
        var writer = new Utf8JsonWriter(stream);
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schemaVersion", SchemaVersion);
            writer.WriteStartArray("predictions");
            for (var row = 0; row < Ids.Length; row++)
            {
                writer.WriteStartObject();
                writer.WriteString("id", Ids[row]);
                if (Labels is { } labels)
                    writer.WriteString("label", labels[row]);
                writer.WriteNumber("predicted", Values[row]);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
