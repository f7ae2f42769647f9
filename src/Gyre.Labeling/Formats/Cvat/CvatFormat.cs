using System.Globalization;
using System.Text;
using System.Xml;

namespace Gyre.Labeling.Formats.Cvat;

/// <summary>CVAT for images 1.1: one XML document.</summary>
internal sealed class CvatFormat : ILabelFormat
{
    private static readonly XmlWriterSettings Settings =
        new() { Indent = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n", NewLineHandling = NewLineHandling.Entitize };

    public LabelFormat Format { get; } = new(
        "cvat", "CVAT for images", [ItemKind.Image],
        [
            GeometryKind.Class, GeometryKind.Box, GeometryKind.RotatedBox, GeometryKind.Ellipse, GeometryKind.Polygon, GeometryKind.Mask,
            GeometryKind.Point, GeometryKind.Polyline,
        ],
        LabelTraits.Name | LabelTraits.ItemIds | LabelTraits.ItemNames | LabelTraits.ItemOrder | LabelTraits.Sizes | LabelTraits.Splits
        | LabelTraits.LabelList | LabelTraits.Colours | LabelTraits.Hierarchy | LabelTraits.Attributes | LabelTraits.TextAttributes
        | LabelTraits.Predictions | LabelTraits.Occluded | LabelTraits.Layers | LabelTraits.PointGroups)
    {
        Tolerance = 1e-5,
    };

    /// <remarks>Programs expect numbers as ids of images. Others are numbered.</remarks>
    public LabelFormat FormatFor(LabeledData data) =>
        data.Items.All(static item => item.Item.Id.Length < 19 && item.Item.Id.All(char.IsAsciiDigit))
        ? Format
        : Format with { Traits = (Format.Traits & ~LabelTraits.ItemIds) | LabelTraits.NumberedItems };

    public bool WritesFolder(string path) => false;

    public void Import(ImportWork work)
    {
        var files = work.Source.Files(".xml");
        if (files.Count == 0)
            throw LabelRefusal.Of(ProblemKinds.Syntax, "There is no .xml file.", "Check the path and the format.");
        var reader = new CvatReader(work);
        foreach (var file in files)
            reader.Read(file);
    }

    public void Export(LabeledData data, ExportTarget target, CancellationToken cancellationToken)
    {
        using var stream = target.Create("");
        using var xml = XmlWriter.Create(stream, Settings);
        xml.WriteStartElement("annotations");
        xml.WriteElementString("version", "1.1");
        WriteMeta(xml, data);
        foreach (var item in data.Items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            WriteImage(xml, data.Ontology, item);
        }
        xml.WriteEndElement();
    }

    private static void WriteMeta(XmlWriter xml, LabeledData data)
    {
        xml.WriteStartElement("meta");
        xml.WriteStartElement("task");
        xml.WriteElementString("name", XmlParts.Clean(data.Name));
        xml.WriteElementString("size", data.Items.Length.ToString(CultureInfo.InvariantCulture));
        xml.WriteElementString("mode", "annotation");
        xml.WriteStartElement("labels");
        foreach (var label in data.Ontology.Labels)
        {
            xml.WriteStartElement("label");
            xml.WriteElementString("name", label.Name);
            if (label.Colour is { } colour)
                xml.WriteElementString("color", colour);
            if (label.Parent is { } parent)
                xml.WriteElementString("parent", data.Ontology.Find(parent)!.Name);
            xml.WriteElementString("attributes", "");
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteImage(XmlWriter xml, Ontology ontology, LabeledItem labeled)
    {
        xml.WriteStartElement("image");
        xml.WriteAttributeString("id", labeled.Item.Id);
        xml.WriteAttributeString("name", labeled.Item.Name);
        if (labeled.Item.Split is { } split)
            xml.WriteAttributeString("subset", split);
        if (labeled.Item.Size is { } size)
        {
            xml.WriteAttributeString("width", size.Width.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("height", size.Height.ToString(CultureInfo.InvariantCulture));
        }
        foreach (var annotation in labeled.Annotations)
            WriteShape(xml, ontology, annotation);
        xml.WriteEndElement();
    }

    private static void WriteShape(XmlWriter xml, Ontology ontology, Annotation annotation)
    {
        xml.WriteStartElement(CvatShapes.NameOf(annotation.Geometry));
        xml.WriteAttributeString("label", ontology.Find(annotation.Label!.Value)!.Name);
        xml.WriteAttributeString("source", annotation.IsPrediction ? "auto" : "manual");
        xml.WriteAttributeString("occluded", annotation.Flags.HasFlag(AnnotationFlags.Occluded) ? "1" : "0");
        CvatShapes.Write(xml, annotation.Geometry);
        xml.WriteAttributeString("z_order", annotation.Layer.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, value) in annotation.Attributes.Entries)
        {
            xml.WriteStartElement("attribute");
            xml.WriteAttributeString("name", XmlParts.Clean(name));
            xml.WriteString(XmlParts.Clean(value.ToString()));
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }
}
