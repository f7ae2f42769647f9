using System.Globalization;

namespace Gyre.Labeling.Formats.Coco;

/// <summary>COCO instances: one file with the split beside each image, or a folder with a file per split. Predictions go into a file of
/// results.</summary>
internal sealed class CocoFormat : ILabelFormat
{
    private const string ResultsEnding = ".predictions.json";
    private const string Undivided = "data";

    private static readonly (string Word, string Split)[] SplitWords = [("train", "train"), ("val", "validation"), ("test", "test")];

    public LabelFormat Format { get; } = new(
        "coco", "COCO", [ItemKind.Image], [GeometryKind.Box, GeometryKind.Polygon, GeometryKind.Mask],
        LabelTraits.Name | LabelTraits.ItemIds | LabelTraits.ItemNames | LabelTraits.ItemOrder | LabelTraits.Sizes | LabelTraits.Splits
            | LabelTraits.LabelIds
        | LabelTraits.LabelList | LabelTraits.Hierarchy | LabelTraits.AnnotationIds | LabelTraits.Attributes | LabelTraits.Predictions
        | LabelTraits.PredictionsLast | LabelTraits.Scores | LabelTraits.Crowd | LabelTraits.MaskFrames
        | LabelTraits.Rings)
    {
        Becomes = ShapeChange.Table(GeometryKind.Polygon, GeometryKind.RotatedBox, GeometryKind.Ellipse),
        Tolerance = 1e-6,
    };

    /// <remarks>Programs expect numbers as ids. Others are numbered.</remarks>
    public LabelFormat FormatFor(LabeledData data)
    {
        var traits = Format.Traits;
        if (data.Items.Any(static item => !IsNumber(item.Item.Id)))
            traits = (traits & ~LabelTraits.ItemIds) | LabelTraits.NumberedItems;
        var ids = new HashSet<string>(StringComparer.Ordinal);
        if (data.Items.Any(item => item.Annotations.Any(annotation => !IsNumber(annotation.Id) || !ids.Add(annotation.Id))))
            traits = (traits & ~LabelTraits.AnnotationIds) | LabelTraits.NumberedAnnotations;
        return Format with { Traits = traits };
    }

    public bool WritesFolder(string path) => !path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    public void Import(ImportWork work)
    {
        var reader = new CocoReader(work);
        var files = work.Source.Files(".json");
        var results = files.Where(static file => file.Name.EndsWith(ResultsEnding, StringComparison.Ordinal)).ToList();
        var instances = files.Except(results).ToList();
        if (instances.Count == 0)
            work.Log.Add(ProblemKinds.Syntax, "There is no .json file.", "Check the path and the format.", default);
        foreach (var file in instances)
        {
            reader.Read(file, work.Source.IsFolder ? SplitOf(file.Stem) : null);
            if (Beside(work, file, results) is { } predictions)
                reader.ReadResults(predictions);
        }
        // Files are read by name; their numbers tell how the images stood.
        if (instances.Count > 1 && work.Data.Items.All(static item => IsNumber(item.Item.Id)))
            work.Data.OrderItems(static item => long.Parse(item.Id, CultureInfo.InvariantCulture));
    }

    public void Export(LabeledData data, ExportTarget target, CancellationToken cancellationToken)
    {
        if (!target.IsFolder)
        {
            Write(data, data.Items, target, "", ResultsEnding, cancellationToken);
            return;
        }
        foreach (var part in data.Items.GroupBy(static item => item.Item.Split ?? Undivided, StringComparer.Ordinal))
            Write(data, part, target, part.Key + ".json", part.Key + ResultsEnding, cancellationToken);
        if (data.Items.IsEmpty)
            Write(data, [], target, Undivided + ".json", "", cancellationToken);
    }

    private static bool IsNumber(string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && id[0] != '0';

    private static SourceFile? Beside(ImportWork work, SourceFile file, List<SourceFile> results)
    {
        var path = Path.Join(Path.GetDirectoryName(file.Path), file.Stem + ResultsEnding);
        if (work.Source.IsFolder)
            return results.Find(result => result.Path == path);
        return File.Exists(path) && new FileInfo(path).LinkTarget is null ? new(Path.GetFileName(path), path) : null;
    }

    private static string? SplitOf(string stem)
    {
        foreach (var (word, split) in SplitWords)
        {
            if (stem.Contains(word, StringComparison.OrdinalIgnoreCase))
                return split;
        }
        return null;
    }

    private static void Write(
        LabeledData data, IEnumerable<LabeledItem> items, ExportTarget target, string file, string results,
        CancellationToken cancellationToken)
    {
        var all = items.ToList();
        JsonText.Write(target.Create(file), json => CocoWriter.Write(json, data, all, cancellationToken));
        if (all.Exists(static item => item.Predictions.Any()))
            JsonText.Write(target.Create(results), json => CocoWriter.WriteResults(json, all));
    }
}
