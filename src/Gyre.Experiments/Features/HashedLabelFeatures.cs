using System.Globalization;
using Gyre.Core;

namespace Gyre.Experiments.Features;

/// <summary>A category with too many labels for one feature each: every label adds 1 or -1 at the place that its hash says.</summary>
/// <param name="width">Number of features.</param>
internal sealed class HashedLabelFeatures(int width) : ElementFeatures
{
    public const string KindName = "hashed-labels";

    public override string Kind => KindName;

    public override int Width => width;

    public static HashedLabelFeatures Load(MapReader state) => new(state.Whole("width", 1, HashedText.MaxWidth));

    public override IEnumerable<string> Names(string element) =>
        Enumerable.Range(0, width).Select(i => string.Create(CultureInfo.InvariantCulture, $"{element}#{i}"));

    public override void Write(Value value, Span<double> features, ExamplePlace place)
    {
        foreach (var item in ItemsOf(value))
            HashedText.Count('l', LabelFeatures.TextOf(item, place), features);
    }

    public override IEnumerable<(string Name, Value Value)> Save() => [("width", Value.Of(width))];
}
