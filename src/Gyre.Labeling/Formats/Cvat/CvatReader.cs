using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Gyre.Core;

namespace Gyre.Labeling.Formats.Cvat;

/// <summary>Reads CVAT for images 1.1, one image after the other.</summary>
internal sealed class CvatReader(ImportWork work)
{
    private readonly List<(int Id, string Parent)> _parents = [];
    private bool _hasLabels;

    public void Read(SourceFile file) => work.GuardXml(file, () =>
    {
        using var reader = XmlPieces.Open(ImportSource.Open(file));
        reader.MoveToContent();
        if (reader.LocalName != "annotations")
            throw LabelRefusal.Of(
                ProblemKinds.Syntax, $"The document is a '{ProblemLog.Short(reader.LocalName)}', not 'annotations'.", "Check the format.");
        var index = 0;
        for (reader.Read(); !reader.EOF;)
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                reader.Read();
                continue;
            }
            work.Cancellation.ThrowIfCancellationRequested();
            var name = reader.LocalName;
            var place = new Place(file.Name, (reader as IXmlLineInfo)?.LineNumber, $"{name}[{(name == "image" ? index++ : 0)}]");
            var element = XmlPieces.Read(reader);
            ReadElement(element, place);
        }
    });

    private void ReadElement(XElement element, Place place)
    {
        switch (element.Name.LocalName)
        {
            case "meta":
                ReadMeta(element, place);
                break;
            case "image":
                ReadImage(element, place);
                break;
            case "track":
                work.Log.Add(ProblemKinds.UnsupportedType, "Tracks of films are not imported.", "Export as 'CVAT for images'.", place);
                break;
        }
    }

    private void ReadMeta(XElement meta, Place place)
    {
        var task = meta.Element("task") ?? meta.Element("project") ?? meta.Element("job");
        work.Data.Name = task?.Text("name") ?? work.Data.Name;
        foreach (var (index, label) in (task?.Element("labels")?.Elements("label") ?? []).Index())
        {
            _hasLabels = true;
            var declared = work.Data.Declare(
                label.Text("name"), null, place with { Element = $"labels[{index}]" }, plain => plain with { Colour = ColourOf(label) });
            if (declared is not null && label.Text("parent") is { } parent)
                _parents.Add((declared.Id, parent));
            work.Log.Lose("definitions of attributes", label.Elements("attributes").Elements("attribute").Count());
        }
        foreach (var (id, parent) in _parents)
        {
            if (work.Data.Find(parent) is { } above)
                work.Data.Change(id, plain => plain with { Parent = above });
        }
    }

    private static string? ColourOf(XElement label) =>
        label.Text("color") is { Length: 7 } colour && colour[0] == '#' && colour.Skip(1).All(char.IsAsciiHexDigit) ? colour : null;

    private void ReadImage(XElement image, Place place)
    {
        try
        {
            var name = ItemPaths.Safe(image.Attribute("name")?.Value);
            place = place with { Item = name };
            var item = work.Data.Begin(place, () => new LabelItem
            {
                Id = image.Attribute("id")?.Value ?? name,
                Name = name,
                Size = XmlParts.SizeOf(image.Attribute("width")?.Value, image.Attribute("height")?.Value),
                Split = image.Attribute("subset")?.Value is { Length: > 0 } subset ? SplitWords.Of(subset) ?? subset : null,
            });
            foreach (var (index, element) in image.Elements().Index())
                item?.Add(place with { Element = $"{place.Element}/{element.Name.LocalName}[{index}]" }, null, id =>
                    ReadShape(element, id, item.Item));
        }
        catch (InvalidInputException refusal)
        {
            work.Log.Add(refusal, place);
        }
    }

    private Annotation ReadShape(XElement element, string id, LabelItem item)
    {
        var name = element.Attribute("label")?.Value ?? throw LabelRefusal.Of(ProblemKinds.Syntax, "The shape has no label.", "Add it.");
        var geometry = CvatShapes.Read(element, item)
            ?? throw LabelRefusal.Of(
                ProblemKinds.UnsupportedType, $"Gyre has no '{ProblemLog.Short(element.Name.LocalName)}'.",
                "Remove it, or draw it as another shape.");
        return new Annotation
        {
            Id = id,
            Label = LabelOf(name),
            Geometry = geometry,
            Flags = element.Attribute("occluded")?.Value == "1" ? AnnotationFlags.Occluded : AnnotationFlags.None,
            Layer = int.TryParse(
                element.Attribute("z_order")?.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var layer) ? layer
                : 0,
            // 'semi-auto' is what a person made with the help of a model.
            Origin = element.Attribute("source")?.Value switch
            {
                "auto" => new AnnotationOrigin(IsModel: true),
                "semi-auto" => new AnnotationOrigin(Making: LabelMaking.Changed),
                _ => AnnotationOrigin.Human,
            },
            Attributes = AttributesOf(element),
        };
    }

    private int LabelOf(string name) => work.Data.Find(name) ?? (_hasLabels
        ? throw LabelRefusal.Of(
            ProblemKinds.UnknownLabel, $"There is no label '{ProblemLog.Short(name)}'.", "Add it to the labels of the task.")
        : work.Data.Use(name));

    private static MapValue AttributesOf(XElement element)
    {
        var answers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in element.Elements("attribute"))
        {
            if (attribute.Attribute("name")?.Value is { Length: > 0 } name)
                answers[name] = attribute.Value;
        }
        return new([.. answers.Select(static pair => KeyValuePair.Create(pair.Key, Value.Of(pair.Value)))]);
    }
}
