using System.Text.Json.Serialization;

namespace Gyre.Contracts;

/// <summary>Asks for a token.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CreateTokenRequest
{
    /// <summary>For people; 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary><c>admin</c> or <c>read</c>; null or absent: <c>admin</c>.</summary>
    public string? Scope { get; init; }

    /// <summary>Ends after so many days, 1 to 3650; null for until it is revoked.</summary>
    public int? Days { get; init; }
}

/// <summary>A token without its secret.</summary>
public sealed record TokenInfo
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary><c>admin read</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked, or null.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When it was last used, by a program or by a browser that signed in with it; to the minute. Null for never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The token itself: only in the answer to its making, and never again, not even to the same request repeated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Token { get; init; }
}

/// <summary>Tokens, newest first.</summary>
public sealed record TokenList
{
    /// <summary>Without their secrets.</summary>
    public required IReadOnlyList<TokenInfo> Tokens { get; init; }
}
