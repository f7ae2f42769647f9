using Gyre.Core;

namespace Gyre.Labeling.Formats.LabelStudio;

/// <summary>Leaves out what results cannot say.</summary>
internal static class StudioPreparation
{
    public static LabeledData Of(LabeledData data, ProblemLog losses)
    {
        var items = data.Items.Select(item => new LabeledItem(
            Item(item.Item, losses),
            LooseRelations.LeftOut(item.Annotations.Select(annotation => Annotation(annotation, losses)).OfType<Annotation>(), losses)))
            .ToList();
        // The name of the only question of its kind is not kept.
        var lonely = items.SelectMany(static item => item.Annotations).GroupBy(StudioType.GroupOf, StringComparer.Ordinal)
            .Where(static group => group.Key is not null
                && group.Select(static annotation => annotation.Question).Distinct(StringComparer.Ordinal).Count() == 1)
            .Select(static group => group.Key!).ToHashSet(StringComparer.Ordinal);
        return new LabeledData(data.Name, data.Ontology, items.Select(item =>
            new LabeledItem(item.Item, item.Annotations.Select(annotation => WithoutQuestion(annotation, lonely, losses)))));
    }

    /// <summary>Names of texts are their numbers, and the content of an item has a field of its own.</summary>
    private static LabelItem Item(LabelItem item, ProblemLog losses)
    {
        if (item.Kind is ItemKind.Text or ItemKind.Tabular && item.Name != item.Id)
        {
            losses.Lose("names of items");
            item = item with { Name = item.Id };
        }
        if (item.Kind == ItemKind.Text && item.Text is null)
            item = item with { Text = "" };
        if (item.Kind != ItemKind.Text && item.Text is not null)
        {
            losses.Lose("texts of items of other kinds");
            item = item with { Text = null };
        }
        // An address is kept when the name can be told from it.
        if (item.Source is { } source && (item.Kind is ItemKind.Text or ItemKind.Tabular || !Tells(source, item.Name)))
        {
            losses.Lose("sources of items");
            item = item with { Source = null };
        }
        var reserved = item.Kind == ItemKind.Tabular ? ["image", "text", "audio", "video"]
            : new[] { StudioFields.Of(item.Kind), "image", "text", "audio", "video" };
        var kept = item.Metadata.Entries.Where(entry => !reserved.Contains(entry.Key)).ToList();
        losses.Lose("metadata of items", item.Metadata.Entries.Length - kept.Count);
        return item with { Metadata = new([.. kept]) };
    }

    private static bool Tells(string source, string name)
    {
        try
        {
            return StudioFields.NameOf(source) is { Source: not null } found && found.Name == name;
        }
        catch (Exception exception) when (exception is InvalidInputException or UriFormatException)
        {
            return false;
        }
    }

    private static Annotation? Annotation(Annotation annotation, ProblemLog losses)
    {
        if ((annotation.Geometry is WholeItem && annotation.Label is null)
            || (annotation.Geometry is LabelChoice { Labels.Length: 1 } && annotation.Label is not null))
        {
            losses.Lose("shapes without a label");
            return null;
        }
        if (annotation.Geometry is Polyline or PointMark { Spots.Length: > 1 })
        {
            losses.Lose(annotation.Geometry is Polyline ? "shapes: polyline" : "groups of points");
            return null;
        }
        if (annotation.Geometry is Answer answer && !StudioType.Others.Contains(answer.Form))
        {
            losses.Lose("answers of unknown forms");
            return null;
        }
        // A choice of one label reads as the class of the item.
        if (annotation.Geometry is LabelChoice { Labels: [var only] })
            annotation = annotation with { Geometry = WholeItem.Instance, Label = only };
        if (annotation.Geometry is Relation or LabelChoice or FreeText or Labeling.Rating or Answer && annotation.Label is not null)
        {
            losses.Lose("labels of relations and answers");
            annotation = annotation with { Label = null };
        }
        var isRegion = annotation.Geometry.Bounds is not null || annotation.Geometry is TextSpan
            || annotation is { Geometry: WholeItem, Times: not null };
        if (!isRegion && !annotation.Attributes.Entries.IsEmpty)
        {
            losses.Lose("attributes of whole items");
            annotation = annotation with { Attributes = LabelItem.NoValues };
        }
        if (annotation.Times is not null && annotation.Geometry is not WholeItem)
        {
            losses.Lose("times of shapes");
            annotation = annotation with { Times = null };
        }
        return WithoutModel(annotation, losses);
    }

    private static Annotation WithoutModel(Annotation annotation, ProblemLog losses)
    {
        if (annotation.IsPrediction || (annotation.Origin.Model is null && annotation.Origin.Confidence is null))
            return annotation;
        losses.Lose("models of accepted predictions");
        return annotation with { Origin = annotation.Origin with { Model = null, Confidence = null } };
    }

    private static Annotation WithoutQuestion(Annotation annotation, HashSet<string> lonely, ProblemLog losses)
    {
        var group = StudioType.GroupOf(annotation);
        if (annotation.Question is null
            || (group is not null && !lonely.Contains(group) && annotation.Question != (StudioType.Find(group)?.Control ?? group)))
            return annotation;
        losses.Lose("questions that are the only one of their kind");
        return annotation with { Question = null };
    }
}
