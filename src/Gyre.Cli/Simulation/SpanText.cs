using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Core;

namespace Gyre.Cli.Simulation;

/// <summary>Lengths of time as they stand on the command line: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>2h</c> or <c>1d</c>.</summary>
internal static class SpanText
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);
    private static readonly (string Unit, TimeSpan Span)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
    ];

    /// <summary>Reads one; at most 365 days.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static TimeSpan Read(string option, string text) => Find(text) ?? throw new InvalidInputException(
        "option.duration", $"'{Shown.Short(text, 40)}' is not a valid duration for {option}.", "Write durations such as 500ms, 30s, 5m or 2h.");

    /// <summary>The length of a unit; null when there is no such unit.</summary>
    public static TimeSpan? UnitOf(string text) => Array.Find(Units, unit => unit.Unit == text) is (not null, var span) ? span : null;

    private static TimeSpan? Find(string text)
    {
        var digits = text.TrimEnd(['a', 'b', 'c', 'd', 'h', 'm', 's']);
        var isNumber = double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        return isNumber && UnitOf(text[digits.Length..]) is { } unit && number <= Longest / unit ? number * unit : null;
    }
}
