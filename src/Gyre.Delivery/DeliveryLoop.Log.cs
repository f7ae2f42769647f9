using Microsoft.Extensions.Logging;

namespace Gyre.Delivery;

/// <summary>What is logged of messages to the outside. Their text and where they go is not: addresses may hold secrets.</summary>
internal static partial class DeliveryLoopLog
{
    [LoggerMessage(8001, LogLevel.Debug, "Acquired the lease of {Mailbag}; this process sends its messages")]
    public static partial void LeaseTaken(this ILogger logger, string mailbag);

    [LoggerMessage(8002, LogLevel.Debug, "Another process sends the messages of {Mailbag}")]
    public static partial void LeaseElsewhere(this ILogger logger, string mailbag);

    [LoggerMessage(8003, LogLevel.Debug, "Queued messages of {Mailbag} for {Count} events")]
    public static partial void Noted(this ILogger logger, string mailbag, int count);

    [LoggerMessage(8011, LogLevel.Debug, "Sent {DeliveryId} of {Mailbag} to {Receiver} on attempt {Attempt}")]
    public static partial void Sent(this ILogger logger, string mailbag, string receiver, string deliveryId, int attempt);

    [LoggerMessage(
        8012, LogLevel.Warning, "Could not send {DeliveryId} of {Mailbag} to {Receiver} on attempt {Attempt}; will retry: {Error}")]
    public static partial void SendFailed(
        this ILogger logger, string mailbag, string receiver, string deliveryId, int attempt, string? error);

    [LoggerMessage(8013, LogLevel.Error, "Gave up sending {DeliveryId} of {Mailbag} to {Receiver} after attempt {Attempt}: {Error}")]
    public static partial void GivenUp(this ILogger logger, string mailbag, string receiver, string deliveryId, int attempt, string? error);
}
