using System.Text.Json.Serialization;

namespace Gyre.Contracts;

/// <summary>A notification, without its name.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PutNotificationRequest
{
    /// <summary>What is told: words such as <c>run-failed</c>, or types of events.</summary>
    public required IReadOnlyList<string> On { get; init; }

    /// <summary>Only of this pipeline; null for all.</summary>
    public string? Pipeline { get; init; }

    /// <summary>Where to post; null when it is told by mail.</summary>
    public WebhookTargetInfo? Webhook { get; init; }

    /// <summary>Whom to write; null when it is told over HTTP.</summary>
    public MailTargetInfo? Email { get; init; }
}

/// <summary>Where to post.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record WebhookTargetInfo
{
    /// <summary>The address.</summary>
    public required string Url { get; init; }

    /// <summary>Name of the variable of the server's environment that holds the secret; null for no signature.</summary>
    public string? Secret { get; init; }
}

/// <summary>Whom to write, and through which server.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MailTargetInfo
{
    /// <summary>Bare addresses, 1 to 50.</summary>
    public required IReadOnlyList<string> To { get; init; }

    /// <summary>A bare address.</summary>
    public required string From { get; init; }

    /// <summary><c>smtp://HOST:PORT</c> or <c>smtps://HOST:PORT</c>.</summary>
    public required string Server { get; init; }

    /// <summary>Name of the variable that holds the name to log in with, or null.</summary>
    public string? User { get; init; }

    /// <summary>Name of the variable that holds the password, or null.</summary>
    public string? Password { get; init; }
}

/// <summary>A notification. Secrets are there by the names of their variables.</summary>
public sealed record NotificationInfo
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What is told.</summary>
    public required IReadOnlyList<string> On { get; init; }

    /// <summary>Only of this pipeline; null for all.</summary>
    public string? Pipeline { get; init; }

    /// <summary>Where to post, or null.</summary>
    public WebhookTargetInfo? Webhook { get; init; }

    /// <summary>Whom to write, or null.</summary>
    public MailTargetInfo? Email { get; init; }

    /// <summary>The project whose file declares it; null when it was put over the API.</summary>
    public string? Project { get; init; }

    /// <summary>When it was first seen so; null in the answer to a change.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}

/// <summary>Notifications.</summary>
public sealed record NotificationList
{
    /// <summary>Those that were put, by name, then the newest of each name that project files declare.</summary>
    public required IReadOnlyList<NotificationInfo> Notifications { get; init; }
}

/// <summary>What came of an example.</summary>
public sealed record NotificationTestInfo
{
    /// <summary>Whether it was taken.</summary>
    public required bool Success { get; init; }

    /// <summary>The number that HTTP or SMTP answered, or null.</summary>
    public int? Status { get; init; }

    /// <summary>Why it was not taken, or null.</summary>
    public string? Error { get; init; }
}

/// <summary>What has not arrived.</summary>
public sealed record NotificationDeliveryList
{
    /// <summary>The newest first.</summary>
    public required IReadOnlyList<NotificationDeliveryInfo> Deliveries { get; init; }
}

/// <summary>Something that has not arrived.</summary>
public sealed record NotificationDeliveryInfo
{
    /// <summary>The same at each try.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name of the notification.</summary>
    public required string Notification { get; init; }

    /// <summary>What is told.</summary>
    public required string Event { get; init; }

    /// <summary><c>waiting</c> or <c>set-aside</c>.</summary>
    public required string State { get; init; }

    /// <summary>Tries so far.</summary>
    public required int Attempts { get; init; }

    /// <summary>Why the last try failed, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>The next try, or null.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was written down.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
