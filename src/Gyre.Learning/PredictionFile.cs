using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Gyre.Core;
using Gyre.Learning.Tables;

namespace Gyre.Learning;

/// <summary>Predictions as CSV or JSON.</summary>
internal static class PredictionFile
{
    private const int SchemaVersion = 1;
    private const int MaxBytes = 1024 * 1024 * 1024;
    private const string ProbabilityPrefix = "p_";
    private const string What = "predictions";

    public static async Task WriteAsync(PredictionSet set, Stream stream, PredictionFormat format, CancellationToken cancellationToken)
    {
        if (format == PredictionFormat.Csv)
        {
            await WriteCsvAsync(set, stream, cancellationToken).ConfigureAwait(false);
            return;
        }

        var writer = new Utf8JsonWriter(stream);
        await using (writer.ConfigureAwait(false))
        {
            WriteJson(set, writer);
            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public static async Task<PredictionSet> ReadAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        var first = new byte[1];
        var count = await stream.ReadAsync(first, cancellationToken).ConfigureAwait(false);
        var whole = new PrefixedStream(first.AsMemory(0, count), stream);
        await using (whole.ConfigureAwait(false))
        {
            if (count == 0 || first[0] != (byte)'{')
                return await ReadCsvAsync(whole, name, cancellationToken).ConfigureAwait(false);
            using var document = await JsonPart.ParseAsync(whole, What, name, MaxBytes, cancellationToken).ConfigureAwait(false);
            return ReadJson(new JsonPart(document.RootElement, What, name));
        }
    }

    private static async Task WriteCsvAsync(PredictionSet set, Stream stream, CancellationToken cancellationToken)
    {
        var writer = new CsvWriter(stream);
        await using (writer.ConfigureAwait(false))
        {
            writer.Add("id");
            if (set.Labels is not null)
                writer.Add("label");
            writer.Add("predicted");
            foreach (var name in set.Classes)
                writer.Add(ProbabilityPrefix + name);
            await writer.EndRecordAsync(cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < set.Ids.Length; i++)
            {
                writer.Add(set.Ids[i]);
                if (set.Labels is { } labels)
                    writer.Add(labels[i]);
                writer.Add(set.Predicted[i]);
                foreach (var probability in set.Probabilities.Row(i))
                    writer.Add(probability);
                await writer.EndRecordAsync(cancellationToken).ConfigureAwait(false);
            }

            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static void WriteJson(PredictionSet set, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("schemaVersion", SchemaVersion);
        writer.WriteStartArray("classes");
        foreach (var name in set.Classes)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
        writer.WriteStartArray("predictions");
        for (var i = 0; i < set.Ids.Length; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("id", set.Ids[i]);
            if (set.Labels is { } labels)
                writer.WriteString("label", labels[i]);
            writer.WriteString("predicted", set.Predicted[i]);
            writer.WriteStartArray("probabilities");
            foreach (var probability in set.Probabilities.Row(i))
                writer.WriteNumberValue(probability);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static async Task<PredictionSet> ReadCsvAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        using var csv = new CsvReader(stream, name);
        var header = await CsvHeader.ReadAsync(csv, name, cancellationToken).ConfigureAwait(false);
        var (id, predicted, label) = (
            header.Require("id", "the row ids"), header.Require("predicted", "the predicted class"), header.Find("label"));
        int[] columns = [.. Enumerable.Range(0, header.Names.Length).Where(i => header.Names[i].StartsWith(ProbabilityPrefix, StringComparison.Ordinal))];
        var rows = new Rows([.. columns.Select(i => header.Names[i][ProbabilityPrefix.Length..])], label >= 0);
        while (await csv.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            header.CheckWidth(csv);
            rows.Add(csv.Field(id).ToString(), label < 0 ? null : csv.Field(label).ToString(), csv.Field(predicted).ToString());
            foreach (var column in columns)
            {
                if (!double.TryParse(csv.Field(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var probability) || !rows.Add(probability))
                    throw csv.Refuse($"{What}.probability", $"'{csv.Field(column)}' is not a valid probability.", column);
            }
        }

        return rows.ToSet();
    }

    /// <summary>Reads a parsed document.</summary>
    internal static PredictionSet ReadJson(JsonPart root)
    {
        root.RequireVersion(SchemaVersion);
        var classes = root.Get("classes").Items().Select(item => item.Text()).ToImmutableArray();
        if (classes.Distinct(StringComparer.Ordinal).Count() != classes.Length)
            throw root.Get("classes").Refuse("a class appears twice", null);
        var items = root.Get("predictions").Items();
        var labelled = items.Count > 0 && items[0].Has("label");
        var rows = new Rows(classes, labelled);
        foreach (var item in items)
        {
            rows.Add(item.Get("id").Text(), labelled ? item.Get("label").Text() : null, item.Get("predicted").Text());
            foreach (var probability in item.Get("probabilities").Numbers(classes.Length))
            {
                if (!rows.Add(probability))
                    throw item.Get("probabilities").Refuse($"{NumberText.Of(probability)} is not a valid probability", null);
            }
        }

        return rows.ToSet();
    }

    /// <summary>Collects what both formats bring.</summary>
    private sealed class Rows(ImmutableArray<string> classes, bool labelled)
    {
        private readonly ImmutableArray<string>.Builder _ids = ImmutableArray.CreateBuilder<string>();
        private readonly ImmutableArray<string>.Builder _predicted = ImmutableArray.CreateBuilder<string>();
        private readonly ImmutableArray<string>.Builder _labels = ImmutableArray.CreateBuilder<string>();
        private readonly List<double> _probabilities = [];

        public void Add(string id, string? label, string predicted)
        {
            _ids.Add(id);
            _predicted.Add(predicted);
            if (label is not null)
                _labels.Add(label);
        }

        /// <returns>False when it is outside [0, 1].</returns>
        public bool Add(double probability)
        {
            _probabilities.Add(probability);
            return probability is >= 0 and <= 1;
        }

        public PredictionSet ToSet() => new()
        {
            Classes = classes,
            Ids = _ids.ToImmutable(),
            Predicted = _predicted.ToImmutable(),
            Labels = labelled ? _labels.ToImmutable() : null,
            Probabilities = new DenseMatrix(_ids.Count, classes.Length, [.. _probabilities]),
        };
    }
}
