using System.Globalization;
using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Experiments.Features;

/// <summary>
/// A number, a truth value, or as many of them in every example: as they are, on a common scale. Their means stand in for missing ones.
/// </summary>
/// <param name="columns">One for each number.</param>
internal sealed class VectorFeatures(NumberColumns columns) : ElementFeatures
{
    public const string KindName = "numbers";

    public override string Kind => KindName;

    public override int Width => columns.Width;

    public static VectorFeatures Fit(ElementTraining training)
    {
        var width = training.Values.Count == 0 ? 1 : ItemCount(training.Values[0].Value);
        var rows = training.Values.Select(static entry => NumbersOf(entry.Value, entry.Place)).ToList();
        // Truth values are of one size already.
        var scale = training.Element.Type == ElementType.Boolean ? "none" : training.Options.ScaleOf(training.Element.Type);
        return new VectorFeatures(NumberColumns.Fit(rows, width, scale));
    }

    /// <summary>How many numbers an example gives.</summary>
    public static int ItemCount(Value value) => value is ListValue list ? list.Items.Length : 1;

    public override IEnumerable<string> Names(string element) => Width == 1
        ? [element]
        : Enumerable.Range(0, Width).Select(i => string.Create(CultureInfo.InvariantCulture, $"{element}[{i}]"));

    public override void Write(Value value, Span<double> features, ExamplePlace place)
    {
        var numbers = NumbersOf(value, place);
        if (numbers.Length != Width)
        {
            throw place.Refuse(
                "experiment.vector.length", $"the value has {numbers.Length} numbers, but every training example has {Width}",
                "Correct the example, or set the parameter 'vectors' to 'summary'.");
        }
        for (var column = 0; column < numbers.Length; column++)
            features[column] = columns.Scaled(column, numbers[column]);
    }

    public override void WriteMissing(Span<double> features)
    {
        for (var column = 0; column < features.Length; column++)
            features[column] = columns.Scaled(column, null);
    }

    public override IEnumerable<(string Name, Value Value)> Save() => columns.Save();

    private static double?[] NumbersOf(Value value, ExamplePlace place) => value is ListValue list
        ? [.. list.Items.Select(item => ElementNumbers.Of(item, place))]
        : [ElementNumbers.Of(value, place)];
}
