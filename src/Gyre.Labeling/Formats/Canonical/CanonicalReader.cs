using System.Collections.Immutable;
using System.Text.Json;

namespace Gyre.Labeling.Formats.Canonical;

/// <summary>Reads Gyre's own JSON: labels first, wherever they stand, then items one by one.</summary>
internal sealed class CanonicalReader(ImportWork work)
{
    private string? _model;
    private bool _hasLabels;

    public void Read(SourceFile file)
    {
        var header = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var isRead = work.Guard(
            file, () => work.EachProperty(file, (json, name) => name is "name" or "model" or "labels" or "cocoIds" or "ontology"
            && json.Whole(value => header[name] = value.Clone())));
        if (!isRead || !work.Guard(file, () => ReadHeader(header, file)))
            return;
        var hasItems = false;
        work.Guard(file, () => work.EachProperty(file, (json, name) =>
        {
            if (name is not ("images" or "items"))
                return false;
            hasItems = true;
            return work.EachElement(json, file, name, ReadItem);
        }));
        if (!hasItems)
            work.Log.Add(ProblemKinds.Syntax, "There are no 'images' and no 'items'.", "Check the format.", new(file.Name));
    }

    private void ReadHeader(Dictionary<string, JsonElement> header, SourceFile file)
    {
        work.Data.Name = Part("name")?.Text() ?? work.Data.Name;
        _model = Part("model")?.Text();
        _hasLabels = Part("labels") is not null;
        var ids = Part("cocoIds").Elements().ToList();
        var details = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var label in Part("ontology")?.Find("labels").Elements() ?? [])
            details[label.Text("name") ?? ""] = label;
        foreach (var (index, name) in Part("labels").Elements().Index())
        {
            var label = details.GetValueOrDefault(name.Text() ?? "");
            work.Data.Declare(
                name.Text(), index < ids.Count ? ids[index].Integer() : null, new(file.Name, Element: $"labels[{index}]"),
                plain => label.ValueKind == JsonValueKind.Object ? ReadLabel(plain, label) : plain);
        }
        foreach (var attribute in Part("ontology")?.Find("attributes").Elements() ?? [])
            work.Data.Ask(ReadAttribute(attribute));

        JsonElement? Part(string name) =>
            header.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private static Label ReadLabel(Label plain, JsonElement label) => plain with
    {
        Title = label.Text("title"),
        Colour = label.Text("colour"),
        Parent = label.Integer("parent"),
        IsRetired = label.IsTrue("retired"),
        Kinds = [.. label.Find("kinds").Elements().Select(static kind => Words.Read<GeometryKind>(kind.Text(), "kind"))],
    };

    private static LabelAttribute ReadAttribute(JsonElement attribute) => new()
    {
        Name = attribute.Text("name") ?? "",
        Title = attribute.Text("title"),
        Type = Words.Read<AttributeType>(attribute.Text("type"), "type of an attribute"),
        Values = [.. attribute.Find("values").Elements().Select(static value => value.Text() ?? "")],
        Min = attribute.Number("min"),
        Max = attribute.Number("max"),
        Step = attribute.Number("step"),
        IsRequired = attribute.IsTrue("required"),
        IsMultiple = attribute.IsTrue("multiple"),
        Labels = [.. attribute.Find("labels").Elements().Select(static label => label.Integer() ?? -1)],
    };

    private void ReadItem(JsonElement element, Place place)
    {
        var kind = element.Find("kind") is { } word ? Words.Read<ItemKind>(word.Text(), "kind of items") : ItemKind.Image;
        var name = element.Text("file") is { } file ? ItemPaths.Safe(file) : element.Text("name") ?? element.Id("id") ?? "";
        place = place with { Item = name };
        var item = work.Data.Begin(place, () => new LabelItem
        {
            Id = element.Id("id") ?? name,
            Name = name,
            Kind = kind,
            Size = SizeOf(element),
            IsInFractions = element.IsTrue("fractions"),
            Text = element.Text("text"),
            Source = element.Text("source"),
            Split = element.Text("split"),
            Status = element.Find("status") is { } status ? Words.Read<ItemStatus>(status.Text(), "status of items") : ItemStatus.Open,
            Metadata = element.Find("metadata") is { ValueKind: JsonValueKind.Object } metadata ? metadata.ToMap() : LabelItem.NoValues,
        });
        if (item is null)
            return;
        foreach (var (index, annotation) in element.Find("annotations").Elements().Index())
        {
            item.Add(
                place with { Element = $"{place.Element}.annotations[{index}]" }, annotation.Id("id"),
                free => ReadAnnotation(annotation, free, item.Item));
        }
    }

    private static PixelSize? SizeOf(JsonElement element) => element.Find("width") is null && element.Find("height") is null
        ? null
        : new PixelSize(element.Integer("width") ?? 0, element.Integer("height") ?? 0);

    private Annotation ReadAnnotation(JsonElement annotation, string id, LabelItem item) => new()
    {
        Id = id,
        Label = annotation.Text("label") is { } label ? LabelOf(label) : null,
        Geometry = CanonicalShapes.Read(annotation, item, LabelOf),
        Attributes = annotation.Find("attributes") is { ValueKind: JsonValueKind.Object } attributes ? attributes.ToMap()
            : LabelItem.NoValues,
        Origin = ReadOrigin(annotation),
        Status = annotation.Find("status") is { } status ? Words.Read<ReviewStatus>(status.Text(), "status of annotations")
            : ReviewStatus.None,
        Flags = CanonicalFlags.All.Where(flag => annotation.IsTrue(Words.Of(flag)))
            .Aggregate(AnnotationFlags.None, static (all, flag) => all | flag),
        Question = annotation.Text("question"),
        Layer = annotation.Integer("layer") ?? 0,
        Frames = annotation.Find("frames")?.Numbers() is [var first, var last] ? new FrameRange((int)first, (int)last) : null,
        Times = annotation.Find("times")?.Numbers() is [var start, var end] ? new TimeRange(start, end) : null,
    };

    private AnnotationOrigin ReadOrigin(JsonElement annotation)
    {
        var isModel = annotation.Find("origin") is { } origin && (origin.Text() == "model"
            || (origin.Text() == "human" ? false
                : throw LabelRefusal.Of(ProblemKinds.Syntax, "'origin' is neither human nor model.", "Use one of them.")));
        var hasModel = annotation.ValueKind == JsonValueKind.Object && annotation.TryGetProperty("model", out _);
        return new AnnotationOrigin(
            isModel, hasModel ? annotation.Text("model") : isModel ? _model : null, annotation.Number("score"),
            annotation.Find("making") is { } making ? Words.Read<LabelMaking>(making.Text(), "way to make labels") : LabelMaking.Drawn,
            annotation.Id("person"));
    }

    private int LabelOf(string label) => work.Data.Find(label) ?? (_hasLabels
        ? throw LabelRefusal.Of(ProblemKinds.UnknownLabel, $"There is no label '{ProblemLog.Short(label)}'.", "Add it to 'labels'.")
        : work.Data.Use(label));
}
