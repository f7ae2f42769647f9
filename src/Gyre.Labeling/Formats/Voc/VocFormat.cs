using System.Globalization;
using System.Text;
using System.Xml;
using Gyre.Core;

namespace Gyre.Labeling.Formats.Voc;

/// <summary>Pascal VOC: an XML document per image, lists of the splits in <c>ImageSets/Main</c>, and the labels in
/// <c>labels.txt</c>.</summary>
internal sealed class VocFormat : ILabelFormat
{
    private const string Sets = "ImageSets/Main";
    private const string LabelsFile = "labels.txt";
    private const string Predictions = "predictions";

    private static readonly XmlWriterSettings Settings = new()
    {
        Indent = true,
        OmitXmlDeclaration = true,
        Encoding = new UTF8Encoding(false),
        NewLineChars = "\n",
        NewLineHandling = NewLineHandling.Entitize,
    };

    public LabelFormat Format { get; } = new(
        "voc", "Pascal VOC", [ItemKind.Image], [GeometryKind.Box],
        LabelTraits.Sizes | LabelTraits.Splits | LabelTraits.LabelList | LabelTraits.TextAttributes | LabelTraits.Attributes
            | LabelTraits.Predictions
        | LabelTraits.PredictionsLast | LabelTraits.Scores | LabelTraits.Difficult | LabelTraits.Truncated | LabelTraits.Occluded)
    {
        FileEnding = ".xml",
        Tolerance = 1.01,
    };

    public bool WritesFolder(string path) => true;

    public void Import(ImportWork work)
    {
        if (work.Source.Find(LabelsFile) is { } labels)
        {
            foreach (var (number, text) in LineFile.Read(labels).Where(static line => line.Text.Trim().Length > 0))
                work.Data.Declare(text.Trim(), null, new(labels.Name, number));
        }
        var reader = new VocReader(work, ReadSplits(work));
        var files = work.Source.Files(".xml");
        if (files.Count == 0 && work.Source.Find(LabelsFile) is null)
            throw LabelRefusal.Of(ProblemKinds.Syntax, "There are no .xml files.", "Check the path and the format.");
        foreach (var file in files.OrderBy(static file => file.Name.StartsWith(Predictions + "/", StringComparison.Ordinal)))
        {
            work.Cancellation.ThrowIfCancellationRequested();
            var isPrediction = file.Name.StartsWith(Predictions + "/", StringComparison.Ordinal);
            reader.Read(file, Stem(isPrediction ? file.Name[(Predictions.Length + 1)..] : file.Name), isPrediction);
        }
    }

    public void Export(LabeledData data, ExportTarget target, CancellationToken cancellationToken)
    {
        using (var labels = target.CreateText(LabelsFile))
        {
            foreach (var label in data.Ontology.Labels)
                labels.WriteLine(label.Name);
        }
        foreach (var split in data.Items.GroupBy(static item => item.Item.Split, StringComparer.Ordinal)
            .Where(static group => group.Key is not null))
        {
            using var list = target.CreateText($"{Sets}/{split.Key}.txt");
            foreach (var item in split)
                list.WriteLine(ItemPaths.Stem(item.Item.Name));
        }
        foreach (var item in data.Items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var stem = ItemPaths.Stem(item.Item.Name);
            Write(target.Create(stem + ".xml"), data.Ontology, item.Item, item.GroundTruth);
            if (item.Predictions.Any())
                Write(target.Create($"{Predictions}/{stem}.xml"), data.Ontology, item.Item, item.Predictions);
        }
    }

    private static string Stem(string name)
    {
        const string Usual = "Annotations/";
        return ItemPaths.Stem(name.StartsWith(Usual, StringComparison.Ordinal) ? name[Usual.Length..] : name);
    }

    private static Dictionary<string, string> ReadSplits(ImportWork work)
    {
        var splits = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!work.Source.IsFolder)
            return splits;
        foreach (var file in work.Source.Files(".txt", Sets))
        {
            var split = SplitWords.Of(file.Stem) ?? file.Stem;
            // The original also has lists of several splits together, and one per class.
            if (split == "trainval" || split.Contains("_train", StringComparison.Ordinal)
                || split.Contains("_val", StringComparison.Ordinal))
                continue;
            foreach (var (_, text) in LineFile.Read(file).Where(static line => line.Text.Trim().Length > 0))
                splits[text.Trim()] = split;
        }
        return splits;
    }

    private static void Write(Stream stream, Ontology ontology, LabelItem item, IEnumerable<Annotation> annotations)
    {
        using (stream)
        using (var xml = XmlWriter.Create(stream, Settings))
        {
            xml.WriteStartElement("annotation");
            xml.WriteElementString("folder", "images");
            xml.WriteElementString("filename", item.Name);
            xml.WriteStartElement("source");
            xml.WriteElementString("database", "Unknown");
            xml.WriteEndElement();
            xml.WriteStartElement("size");
            xml.WriteElementString("width", Text(item.Size?.Width ?? 0));
            xml.WriteElementString("height", Text(item.Size?.Height ?? 0));
            xml.WriteElementString("depth", "3");
            xml.WriteEndElement();
            xml.WriteElementString("segmented", "0");
            foreach (var annotation in annotations)
                WriteObject(xml, ontology, annotation);
            xml.WriteEndElement();
        }
    }

    private static void WriteObject(XmlWriter xml, Ontology ontology, Annotation annotation)
    {
        xml.WriteStartElement("object");
        xml.WriteElementString("name", ontology.Find(annotation.Label!.Value)!.Name);
        xml.WriteElementString("pose", annotation.Attributes.Find("pose") is TextValue pose ? XmlParts.Clean(pose.Text) : "Unspecified");
        xml.WriteElementString("truncated", Flag(annotation, AnnotationFlags.Truncated));
        xml.WriteElementString("difficult", Flag(annotation, AnnotationFlags.Difficult));
        xml.WriteElementString("occluded", Flag(annotation, AnnotationFlags.Occluded));
        if (annotation.Origin.Confidence is { } confidence)
            xml.WriteElementString("confidence", confidence.ToString("R", CultureInfo.InvariantCulture));
        WriteBox(xml, (Box)annotation.Geometry);
        var others = annotation.Attributes.Entries.Where(static entry => entry.Key != "pose").ToList();
        if (others.Count > 0)
            xml.WriteStartElement("attributes");
        foreach (var (name, value) in others)
        {
            xml.WriteStartElement("attribute");
            xml.WriteElementString("name", XmlParts.Clean(name));
            xml.WriteElementString("value", XmlParts.Clean(value.ToString()));
            xml.WriteEndElement();
        }
        if (others.Count > 0)
            xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>Whole pixels, rounded and not cut; a box keeps at least one.</summary>
    private static void WriteBox(XmlWriter xml, Box box)
    {
        var (left, top) = (Math.Round(box.X), Math.Round(box.Y));
        xml.WriteStartElement("bndbox");
        xml.WriteElementString("xmin", Text(left));
        xml.WriteElementString("ymin", Text(top));
        xml.WriteElementString("xmax", Text(Math.Max(left + 1, Math.Round(box.X + box.Width))));
        xml.WriteElementString("ymax", Text(Math.Max(top + 1, Math.Round(box.Y + box.Height))));
        xml.WriteEndElement();
    }

    private static string Flag(Annotation annotation, AnnotationFlags flag) => annotation.Flags.HasFlag(flag) ? "1" : "0";

    private static string Text(double number) => number.ToString("0", CultureInfo.InvariantCulture);
}
