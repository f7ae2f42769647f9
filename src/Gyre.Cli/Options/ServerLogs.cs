using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Cli.Logging;
using Gyre.Core;
using Microsoft.Extensions.Logging;

namespace Gyre.Cli.Options;

/// <summary>The options about logs.</summary>
internal static class ServerLogs
{
    private const string LevelVariable = "GYRE_LOG_LEVEL";
    private const string FormatVariable = "GYRE_LOG_FORMAT";

    private static readonly Option<string?> Level = new("--log-level")
    {
        Description = "Minimum log level: trace, debug, information, warning, error, critical or none. Default: GYRE_LOG_LEVEL, or information.",
        HelpName = "LEVEL",
    };

    private static readonly Option<string?> Format = new("--log-format")
    {
        Description = "Log format on stderr: plain or json. Default: GYRE_LOG_FORMAT, or plain.",
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
        Choose(result.GetValue(Level) ?? host.Variable(LevelVariable), Enum.GetValues<LogLevel>(), LogSettings.Default.Level, "log.level",
            "--log-level"),
        Choose(result.GetValue(Format) ?? host.Variable(FormatVariable), Enum.GetValues<LogFormat>(), LogSettings.Default.Format,
            "log.format", "--log-format"));

    /// <summary>The form for commands without an option for it: as the environment says, else plain.</summary>
    /// <exception cref="InvalidInputException">There is no such form.</exception>
    public static LogFormat FormatOf(CliHost host) =>
        Choose(host.Variable(FormatVariable), Enum.GetValues<LogFormat>(), LogSettings.Default.Format, "log.format", FormatVariable);

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
            code, string.Create(CultureInfo.InvariantCulture, $"'{Shown.Short(given, 100)}' is not a valid value for {option}."),
                $"Use one of: {string.Join(", ", known.Select(KebabCase.Of))}.");
    }
}
