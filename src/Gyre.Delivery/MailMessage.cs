using System.Collections.Immutable;

namespace Gyre.Delivery;

/// <summary>A plain text to people.</summary>
public sealed record MailMessage
{
    /// <summary>An address: <c>gyre@example.com</c>.</summary>
    public required string From { get; init; }

    /// <summary>Addresses; at least one.</summary>
    public required ImmutableArray<string> To { get; init; }

    /// <summary>One line.</summary>
    public required string Subject { get; init; }

    /// <summary>Lines.</summary>
    public required string Text { get; init; }

    /// <summary>By which programs know it again; the same at each try.</summary>
    public required string Id { get; init; }
}

/// <summary>How to log in. Never shown.</summary>
/// <param name="User">Name.</param>
/// <param name="Password">Password.</param>
public sealed record MailLogin(string User, string Password)
{
    /// <inheritdoc/>
    public override string ToString() => "login";
}
