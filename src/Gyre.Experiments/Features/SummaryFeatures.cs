using Gyre.Core;

namespace Gyre.Experiments.Features;

/// <summary>Several numbers, in each example another count of them: their mean, smallest and largest, and how many they are.</summary>
/// <param name="columns">Four.</param>
internal sealed class SummaryFeatures(NumberColumns columns) : ElementFeatures
{
    public const string KindName = "summary";
    private const int Columns = 4;

    public override string Kind => KindName;

    public override int Width => Columns;

    public static SummaryFeatures Fit(ElementTraining training)
    {
        var rows = training.Values.Select(static entry => Summarize(entry.Value, entry.Place)).ToList();
        return new SummaryFeatures(NumberColumns.Fit(rows, Columns, training.Options.ScaleOf(training.Element.Type)));
    }

    /// <exception cref="InvalidInputException">There are not four columns.</exception>
    public static SummaryFeatures Load(MapReader state) => NumberColumns.Load(state) is { Width: Columns } columns
        ? new SummaryFeatures(columns)
        : throw state.Refuse("means", "must be four numbers");

    public override IEnumerable<string> Names(string element) =>
        [$"{element}.mean", $"{element}.min", $"{element}.max", $"{element}.length"];

    public override void Write(Value value, Span<double> features, ExamplePlace place)
    {
        var summary = Summarize(value, place);
        for (var column = 0; column < Columns; column++)
            features[column] = columns.Scaled(column, summary[column]);
    }

    public override void WriteMissing(Span<double> features)
    {
        for (var column = 0; column < Columns; column++)
            features[column] = columns.Scaled(column, null);
    }

    public override IEnumerable<(string Name, Value Value)> Save() => columns.Save();

    private static double?[] Summarize(Value value, ExamplePlace place)
    {
        var numbers = ItemsOf(value).Select(item => ElementNumbers.Of(item, place)).OfType<double>().ToList();
        return numbers.Count == 0
            ? [null, null, null, 0]
            : [numbers.Sum() / numbers.Count, numbers.Min(), numbers.Max(), numbers.Count];
    }
}
