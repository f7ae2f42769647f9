using System.Globalization;
using System.Text.RegularExpressions;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>Times of traces: instants as RFC 3339 texts and durations as <c>"0.250s"</c>; kept in milliseconds.</summary>
internal static partial class TraceTimes
{
    /// <summary>Milliseconds since 1970; null when it is no instant between the years 1 and 9999.</summary>
    public static long? ReadInstant(string text)
    {
        var match = Instant().Match(text);
        if (!match.Success || !DateTimeOffset.TryParse(match.Groups[1].Value + match.Groups[3].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
            return null;
        return instant.ToUnixTimeMilliseconds() + FractionOf(match.Groups[2].Value);
    }

    public static string WriteInstant(long milliseconds)
    {
        var instant = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
        return instant.ToString(instant.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>Milliseconds; null when it is no duration.</summary>
    public static long? ReadDuration(string text)
    {
        var match = Duration().Match(text);
        return match.Success ? (long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * 1000) + FractionOf(match.Groups[2].Value) : null;
    }

    public static string WriteDuration(long milliseconds)
    {
        var (seconds, rest) = Math.DivRem(milliseconds, 1000);
        return rest == 0 ? string.Create(CultureInfo.InvariantCulture, $"{seconds}s") : string.Create(CultureInfo.InvariantCulture, $"{seconds}.{rest:000}s");
    }

    /// <summary>Of <c>.25</c>, in milliseconds; what is finer is left out.</summary>
    private static long FractionOf(string digits) => digits.Length < 2 ? 0 : long.Parse(digits[1..].PadRight(3, '0')[..3], CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^([0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})\z")]
    private static partial Regex Instant();

    [GeneratedRegex(@"^([0-9]{1,12})(\.[0-9]{1,9})?s\z")]
    private static partial Regex Duration();
}
