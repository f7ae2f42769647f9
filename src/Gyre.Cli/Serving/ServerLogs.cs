using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Output;
using Gyre.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Gyre.Cli.Serving;

/// <summary>How a server's log looks.</summary>
internal enum LogFormat
{
    /// <summary>Lines for people.</summary>
    Plain,

    /// <summary>One JSON object a line.</summary>
    Json,
}

/// <summary>What a server logs, and how. The log goes to standard error: standard output is for data.</summary>
/// <param name="Level">The least that is logged; <see cref="LogLevel.None"/> for nothing.</param>
/// <param name="Format">How it looks.</param>
internal sealed record LogSettings(LogLevel Level, LogFormat Format)
{
    /// <summary>Information and worse, for people.</summary>
    public static LogSettings Default { get; } = new(LogLevel.Information, LogFormat.Plain);
}

/// <summary>The options about logs, and the log itself.</summary>
internal static class ServerLogs
{
    private const string LevelVariable = "GYRE_LOG_LEVEL";
    private const string FormatVariable = "GYRE_LOG_FORMAT";

    private static readonly Option<string?> Level = new("--log-level")
    {
        Description = "Least severe messages to log: trace, debug, information, warning, error, critical or none. Default: GYRE_LOG_LEVEL, else information.",
        HelpName = "LEVEL",
    };

    private static readonly Option<string?> Format = new("--log-format")
    {
        Description = "Form of the log on standard error: plain or json. Default: GYRE_LOG_FORMAT, else plain.",
        HelpName = "FORMAT",
    };

    /// <summary>Gives a command the options.</summary>
    public static void AddTo(Command command)
    {
        command.Options.Add(Level);
        command.Options.Add(Format);
    }

    /// <summary>What the user said, else the environment, else the default.</summary>
    /// <exception cref="InvalidInputException">There is no such level or form.</exception>
    public static LogSettings Read(ParseResult result, CliHost host) => new(
        Choose(result.GetValue(Level) ?? host.Variable(LevelVariable), Enum.GetValues<LogLevel>(), LogSettings.Default.Level, "log.level", "--log-level"),
        Choose(result.GetValue(Format) ?? host.Variable(FormatVariable), Enum.GetValues<LogFormat>(), LogSettings.Default.Format, "log.format", "--log-format"));

    /// <summary>A log on standard error. Messages of this program hold no secret; those of the framework are not let through.</summary>
    public static ILoggerFactory Open(LogSettings settings) => LoggerFactory.Create(logging =>
    {
        logging.SetMinimumLevel(settings.Level);
        logging.AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (settings.Format == LogFormat.Json)
            logging.AddJsonConsole(static json => Set(json, "O"));
        else
            logging.AddSimpleConsole(static plain => SetPlain(plain));
    });

    private static void SetPlain(SimpleConsoleFormatterOptions plain)
    {
        Set(plain, "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ");
        plain.SingleLine = true;
        plain.ColorBehavior = LoggerColorBehavior.Disabled;
    }

    private static void Set(ConsoleFormatterOptions options, string timestamps)
    {
        options.IncludeScopes = true;
        options.UseUtcTimestamp = true;
        options.TimestampFormat = timestamps;
    }

    private static T Choose<T>(string? given, T[] known, T otherwise, string code, string option)
        where T : struct, Enum
    {
        if (string.IsNullOrWhiteSpace(given))
            return otherwise;
        foreach (var value in known)
        {
            if (KebabCase.Of(value) == given)
                return value;
        }
        throw new InvalidInputException(
            code, string.Create(CultureInfo.InvariantCulture, $"'{Shown.Short(given, 100)}' is not a value of {option}."), $"Use one of: {string.Join(", ", known.Select(KebabCase.Of))}.");
    }
}
