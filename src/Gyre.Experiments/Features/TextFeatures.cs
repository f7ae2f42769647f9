using System.Globalization;
using Gyre.Core;

namespace Gyre.Experiments.Features;

/// <summary>A text, or several together, as hashed n-grams of the Euclidean length 1.</summary>
/// <param name="text">How it is hashed.</param>
internal sealed class TextFeatures(HashedText text) : ElementFeatures
{
    public const string KindName = "text";

    public override string Kind => KindName;

    public override int Width => text.Width;

    public static TextFeatures Load(MapReader state) => new(HashedText.Read(state, "width"));

    public override IEnumerable<string> Names(string element) =>
        Enumerable.Range(0, Width).Select(i => string.Create(CultureInfo.InvariantCulture, $"{element}#{i}"));

    public override void Write(Value value, Span<double> features, ExamplePlace place)
    {
        foreach (var item in ItemsOf(value))
            text.Add(LabelFeatures.TextOf(item, place), features);
        HashedText.Normalize(features);
    }

    public override IEnumerable<(string Name, Value Value)> Save() => text.Save("width");
}
