using Gyre.Core;

namespace Gyre.Learning.Numerics;

/// <summary>Refuses a caller's numbers outside their range with one wording.</summary>
internal static class Settings
{
    /// <summary>A probability strictly between 0 and 1.</summary>
    public static void Level(double level)
    {
        if (!(level is > 0 and < 1))
            throw new ArgumentException($"The level is {NumberText.Of(level)}; it must be above 0 and below 1.", nameof(level));
    }

    public static void Above(string name, double value, double bound)
    {
        if (!(value > bound) || !double.IsFinite(value))
            throw new ArgumentException(
                $"{name} is {NumberText.Of(value)}; it must be a finite number above {NumberText.Of(bound)}.", name);
    }

    public static void Finite(string name, double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentException($"{name} is {NumberText.Of(value)}; it must be a finite number.", name);
    }

    public static void Between(string name, long value, long low, long high)
    {
        if (value < low || value > high)
            throw new ArgumentException($"{name} is {value}; it must be from {low} to {high}.", name);
    }

    public static void Range(string name, ConfidenceInterval range)
    {
        if (!double.IsFinite(range.Low) || !double.IsFinite(range.High) || range.High <= range.Low)
            throw new ArgumentException(
                $"{name} is {NumberText.Of(range.Low)} to {NumberText.Of(range.High)}; it must be finite and not empty.", name);
    }
}
