namespace Gyre.Server;

/// <summary>What the server logs. Never an address with its query, a header, a body or the text of a foreign exception.</summary>
internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Information, "Listening on {Address}")]
    public static partial void Listening(this ILogger logger, Uri address);

    [LoggerMessage(3002, LogLevel.Information, "Stopped")]
    public static partial void Stopped(this ILogger logger);

    [LoggerMessage(3003, LogLevel.Error, "Request {TraceId} on {Route} failed: {Kind}\n{Place}")]
    public static partial void RequestFailed(this ILogger logger, string traceId, string route, string kind, string place);

    [LoggerMessage(3031, LogLevel.Information, "Tracking run {RunId} was not heard of in time and is ended")]
    public static partial void RunEnded(this ILogger logger, string runId);

    [LoggerMessage(3033, LogLevel.Information, "Forgot {Count} uploads in parts with which nobody went on")]
    public static partial void UploadsForgotten(this ILogger logger, int count);

    [LoggerMessage(3021, LogLevel.Debug, "Webhook {WebhookId} took {DeliveryId} at attempt {Attempt}")]
    public static partial void WebhookSent(this ILogger logger, string webhookId, string deliveryId, int attempt);

    [LoggerMessage(3022, LogLevel.Warning, "Webhook {WebhookId} did not take {DeliveryId} at attempt {Attempt}: {Error}")]
    public static partial void WebhookFailed(this ILogger logger, string webhookId, string deliveryId, int attempt, string error);

    [LoggerMessage(3023, LogLevel.Error, "Webhook {WebhookId} never took {DeliveryId}, given up after attempt {Attempt}: {Error}")]
    public static partial void WebhookGivenUp(this ILogger logger, string webhookId, string deliveryId, int attempt, string error);

    [LoggerMessage(3041, LogLevel.Debug, "Notification {Notification}: {DeliveryId} arrived at attempt {Attempt}")]
    public static partial void NotificationSent(this ILogger logger, string notification, string deliveryId, int attempt);

    [LoggerMessage(3042, LogLevel.Warning, "Notification {Notification}: {DeliveryId} did not arrive at attempt {Attempt}: {Error}")]
    public static partial void NotificationFailed(this ILogger logger, string notification, string deliveryId, int attempt, string error);

    [LoggerMessage(3043, LogLevel.Error, "Notification {Notification}: {DeliveryId} is set aside after attempt {Attempt}: {Error}")]
    public static partial void NotificationSetAside(this ILogger logger, string notification, string deliveryId, int attempt, string error);
}
