using Microsoft.Extensions.Logging;

namespace Gyre.Cli.Logging;

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
