using System.Text.Json;

namespace Gyre.Labeling.Formats.Dataloop;

/// <summary>Dataloop: a document per item, and the ontology in <c>ontology.json</c>.</summary>
internal sealed class LoopFormat : ILabelFormat
{
    private const string OntologyFile = "ontology.json";

    public LabelFormat Format { get; } = new(
        "dataloop", "Dataloop", [ItemKind.Image, ItemKind.Audio, ItemKind.Video],
        [
            GeometryKind.Class, GeometryKind.Box, GeometryKind.RotatedBox, GeometryKind.Ellipse, GeometryKind.Polygon, GeometryKind.Mask,
            GeometryKind.Point, GeometryKind.Polyline,
        ],
        LabelTraits.ItemIds | LabelTraits.ItemNames | LabelTraits.Sizes | LabelTraits.Metadata | LabelTraits.Splits
            | LabelTraits.ItemStatuses
        | LabelTraits.LabelIds | LabelTraits.LabelList | LabelTraits.Colours | LabelTraits.Ontology | LabelTraits.AnnotationIds
        | LabelTraits.Attributes
        | LabelTraits.Predictions | LabelTraits.Scores | LabelTraits.Models | LabelTraits.People | LabelTraits.Reviews | LabelTraits.Frames
        | LabelTraits.Times | LabelTraits.Rings)
    {
        FileEnding = ".json",
        Tolerance = 1e-6,
    };

    public bool WritesFolder(string path) => true;

    public void Import(ImportWork work)
    {
        if (work.Source.Find(OntologyFile) is { } ontology)
            LoopOntology.Read(work, ontology);
        var files = work.Source.Files(".json").Where(static file => file.Name != OntologyFile).ToList();
        if (files.Count == 0 && work.Source.Find(OntologyFile) is null)
            throw LabelRefusal.Of(ProblemKinds.Syntax, "There are no .json files.", "Check the path and the format.");
        var reader = new LoopReader(work);
        foreach (var file in files)
        {
            work.Cancellation.ThrowIfCancellationRequested();
            reader.Read(file);
        }
    }

    public void Export(LabeledData data, ExportTarget target, CancellationToken cancellationToken)
    {
        JsonText.Write(target.Create(OntologyFile), json => LoopOntology.Write(json, data.Ontology));
        foreach (var item in data.Items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            JsonText.Write(target.Create(ItemPaths.Stem(item.Item.Name) + ".json"), json => Write(json, data.Ontology, item));
        }
    }

    private static void Write(Utf8JsonWriter json, Ontology ontology, LabeledItem labeled)
    {
        var item = labeled.Item;
        var slash = item.Name.LastIndexOf('/');
        json.WriteStartObject();
        json.WriteString("id", item.Id);
        json.WriteString("name", item.Name[(slash + 1)..]);
        json.WriteString("filename", "/" + item.Name);
        json.WriteString("dir", slash < 0 ? "/" : "/" + item.Name[..slash]);
        json.WriteString("type", "file");
        json.WriteBoolean("hidden", false);
        json.WriteBoolean("annotated", !labeled.Annotations.IsEmpty);
        json.WriteNumber("annotationsCount", labeled.Annotations.Length);
        json.WriteStartObject("metadata");
        WriteSystem(json, item);
        json.WritePropertyName("user");
        json.WriteMap(item.Metadata);
        json.WriteEndObject();
        json.WriteStartArray("annotations");
        foreach (var annotation in labeled.Annotations)
            WriteAnnotation(json, ontology, item, annotation);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSystem(Utf8JsonWriter json, LabelItem item)
    {
        var ending = item.Name[(item.Name.LastIndexOf('.') + 1)..].ToLowerInvariant();
        json.WriteStartObject("system");
        json.WriteString("mimetype",
            $"{Words.Of(item.Kind)}/{(ending is "jpg" ? "jpeg" : ending.All(char.IsAsciiLetterOrDigit) ? ending : "unknown")}");
        if (item.Size is { } size)
        {
            json.WriteNumber("width", size.Width);
            json.WriteNumber("height", size.Height);
        }
        if (item.Split is { } split)
        {
            json.WriteStartObject("tags");
            json.WriteBoolean(split, true);
            json.WriteEndObject();
        }
        if (item.Status != ItemStatus.Open)
        {
            json.WriteStartArray("annotationStatus");
            json.WriteStringValue(item.Status == ItemStatus.Discarded ? "discard" : Words.Of(item.Status));
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteAnnotation(Utf8JsonWriter json, Ontology ontology, LabelItem item, Annotation annotation)
    {
        json.WriteStartObject();
        json.WriteString("id", annotation.Id);
        json.WriteString("itemId", item.Id);
        json.WriteString("label", ontology.Find(annotation.Label!.Value)!.Name);
        json.WriteStartArray("attributes");
        json.WriteEndArray();
        json.WriteStartObject("metadata");
        json.WriteStartObject("system");
        json.WritePropertyName("attributes");
        json.WriteMap(annotation.Attributes);
        if (annotation.Status != ReviewStatus.None)
            json.WriteString("status", Words.Of(annotation.Status));
        WriteRanges(json, annotation);
        json.WriteEndObject();
        json.WriteStartObject("user");
        if (annotation.IsPrediction)
            WriteModel(json, annotation.Origin);
        json.WriteEndObject();
        json.WriteEndObject();
        if (annotation.Origin.Person is { } person)
            json.WriteString("creator", person);
        LoopShapes.Write(json, annotation.Geometry);
        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, AnnotationOrigin origin)
    {
        json.WriteStartObject("model");
        if (origin.Model is { } name)
            json.WriteString("name", name);
        if (origin.Confidence is { } confidence)
            json.WriteNumber("confidence", confidence);
        json.WriteEndObject();
    }

    private static void WriteRanges(Utf8JsonWriter json, Annotation annotation)
    {
        if (annotation.Frames is { } frames)
        {
            json.WriteNumber("frame", frames.First);
            json.WriteNumber("endFrame", frames.Last);
        }
        if (annotation.Times is { } times)
        {
            json.WriteNumber("startTime", times.Start);
            json.WriteNumber("endTime", times.End);
        }
    }
}
