using System.Collections.Immutable;
using Gyre.Experiments.Drawing;

namespace Gyre.Experiments.Reporting;

/// <summary>Lines of several runs as one, with mean ± standard deviation.</summary>
internal static class Bands
{
    /// <summary>Steps of a picture.</summary>
    private const int MaxSteps = 300;

    /// <summary>The mean at every step that any run has.</summary>
    /// <param name="lines">Points of each run, each step once.</param>
    public static ImmutableArray<ChartPoint> Of(IEnumerable<IEnumerable<(double Step, double Value)>> lines)
    {
        var steps = lines.SelectMany(static line => line).GroupBy(static point => point.Step, static point => point.Value)
            .OrderBy(static step => step.Key).ToList();
        var wanted = steps.Count <= MaxSteps
            ? steps
            : [.. Enumerable.Range(0, MaxSteps).Select(i => steps[(int)((long)i * (steps.Count - 1) / (MaxSteps - 1))])];
        return [.. wanted.Select(static step => Point(step.Key, [.. step]))];
    }

    private static ChartPoint Point(double step, double[] values)
    {
        var figure = RunFigures.Spread(values);
        return new ChartPoint(step, figure.Mean) { Low = figure.Mean - figure.Deviation, High = figure.Mean + figure.Deviation };
    }
}
