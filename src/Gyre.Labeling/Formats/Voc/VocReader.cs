using System.Xml.Linq;
using Gyre.Core;

namespace Gyre.Labeling.Formats.Voc;

/// <summary>Reads one XML document of Pascal VOC.</summary>
internal sealed class VocReader(ImportWork work, IReadOnlyDictionary<string, string> splits)
{
    private readonly Dictionary<string, ItemBuilder> _byStem = new(StringComparer.Ordinal);

    public void Read(SourceFile file, string stem, bool isPrediction) => work.GuardXml(file, () =>
    {
        using var reader = XmlPieces.Open(ImportSource.Open(file));
        reader.MoveToContent();
        var root = XmlPieces.Read(reader);
        // What follows must be nothing: the reader refuses anything else.
        while (reader.Read())
        {
        }
        if (root.Name.LocalName != "annotation")
            throw LabelRefusal.Of(
                ProblemKinds.Syntax, $"The document is a '{ProblemLog.Short(root.Name.LocalName)}', not an 'annotation'.",
                "Check the format.");
        if (ItemOf(root, file, stem) is not { } item)
            return;
        foreach (var (index, element) in root.Elements("object").Index())
            item.Add(new(file.Name, Element: $"object[{index}]"), null, id => ReadObject(element, id, isPrediction));
    });

    private ItemBuilder? ItemOf(XElement root, SourceFile file, string stem)
    {
        if (_byStem.TryGetValue(stem, out var known))
            return known;
        var name = ItemPaths.Safe(root.Text("filename") ?? stem);
        var size = root.Element("size");
        var item = work.Data.Begin(new(file.Name, Item: name), () => new LabelItem
        {
            Id = name,
            Name = name,
            Size = XmlParts.SizeOf(size?.Text("width"), size?.Text("height")),
            Split = splits.GetValueOrDefault(stem),
        });
        if (item is not null)
            _byStem[stem] = item;
        return item;
    }

    private Annotation ReadObject(XElement element, string id, bool isPrediction)
    {
        var name = element.Text("name") ?? throw LabelRefusal.Of(ProblemKinds.Syntax, "The object has no 'name'.", "Add it.");
        var box = BoxOf(element.Element("bndbox") ?? throw LabelRefusal.Of(ProblemKinds.Syntax, "The object has no 'bndbox'.", "Add it."));
        work.Log.Lose("parts of objects", element.Elements("part").Count());
        work.Log.Lose("polygons beside boxes", element.Elements("polygon").Count());
        return new Annotation
        {
            Id = id,
            Label = work.Data.Use(name),
            Geometry = box,
            Flags = Flag(element, "difficult", AnnotationFlags.Difficult) | Flag(element, "truncated", AnnotationFlags.Truncated)
                | Flag(element, "occluded", AnnotationFlags.Occluded),
            Attributes = AttributesOf(element),
            Origin = isPrediction ? new AnnotationOrigin(IsModel: true, Confidence: XmlParts.Number(element.Text("confidence")))
                : AnnotationOrigin.Human,
        };
    }

    private Box BoxOf(XElement element)
    {
        var (left, top) = (XmlParts.NeedNumber(element.Text("xmin"), "xmin"), XmlParts.NeedNumber(element.Text("ymin"), "ymin"));
        var (right, bottom) = (XmlParts.NeedNumber(element.Text("xmax"), "xmax"), XmlParts.NeedNumber(element.Text("ymax"), "ymax"));
        var first = work.Options.CountsFromOne ? 1 : 0;
        return new Box(left - first, top - first, right - left + first, bottom - top + first);
    }

    private static AnnotationFlags Flag(XElement element, string name, AnnotationFlags flag) =>
        element.Text(name) is "1" or "true" or "True" ? flag : AnnotationFlags.None;

    private static MapValue AttributesOf(XElement element)
    {
        var answers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (element.Text("pose") is { } pose && pose != "Unspecified")
            answers["pose"] = pose;
        foreach (var attribute in element.Elements("attributes").Elements("attribute"))
        {
            if (attribute.Text("name") is { } name)
                answers[name] = attribute.Element("value")?.Value ?? "";
        }
        return new([.. answers.Select(static pair => KeyValuePair.Create(pair.Key, Value.Of(pair.Value)))]);
    }
}
