using System.Globalization;
using System.Text.Json;

namespace Gyre.Labeling.Formats.Canonical;

/// <summary>Writes a list of texts with a class and entities each.</summary>
internal static class TextListWriter
{
    public static void Write(Utf8JsonWriter json, LabeledData data, CancellationToken cancellationToken)
    {
        json.WriteStartArray();
        foreach (var item in data.Items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Write(json, data.Ontology, item);
            json.Drain();
        }
        json.WriteEndArray();
    }

    /// <summary>A number when the id is one: other programs wrote it so.</summary>
    public static void WriteId(Utf8JsonWriter json, string id)
    {
        if (long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number.ToString(CultureInfo.InvariantCulture) == id)
            json.WriteNumber("id", number);
        else
            json.WriteString("id", id);
    }

    private static void Write(Utf8JsonWriter json, Ontology ontology, LabeledItem labeled)
    {
        json.WriteStartObject();
        WriteId(json, labeled.Item.Id);
        json.WriteString("text", labeled.Item.Text);
        if (labeled.Annotations.FirstOrDefault(static annotation => annotation.Geometry is WholeItem) is { Label: { } label })
            json.WriteString("label", ontology.Find(label)!.Name);
        json.WriteStartArray("entities");
        foreach (var annotation in labeled.Annotations)
        {
            if (annotation.Geometry is not TextSpan span)
                continue;
            json.WriteStartObject();
            json.WriteNumber("start", span.Start);
            json.WriteNumber("end", span.End);
            json.WriteString("label", ontology.Find(annotation.Label!.Value)!.Name);
            json.WriteString("text", LabelItem.Part(labeled.Item.Text!, span.Start, span.End));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
