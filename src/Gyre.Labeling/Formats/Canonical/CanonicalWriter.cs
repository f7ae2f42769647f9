using System.Text.Json;

namespace Gyre.Labeling.Formats.Canonical;

/// <summary>Writes Gyre's own JSON. What is as usual is left out.</summary>
internal sealed class CanonicalWriter(Utf8JsonWriter json, LabeledData data)
{
    private readonly string? _model = data.Items.SelectMany(static item => item.Predictions)
        .Select(static annotation => annotation.Origin.Model).Distinct(StringComparer.Ordinal).ToList() is [var only] ? only : null;

    public void Write(CancellationToken cancellationToken)
    {
        json.WriteStartObject();
        json.WriteString("name", data.Name);
        if (_model is not null)
            json.WriteString("model", _model);
        json.WriteStartArray("labels");
        foreach (var label in data.Ontology.Labels)
            json.WriteStringValue(label.Name);
        json.WriteEndArray();
        json.WriteStartArray("cocoIds");
        foreach (var label in data.Ontology.Labels)
            json.WriteNumberValue(label.Id);
        json.WriteEndArray();
        WriteOntology();
        json.WriteStartArray(data.Items.All(static item => item.Item.Kind == ItemKind.Image) ? "images" : "items");
        foreach (var item in data.Items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            WriteItem(item);
            json.Drain();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteOntology()
    {
        var labels = data.Ontology.Labels.Where(static label =>
            label.Title is not null || label.Colour is not null || label.Parent is not null || label.IsRetired || !label.Kinds.IsEmpty)
                .ToList();
        if (labels.Count == 0 && data.Ontology.Attributes.IsEmpty)
            return;
        json.WriteStartObject("ontology");
        json.WriteStartArray("labels");
        foreach (var label in labels)
            WriteLabel(label);
        json.WriteEndArray();
        json.WriteStartArray("attributes");
        foreach (var attribute in data.Ontology.Attributes)
            WriteAttribute(attribute);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteLabel(Label label)
    {
        json.WriteStartObject();
        json.WriteString("name", label.Name);
        Text("title", label.Title);
        Text("colour", label.Colour);
        Number("parent", label.Parent);
        Flag("retired", label.IsRetired);
        if (!label.Kinds.IsEmpty)
        {
            json.WriteStartArray("kinds");
            foreach (var kind in label.Kinds)
                json.WriteStringValue(Words.Of(kind));
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private void WriteAttribute(LabelAttribute attribute)
    {
        json.WriteStartObject();
        json.WriteString("name", attribute.Name);
        Text("title", attribute.Title);
        json.WriteString("type", Words.Of(attribute.Type));
        json.WriteStartArray("values");
        foreach (var value in attribute.Values)
            json.WriteStringValue(value);
        json.WriteEndArray();
        Number("min", attribute.Min);
        Number("max", attribute.Max);
        Number("step", attribute.Step);
        Flag("required", attribute.IsRequired);
        Flag("multiple", attribute.IsMultiple);
        json.WriteStartArray("labels");
        foreach (var label in attribute.Labels)
            json.WriteNumberValue(label);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteItem(LabeledItem labeled)
    {
        var item = labeled.Item;
        json.WriteStartObject();
        if (item.Kind != ItemKind.Image)
            json.WriteString("kind", Words.Of(item.Kind));
        if (item.Id != item.Name)
            json.WriteString("id", item.Id);
        json.WriteString(item.Kind == ItemKind.Image ? "file" : "name", item.Name);
        Number("width", item.Size?.Width);
        Number("height", item.Size?.Height);
        Flag("fractions", item.IsInFractions);
        Text("text", item.Text);
        Text("source", item.Source);
        Text("split", item.Split);
        if (item.Status != ItemStatus.Open)
            json.WriteString("status", Words.Of(item.Status));
        if (!item.Metadata.Entries.IsEmpty)
        {
            json.WritePropertyName("metadata");
            json.WriteMap(item.Metadata);
        }
        json.WriteStartArray("annotations");
        foreach (var (index, annotation) in labeled.Annotations.Index())
            WriteAnnotation(annotation, index);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteAnnotation(Annotation annotation, int index)
    {
        json.WriteStartObject();
        if (annotation.Id != DataBuilder.NumberedId(index + 1))
            json.WriteString("id", annotation.Id);
        json.WriteString("kind", Words.Of(annotation.Geometry.Kind));
        if (annotation.Label is { } label)
            json.WriteString("label", NameOf(label));
        CanonicalShapes.Write(json, annotation.Geometry, NameOf);
        if (annotation.Status != ReviewStatus.None)
            json.WriteString("status", Words.Of(annotation.Status));
        if (!annotation.Attributes.Entries.IsEmpty)
        {
            json.WritePropertyName("attributes");
            json.WriteMap(annotation.Attributes);
        }
        foreach (var flag in CanonicalFlags.All)
            Flag(Words.Of(flag), annotation.Flags.HasFlag(flag));
        WriteOrigin(annotation.Origin);
        Text("question", annotation.Question);
        Number("layer", annotation.Layer == 0 ? null : annotation.Layer);
        if (annotation.Frames is { } frames)
            Pair("frames", frames.First, frames.Last);
        if (annotation.Times is { } times)
            Pair("times", times.Start, times.End);
        json.WriteEndObject();
    }

    private void WriteOrigin(AnnotationOrigin origin)
    {
        if (origin.IsModel)
            json.WriteString("origin", "model");
        if (origin.Model is null && origin.IsModel && _model is not null)
            json.WriteNull("model");
        if (origin.Model != (origin.IsModel ? _model : null))
            Text("model", origin.Model);
        Number("score", origin.Confidence);
        if (origin.Making != LabelMaking.Drawn)
            json.WriteString("making", Words.Of(origin.Making));
        Text("person", origin.Person);
    }

    private string NameOf(int label) => data.Ontology.Find(label)!.Name;

    private void Text(string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }

    private void Number(string name, double? number)
    {
        if (number is { } value)
            json.WriteNumber(name, value);
    }

    private void Flag(string name, bool isSet)
    {
        if (isSet)
            json.WriteBoolean(name, true);
    }

    private void Pair(string name, double first, double second)
    {
        json.WriteStartArray(name);
        json.WriteNumberValue(first);
        json.WriteNumberValue(second);
        json.WriteEndArray();
    }
}
