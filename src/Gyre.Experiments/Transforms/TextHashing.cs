using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments.Features;

namespace Gyre.Experiments.Transforms;

/// <summary>Makes of a text a list of numbers: hashed n-grams of the Euclidean length 1. Missing texts stay missing.</summary>
internal sealed class TextHashing(TrialContext context) : RowTransform
{
    public const string Name = "hash-text";

    private readonly ChosenInputs _inputs =
        ChosenInputs.Read(context, "a text", static element => element.Type is ElementType.Text);

    private HashedText _text = HashedText.Read(MapReader.OfParameters(context.Parameters), "width");
    private ImmutableArray<string> _names = [];

    protected override string Kind => Name;

    protected override void Fit(TrialRows training) => _names = [.. _inputs.In(training.Schema).Select(static input => input.Element.Name)];

    protected override TrialRows Apply(TrialRows rows)
    {
        var replacements = new Dictionary<int, Replacement>();
        foreach (var name in _names)
        {
            var (column, element) = ChosenInputs.Find(rows.Schema, name);
            replacements[column] = new Replacement(
                [element with { Type = ElementType.Float, MultiValue = MultiValue.Ordered }], value => ExampleValues.Of(Hashed(value)));
        }
        return Replacement.In(rows, replacements);
    }

    protected override IEnumerable<(string Name, Value Value)> Save() => [("features", MapReader.ListOf(_names)), .. _text.Save("width")];

    protected override void Load(MapReader state) => (_names, _text) = (state.Texts("features"), HashedText.Read(state, "width"));

    private Value? Hashed(Value? value)
    {
        if (value is null or NullValue)
            return value;
        var features = new double[_text.Width];
        foreach (var text in ElementFeatures.ItemsOf(value).OfType<TextValue>())
            _text.Add(text.Text, features);
        HashedText.Normalize(features);
        return MapReader.ListOf(features);
    }
}
