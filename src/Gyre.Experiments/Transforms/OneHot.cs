using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments.Features;

namespace Gyre.Experiments.Transforms;

/// <summary>
/// Makes of a category one truth value for each of its labels in training, named <c>NAME_0</c> and so on in ordinal order of the labels,
/// which stand in the descriptions. A missing or another label is false everywhere.
/// </summary>
internal sealed class OneHot(TrialContext context) : RowTransform
{
    public const string Name = "one-hot";

    private readonly ChosenInputs _inputs =
        ChosenInputs.Read(context, "a category", static element => element.Type == ElementType.Category);
    private readonly int _most = MapReader.OfParameters(context.Parameters).Whole("max_categories", 1, 100_000, 100);
    private ImmutableArray<(string Input, ImmutableArray<string> Labels)> _learned = [];

    protected override string Kind => Name;

    protected override void Fit(TrialRows training) =>
        _learned = [.. _inputs.In(training.Schema).Select(input => (input.Element.Name, LabelsOf(training, input.Column, input.Element)))];

    protected override TrialRows Apply(TrialRows rows)
    {
        var taken = rows.Schema.Elements.Select(static element => element.Name).ToHashSet(StringComparer.Ordinal);
        var replacements = new Dictionary<int, Replacement>();
        foreach (var (name, labels) in _learned)
        {
            var (column, element) = ChosenInputs.Find(rows.Schema, name);
            replacements[column] =
                new Replacement([.. labels.Select((label, i) => ElementOf(element, i, label, taken))], value => Flags(value, labels));
        }
        return Replacement.In(rows, replacements);
    }

    protected override IEnumerable<(string Name, Value Value)> Save() =>
    [
        ("features", Value.Of(_learned.Select(static input =>
            MapReader.MapOf(("name", Value.Of(input.Input)), ("labels", MapReader.ListOf(input.Labels)))))),
    ];

    protected override void Load(MapReader state) =>
        _learned = [.. state.Maps("features").Select(static input => (input.Text("name"), input.Texts("labels")))];

    private ImmutableArray<string> LabelsOf(TrialRows training, int column, DatasetElement element)
    {
        var labels = (
            from example in training.Examples
            let value = example.Values[column]
            where !EncodedElement.IsMissing(value)
            from item in ElementFeatures.ItemsOf(value)
            select LabelFeatures.TextOf(item, new ExamplePlace(example, element, training.FilesFolder)))
                .ToImmutableSortedSet(StringComparer.Ordinal);
        return labels.Count <= _most
            ? [.. labels]
            : throw new InvalidInputException(
                "experiment.transform.labels", $"The input \"{element.Name}\" has {labels.Count} labels, more than {_most}.",
                "Raise the parameter 'max_categories', or leave the input out: models hash categories with many labels.");
    }

    private static DatasetElement ElementOf(DatasetElement element, int index, string label, HashSet<string> taken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{element.Name}_{index}");
        while (!taken.Add(name))
            name += "_";
        return new DatasetElement(name, element.Role, ElementType.Boolean) { IsRequired = true, Description = $"{element.Name} = {label}" };
    }

    private static ExampleValues Flags(Value? value, ImmutableArray<string> labels)
    {
        var present = value is null or NullValue ? [] : ElementFeatures.ItemsOf(value).OfType<TextValue>().Select(static item => item.Text)
            .ToHashSet(StringComparer.Ordinal);
        return new ExampleValues([.. labels.Select(label => Value.Of(present.Contains(label)))]);
    }
}
