using System.Globalization;
using Gyre.Core;

namespace Gyre.Experiments.Features;

/// <summary>Values of examples as numbers that can be computed with.</summary>
internal static class ElementNumbers
{
    /// <summary>Larger numbers count as this one, so that squares and sums of squares stay finite.</summary>
    public const double Largest = 1e150;

    /// <summary>A number: truth values as 0 and 1, moments as days since 1970; null for null, NaN and infinities.</summary>
    /// <exception cref="InvalidInputException">It is a text or a list.</exception>
    public static double? Of(Value value, ExamplePlace place) => value switch
    {
        NullValue => null,
        BooleanValue flag => flag.Flag ? 1 : 0,
        IntegerValue integer => Bounded((double)integer.Number),
        FloatValue real => Bounded(real.Number),
        TimestampValue moment => DaysOf(MomentOf(moment, place)),
        _ => throw place.Refuse("experiment.value", "the value is not a number", "Correct the transform that made it."),
    };

    /// <summary>A moment, without a time zone.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static DateTime MomentOf(Value value, ExamplePlace place)
    {
        var isMoment = DateTime.TryParse(
            (value as TimestampValue)?.Text, CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
            out var moment);
        return isMoment ? moment : throw place.Refuse("experiment.value", "the value is not a date", "Correct the transform that made it.");
    }

    /// <summary>Days since the beginning of 1970, with their fraction.</summary>
    public static double DaysOf(DateTime moment) => (moment - DateTime.UnixEpoch).TotalDays;

    private static double? Bounded(double number) => double.IsFinite(number) ? Math.Clamp(number, -Largest, Largest) : null;
}
