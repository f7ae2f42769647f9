using Gyre.Learning.Vectors;

namespace Gyre.Learning.Numerics;

/// <summary>A place on the line of a search: how far, the value there, the slope along the line, the point and its gradient.</summary>
internal sealed record LinePoint(double Step, double Value, double Slope, double[] Point, double[] Gradient);

/// <summary>A step length that meets the strong Wolfe conditions (Nocedal and Wright, 2006, algorithms 3.5 and 3.6).</summary>
internal static class LineSearch
{
    private const double SufficientDecrease = 1e-4;
    private const double Curvature = 0.9;
    private const int MaxEvaluations = 40;

    /// <summary>Searches from a start along a direction of descent.</summary>
    /// <returns>A point that meets both conditions; failing that the lowest one that meets the first; null when there is none.</returns>
    public static LinePoint? Find(Objective objective, LinePoint start, double[] direction, double firstStep)
    {
        var previous = start;
        var step = firstStep;
        for (var used = 1; used <= MaxEvaluations; used++)
        {
            var point = At(objective, start, direction, step);
            if (!Decreases(start, point) || (used > 1 && point.Value >= previous.Value))
                return Zoom(objective, start, direction, previous, point, used);
            if (Math.Abs(point.Slope) <= -Curvature * start.Slope)
                return point;
            if (point.Slope >= 0)
                return Zoom(objective, start, direction, point, previous, used);
            (previous, step) = (point, step * 2);
        }

        return previous;
    }

    private static LinePoint? Zoom(Objective objective, LinePoint start, double[] direction, LinePoint low, LinePoint high, int used)
    {
        for (; used < MaxEvaluations; used++)
        {
            var step = Interpolate(low, high);
            if (step == low.Step || step == high.Step)
                break;
            var point = At(objective, start, direction, step);
            if (!Decreases(start, point) || point.Value >= low.Value)
            {
                high = point;
                continue;
            }

            if (Math.Abs(point.Slope) <= -Curvature * start.Slope)
                return point;
            if (point.Slope * (high.Step - low.Step) >= 0)
                high = low;
            low = point;
        }

        return low.Step > 0 && low.Value < start.Value ? low : null;
    }

    // Written so that a value that is not a number counts as no decrease.
    private static bool Decreases(LinePoint start, LinePoint point) =>
        point.Value <= start.Value + SufficientDecrease * point.Step * start.Slope;

    /// <summary>The minimum of the cubic through both ends (equation 3.59), kept off the ends by a tenth; the middle if there is none.</summary>
    private static double Interpolate(LinePoint low, LinePoint high)
    {
        var width = high.Step - low.Step;
        var d1 = low.Slope + high.Slope - 3 * (low.Value - high.Value) / (low.Step - high.Step);
        var d2 = Math.Sign(width) * Math.Sqrt(d1 * d1 - low.Slope * high.Slope);
        var step = high.Step - width * ((high.Slope + d2 - d1) / (high.Slope - low.Slope + 2 * d2));
        var (from, to) = (Math.Min(low.Step, high.Step), Math.Max(low.Step, high.Step));
        var margin = (to - from) / 10;
        return step >= from + margin && step <= to - margin ? step : low.Step + width / 2;
    }

    private static LinePoint At(Objective objective, LinePoint start, double[] direction, double step)
    {
        var point = start.Point.ToArray();
        var gradient = new double[point.Length];
        Kernels.AddScaled(direction, step, point);
        var value = objective(point, gradient);
        return new LinePoint(step, value, Kernels.Dot(gradient, direction), point, gradient);
    }
}
