using System.Collections.Immutable;
using System.Globalization;

namespace Gyre.Labeling.Formats.Yolo;

/// <summary>YOLO: a text file per image with a line per object. Predictions stand in a folder of their own, with their
/// confidence.</summary>
internal sealed class YoloFormat : ILabelFormat
{
    private readonly YoloShape _shape;

    private YoloFormat(LabelFormat format, YoloShape shape) => (Format, _shape) = (format, shape);

    /// <summary>Upright boxes.</summary>
    public static YoloFormat Detection { get; } = new(
        Describe("yolo", "YOLO detection", [GeometryKind.Box], ShapeChange.Table(
            GeometryKind.Box, GeometryKind.Polygon, GeometryKind.RotatedBox, GeometryKind.Ellipse, GeometryKind.Mask)),
        YoloShape.Usual);

    /// <summary>Boxes and polygons.</summary>
    public static YoloFormat Segmentation { get; } = new(
        Describe("yolo-seg", "YOLO segmentation", [GeometryKind.Box, GeometryKind.Polygon], ShapeChange.Table(
            GeometryKind.Polygon, GeometryKind.RotatedBox, GeometryKind.Ellipse).Add(GeometryKind.Mask, GeometryKind.Box)),
        YoloShape.Usual);

    /// <summary>Turned boxes.</summary>
    public static YoloFormat Oriented { get; } = new(
        Describe("yolo-obb", "YOLO with turned boxes", [GeometryKind.RotatedBox],
            ShapeChange.Table(GeometryKind.RotatedBox, GeometryKind.Box)), YoloShape.Oriented);

    public LabelFormat Format { get; }

    public bool WritesFolder(string path) => true;

    public void Import(ImportWork work) => new YoloReader(work, _shape).Read();

    public void Export(LabeledData data, ExportTarget target, CancellationToken cancellationToken)
    {
        WriteNames(data, target);
        using (var images = target.CreateText(SizeList.FileName))
            SizeList.Write(images, data.Items.Select(static item => item.Item));
        foreach (var item in data.Items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var stem = ItemPaths.Stem(item.Item.Name);
            WriteLines(target, $"labels/{stem}.txt", data.Ontology, item.Item, item.GroundTruth);
            if (item.Predictions.Any())
                WriteLines(target, $"predictions/{stem}.txt", data.Ontology, item.Item, item.Predictions);
        }
    }

    private static LabelFormat Describe(
        string name, string title, ImmutableArray<GeometryKind> shapes,
        ImmutableSortedDictionary<GeometryKind, GeometryKind> becomes) =>
        new(
            name, title, [ItemKind.Image], shapes,
            LabelTraits.ItemOrder | LabelTraits.Sizes | LabelTraits.Splits | LabelTraits.UsualSplits | LabelTraits.LabelList
                | LabelTraits.Predictions | LabelTraits.PredictionsLast
            | LabelTraits.Scores | LabelTraits.Fractions)
        {
            Becomes = becomes,
            Tolerance = 1e-5,
        };

    private static void WriteLines(ExportTarget target, string file, Ontology ontology, LabelItem item, IEnumerable<Annotation> annotations)
    {
        using var writer = target.CreateText(file);
        foreach (var annotation in annotations)
        {
            writer.WriteLine(YoloLine.Write(
                ontology.IndexOf(annotation.Label!.Value), annotation.Geometry, annotation.Origin.Confidence, item.Size?.Width
                    ?? 1, item.Size?.Height ?? 1));
        }
    }

    private static void WriteNames(LabeledData data, ExportTarget target)
    {
        using (var classes = target.CreateText("classes.txt"))
        {
            foreach (var label in data.Ontology.Labels)
                classes.WriteLine(label.Name);
        }
        var lists = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var split in data.Items.GroupBy(static item => item.Item.Split, StringComparer.Ordinal)
            .Where(static group => group.Key is not null))
        {
            var name = split.Key == "validation" ? "val" : split.Key!;
            lists[name] = name + ".txt";
            using var list = target.CreateText(name + ".txt");
            foreach (var item in split)
                list.WriteLine($"./images/{item.Item.Name}");
        }
        using var config = target.CreateText("data.yaml");
        config.WriteLine("path: .");
        foreach (var name in new[] { "train", "val", "test" })
        {
            if (lists.Count == 0 ? name != "test" : lists.ContainsKey(name))
                config.WriteLine($"{name}: {(lists.Count == 0 ? "images" : lists[name])}");
        }
        config.WriteLine(string.Create(CultureInfo.InvariantCulture, $"nc: {data.Ontology.Labels.Length}"));
        config.WriteLine("names:");
        foreach (var (index, label) in data.Ontology.Labels.Index())
            config.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {index}: {System.Text.Json.JsonSerializer.Serialize(label.Name, Plain)}"));
    }

    /// <summary>A text in JSON is one in YAML.</summary>
    private static readonly System.Text.Json.JsonSerializerOptions Plain =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
