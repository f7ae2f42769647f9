namespace Gyre.Server.Features.Tracking;

/// <summary>What is logged of uploads that nobody completes.</summary>
internal static partial class ForgottenUploadsLog
{
    [LoggerMessage(3033, LogLevel.Information, "Removed {Count} uploads that were never completed")]
    public static partial void UploadsForgotten(this ILogger logger, int count);
}
