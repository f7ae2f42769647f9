using System.Globalization;
using System.Runtime.InteropServices;
using Gyre.Core;

namespace Gyre.Labeling.Formats;

/// <summary>Puts together what an importer finds. What does not fit becomes a problem; nothing is thrown for it.</summary>
internal sealed class DataBuilder(ProblemLog log, string name)
{
    private readonly List<Label> _labels = [];
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly HashSet<int> _ids = [];
    private readonly List<ItemBuilder> _items = [];
    private readonly Dictionary<string, int> _itemIds = new(StringComparer.Ordinal);
    private readonly List<LabelAttribute> _attributes = [];
    private int _annotations;
    private int _lastId;

    public string Name { get; set; } = name;

    public ProblemLog Log => log;

    public IReadOnlyList<ItemBuilder> Items => _items;

    public IReadOnlyList<Label> Labels => _labels;

    /// <summary>Name a format gives to the n-th annotation of an item, from 1, when it has no ids.</summary>
    public static string NumberedId(int number) => string.Create(CultureInfo.InvariantCulture, $"a{number}");

    /// <summary>Adds a label of a list of labels. Its id is the next free one if it has none, or one that is taken.</summary>
    public Label? Declare(string? labelName, int? id, Place place, Func<Label, Label>? more = null)
    {
        labelName = labelName?.Trim();
        try
        {
            if (labelName is not null && _byName.TryGetValue(labelName, out var known))
            {
                log.Add(ProblemKinds.DuplicateId, $"Two labels are called '{ProblemLog.Short(labelName)}'.", "Rename one of them.", place);
                return _labels[known];
            }
            if (id is { } taken && _ids.Contains(taken))
                log.Add(ProblemKinds.DuplicateId, $"Two labels have the id {taken}.", "Give one of them another.", place);
            var isFree = id is { } wanted && !_ids.Contains(wanted);
            return Add(labelName ?? "", isFree ? id!.Value : NextId(), more);
        }
        catch (InvalidInputException refusal)
        {
            log.Add(refusal, place);
            return null;
        }
    }

    /// <summary>The id of a label, which is added when it is new.</summary>
    /// <exception cref="InvalidInputException">It cannot be a label.</exception>
    public int Use(string labelName, GeometryKind? kind = null)
    {
        // White space around a name tells no labels apart.
        labelName = labelName.Trim();
        if (!_byName.TryGetValue(labelName, out var place))
            return Add(labelName, NextId(), kind is { } one ? label => label with { Kinds = [one] } : null).Id;
        var known = _labels[place];
        if (kind is { } more && !known.Kinds.IsEmpty && !known.Kinds.Contains(more))
            _labels[place] = known with { Kinds = [.. known.Kinds, more] };
        return known.Id;
    }

    public bool HasLabel(int id) => _ids.Contains(id);

    public bool HasItem(string id) => _itemIds.ContainsKey(id);

    public int? Find(string labelName) => _byName.TryGetValue(labelName.Trim(), out var place) ? _labels[place].Id : null;

    /// <summary>Puts items into another order; those that are equal stay as they are.</summary>
    public void OrderItems<TKey>(Func<LabelItem, TKey> key, IComparer<TKey>? comparer = null)
    {
        var sorted = _items.OrderBy(item => key(item.Item), comparer).ToList();
        _items.Clear();
        _items.AddRange(sorted);
    }

    public void Change(int id, Func<Label, Label> change)
    {
        var place = _labels.FindIndex(label => label.Id == id);
        if (place >= 0)
            _labels[place] = change(_labels[place]);
    }

    public void Ask(LabelAttribute attribute) => _attributes.Add(attribute);

    public LabelAttribute? Asked(string attribute) => _attributes.Find(known => known.Name == attribute);

    /// <summary>Adds an item; null when it is refused.</summary>
    public ItemBuilder? Begin(Place place, Func<LabelItem> make)
    {
        try
        {
            if (_items.Count == ImportLimits.MaxItems)
                throw LabelRefusal.Of(
                    ProblemKinds.TooLarge, $"There are more than {ImportLimits.MaxItems} items.", "Import parts of them.");
            var item = make();
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_itemIds, item.Id, out var isTaken);
            count++;
            if (isTaken)
            {
                log.Add(ProblemKinds.DuplicateId, $"Two items have the id '{ProblemLog.Short(item.Id)}'.", "Give one of them another.",
                    place with { Item = item.Name });
                item = item with { Id = Free(item.Id, id => _itemIds.TryAdd(id, 1)) };
            }
            var builder = new ItemBuilder(this, item);
            _items.Add(builder);
            return builder;
        }
        catch (InvalidInputException refusal)
        {
            log.Add(refusal, place);
            return null;
        }
    }

    public static string Free(string id, Func<string, bool> tryTake)
    {
        for (var number = 2; ; number++)
        {
            var other = string.Create(CultureInfo.InvariantCulture, $"{(id.Length > 900 ? id[..900] : id)}#{number}");
            if (tryTake(other))
                return other;
        }
    }

    public void CountAnnotation()
    {
        if (++_annotations > ImportLimits.MaxAnnotations)
            throw LabelRefusal.Of(
                ProblemKinds.TooLarge, $"There are more than {ImportLimits.MaxAnnotations} annotations.", "Import parts of them.");
    }

    public LabeledData Build() => new(Name, BuildOntology(), _items.Select(static item => item.Build()));

    private Ontology BuildOntology()
    {
        try
        {
            return new Ontology(_labels, _attributes);
        }
        catch (InvalidInputException refusal)
        {
            log.Add(refusal, default);
            return new Ontology(_labels.Select(static label => label with { Parent = null }),
                _attributes.DistinctBy(static attribute => attribute.Name, StringComparer.Ordinal));
        }
    }

    private Label Add(string labelName, int id, Func<Label, Label>? more)
    {
        if (_labels.Count == Ontology.MaxLabels)
            throw LabelRefusal.Of(
                ProblemKinds.TooLarge, $"There are more than {Ontology.MaxLabels} labels.", "Use attributes for what varies.");
        var label = new Label { Id = id, Name = labelName };
        label = more?.Invoke(label) ?? label;
        _byName.Add(label.Name, _labels.Count);
        _ids.Add(id);
        _labels.Add(label);
        return label;
    }

    private int NextId()
    {
        do
        {
            _lastId++;
        }
        while (_ids.Contains(_lastId));
        return _lastId;
    }
}

/// <summary>An item whose annotations come.</summary>
internal sealed class ItemBuilder(DataBuilder data, LabelItem item)
{
    private readonly List<(Annotation Annotation, Place Place)> _annotations = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    public LabelItem Item { get; set; } = item;

    public IEnumerable<Annotation> Annotations => _annotations.Select(static pair => pair.Annotation);

    /// <summary>Adds an annotation; what refuses it becomes a problem.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="id">Its id; null for a numbered one.</param>
    /// <param name="make">Makes it with an id; null when there is nothing to add, and no problem.</param>
    public Annotation? Add(Place place, string? id, Func<string, Annotation?> make)
    {
        place = place with { Item = Item.Name };
        try
        {
            var isTaken = id is not null && _ids.Contains(id);
            var free = id ?? DataBuilder.NumberedId(_annotations.Count + 1);
            if (_ids.Contains(free))
                free = DataBuilder.Free(free, name => !_ids.Contains(name));
            if (make(free) is not { } annotation)
                return null;
            if (annotation.Geometry is not Relation && AnnotationRules.Refuse(Item, annotation, static _ => true) is { } fault)
            {
                data.Log.Add(fault.Kind, fault.Message, fault.Remedy, place);
                return null;
            }
            if (isTaken)
                data.Log.Add(ProblemKinds.DuplicateId, $"Two annotations have the id '{ProblemLog.Short(id!)}'.",
                    "Give one of them another.", place);
            data.CountAnnotation();
            _ids.Add(free);
            _annotations.Add((annotation, place));
            return annotation;
        }
        catch (InvalidInputException refusal)
        {
            data.Log.Add(refusal, place);
            return null;
        }
    }

    /// <summary>Changes annotations that are there.</summary>
    public void Change(Func<Annotation, Annotation> change)
    {
        foreach (ref var entry in CollectionsMarshal.AsSpan(_annotations))
            entry.Annotation = change(entry.Annotation);
    }

    public LabeledItem Build()
    {
        // Relations are looked at when everything is there.
        for (var removed = 1; removed > 0;)
        {
            removed = _annotations.RemoveAll(entry =>
            {
                if (entry.Annotation.Geometry is not Relation
                    || AnnotationRules.Refuse(Item, entry.Annotation, _ids.Contains) is not { } fault)
                    return false;
                data.Log.Add(fault.Kind, fault.Message, fault.Remedy, entry.Place);
                return _ids.Remove(entry.Annotation.Id);
            });
        }
        return new LabeledItem(Item, _annotations.Select(static entry => entry.Annotation));
    }
}
