using Microsoft.Extensions.Logging;

namespace Gyre.Tracking.Formats.Mlflow;

/// <summary>What is logged of imports.</summary>
internal static partial class ImporterLog
{
    [LoggerMessage(
        7011,
        LogLevel.Information,
        "Import finished: {Runs} runs, {Points} points, {Files} files and {Models} registered models added; {Remarks} remarks")]
    public static partial void Imported(this ILogger logger, long runs, long points, long files, long models, long remarks);
}
