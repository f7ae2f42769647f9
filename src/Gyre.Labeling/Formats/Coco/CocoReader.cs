using System.Text.Json;

namespace Gyre.Labeling.Formats.Coco;

/// <summary>Reads COCO instances, piece by piece. Annotations may stand before the images and categories that they name.</summary>
internal sealed class CocoReader(ImportWork work)
{
    private readonly Dictionary<string, ItemBuilder?> _images = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ItemBuilder> _byName = new(StringComparer.Ordinal);
    private readonly HashSet<string> _annotationIds = new(StringComparer.Ordinal);
    private readonly List<(int Id, string Parent)> _parents = [];

    public void Read(SourceFile file, string? split)
    {
        _images.Clear();
        // What annotations name is read first, wherever it stands.
        if (!ReadNamed(file, split))
            return;
        SetParents();
        work.Guard(file, () => work.EachProperty(file, (json, name) => name == "annotations"
            && work.EachElement(json, file, name, (element, place) => ReadAnnotation(element, place, isResult: false))));
    }

    /// <summary>Reads a list of results: what a model found on images that are there.</summary>
    public void ReadResults(SourceFile file) => work.Guard(file, () =>
    {
        using var json = new JsonPieces(ImportSource.Open(file));
        work.EachElement(json, file, "", (element, place) => ReadAnnotation(element, place, isResult: true));
    });

    private bool ReadNamed(SourceFile file, string? split)
    {
        var isCoco = false;
        var isRead = work.Guard(file, () => work.EachProperty(file, (json, name) =>
        {
            isCoco |= name is "images" or "annotations" or "categories";
            return name switch
            {
                "images" => work.EachElement(json, file, name, (element, place) => ReadImage(element, place, split)),
                "categories" => work.EachElement(json, file, name, ReadCategory),
                "info" => json.Whole(info => work.Data.Name = info.Text("description") is { Length: > 0 } title ? title : work.Data.Name),
                _ => false,
            };
        }));
        if (isRead && !isCoco)
            work.Log.Add(ProblemKinds.Syntax, "There are no 'images', 'annotations' or 'categories'.", "Check the format.", new(file.Name));
        return isRead && isCoco;
    }

    private void ReadImage(JsonElement image, Place place, string? split)
    {
        if (image.Id("id") is not { } id)
            throw LabelRefusal.Of(ProblemKinds.Syntax, "The image has no id.", "Give it one.");
        if (_images.ContainsKey(id))
            work.Log.Add(ProblemKinds.DuplicateId, $"Two images have the id {ProblemLog.Short(id)}.", "Give one of them another.", place);
        // A refused image is known, so that its annotations are not said to miss it.
        _images.TryAdd(id, null);
        var name = ItemPaths.Safe(image.Text("file_name"));
        place = place with { Item = name };
        if (!_byName.TryGetValue(name, out var item))
        {
            item = work.Data.Begin(place, () => new LabelItem
            {
                // Files for several splits may count their images from 1 each.
                Id = _images[id] is null && work.Data.HasItem(id) ? name : id,
                Name = name,
                Size = SizeOf(image),
                Split = image.Text("split") ?? split,
            });
        }
        if (item is null)
            return;
        _byName[name] = item;
        _images[id] ??= item;
    }

    private static PixelSize? SizeOf(JsonElement image)
    {
        if (image.Find("width") is null && image.Find("height") is null)
            return null;
        return image.Integer("width") is { } width && image.Integer("height") is { } height
            ? new PixelSize(width, height)
            : throw LabelRefusal.Of(ProblemKinds.SizeOutOfRange, "The width or height is not a whole number.", "Give pixels.");
    }

    private void ReadCategory(JsonElement category, Place place)
    {
        if (category.Integer("id") is not { } id || category.Text("name") is not { } name)
            throw LabelRefusal.Of(ProblemKinds.Syntax, "The category has no id that is a whole number, or no name.", "Give both.");
        // Files of one set for several splits repeat their categories.
        if (work.Data.Find(name) == id)
            return;
        work.Data.Declare(name, id, place);
        if (category.Text("supercategory") is { Length: > 0 } parent && parent != name)
            _parents.Add((id, parent));
    }

    private void SetParents()
    {
        foreach (var (id, parent) in _parents)
        {
            if (work.Data.Find(parent) is { } above)
                work.Data.Change(id, label => label with { Parent = above });
            else
                work.Log.Lose("supercategories that are no category");
        }
        _parents.Clear();
    }

    private void ReadAnnotation(JsonElement annotation, Place place, bool isResult)
    {
        var imageId = annotation.Id("image_id");
        if (imageId is null || !_images.TryGetValue(imageId, out var item))
            throw LabelRefusal.Of(
                ProblemKinds.MissingImage, $"There is no image {ProblemLog.Short(imageId ?? "without an id")}.",
                "Add it to 'images', or remove the annotation.");
        if (item is null)
            return;
        var id = annotation.Id("id");
        var isTaken = id is not null && !_annotationIds.Add(id);
        if (isTaken && item.Annotations.All(other => other.Id != id))
            work.Log.Add(ProblemKinds.DuplicateId, $"Two annotations have the id {ProblemLog.Short(id!)}.", "Give one of them another.",
                place with { Item = item.Item.Name });
        item.Add(place, id, free => Make(annotation, free, isResult));
    }

    private Annotation Make(JsonElement annotation, string id, bool isResult)
    {
        if (annotation.Integer("category_id") is not { } category || !work.Data.HasLabel(category))
            throw LabelRefusal.Of(ProblemKinds.UnknownLabel, "There is no category of this id.", "Add it to 'categories'.");
        if (annotation.Find("keypoints") is not null)
            work.Log.Lose("keypoints");
        return new Annotation
        {
            Id = id,
            Label = category,
            Geometry = CocoShapes.Read(annotation, work.Log),
            Flags = annotation.Integer("iscrowd") == 1 ? AnnotationFlags.Crowd : AnnotationFlags.None,
            Origin = isResult ? new AnnotationOrigin(IsModel: true, Confidence: annotation.Number("score")) : AnnotationOrigin.Human,
            Attributes = annotation.Find("attributes") is { ValueKind: JsonValueKind.Object } attributes ? attributes.ToMap()
                : LabelItem.NoValues,
        };
    }
}
