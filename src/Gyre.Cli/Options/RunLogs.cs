using System.CommandLine;
using Gyre.Cli.Logging;
using Microsoft.Extensions.Logging;

namespace Gyre.Cli.Options;

/// <summary>The option that shows the log of a command that works on a home.</summary>
internal static class RunLogs
{
    private static readonly Option<bool> Verbose = new("--verbose", "-v")
    {
        Description = "Write the log to stderr and show progress as plain lines. Use -vv for more detail.",
        Arity = ArgumentArity.Zero,
    };

    /// <summary>Gives a command the option.</summary>
    public static void AddTo(Command command) => command.Options.Add(Verbose);

    /// <summary>Whether the log is shown, so that nothing may be drawn beside it.</summary>
    public static bool IsShown(ParseResult result) => Times(result) > 0;

    /// <summary>The log; null when nobody wants it.</summary>
    public static GyreLog? Open(ParseResult result, CliHost host) => Times(result) switch
    {
        0 => null,
        1 => Open(result, host, LogLevel.Information),
        _ => Open(result, host, LogLevel.Debug),
    };

    private static GyreLog Open(ParseResult result, CliHost host, LogLevel level) =>
        GyreLog.Open(new LogSettings(level, ServerLogs.FormatOf(host)), host.Error, HomeOptions.Read(result, host));

    private static int Times(ParseResult result) => result.GetResult(Verbose) is { Implicit: false } given ? given.IdentifierTokenCount : 0;
}
