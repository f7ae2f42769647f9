using System.Globalization;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Labeling.Formats.LabelStudio;

/// <summary>Reads tasks of Label Studio, one after the other.</summary>
internal sealed class StudioReader(ImportWork work, (string Field, ItemKind Kind)? configured)
{
    private readonly List<string> _imageFolders =
        [.. new[] { work.Options.Images, work.Source.IsFolder ? work.Source.Path
            : Path.GetDirectoryName(work.Source.Path) }.OfType<string>()];

    private int _tasks;

    public void Read(SourceFile file) => work.Guard(file, () =>
    {
        using var json = new JsonPieces(ImportSource.Open(file));
        work.EachElement(json, file, "", ReadTask);
        if (json.Read() != JsonTokenType.None)
            throw LabelRefusal.Of(ProblemKinds.Syntax, "Something follows the document.", "Check the format.");
    });

    private void ReadTask(JsonElement task, Place place)
    {
        _tasks++;
        if (task.Find("data") is not { ValueKind: JsonValueKind.Object } data)
            throw LabelRefusal.Of(ProblemKinds.Syntax, "The task has no 'data'.", "Export it as JSON, not as JSON_MIN.");
        var (field, kind) = StudioFields.Find(data, configured);
        var id = task.Id("id") ?? _tasks.ToString(CultureInfo.InvariantCulture);
        var reference = field is null ? null : data.Text(field);
        var (name, source) = kind is ItemKind.Text or ItemKind.Tabular ? (id, null) : StudioFields.NameOf(reference!);
        var meta = task.Find("meta");
        var size = kind == ItemKind.Image ? SizeOf(task, meta, reference!) : null;
        var item = work.Data.Begin(place with { Item = name }, () => new LabelItem
        {
            Id = id,
            Name = name,
            Kind = kind,
            Size = size,
            IsInFractions = kind == ItemKind.Image && size is null,
            Text = kind == ItemKind.Text ? reference : null,
            Source = source,
            Split = meta?.Text("split"),
            Metadata = new([.. data.ToMap().Entries.Where(entry => entry.Key != field)]),
        });
        if (item is null)
            return;
        ReadAnnotations(task, item, place);
        foreach (var (index, prediction) in task.Find("predictions").Elements().Index())
        {
            var score = prediction.Number("score");
            new StudioResults(work, item, result => new AnnotationOrigin(
                IsModel: true, Model: prediction.Text("model_version"), Confidence: result.Number("score") ?? score))
                .Read(prediction.Find("result").Elements(), place with { Element = $"{place.Element}.predictions[{index}]" });
        }
    }

    private void ReadAnnotations(JsonElement task, ItemBuilder item, Place place)
    {
        foreach (var (index, annotation) in (task.Find("annotations") ?? task.Find("completions")).Elements().Index())
        {
            var results = annotation.Find("result").Elements().ToList();
            if (annotation.IsTrue("was_cancelled"))
            {
                // Passed over, which is something else than an item without annotations.
                item.Item = item.Item with { Status = ItemStatus.Skipped };
                work.Log.Lose("results of skipped annotations", results.Count);
                continue;
            }
            work.Log.Lose("marks of ground truth", annotation.IsTrue("ground_truth") ? 1 : 0);
            var person = PersonOf(annotation);
            new StudioResults(work, item, result => new AnnotationOrigin(Making: MakingOf(result), Person: person))
                .Read(results, place with { Element = $"{place.Element}.annotations[{index}]" });
        }
        work.Log.Lose("drafts", task.Find("drafts").Elements().Count());
    }

    private static string? PersonOf(JsonElement annotation) => annotation.Find("completed_by") switch
    {
        { ValueKind: JsonValueKind.Object } person => person.Text("email") ?? person.Text("username") ?? person.Id("id"),
        { } => annotation.Id("completed_by"),
        null => null,
    };

    private static LabelMaking MakingOf(JsonElement result) => result.Text("origin") switch
    {
        "prediction" => LabelMaking.Untouched,
        "prediction-changed" => LabelMaking.Changed,
        _ => LabelMaking.Drawn,
    };

    /// <summary>What results say; else the image itself, when it lies beside the file.</summary>
    private PixelSize? SizeOf(JsonElement task, JsonElement? meta, string reference)
    {
        foreach (var list in new[] { task.Find("annotations"), task.Find("completions"), task.Find("predictions") })
        {
            foreach (var result in list.Elements().SelectMany(static annotation => annotation.Find("result").Elements()))
            {
                if (result.Find("original_width") is not null && result.Find("original_height") is not null)
                    return new PixelSize(result.Integer("original_width") ?? 0, result.Integer("original_height") ?? 0);
            }
        }
        if (meta?.Integer("width") is { } width && meta?.Integer("height") is { } height)
            return new PixelSize(width, height);
        if (!SafePath.TryParse(reference, out var path, out _))
            return null;
        foreach (var file in _imageFolders.Select(path.Under))
        {
            if (File.Exists(file) && new FileInfo(file).LinkTarget is null && ImageHeaders.SizeOf(file) is { } size)
                return size;
        }
        return null;
    }
}
