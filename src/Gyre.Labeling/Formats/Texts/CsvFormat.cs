using System.Text.Json;
using Gyre.Core;

namespace Gyre.Labeling.Formats.Texts;

/// <summary>CSV with a row per text: <c>id,text,label</c>, and the split and what else is known in further columns. Several labels are a
/// JSON array.</summary>
internal sealed class CsvFormat : ILabelFormat
{
    public LabelFormat Format { get; } = new(
        "csv", "CSV of texts", [ItemKind.Text, ItemKind.Tabular], [GeometryKind.Class, GeometryKind.Classes],
        LabelTraits.ItemIds | LabelTraits.ItemOrder | LabelTraits.Splits | LabelTraits.Metadata);

    public LabeledData Prepare(LabeledData data, ProblemLog losses) => PlainTexts.Prepare(data, losses, areMetadataTexts: true);

    public bool WritesFolder(string path) => false;

    public void Import(ImportWork work)
    {
        foreach (var file in work.Source.Files(".csv"))
        {
            try
            {
                Read(work, file);
            }
            catch (InvalidInputException refusal)
            {
                work.Log.Add(refusal, new(file.Name));
            }
        }
    }

    public void Export(LabeledData data, ExportTarget target, CancellationToken cancellationToken)
    {
        var hasText = data.Items.Any(static item => item.Item.Kind == ItemKind.Text) || data.Items.IsEmpty;
        var hasSplits = data.Items.Any(static item => item.Item.Split is not null);
        var others = data.Items.SelectMany(static item => item.Item.Metadata.Entries).Select(static entry => entry.Key)
            .Distinct(StringComparer.Ordinal).ToList();
        using var writer = target.CreateText("");
        string[] usual = [.. new[] { "id", hasText ? "text" : null, "label", hasSplits ? "split" : null }.OfType<string>()];
        writer.WriteLine(string.Join(',', usual.Concat(others).Select(CsvText.Quote)));
        foreach (var item in data.Items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var cells = new[]
            {
                item.Item.Id, hasText ? item.Item.Text ?? "" : null, LabelOf(data.Ontology, item), hasSplits ? item.Item.Split ?? "" : null,
            }.OfType<string>().Concat(others.Select(name => item.Item.Metadata.Find(name)?.ToString() ?? ""));
            writer.WriteLine(string.Join(',', cells.Select(CsvText.Quote)));
        }
    }

    private static string LabelOf(Ontology ontology, LabeledItem item)
    {
        if (item.Annotations is not [var annotation])
            return "";
        string[] names = [.. AnnotationRules.LabelsOf(annotation).Select(id => ontology.Find(id)!.Name)];
        return annotation.Geometry is WholeItem && names[0][0] != '[' ? names[0] : ValueJson.Write(Value.Of(names.Select(Value.Of)));
    }

    private static void Read(ImportWork work, SourceFile file)
    {
        using var rows = new CsvText(ImportSource.Open(file));
        var header = rows.Read()
            ?? throw LabelRefusal.Of(ProblemKinds.Syntax, "The file is empty.", "The first row has the names: id,text,label.");
        header[0] = header[0].TrimStart('\uFEFF');
        if (!header.Contains("id") || header.Distinct(StringComparer.Ordinal).Count() < header.Count)
            throw LabelRefusal.Of(
                ProblemKinds.Syntax, "The first row has no 'id', or a name twice.", "The first row has the names: id,text,label.");
        while (rows.Read() is { } row)
        {
            work.Cancellation.ThrowIfCancellationRequested();
            var place = new Place(file.Name, rows.Line);
            if (row.Count != header.Count)
                work.Log.Add(ProblemKinds.Syntax, $"The row has {row.Count} cells; the first row has {header.Count}.",
                    "Put texts with commas into quotes.", place);
            else
                ReadRow(work, place, header, row);
        }
    }

    private static void ReadRow(ImportWork work, Place place, List<string> header, List<string> row)
    {
        var cells = header.Zip(row).ToDictionary(static pair => pair.First, static pair => pair.Second, StringComparer.Ordinal);
        var text = cells.GetValueOrDefault("text");
        var item = work.Data.Begin(place, () => new LabelItem
        {
            Id = cells["id"],
            Name = cells["id"],
            Kind = text is null ? ItemKind.Tabular : ItemKind.Text,
            Text = text,
            Split = cells.GetValueOrDefault("split") is { Length: > 0 } split ? split : null,
            Metadata = new([.. cells.Where(static cell => !PlainTexts.Fields.Contains(cell.Key) && cell.Value.Length > 0)
                .OrderBy(cell => header.IndexOf(cell.Key)).Select(static cell => KeyValuePair.Create(cell.Key, Value.Of(cell.Value)))]),
        });
        if (item is null || cells.GetValueOrDefault("label") is not { Length: > 0 } label)
            return;
        if (label[0] != '[')
            item.Add(place, null, id => new Annotation { Id = id, Label = work.Data.Use(label), Geometry = WholeItem.Instance });
        else
            item.Add(place, null, id => ChoiceOf(work.Data, label, id));
    }

    private static Annotation ChoiceOf(DataBuilder data, string label, string id)
    {
        try
        {
            using var document = JsonDocument.Parse(label);
            var names = document.RootElement.EnumerateArray().Select(static one => one.Text()
                ?? throw LabelRefusal.Of(ProblemKinds.Syntax, "A label is no text.", "Write [\"a\", \"b\"].")).ToList();
            return names is [var only]
                ? new Annotation { Id = id, Label = data.Use(only), Geometry = WholeItem.Instance }
                : new Annotation { Id = id, Geometry = new LabelChoice([.. names.Select(name => data.Use(name))]) };
        }
        catch (JsonException)
        {
            throw LabelRefusal.Of(ProblemKinds.Syntax, "Several labels are written as a JSON array.", "Write [\"a\", \"b\"].");
        }
    }
}
