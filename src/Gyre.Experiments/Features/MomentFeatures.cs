using Gyre.Core;

namespace Gyre.Experiments.Features;

/// <summary>
/// A date: the year and the days since 1970 on a common scale; month, day of the week and time of day as points on a circle, so that
/// December is beside January.
/// </summary>
/// <param name="columns">Year and days.</param>
internal sealed class MomentFeatures(NumberColumns columns) : ElementFeatures
{
    public const string KindName = "date";
    private const int Scaled = 2;

    private static readonly string[] Suffixes =
        ["year", "days", "month.sin", "month.cos", "weekday.sin", "weekday.cos", "hour.sin", "hour.cos"];

    public override string Kind => KindName;

    public override int Width => Suffixes.Length;

    public static MomentFeatures Fit(ElementTraining training)
    {
        var rows = training.Values.Select(static entry => LengthsOf(ElementNumbers.MomentOf(entry.Value, entry.Place))).ToList();
        return new MomentFeatures(NumberColumns.Fit(rows, Scaled, training.Options.ScaleOf(training.Element.Type)));
    }

    /// <exception cref="InvalidInputException">There are not two columns.</exception>
    public static MomentFeatures Load(MapReader state) => NumberColumns.Load(state) is { Width: Scaled } columns
        ? new MomentFeatures(columns)
        : throw state.Refuse("means", "must be two numbers");

    public override IEnumerable<string> Names(string element) => Suffixes.Select(name => $"{element}.{name}");

    public override void Write(Value value, Span<double> features, ExamplePlace place)
    {
        var moment = ElementNumbers.MomentOf(value, place);
        var lengths = LengthsOf(moment);
        for (var column = 0; column < Scaled; column++)
            features[column] = columns.Scaled(column, lengths[column]);
        // Monday is 0.
        double[] turns = [(moment.Month - 1) / 12.0, ((int)moment.DayOfWeek + 6) % 7 / 7.0, moment.TimeOfDay.TotalDays];
        foreach (var (i, turn) in turns.Index())
            (features[Scaled + 2 * i], features[Scaled + 2 * i + 1]) = Math.SinCos(turn * Math.Tau);
    }

    public override void WriteMissing(Span<double> features)
    {
        for (var column = 0; column < Scaled; column++)
            features[column] = columns.Scaled(column, null);
    }

    public override IEnumerable<(string Name, Value Value)> Save() => columns.Save();

    private static double?[] LengthsOf(DateTime moment) => [moment.Year, ElementNumbers.DaysOf(moment)];
}
