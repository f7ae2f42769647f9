using System.Collections.Immutable;

namespace Gyre.Tracking;

/// <summary>A kind of change in the registry that webhooks can hear of.</summary>
/// <param name="Entity">What changed: <c>REGISTERED_MODEL</c>, <c>MODEL_VERSION</c>, <c>MODEL_VERSION_TAG</c>, <c>MODEL_VERSION_ALIAS</c>, <c>PROMPT</c>, <c>PROMPT_VERSION</c>,
/// <c>PROMPT_TAG</c>, <c>PROMPT_VERSION_TAG</c> or <c>PROMPT_ALIAS</c>.</param>
/// <param name="Action">How: <c>CREATED</c>, for tags <c>SET</c>, for tags and aliases <c>DELETED</c>.</param>
public sealed record WebhookEvent(string Entity, string Action);

/// <summary>An address that hears of changes in the registry. Its secret is never given out.</summary>
public sealed record Webhook
{
    /// <summary>An id in its 36-character form.</summary>
    public required string Id { get; init; }

    /// <summary>1 to 63 letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, a letter or digit at both ends.</summary>
    public required string Name { get; init; }

    /// <summary>For people; null for none.</summary>
    public string? Description { get; init; }

    /// <summary>Where to send.</summary>
    public required string Url { get; init; }

    /// <summary>Of what it hears; at least one.</summary>
    public required ImmutableArray<WebhookEvent> Events { get; init; }

    /// <summary>Whether anything is sent.</summary>
    public required bool IsActive { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Asks for a webhook.</summary>
public sealed record NewWebhook
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public string? Description { get; init; }

    /// <summary>Where to send; <c>https</c>, and a host with public addresses alone, unless <see cref="TrackingOptions.AllowPrivateWebhooks"/> is set.</summary>
    public required string Url { get; init; }

    /// <summary>Of what it hears.</summary>
    public required IReadOnlyList<WebhookEvent> Events { get; init; }

    /// <summary>Signs what is sent; null or empty for no signature.</summary>
    public string? Secret { get; init; }

    /// <summary>Whether anything is sent. Default true.</summary>
    public bool IsActive { get; init; } = true;
}

/// <summary>Changes a webhook; what is null stays.</summary>
public sealed record WebhookChange
{
    /// <summary>New name.</summary>
    public string? Name { get; init; }

    /// <summary>New description.</summary>
    public string? Description { get; init; }

    /// <summary>New address.</summary>
    public string? Url { get; init; }

    /// <summary>What it hears of from now on; an empty list changes nothing.</summary>
    public IReadOnlyList<WebhookEvent> Events { get; init; } = [];

    /// <summary>New secret.</summary>
    public string? Secret { get; init; }

    /// <summary>Whether anything is sent.</summary>
    public bool? IsActive { get; init; }
}

/// <summary>What came of a try.</summary>
/// <param name="Success">Whether the answer was 2xx.</param>
/// <param name="Status">The answer's status; null when there was none.</param>
/// <param name="Body">The beginning of the answer's body; null when there was none.</param>
/// <param name="Error">Why there was no good answer; null when there was.</param>
public sealed record WebhookTestResult(bool Success, int? Status, string? Body, string? Error);

/// <summary>What came of sending something, for a log. It holds no secret, no body and no address.</summary>
/// <param name="WebhookId">To which.</param>
/// <param name="DeliveryId">What; the same at each try.</param>
/// <param name="Attempt">Number of the try, from 1.</param>
/// <param name="Error">Why it failed; null when it arrived.</param>
/// <param name="IsLast">Whether nothing more is tried.</param>
public sealed record WebhookOutcome(string WebhookId, string DeliveryId, int Attempt, string? Error, bool IsLast);
