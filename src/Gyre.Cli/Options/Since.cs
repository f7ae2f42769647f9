using System.CommandLine;
using System.Globalization;

namespace Gyre.Cli.Options;

/// <summary>A time in the past, as people write it: <c>2h</c> ago, or a date.</summary>
internal static class Since
{
    private const string Remedy = "Use a time ago, such as 30m, 2h, 7d or 1w, or a date: 2026-03-01 or 2026-03-01T12:00Z.";

    /// <summary>The option.</summary>
    public static Option<string?> Option(string description)
    {
        var option = CliCommand.Text("--since", "TIME", description + " A time ago (30m, 2h, 7d, 1w) or a date in UTC.");
        option.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && Parse(token.Value, DateTimeOffset.UnixEpoch.AddYears(1000)) is null)
                result.AddError($"'{token.Value}' is not a valid time for --since. {Remedy}");
        });
        return option;
    }

    /// <summary>The moment; null when the text is none.</summary>
    /// <param name="text">As written.</param>
    /// <param name="now">Now.</param>
    public static DateTimeOffset? Parse(string text, DateTimeOffset now)
    {
        if (text.Length > 1 && text[^1] is 's' or 'm' or 'h' or 'd' or 'w')
        {
            double factor = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 604_800 };
            var isNumber = double.TryParse(
                text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
            return isNumber && number * factor <= TimeSpan.FromDays(300_000).TotalSeconds
                ? now - TimeSpan.FromSeconds(number * factor)
                : null;
        }
        const DateTimeStyles Style = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        string[] forms = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mmK",
            "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];
        return DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, Style, out var at) ? at : null;
    }
}
