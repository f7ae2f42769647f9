using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Labeling;

/// <summary>An item with its annotations and predictions.</summary>
public sealed record LabeledItem
{
    /// <summary>Puts annotations on an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="annotations">In order; ids are unique.</param>
    /// <exception cref="InvalidInputException">An annotation does not fit the item or another one.</exception>
    public LabeledItem(LabelItem item, IEnumerable<Annotation> annotations)
    {
        (Item, Annotations) = (item, [.. annotations]);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var annotation in Annotations)
        {
            if (!ids.Add(annotation.Id))
                throw LabelRefusal.Of(
                    ProblemKinds.DuplicateId, $"Two annotations of '{item.Name}' have the id '{annotation.Id}'.", "Give one another id.");
        }
        if (Annotations.Select(annotation => AnnotationRules.Refuse(item, annotation, ids.Contains))
            .FirstOrDefault(static fault => fault is not null) is { } first)
            throw LabelRefusal.Of(first.Kind, first.Message, first.Remedy);
    }

    /// <summary>The item.</summary>
    public LabelItem Item { get; }

    /// <summary>Annotations of people and predictions of models, in order.</summary>
    public ImmutableArray<Annotation> Annotations { get; }

    /// <summary>What people say.</summary>
    public IEnumerable<Annotation> GroundTruth => Annotations.Where(static annotation => !annotation.IsPrediction);

    /// <summary>What models say.</summary>
    public IEnumerable<Annotation> Predictions => Annotations.Where(static annotation => annotation.IsPrediction);

    /// <inheritdoc/>
    public bool Equals(LabeledItem? other) => other is not null && Item == other.Item && Annotations.SequenceEqual(other.Annotations);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Item, Annotations.Length);
}

/// <summary>Items with annotations, and the ontology of these.</summary>
public sealed record LabeledData
{
    /// <summary>Puts items together.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="ontology">Its labels.</param>
    /// <param name="items">In order; ids are unique.</param>
    /// <exception cref="InvalidInputException">An id occurs twice, or a label is not in the ontology.</exception>
    public LabeledData(string name, Ontology ontology, IEnumerable<LabeledItem> items)
    {
        (Name, Ontology, Items) = (name, ontology, [.. items]);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in Items)
        {
            if (!ids.Add(item.Item.Id))
                throw LabelRefusal.Of(ProblemKinds.DuplicateId, $"Two items have the id '{item.Item.Id}'.", "Give one of them another.");
        }
        var known = ontology.Labels.Select(static label => label.Id).ToHashSet();
        foreach (var annotation in Items.SelectMany(static item => item.Annotations))
        {
            if (AnnotationRules.LabelsOf(annotation).FirstOrDefault(id => !known.Contains(id), -1) is >= 0 and var missing)
                throw LabelRefusal.Of(ProblemKinds.UnknownLabel, $"The ontology has no label {missing}.", "Add it.");
        }
    }

    /// <summary>What people call it.</summary>
    public string Name { get; }

    /// <summary>Its labels.</summary>
    public Ontology Ontology { get; }

    /// <summary>Items in order.</summary>
    public ImmutableArray<LabeledItem> Items { get; }

    /// <inheritdoc/>
    public bool Equals(LabeledData? other) =>
        other is not null && Name == other.Name && Ontology == other.Ontology && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Items.Length);
}
