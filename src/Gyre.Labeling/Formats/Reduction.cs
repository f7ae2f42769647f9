using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;

namespace Gyre.Labeling.Formats;

/// <summary>
/// Data as a format can carry it, and what is left out for that. Writers get the reduced data only, so what they lose is known before they
/// write, and reading back must give exactly this.
/// </summary>
internal sealed class Reduction
{
    private readonly LabelFormat _format;
    private readonly ProblemLog _losses = new();

    private Reduction(LabelFormat format) => _format = format;

    /// <summary>Data that a format carries without loss.</summary>
    /// <param name="data">Any data.</param>
    /// <param name="format">The format.</param>
    /// <param name="losses">What was left out.</param>
    public static LabeledData Of(LabeledData data, ILabelFormat format, out ImmutableArray<LabelLoss> losses)
    {
        var reduction = new Reduction(format.FormatFor(data));
        var reduced = reduction.Reduce(format.Prepare(data, reduction._losses));
        losses = reduction._losses.Losses;
        return reduced;
    }

    private LabeledData Reduce(LabeledData data)
    {
        var items = data.Items.Where(Takes).Select(Reduce).ToList();
        if (Has(LabelTraits.NumberedItems))
            items = [.. items.Select((item, index) => new LabeledItem(Numbered(item.Item, Text(index + 1)), item.Annotations))];
        if (Has(LabelTraits.NumberedAnnotations))
            items = [.. NumberAnnotations(items)];
        if (!Has(LabelTraits.ItemOrder))
            items.Sort((a, b) => string.CompareOrdinal(FileOrder(a), FileOrder(b)));
        var (ontology, ids) = Reduce(data.Ontology, items);
        return new LabeledData(
            Has(LabelTraits.Name) ? data.Name : "", ontology, ids is null ? items : items.Select(item => Renumbered(item, ids)));
    }

    private IEnumerable<LabeledItem> NumberAnnotations(List<LabeledItem> items)
    {
        var number = 0;
        _losses.Lose("ids of annotations", items.Sum(static item => item.Annotations.Length));
        foreach (var item in items)
            yield return new LabeledItem(item.Item, item.Annotations.Select(annotation => annotation with { Id = Text(++number) }));
    }

    /// <summary>What is found by its id and has no file is called by it.</summary>
    private LabelItem Numbered(LabelItem item, string id) => item with
    {
        Id = id,
        Name = item.Kind is ItemKind.Text or ItemKind.Tabular && (item.Name == item.Id || !Has(LabelTraits.ItemNames)) ? id : item.Name,
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string FileOrder(LabeledItem item) => ItemPaths.Stem(item.Item.Name) + _format.FileEnding;

    private bool Has(LabelTraits traits) => _format.Carries(traits);

    private bool Takes(LabeledItem item)
    {
        var isLost = !_format.Items.Contains(item.Item.Kind);
        if (isLost)
            _losses.Lose($"items: {KebabCase.Of(item.Item.Kind)}");
        if (isLost || !item.Item.IsInFractions || Has(LabelTraits.Fractions))
            return !isLost;
        _losses.Lose("items of unknown size");
        return false;
    }

    private LabeledItem Reduce(LabeledItem labeled)
    {
        var item = Reduce(labeled.Item);
        var annotations = labeled.Annotations.Select(annotation => Reduce(labeled.Item, annotation)).OfType<Annotation>().ToList();
        if (Has(LabelTraits.PredictionsLast))
            annotations = [.. annotations.OrderBy(static annotation => annotation.IsPrediction)];
        if (Has(LabelTraits.ByPerson))
            annotations = [.. ByPerson(annotations)];
        if (!Has(LabelTraits.AnnotationIds) && !Has(LabelTraits.NumberedAnnotations))
            annotations = [.. annotations.Select(static (annotation, index) => annotation with { Id = DataBuilder.NumberedId(index + 1) })];
        return new LabeledItem(item, LooseRelations.LeftOut(annotations, _losses));
    }

    private static IEnumerable<Annotation> ByPerson(List<Annotation> annotations)
    {
        var groups = annotations.GroupBy(
            static annotation => (annotation.IsPrediction, annotation.IsPrediction ? annotation.Origin.Model : annotation.Origin.Person));
        return groups.OrderBy(static group => group.Key.IsPrediction).SelectMany(static group => group);
    }

    private LabelItem Reduce(LabelItem item)
    {
        if (Has(LabelTraits.NumberedItems))
            _losses.Lose("ids of items");
        else if (!Has(LabelTraits.ItemNames) && item.Name != item.Id)
        {
            // Texts are found by their id, images by their file.
            _losses.Lose(item.Kind == ItemKind.Image ? "ids of items" : "names of items");
            item = item.Kind == ItemKind.Image ? item with { Id = item.Name } : item with { Name = item.Id };
        }
        else if (!Has(LabelTraits.ItemIds) && item.Id != item.Name)
        {
            _losses.Lose("ids of items");
            item = item with { Id = item.Name };
        }
        if (Drop(LabelTraits.Metadata, !item.Metadata.Entries.IsEmpty, "metadata of items"))
            item = item with { Metadata = LabelItem.NoValues };
        if (Drop(LabelTraits.Splits, item.Split is not null, "splits"))
            item = item with { Split = null };
        if (Has(LabelTraits.UsualSplits) && item.Split is not (null or "train" or "validation" or "test"))
        {
            _losses.Lose("splits of other names");
            item = item with { Split = null };
        }
        if (Drop(LabelTraits.Sources, item.Source is not null, "sources of items"))
            item = item with { Source = null };
        var keepsStatus = Has(LabelTraits.ItemStatuses) || (item.Status == ItemStatus.Skipped && Has(LabelTraits.Skipped));
        if (!keepsStatus && item.Status != ItemStatus.Open)
        {
            _losses.Lose("statuses of items");
            item = item with { Status = ItemStatus.Open };
        }
        return item;
    }

    private bool Drop(LabelTraits traits, bool isThere, string what)
    {
        if (!isThere || Has(traits))
            return false;
        _losses.Lose(what);
        return true;
    }

    private Annotation? Reduce(LabelItem item, Annotation annotation)
    {
        if (annotation.IsPrediction && !Has(LabelTraits.Predictions))
        {
            _losses.Lose("predictions");
            return null;
        }
        var needsLabel = annotation.Geometry.Kind is not (
            GeometryKind.Classes or GeometryKind.Text or GeometryKind.Rating or GeometryKind.Relation or GeometryKind.Answer);
        if (annotation.Label is null && needsLabel && Drop(LabelTraits.Unlabelled, true, "shapes without a label"))
            return null;
        var shapes = _format.Shapes;
        var geometry = annotation.Geometry;
        if (!shapes.Contains(geometry.Kind))
        {
            _losses.Lose($"shapes: {KebabCase.Of(geometry.Kind)}");
            if (!_format.Becomes.TryGetValue(geometry.Kind, out var other) || !shapes.Contains(other)
                || ShapeChange.To(geometry, other) is not { } changed)
                return null;
            if (AnnotationRules.Refuse(item, annotation with { Geometry = changed }, static _ => true) is not null)
                return null;
            geometry = changed;
        }
        if (geometry is PointMark { Spots.Length: > 1 } && Drop(LabelTraits.PointGroups, true, "groups of points"))
            return null;
        if (geometry is Polygon { Rings.Length: > 1 } polygon && Drop(LabelTraits.Rings, true, "further rings of polygons"))
            geometry = new Polygon([polygon.Rings[0]]);
        if (geometry is Mask { Frame: not null } mask && Drop(LabelTraits.MaskFrames, true, "boxes of masks"))
            geometry = mask with { Frame = null };
        return ReduceParts(annotation with { Geometry = geometry });
    }

    private Annotation ReduceParts(Annotation annotation)
    {
        if (Has(LabelTraits.TextAttributes))
            annotation = annotation with { Attributes = Texts(annotation.Attributes) };
        else if (Drop(LabelTraits.Attributes, !annotation.Attributes.Entries.IsEmpty, "attributes"))
            annotation = annotation with { Attributes = LabelItem.NoValues };
        if (Drop(LabelTraits.Reviews, annotation.Status != ReviewStatus.None, "reviews"))
            annotation = annotation with { Status = ReviewStatus.None };
        if (Drop(LabelTraits.Questions, annotation.Question is not null, "questions"))
            annotation = annotation with { Question = null };
        if (Drop(LabelTraits.Layers, annotation.Layer != 0, "layers"))
            annotation = annotation with { Layer = 0 };
        if (Drop(LabelTraits.Frames, annotation.Frames is not null, "frames"))
            annotation = annotation with { Frames = null };
        if (Drop(LabelTraits.Times, annotation.Times is not null, "times"))
            annotation = annotation with { Times = null };
        foreach (var (flag, trait) in Flags)
        {
            if (Drop(trait, annotation.Flags.HasFlag(flag), $"flags: {KebabCase.Of(flag)}"))
                annotation = annotation with { Flags = annotation.Flags & ~flag };
        }
        return annotation with { Origin = Reduce(annotation.Origin) };
    }

    private MapValue Texts(MapValue attributes)
    {
        _losses.Lose("types of attributes", attributes.Entries.Count(entry => !IsKept(entry.Value)));
        return new([.. attributes.Entries.Select(
            entry => IsKept(entry.Value) ? entry : KeyValuePair.Create(entry.Key, Value.Of(entry.Value.ToString())))]);

        bool IsKept(Value value) => value is TextValue
            || (Has(LabelTraits.ListAttributes) && value is ListValue { Items.Length: > 1 } list
                && list.Items.All(static part => part is TextValue));
    }

    private static readonly (AnnotationFlags Flag, LabelTraits Trait)[] Flags =
    [
        (AnnotationFlags.Difficult, LabelTraits.Difficult), (AnnotationFlags.Truncated, LabelTraits.Truncated),
        (AnnotationFlags.Occluded, LabelTraits.Occluded), (AnnotationFlags.Crowd, LabelTraits.Crowd),
    ];

    private AnnotationOrigin Reduce(AnnotationOrigin origin)
    {
        if (Drop(LabelTraits.Scores, origin is { IsModel: true, Confidence: not null }, "scores")
            || (!origin.IsModel && origin.Confidence is not null && Drop(LabelTraits.Making, true, "scores")))
            origin = origin with { Confidence = null };
        if (Drop(LabelTraits.Models, origin is { IsModel: true, Model: not null }, "names of models")
            || (!origin.IsModel && origin.Model is not null && Drop(LabelTraits.Making, true, "names of models")))
            origin = origin with { Model = null };
        if (Drop(LabelTraits.Making, origin.Making != LabelMaking.Drawn, "how labels came about"))
            origin = origin with { Making = LabelMaking.Drawn };
        if (Drop(LabelTraits.People, origin.Person is not null, "people"))
            origin = origin with { Person = null };
        return origin;
    }

    private (Ontology Ontology, Dictionary<int, int>? Ids) Reduce(Ontology ontology, List<LabeledItem> items)
    {
        var labels = ontology.Labels.Select(Reduce).ToList();
        var attributes = ontology.Attributes;
        if (!Has(LabelTraits.Ontology) && !attributes.IsEmpty)
        {
            _losses.Lose("definitions of attributes", attributes.Length);
            attributes = [];
        }
        if (!Has(LabelTraits.LabelList))
        {
            var used = items.SelectMany(static item => item.Annotations).SelectMany(AnnotationRules.LabelsOf).Distinct().ToList();
            _losses.Lose("unused labels", labels.Count - used.Count);
            labels = [.. used.Select(id => labels.Find(label => label.Id == id)!)];
        }
        if (Has(LabelTraits.LabelIds))
            return (new Ontology(labels, attributes), null);
        var ids = labels.Index().ToDictionary(static pair => pair.Item.Id, static pair => pair.Index + 1);
        _losses.Lose("ids of labels", ids.Count(static pair => pair.Key != pair.Value));
        var renumbered = labels.Select(
            label => label with { Id = ids[label.Id], Parent = label.Parent is { } parent ? ids[parent] : null });
        return (new Ontology(
            renumbered, attributes.Select(
            attribute => attribute with { Labels = [.. attribute.Labels.Where(ids.ContainsKey).Select(id => ids[id])] })), ids);
    }

    private Label Reduce(Label label)
    {
        if (Drop(LabelTraits.Colours, label.Colour is not null, "colours"))
            label = label with { Colour = null };
        if (Drop(LabelTraits.Hierarchy, label.Parent is not null, "labels under labels"))
            label = label with { Parent = null };
        if (Drop(LabelTraits.LabelDetails, label.Title is not null || label.IsRetired, "titles and retirement of labels"))
            label = label with { Title = null, IsRetired = false };
        if (Drop(LabelTraits.LabelKinds, !label.Kinds.IsEmpty, "kinds of labels"))
            label = label with { Kinds = [] };
        return label;
    }

    private static LabeledItem Renumbered(LabeledItem item, Dictionary<int, int> ids) =>
        new(item.Item, item.Annotations.Select(annotation =>
        annotation.Geometry is LabelChoice choice
            ? annotation with { Geometry = new LabelChoice(choice.Labels.Select(id => ids[id])) }
            : annotation with { Label = annotation.Label is { } label ? ids[label] : null }));
}
