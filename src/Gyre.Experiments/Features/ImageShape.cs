using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Experiments.Features;

/// <summary>What images are brought to before their pixels become numbers.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="IsGrey">One number per pixel instead of three.</param>
internal sealed record ImageShape(int Width, int Height, bool IsGrey)
{
    public const int MaxSide = 2048;

    /// <summary>Subtracted from brightness between 0 and 1; one number, or one per colour.</summary>
    public ImmutableArray<double> Mean { get; init; } = [0];

    /// <summary>What the rest is divided by; one number, or one per colour.</summary>
    public ImmutableArray<double> Deviation { get; init; } = [1];

    /// <summary>Numbers per pixel.</summary>
    public int Colors => IsGrey ? 1 : 3;

    /// <summary>Numbers per image.</summary>
    public int Length => Width * Height * Colors;

    /// <summary>Reads the parameters whose names begin with <c>image_</c>.</summary>
    public static ImageShape Read(MapReader parameters)
    {
        var shape = new ImageShape(
            parameters.Whole("image_width", 1, MaxSide, 32), parameters.Whole("image_height", 1, MaxSide, 32),
            parameters.Word("image_colors", "rgb", "rgb", "grey") == "grey");
        return shape with
        {
            Mean = PerColor(parameters, "image_mean", shape.Mean, shape.Colors, static _ => true),
            Deviation = PerColor(parameters, "image_deviation", shape.Deviation, shape.Colors, static number => number > 0),
        };
    }

    /// <summary>The parameters that <see cref="Read"/> reads.</summary>
    public IEnumerable<(string Name, Value Value)> Save() =>
    [
        ("image_width", Value.Of(Width)), ("image_height", Value.Of(Height)), ("image_colors", Value.Of(IsGrey ? "grey" : "rgb")),
        ("image_mean", MapReader.ListOf(Mean)), ("image_deviation", MapReader.ListOf(Deviation)),
    ];

    /// <summary>The number of a brightness.</summary>
    /// <param name="brightness">Between 0 and 255.</param>
    /// <param name="color">0 for red or grey, 1 for green, 2 for blue.</param>
    public double NumberOf(double brightness, int color) =>
        (brightness / 255 - Mean[Mean.Length == 1 ? 0 : color]) / Deviation[Deviation.Length == 1 ? 0 : color];

    private static ImmutableArray<double> PerColor(
        MapReader parameters, string name, ImmutableArray<double> usual, int colors, Func<double, bool> isFit)
    {
        if (!parameters.Has(name))
            return usual;
        var expected = $"must be one number{(colors > 1 ? ", or one for each of red, green and blue" : "")}, above 0 for 'image_deviation'";
        var numbers = parameters.Numbers(name, expected, isFit);
        return numbers.Length == 1 || numbers.Length == colors ? numbers : throw parameters.Refuse(name, expected);
    }
}
