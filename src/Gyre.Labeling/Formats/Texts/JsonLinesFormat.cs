using System.Text;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Labeling.Formats.Texts;

/// <summary>JSON lines with an object per text: <c>id</c>, <c>text</c>, <c>label</c> (a text, or a list of several), and entities with
/// their places.</summary>
internal sealed class JsonLinesFormat : ILabelFormat
{
    private static readonly JsonWriterOptions Options =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public LabelFormat Format { get; } = new(
        "jsonl", "JSON lines of texts", [ItemKind.Text, ItemKind.Tabular], [GeometryKind.Class, GeometryKind.Classes, GeometryKind.Span],
        LabelTraits.ItemIds | LabelTraits.ItemOrder | LabelTraits.Splits | LabelTraits.Metadata);

    public LabeledData Prepare(LabeledData data, ProblemLog losses)
    {
        var prepared = PlainTexts.Prepare(data, losses, areMetadataTexts: false);
        // The class of a text is read before its entities.
        return new LabeledData(prepared.Name, prepared.Ontology, prepared.Items.Select(static item =>
            new LabeledItem(item.Item, item.Annotations.OrderBy(static annotation => annotation.Geometry is TextSpan))));
    }

    public bool WritesFolder(string path) => false;

    public void Import(ImportWork work)
    {
        foreach (var file in work.Source.Files(".jsonl"))
        {
            work.Guard(file, () =>
            {
                foreach (var (number, text) in LineFile.Read(file))
                    ReadLine(work, text, new(file.Name, number));
            });
        }
    }

    public void Export(LabeledData data, ExportTarget target, CancellationToken cancellationToken)
    {
        using var stream = target.Create("");
        using var json = new Utf8JsonWriter(stream, Options);
        foreach (var item in data.Items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Write(json, data.Ontology, item);
            json.Flush();
            stream.WriteByte((byte)'\n');
            json.Reset();
        }
    }

    private static void Write(Utf8JsonWriter json, Ontology ontology, LabeledItem labeled)
    {
        json.WriteStartObject();
        WriteId(json, labeled.Item.Id);
        if (labeled.Item.Text is { } text)
            json.WriteString("text", text);
        foreach (var annotation in labeled.Annotations.Where(static annotation => annotation.Geometry is not TextSpan))
        {
            json.WritePropertyName("label");
            if (annotation.Geometry is WholeItem)
                json.WriteStringValue(ontology.Find(annotation.Label!.Value)!.Name);
            else
                json.WriteValue(Value.Of(AnnotationRules.LabelsOf(annotation).Select(id => Value.Of(ontology.Find(id)!.Name))));
        }
        if (labeled.Annotations.Any(static annotation => annotation.Geometry is TextSpan))
            WriteEntities(json, ontology, labeled);
        if (labeled.Item.Split is { } split)
            json.WriteString("split", split);
        json.WriteEntries(labeled.Item.Metadata.Entries);
        json.WriteEndObject();
    }

    private static void WriteEntities(Utf8JsonWriter json, Ontology ontology, LabeledItem labeled)
    {
        json.WriteStartArray("entities");
        foreach (var annotation in labeled.Annotations)
        {
            if (annotation.Geometry is not TextSpan span)
                continue;
            json.WriteStartObject();
            json.WriteNumber("start", span.Start);
            json.WriteNumber("end", span.End);
            json.WriteString("label", ontology.Find(annotation.Label!.Value)!.Name);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteId(Utf8JsonWriter json, string id)
    {
        if (id.Length < 16 && id.All(char.IsAsciiDigit) && (id == "0" || id[0] != '0'))
            json.WriteNumber("id", long.Parse(id, System.Globalization.CultureInfo.InvariantCulture));
        else
            json.WriteString("id", id);
    }

    private static void ReadLine(ImportWork work, string text, Place place)
    {
        if (text.Trim().Length == 0)
            return;
        try
        {
            using var line = JsonDocument.Parse(Encoding.UTF8.GetBytes(text), new JsonDocumentOptions { MaxDepth = ImportLimits.MaxDepth });
            Read(work, line.RootElement, place);
        }
        catch (JsonException)
        {
            work.Log.Add(ProblemKinds.Syntax, "The line is not one JSON object.", "Write an object per line.", place);
        }
        catch (InvalidInputException refusal)
        {
            work.Log.Add(refusal, place);
        }
    }

    private static void Read(ImportWork work, JsonElement line, Place place)
    {
        var id = line.Id("id") ?? throw LabelRefusal.Of(ProblemKinds.Syntax, "The line has no 'id'.", "Give it one.");
        var text = line.Text("text");
        var item = work.Data.Begin(place, () => new LabelItem
        {
            Id = id,
            Name = id,
            Kind = text is null ? ItemKind.Tabular : ItemKind.Text,
            Text = text,
            Split = line.Text("split"),
            Metadata = new([.. line.ToMap().Entries.Where(static entry => !PlainTexts.Fields.Contains(entry.Key))]),
        });
        if (item is null)
            return;
        // Some programs write entities as the labels: [start, end, label].
        var label = line.Find("label") ?? line.Find("labels");
        var isPlaces = label is { ValueKind: JsonValueKind.Array } list
            && list.EnumerateArray().Any(static part => part.ValueKind == JsonValueKind.Array);
        if (!isPlaces && line.Find("label") is { } classes)
            TextLabels.Add(work.Data, item, place, classes, null);
        foreach (var (index, part) in (isPlaces ? label : null).Elements().Index())
            item.Add(place with { Element = $"label[{index}]" }, null, free =>
                Span(work.Data, free, text, part.ValueKind == JsonValueKind.Array && part.GetArrayLength() == 3
                ? (part[0].Integer(), part[1].Integer(), part[2].Text(), null) : default));
        foreach (var (index, part) in line.Find("entities").Elements().Index())
        {
            item.Add(place with { Element = $"entities[{index}]" }, null, free => Span(
                work.Data, free, text, (part.Integer("start"), part.Integer("end"), part.Text("label"), part.Text("text"))));
        }
    }

    private static Annotation Span(DataBuilder data, string id, string? text, (int? Start, int? End, string? Label, string? Quote) span)
    {
        if (span is not ({ } start, { } end, { } label, _))
            throw LabelRefusal.Of(ProblemKinds.Syntax, "The entity lacks its start, end or label.", "Count code points from 0.");
        TextQuotes.Check(text ?? "", start, end, span.Quote);
        return new Annotation { Id = id, Label = data.Use(label), Geometry = new TextSpan(start, end) };
    }
}
