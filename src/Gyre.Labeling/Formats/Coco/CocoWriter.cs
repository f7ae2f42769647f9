using System.Text.Json;

namespace Gyre.Labeling.Formats.Coco;

/// <summary>Writes COCO instances and results.</summary>
internal static class CocoWriter
{
    public static void Write(Utf8JsonWriter json, LabeledData data, IReadOnlyList<LabeledItem> items, CancellationToken cancellationToken)
    {
        json.WriteStartObject();
        json.WriteStartObject("info");
        json.WriteString("description", data.Name);
        json.WriteString("version", "1.0");
        json.WriteEndObject();
        json.WriteStartArray("licenses");
        json.WriteEndArray();
        WriteImages(json, items);
        json.WriteStartArray("annotations");
        foreach (var item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var annotation in item.GroundTruth)
                WriteAnnotation(json, item.Item, annotation);
        }
        json.WriteEndArray();
        WriteCategories(json, data.Ontology);
        json.WriteEndObject();
    }

    public static void WriteResults(Utf8JsonWriter json, IReadOnlyList<LabeledItem> items)
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            foreach (var prediction in item.Predictions)
                WriteAnnotation(json, item.Item, prediction);
        }
        json.WriteEndArray();
    }

    private static void WriteImages(Utf8JsonWriter json, IReadOnlyList<LabeledItem> items)
    {
        json.WriteStartArray("images");
        foreach (var item in items.Select(static item => item.Item))
        {
            json.WriteStartObject();
            WriteId(json, "id", item.Id);
            json.WriteString("file_name", item.Name);
            if (item.Size is { } size)
            {
                json.WriteNumber("width", size.Width);
                json.WriteNumber("height", size.Height);
            }
            if (item.Split is { } split)
                json.WriteString("split", split);
            json.WriteEndObject();
            json.Drain();
        }
        json.WriteEndArray();
    }

    private static void WriteAnnotation(Utf8JsonWriter json, LabelItem item, Annotation annotation)
    {
        json.WriteStartObject();
        WriteId(json, "id", annotation.Id);
        WriteId(json, "image_id", item.Id);
        json.WriteNumber("category_id", annotation.Label!.Value);
        CocoShapes.Write(json, annotation.Geometry);
        json.WriteNumber("iscrowd", annotation.Flags.HasFlag(AnnotationFlags.Crowd) ? 1 : 0);
        if (annotation.Origin.Confidence is { } score)
            json.WriteNumber("score", score);
        if (!annotation.Attributes.Entries.IsEmpty)
        {
            json.WritePropertyName("attributes");
            json.WriteMap(annotation.Attributes);
        }
        json.WriteEndObject();
        json.Drain();
    }

    private static void WriteCategories(Utf8JsonWriter json, Ontology ontology)
    {
        json.WriteStartArray("categories");
        foreach (var label in ontology.Labels)
        {
            json.WriteStartObject();
            json.WriteNumber("id", label.Id);
            json.WriteString("name", label.Name);
            json.WriteString("supercategory", label.Parent is { } parent ? ontology.Find(parent)!.Name : "");
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteId(Utf8JsonWriter json, string name, string id)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(id);
    }
}
