using System.Text.Json;
using Gyre.Learning.Tables;

namespace Gyre.Learning.Files;

/// <summary>A <see cref="ClassificationReport"/> as JSON.</summary>
internal static class ReportFile
{
    private const int SchemaVersion = 1;
    private const int MaxBytes = 1024 * 1024 * 1024;
    private const string What = "report";

    public static async Task WriteAsync(ClassificationReport report, Stream stream, CancellationToken cancellationToken)
    {
        var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = false });
        await using (writer.ConfigureAwait(false))
        {
            Write(report, writer);
            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public static async Task<CandidateScore> ReadScoreAsync(
        NamedStream file, IReadOnlyDictionary<string, string>? truth, CancellationToken cancellationToken)
    {
        var start = new byte[1];
        var count = await file.Stream.ReadAsync(start, cancellationToken).ConfigureAwait(false);
        var whole = new PrefixedStream(start.AsMemory(0, count), file.Stream);
        await using (whole.ConfigureAwait(false))
        {
            if (count == 0 || start[0] != (byte)'{')
            {
                var predictions = await PredictionSet.ReadAsync(whole, file.Name, cancellationToken).ConfigureAwait(false);
                return ToScore(file.Name, predictions.Evaluate(truth));
            }

            using var document = await JsonPart.ParseAsync(whole, What, file.Name, MaxBytes, cancellationToken).ConfigureAwait(false);
            var root = new JsonPart(document.RootElement, What, file.Name);
            return root.Has("predictions")
                ? ToScore(file.Name, PredictionFile.ReadJson(root).Evaluate(truth))
                : ReadScore(root, file.Name);
        }
    }

    private static CandidateScore ToScore(string name, ClassificationReport report) =>
        new(name, report.Rows, report.Accuracy, report.MacroF1, report.LogLoss);

    private static CandidateScore ReadScore(JsonPart root, string name)
    {
        root.RequireVersion(SchemaVersion);
        return new CandidateScore(
            name,
            root.Get("rows").Size(),
            root.Get("accuracy").Number(),
            root.Get("macroF1").Number(),
            root.Get("logLoss").IsNull ? null : root.Get("logLoss").Number());
    }

    private static void Write(ClassificationReport report, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("schemaVersion", SchemaVersion);
        writer.WriteNumber("rows", report.Rows);
        writer.WriteNumber("accuracy", report.Accuracy);
        writer.WriteNumber("macroPrecision", report.MacroPrecision);
        writer.WriteNumber("macroRecall", report.MacroRecall);
        writer.WriteNumber("macroF1", report.MacroF1);
        if (report.LogLoss is { } logLoss)
            writer.WriteNumber("logLoss", logLoss);
        else
            writer.WriteNull("logLoss");
        writer.WriteStartArray("classes");
        foreach (var item in report.Classes)
        {
            writer.WriteStartObject();
            writer.WriteString("name", item.Name);
            writer.WriteNumber("precision", item.Precision);
            writer.WriteNumber("recall", item.Recall);
            writer.WriteNumber("f1", item.F1);
            writer.WriteNumber("support", item.Support);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("confusion");
        foreach (var row in report.Confusion)
        {
            writer.WriteStartArray();
            foreach (var count in row)
                writer.WriteNumberValue(count);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
