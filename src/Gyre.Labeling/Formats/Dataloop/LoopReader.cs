using System.Text.Json;

namespace Gyre.Labeling.Formats.Dataloop;

/// <summary>Reads items of Dataloop with their annotations: one document per item.</summary>
internal sealed class LoopReader(ImportWork work)
{
    private static readonly Dictionary<string, ItemStatus> Statuses = new(StringComparer.Ordinal)
    {
        ["completed"] = ItemStatus.Completed,
        ["approved"] = ItemStatus.Approved,
        ["discard"] = ItemStatus.Discarded,
        ["discarded"] = ItemStatus.Discarded,
        ["skipped"] = ItemStatus.Skipped,
    };

    public void Read(SourceFile file) => work.Guard(file, () =>
    {
        using var document = JsonDocument.Parse(ImportSource.ReadAll(file), new JsonDocumentOptions { MaxDepth = ImportLimits.MaxDepth });
        if (document.RootElement.ValueKind == JsonValueKind.Array)
        {
            foreach (var (index, item) in document.RootElement.EnumerateArray().Index())
                ReadItem(item, new(file.Name, Element: $"[{index}]"), $"[{index}].");
            return;
        }
        ReadItem(document.RootElement, new(file.Name), "");
    });

    private void ReadItem(JsonElement element, Place place, string prefix)
    {
        if (element.Text("filename") is null && element.Text("name") is null)
            throw LabelRefusal.Of(
                ProblemKinds.Syntax, "The document has neither 'filename' nor 'name'.", "Export items with their annotations as JSON.");
        var name = ItemPaths.Safe((element.Text("filename") ?? element.Text("name")!).TrimStart('/'));
        var system = element.Find("metadata")?.Find("system");
        var item = work.Data.Begin(place with { Item = name }, () => new LabelItem
        {
            Id = element.Id("id") ?? name,
            Name = name,
            Kind = KindOf(system?.Text("mimetype")),
            Size = SizeOf(system),
            Split = SplitOf(system?.Find("tags")),
            Status = StatusOf(system?.Find("annotationStatus")),
            Metadata = element.Find("metadata")?.Find("user") is { ValueKind: JsonValueKind.Object } user ? user.ToMap()
                : LabelItem.NoValues,
        });
        foreach (var (index, annotation) in element.Find("annotations").Elements().Index())
            item?.Add(place with { Element = $"{prefix}annotations[{index}]" }, annotation.Id("id"), id => ReadAnnotation(annotation, id));
    }

    private static ItemKind KindOf(string? type) => type?.Split('/')[0] switch
    {
        "text" => ItemKind.Text,
        "audio" => ItemKind.Audio,
        "video" => ItemKind.Video,
        _ => ItemKind.Image,
    };

    private static PixelSize? SizeOf(JsonElement? system) => system?.Find("width") is null && system?.Find("height") is null
        ? null
        : new PixelSize(system?.Integer("width") ?? 0, system?.Integer("height") ?? 0);

    private string? SplitOf(JsonElement? tags)
    {
        var set = tags.Properties().Where(static tag => tag.Value.ValueKind == JsonValueKind.True).Select(JsonParts.NameOf).ToList();
        var split = set.Find(static tag => SplitWords.Of(tag) is not null) ?? set.FirstOrDefault();
        work.Log.Lose("further tags", Math.Max(0, set.Count - 1));
        return split is null ? null : SplitWords.Of(split) ?? split;
    }

    private ItemStatus StatusOf(JsonElement? statuses)
    {
        var known = statuses.Elements().Select(static status => status.Text()).OfType<string>().ToList();
        work.Log.Lose("further statuses", Math.Max(0, known.Count - 1) + known.Take(1)
            .Count(static status => !Statuses.ContainsKey(status)));
        return known.Count > 0 ? Statuses.GetValueOrDefault(known[^1]) : ItemStatus.Open;
    }

    private Annotation ReadAnnotation(JsonElement annotation, string id)
    {
        var geometry = LoopShapes.Read(annotation);
        var label = annotation.Text("label") ?? throw LabelRefusal.Of(ProblemKinds.Syntax, "The annotation has no label.", "Add it.");
        var system = annotation.Find("metadata")?.Find("system");
        var model = annotation.Find("metadata")?.Find("user")?.Find("model");
        return new Annotation
        {
            Id = id,
            Label = work.Data.Use(label),
            Geometry = geometry,
            Attributes = system?.Find("attributes") is { ValueKind: JsonValueKind.Object } attributes ? attributes.ToMap()
                : LabelItem.NoValues,
            Status = Words.Find<ReviewStatus>(system?.Text("status")) ?? ReviewStatus.None,
            Origin = model is { ValueKind: JsonValueKind.Object } made
                ? new AnnotationOrigin(IsModel: true, Model: made.Text("name"), Confidence: made.Number("confidence"))
                : new AnnotationOrigin(Person: annotation.Text("creator")),
            Frames = system?.Integer("frame") is { } first ? new FrameRange(first, system?.Integer("endFrame") ?? first) : null,
            Times = system?.Number("startTime") is { } start ? new TimeRange(start, system?.Number("endTime") ?? start) : null,
        };
    }
}
