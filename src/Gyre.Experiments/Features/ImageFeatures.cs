using System.Globalization;
using System.Numerics.Tensors;
using Gyre.Core;

namespace Gyre.Experiments.Features;

/// <summary>An image as its pixels; of several images their mean.</summary>
/// <param name="shape">What images are brought to.</param>
internal sealed class ImageFeatures(ImageShape shape) : ElementFeatures
{
    public const string KindName = "pixels";

    private static readonly string[] GreySuffixes = [""];
    private static readonly string[] ColorSuffixes = [",r", ",g", ",b"];

    public override string Kind => KindName;

    public override int Width => shape.Length;

    public override bool IsSlow => true;

    public static ImageFeatures Load(MapReader state) => new(ImageShape.Read(state));

    public override IEnumerable<string> Names(string element) =>
        from y in Enumerable.Range(0, shape.Height)
        from x in Enumerable.Range(0, shape.Width)
        from color in shape.IsGrey ? GreySuffixes : ColorSuffixes
        select string.Create(CultureInfo.InvariantCulture, $"{element}[{y},{x}{color}]");

    public override void Write(Value value, Span<double> features, ExamplePlace place)
    {
        var count = 0;
        foreach (var item in ItemsOf(value))
        {
            var pixels = ImageFile.Read(item, place).Fit(shape.Width, shape.Height, shape.IsGrey);
            for (var i = 0; i < pixels.Length; i++)
                features[i] += shape.NumberOf(pixels[i], i % shape.Colors);
            count++;
        }
        if (count > 1)
            TensorPrimitives.Divide(features, count, features);
    }

    public override IEnumerable<(string Name, Value Value)> Save() => shape.Save();
}
