using System.Globalization;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Labeling.Formats.LabelStudio;

/// <summary>Writes tasks of Label Studio.</summary>
internal sealed class StudioWriter(Utf8JsonWriter json, LabeledData data)
{
    public void Write(CancellationToken cancellationToken)
    {
        json.WriteStartArray();
        foreach (var item in data.Items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            WriteTask(item);
            json.Drain();
        }
        json.WriteEndArray();
    }

    private void WriteTask(LabeledItem labeled)
    {
        var item = labeled.Item;
        json.WriteStartObject();
        json.WriteNumber("id", long.Parse(item.Id, CultureInfo.InvariantCulture));
        json.WriteStartObject("data");
        if (item.Kind == ItemKind.Text)
            json.WriteString("text", item.Text ?? "");
        else if (item.Kind != ItemKind.Tabular)
            json.WriteString(StudioFields.Of(item.Kind), item.Source ?? ItemPaths.Images + item.Name);
        json.WriteEntries(item.Metadata.Entries);
        json.WriteEndObject();
        json.WriteStartArray("annotations");
        foreach (var group in labeled.GroundTruth.GroupBy(static annotation => annotation.Origin.Person, StringComparer.Ordinal))
            WriteAnnotation(item, group.Key, group, isCancelled: false);
        if (item.Status == ItemStatus.Skipped)
            WriteAnnotation(item, null, [], isCancelled: true);
        json.WriteEndArray();
        json.WriteStartArray("predictions");
        foreach (var group in labeled.Predictions.GroupBy(static annotation => annotation.Origin.Model, StringComparer.Ordinal))
            WritePrediction(item, group.Key, [.. group]);
        json.WriteEndArray();
        WriteMeta(item);
        json.WriteEndObject();
    }

    private void WriteMeta(LabelItem item)
    {
        if (item.Split is null && item.Size is null)
            return;
        json.WriteStartObject("meta");
        if (item.Split is { } split)
            json.WriteString("split", split);
        if (item.Size is { } size)
        {
            json.WriteNumber("width", size.Width);
            json.WriteNumber("height", size.Height);
        }
        json.WriteEndObject();
    }

    private void WriteAnnotation(LabelItem item, string? person, IEnumerable<Annotation> annotations, bool isCancelled)
    {
        json.WriteStartObject();
        if (long.TryParse(person, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number.ToString(CultureInfo.InvariantCulture) == person)
            json.WriteNumber("completed_by", number);
        else if (person is not null)
            WritePerson(person);
        json.WriteBoolean("was_cancelled", isCancelled);
        json.WriteBoolean("ground_truth", false);
        WriteResults(item, annotations);
        json.WriteEndObject();
    }

    private void WritePerson(string person)
    {
        json.WriteStartObject("completed_by");
        json.WriteString("email", person);
        json.WriteEndObject();
    }

    private void WritePrediction(LabelItem item, string? model, List<Annotation> annotations)
    {
        json.WriteStartObject();
        if (model is not null)
            json.WriteString("model_version", model);
        if (annotations.TrueForAll(static annotation => annotation.Origin.Confidence is not null))
            json.WriteNumber("score", annotations.Average(static annotation => annotation.Origin.Confidence!.Value));
        WriteResults(item, annotations);
        json.WriteEndObject();
    }

    private void WriteResults(LabelItem item, IEnumerable<Annotation> annotations)
    {
        json.WriteStartArray("result");
        foreach (var annotation in annotations)
        {
            WriteResult(item, annotation);
            foreach (var (name, value) in annotation.Attributes.Entries)
                WriteAttribute(item, annotation.Id, name, value);
        }
        json.WriteEndArray();
    }

    private void WriteResult(LabelItem item, Annotation annotation)
    {
        json.WriteStartObject();
        json.WriteString("id", annotation.Id);
        if (annotation.Geometry is Relation relation)
            WriteRelation(relation);
        else if (annotation.Geometry is Answer answer)
            WriteAnswer(item, annotation, answer);
        else
            WriteRegion(item, annotation, StudioType.Of(annotation)!);
        if (annotation.IsPrediction && annotation.Origin.Confidence is { } confidence)
            json.WriteNumber("score", confidence);
        if (annotation.IsPrediction || annotation.Origin.Making != LabelMaking.Drawn)
            json.WriteString("origin", annotation.Origin.Making == LabelMaking.Changed ? "prediction-changed" : "prediction");
        json.WriteEndObject();
    }

    private void WriteRelation(Relation relation)
    {
        json.WriteString("type", "relation");
        json.WriteString("from_id", relation.From);
        json.WriteString("to_id", relation.To);
        json.WriteString("direction",
            relation.Direction switch { RelationDirection.Left => "left", RelationDirection.Both => "bi", _ => "right" });
    }

    private void WriteAnswer(LabelItem item, Annotation annotation, Answer answer)
    {
        WriteNames(item, annotation.Question ?? answer.Form, answer.Form);
        json.WriteStartObject("value");
        json.WritePropertyName(answer.Form);
        json.WriteValue(answer.Content);
        json.WriteEndObject();
    }

    private void WriteRegion(LabelItem item, Annotation annotation, StudioType type)
    {
        WriteNames(item, annotation.Question ?? type.Control, annotation.Label is null && annotation.Geometry is not LabelChoice
            ? type.Bare : type.Name);
        if (item.Size is { } size)
        {
            json.WriteNumber("original_width", size.Width);
            json.WriteNumber("original_height", size.Height);
            json.WriteNumber("image_rotation", 0);
        }
        json.WriteStartObject("value");
        WriteValue(item, annotation);
        if (type != StudioType.TextArea && type != StudioType.Rating
            && (annotation.Label is not null || annotation.Geometry is LabelChoice))
        {
            json.WriteStartArray(type.Name);
            foreach (var label in AnnotationRules.LabelsOf(annotation))
                json.WriteStringValue(data.Ontology.Find(label)!.Name);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private void WriteValue(LabelItem item, Annotation annotation)
    {
        switch (annotation.Geometry)
        {
            case TextSpan span:
                json.WriteNumber("start", TextQuotes.ToUnits(item.Text!, span.Start));
                json.WriteNumber("end", TextQuotes.ToUnits(item.Text!, span.End));
                json.WriteString("text", LabelItem.Part(item.Text!, span.Start, span.End));
                break;
            case FreeText text:
                WriteTexts(text.Lines);
                break;
            case Rating rating:
                json.WriteNumber("rating", rating.Stars);
                break;
            case WholeItem when annotation.Times is { } times:
                json.WriteNumber("start", times.Start);
                json.WriteNumber("end", times.End);
                break;
            default:
                StudioShapes.Write(json, annotation.Geometry, item);
                break;
        }
    }

    private void WriteAttribute(LabelItem item, string id, string name, Value value)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        WriteNames(item, name, "textarea");
        json.WriteStartObject("value");
        WriteTexts(value is ListValue list ? list.Items.Select(static part => part.ToString()) : [value.ToString()]);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteNames(LabelItem item, string control, string type)
    {
        json.WriteString("from_name", control);
        json.WriteString("to_name", StudioFields.Of(item.Kind));
        json.WriteString("type", type);
    }

    private void WriteTexts(IEnumerable<string> texts)
    {
        json.WriteStartArray("text");
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
