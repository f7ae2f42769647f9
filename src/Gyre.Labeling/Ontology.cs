using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Labeling;

/// <summary>The labels and attributes that annotations are made of. The order of labels is that of the classes of models.</summary>
public sealed record Ontology
{
    /// <summary>Most labels of an ontology.</summary>
    public const int MaxLabels = 100_000;

    private readonly Dictionary<string, Label> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _places = [];

    /// <summary>Makes an ontology.</summary>
    /// <param name="labels">Labels in order.</param>
    /// <param name="attributes">What is asked beside labels.</param>
    /// <exception cref="InvalidInputException">Names or ids are not unique, a parent is missing or parents run in a circle, or there are
    /// too many.</exception>
    public Ontology(IEnumerable<Label> labels, IEnumerable<LabelAttribute>? attributes = null)
    {
        Labels = [.. labels];
        Attributes = [.. attributes ?? []];
        if (Labels.Length > MaxLabels)
            throw LabelRefusal.Of(ProblemKinds.TooLarge, $"There are more than {MaxLabels} labels.", "Use attributes for what varies.");
        foreach (var (place, label) in Labels.Index())
        {
            if (!_byName.TryAdd(label.Name, label))
                throw LabelRefusal.Of(ProblemKinds.DuplicateId, $"Two labels are called '{label.Name}'.", "Rename one of them.");
            if (!_places.TryAdd(label.Id, place))
                throw LabelRefusal.Of(ProblemKinds.DuplicateId, $"Two labels have the id {label.Id}.", "Give one of them another.");
        }
        foreach (var label in Labels)
            CheckParents(label);
        if (Attributes.GroupBy(static attribute => attribute.Name, StringComparer.Ordinal)
            .FirstOrDefault(static group => group.Skip(1).Any()) is { } twice)
            throw LabelRefusal.Of(ProblemKinds.DuplicateId, $"Two attributes are called '{twice.Key}'.", "Rename one of them.");
    }

    /// <summary>No labels at all.</summary>
    public static Ontology Empty { get; } = new([]);

    /// <summary>Labels in order.</summary>
    public ImmutableArray<Label> Labels { get; }

    /// <summary>What is asked beside labels.</summary>
    public ImmutableArray<LabelAttribute> Attributes { get; }

    /// <summary>The label of a name, or null.</summary>
    public Label? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The label of an id, or null.</summary>
    public Label? Find(int id) => _places.TryGetValue(id, out var place) ? Labels[place] : null;

    /// <summary>The place of a label in the order, from 0; -1 if there is none.</summary>
    public int IndexOf(int id) => _places.GetValueOrDefault(id, -1);

    /// <inheritdoc/>
    public bool Equals(Ontology? other) => other is not null && Labels.SequenceEqual(other.Labels)
        && Attributes.SequenceEqual(other.Attributes);

    /// <inheritdoc/>
    public override int GetHashCode() => Labels.Length;

    private void CheckParents(Label label)
    {
        var steps = 0;
        for (var at = label; at.Parent is { } parent; at = Labels[_places[parent]])
        {
            if (!_places.ContainsKey(parent))
                throw LabelRefusal.Of(
                    ProblemKinds.UnknownLabel, $"The label above '{at.Name}' ({parent}) is missing.", "Add it, or remove the parent.");
            if (++steps > 64)
                throw LabelRefusal.Of(
                    ProblemKinds.Syntax, $"'{label.Name}' has too many labels above it, or stands above itself.", "Check the parents.");
        }
    }
}
