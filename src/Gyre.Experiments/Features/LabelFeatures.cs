using System.Collections.Frozen;
using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Experiments.Features;

/// <summary>
/// A category, or several: for each label of the training examples how often the example has it. Other labels leave zeros.
/// </summary>
internal sealed class LabelFeatures : ElementFeatures
{
    public const string KindName = "labels";

    private readonly ImmutableArray<string> _labels;
    private readonly FrozenDictionary<string, int> _places;

    public LabelFeatures(ImmutableArray<string> labels) =>
        (_labels, _places) =
            (labels, labels.Index().ToFrozenDictionary(static pair => pair.Item, static pair => pair.Index, StringComparer.Ordinal));

    public override string Kind => KindName;

    public override int Width => _labels.Length;

    /// <exception cref="InvalidInputException">A label stands there twice.</exception>
    public static LabelFeatures Load(MapReader state)
    {
        var labels = state.Texts("labels");
        return labels.Distinct(StringComparer.Ordinal).Count() == labels.Length
            ? new LabelFeatures(labels)
            : throw state.Refuse("labels", "must not have a label twice");
    }

    public override IEnumerable<string> Names(string element) => _labels.Select(label => $"{element}={label}");

    public override void Write(Value value, Span<double> features, ExamplePlace place)
    {
        foreach (var label in ItemsOf(value).Select(item => TextOf(item, place)))
        {
            if (_places.TryGetValue(label, out var i))
                features[i]++;
        }
    }

    public override IEnumerable<(string Name, Value Value)> Save() => [("labels", MapReader.ListOf(_labels))];

    /// <summary>The text of a label.</summary>
    /// <exception cref="InvalidInputException">It is no text.</exception>
    public static string TextOf(Value item, ExamplePlace place) => (item as TextValue)?.Text
        ?? throw place.Refuse("experiment.value", "the value is not a text", "Correct the transform that made it.");
}
