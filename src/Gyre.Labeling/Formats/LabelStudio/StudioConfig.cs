using System.Xml;
using System.Xml.Linq;

namespace Gyre.Labeling.Formats.LabelStudio;

/// <summary>What a labelling configuration says: the labels with what they are for, and the kind of item.</summary>
internal static class StudioConfig
{
    private static readonly Dictionary<string, ItemKind> ObjectTags = new(StringComparer.Ordinal)
    {
        ["Image"] = ItemKind.Image,
        ["Text"] = ItemKind.Text,
        ["Audio"] = ItemKind.Audio,
        ["AudioPlus"] = ItemKind.Audio,
        ["Video"] = ItemKind.Video,
        ["Table"] = ItemKind.Tabular,
    };

    /// <summary>Reads a configuration; its labels are added to the data.</summary>
    /// <returns>Which field of tasks has the item; null when it does not say.</returns>
    public static (string Field, ItemKind Kind)? Read(ImportWork work, SourceFile file)
    {
        (string, ItemKind)? found = null;
        work.GuardXml(file, () =>
        {
            using var reader = XmlPieces.Open(ImportSource.Open(file));
            reader.MoveToContent();
            var root = XmlPieces.Read(reader);
            var controls = new Dictionary<string, (HashSet<string> Names, string? Colour)>(StringComparer.Ordinal);
            var count = 0;
            foreach (var element in root.DescendantsAndSelf())
            {
                if (ObjectTags.TryGetValue(element.Name.LocalName, out var kind)
                    && element.Attribute("value")?.Value is ['$', .. var field])
                    found ??= (field, kind);
                if (Array.Find(StudioType.All, type => type.Tag == element.Name.LocalName) is not { } control || !element.Elements().Any())
                    continue;
                count++;
                foreach (var label in element.Descendants().Where(static child => child.Name.LocalName is "Label" or "Choice"))
                    Take(label, control, controls);
            }
            Declare(work, file, controls, count);
        });
        return found;
    }

    public static void Write(XmlWriter xml, LabeledData data)
    {
        var kinds = data.Ontology.Labels.SelectMany(static label => label.Kinds)
            .Concat(data.Items.SelectMany(static item => item.Annotations)
            .Select(static annotation => annotation.Geometry.Kind)).ToHashSet();
        var item = data.Items.FirstOrDefault()?.Item.Kind ?? ItemKind.Image;
        var field = StudioFields.Of(item);
        xml.WriteStartElement("View");
        xml.WriteStartElement(item == ItemKind.Tabular ? "Table" : item.ToString());
        xml.WriteAttributeString("name", field);
        xml.WriteAttributeString("value", "$" + field);
        xml.WriteEndElement();
        var types = StudioType.All.Where(type => kinds.Overlaps(type.Kinds)).ToList();
        if (!types.Exists(HasLabels))
            types.Add(StudioType.Choices);
        foreach (var type in types)
            Write(xml, data, type, field, kinds.Contains(GeometryKind.Classes));
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, LabeledData data, StudioType type, string field, bool isMultiple)
    {
        xml.WriteStartElement(type.Tag);
        xml.WriteAttributeString("name", type.Control);
        xml.WriteAttributeString("toName", field);
        if (type == StudioType.Choices)
            xml.WriteAttributeString("choice", isMultiple ? "multiple" : "single");
        foreach (var label in data.Ontology.Labels.Where(label => HasLabels(type) && IsFor(label, type)))
        {
            xml.WriteStartElement(type == StudioType.Choices ? "Choice" : "Label");
            xml.WriteAttributeString("value", label.Name);
            if (label.Colour is { } colour)
                xml.WriteAttributeString("background", colour);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static bool HasLabels(StudioType type) => type != StudioType.TextArea && type != StudioType.Rating;

    /// <summary>Labels for nothing that Label Studio has are offered everywhere.</summary>
    private static bool IsFor(Label label, StudioType type) =>
        label.Kinds.Intersect(type.Kinds).Any() || !StudioType.All.SelectMany(static one => one.Kinds).Intersect(label.Kinds).Any();

    private static void Take(XElement label, StudioType control, Dictionary<string, (HashSet<string> Names, string? Colour)> controls)
    {
        if (label.Attribute("value")?.Value is not { Length: > 0 } name)
            return;
        if (!controls.TryGetValue(name, out var known))
            controls[name] = known = ([], null);
        known.Names.Add(control.Name);
        if (label.Attribute("background")?.Value is { Length: 7 } colour && colour[0] == '#' && colour.Skip(1).All(char.IsAsciiHexDigit))
            controls[name] = known with { Colour = colour };
    }

    /// <summary>Labels that every control has are for everything.</summary>
    private static void Declare(
        ImportWork work, SourceFile file, Dictionary<string, (HashSet<string> Names, string? Colour)> controls, int count)
    {
        var all = controls.Values.SelectMany(static control => control.Names).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, (types, colour)) in controls)
        {
            work.Data.Declare(name, null, new(file.Name, Item: name), label => label with
            {
                Colour = colour,
                Kinds = count > 1 && types.Count < all.Count ? [.. types.SelectMany(static type => StudioType.Find(type)!.Kinds)] : [],
            });
        }
    }
}
