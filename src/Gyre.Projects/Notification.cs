using System.Collections.Immutable;

namespace Gyre.Projects;

/// <summary>A wish to be told what happens to runs and cycles. Values of secrets are no part of it: it names variables of the server's environment.</summary>
public sealed record Notification
{
    /// <summary>1 to 63 letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, a letter or digit at both ends.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// What is told, at least one: words or types of events, as <c>run-failed</c> or <c>node.retry</c>; see <see cref="EventWords"/>.
    /// </summary>
    public required ImmutableArray<string> On { get; init; }

    /// <summary>Only of this pipeline; null for all.</summary>
    public string? Pipeline { get; init; }

    /// <summary>Told over HTTP; null when it is told by mail.</summary>
    public WebhookTarget? Webhook { get; init; }

    /// <summary>Told by mail; null when it is told over HTTP.</summary>
    public MailTarget? Email { get; init; }
}

/// <summary>Where to post.</summary>
public sealed record WebhookTarget
{
    /// <summary>Absolute; <c>https</c> and a host with public addresses alone, unless private ones are allowed.</summary>
    public required string Url { get; init; }

    /// <summary>Name of the variable that holds the secret which signs what is sent; null for no signature.</summary>
    public string? Secret { get; init; }
}

/// <summary>Whom to write, and through which server.</summary>
public sealed record MailTarget
{
    /// <summary>Bare addresses, 1 to 50.</summary>
    public required ImmutableArray<string> To { get; init; }

    /// <summary>A bare address.</summary>
    public required string From { get; init; }

    /// <summary><c>smtp://HOST:PORT</c> (encrypted by <c>STARTTLS</c>; usual port 587) or <c>smtps://HOST:PORT</c> (465).</summary>
    public required string Server { get; init; }

    /// <summary>Name of the variable that holds the name to log in with; null for no log-in.</summary>
    public string? User { get; init; }

    /// <summary>Name of the variable that holds the password; null for no log-in.</summary>
    public string? Password { get; init; }
}
