using System.Text.Json.Serialization;

namespace Gyre.Contracts;

/// <summary>Signs in.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SignInRequest
{
    /// <summary>A token for people or programs.</summary>
    public required string Token { get; init; }
}

/// <summary>Who the pages are shown to.</summary>
public sealed record SessionInfo
{
    /// <summary>Whether somebody who is not signed in sees nothing: a token was made, or they are on another machine.</summary>
    public required bool Required { get; init; }

    /// <summary>Whether the request came from somebody who may look: by a session, or because no token is needed.</summary>
    public required bool SignedIn { get; init; }

    /// <summary>Name of the token, or <c>local</c>; null when not signed in.</summary>
    public string? Name { get; init; }

    /// <summary><c>admin read</c>; null when not signed in.</summary>
    public string? Scope { get; init; }

    /// <summary>What changing requests of this session send as <c>X-Gyre-Csrf</c>; null when there is no session.</summary>
    public string? Csrf { get; init; }

    /// <summary>Version of the server.</summary>
    public required string Version { get; init; }
}

/// <summary>A browser that is signed in.</summary>
public sealed record BrowserSessionInfo
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the token it was signed in with.</summary>
    public required string TokenName { get; init; }

    /// <summary>When it was signed in.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used, to within five minutes.</summary>
    public required DateTimeOffset LastUsedAt { get; init; }

    /// <summary>Whether it is the one that asks.</summary>
    public required bool Current { get; init; }
}

/// <summary>Sessions that are good now, the last used first.</summary>
public sealed record BrowserSessionList
{
    /// <summary>The sessions.</summary>
    public required IReadOnlyList<BrowserSessionInfo> Sessions { get; init; }
}
