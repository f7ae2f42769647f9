using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Core;

namespace Gyre.Cli.Simulation;

/// <summary>How many decisions are asked for in which time.</summary>
/// <param name="PerSecond">Above 0; infinite for as many as are answered.</param>
internal readonly record struct DecisionRate(double PerSecond)
{
    private const double Highest = 1e6;

    /// <summary>So that at its time a decision is due, whatever the last bits say.</summary>
    private const double Rounding = 1e-6;

    /// <summary>Reads <c>200/s</c>, <c>30/m</c> or <c>max</c>.</summary>
    /// <exception cref="InvalidInputException">It is none of them.</exception>
    public static DecisionRate Read(string text)
    {
        if (text == "max")
            return new DecisionRate(double.PositiveInfinity);
        var parts = text.Split('/');
        if (parts is [var count, var unit] && SpanText.UnitOf(unit) is { } span
            && double.TryParse(count, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number / span.TotalSeconds is > 0 and <= Highest and var rate)
        {
            return new DecisionRate(rate);
        }
        throw new InvalidInputException(
            "simulate.rate", $"'{Shown.Short(text, 40)}' is not a valid rate.", "Use a rate such as 200/s or 30/m, or max.");
    }

    /// <summary>How many decisions should have been asked for after a time; the first at once.</summary>
    public double DueAfter(TimeSpan elapsed) =>
        double.IsInfinity(PerSecond) ? PerSecond : Math.Floor((elapsed.TotalSeconds * PerSecond) + Rounding) + 1;

    /// <summary>When the decision after so many is due.</summary>
    public TimeSpan TimeOf(long made) => double.IsInfinity(PerSecond)
        ? TimeSpan.Zero
        : TimeSpan.FromTicks((long)Math.Ceiling(made / PerSecond * TimeSpan.TicksPerSecond));
}
